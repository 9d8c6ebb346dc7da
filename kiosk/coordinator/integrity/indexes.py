"""SQLite's indexes, which do not always say what their tables hold.

Whoever writes to the file can leave entries out of an index: then a record is there, and no query finds
it; neither does who withdraws it, nor who signed twice. PostgreSQL keeps its own in order, whoever writes.
"""

from __future__ import annotations

from kiosk.coordinator.register.register import Register

_MOST_TOLD = 100
_ABOUT_INDEX = " index "
"""Stands in what SQLite says of an index, and in nothing else that it finds."""


def repair_indexes(register: Register) -> bool:
    """Makes the indexes anew if one of them does not say what its table holds; returns whether that was so.

    Raises:
        CampaignError: they cannot be made anew.
        StorageError: the register cannot be read or written.
    """
    with register.reading() as connection:
        if connection.dialect.name != "sqlite":
            return False
        told = connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_TOLD})").scalars().all()
    if not any(_ABOUT_INDEX in line for line in told):
        return False
    with register.transaction() as connection:
        connection.exec_driver_sql("REINDEX")
    return True

"""SQLite's indexes, which do not always say what their tables hold.

Whoever writes to the file can leave entries out of an index: then a record is there, and no query finds
it; neither does who withdraws it, nor who signed twice. PostgreSQL keeps its own in order, whoever writes.
"""

from __future__ import annotations

from kiosk.coordinator.register.register import Register

_ALL_TOLD = 2**31 - 1
"""By itself SQLite tells a hundred faults, and whoever writes to the file can put as many before the one."""
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
        with connection.exec_driver_sql(f"PRAGMA integrity_check({_ALL_TOLD})") as told:
            sound = not any(_ABOUT_INDEX in line for line in told.scalars())
    if sound:
        return False
    with register.transaction() as connection:
        connection.exec_driver_sql("REINDEX")
    return True

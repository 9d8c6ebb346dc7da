"""SQLite's indexes, which do not always say what their tables hold, and tables that are out of order.

Whoever writes to the file can leave entries out of an index, or move a row to where no search comes: then a
record is there, and no query finds it; neither does who withdraws it, nor who signed twice. PostgreSQL keeps
its own in order, whoever writes.
"""

from __future__ import annotations

from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.tables import never_written

_ALL_TOLD = 2**31 - 1
"""By itself SQLite tells a hundred faults, and whoever writes to the file can put as many before the one."""
_ABOUT_INDEX = " index "
"""Stands in what SQLite says of an index, and in nothing else that it finds."""
_HARMLESS = ("ok", " value in ", "never used", "Freelist")
"""No fault; an odd value, for `odd_values.py`; pages that hold nothing. The rest: a table is out of order."""


def repair_indexes(register: Register) -> bool:
    """Makes the indexes anew if one of them does not say what its table holds; returns whether that was so.

    Raises:
        CampaignError: they cannot be made anew, or a table is out of order.
        StorageError: the register cannot be read or written.
    """
    with register.reading() as connection:
        if connection.dialect.name != "sqlite":
            return False
        with connection.exec_driver_sql(f"PRAGMA integrity_check({_ALL_TOLD})") as told:
            lines = [line for line in told.scalars() if not any(words in line for words in _HARMLESS)]
    if any(_ABOUT_INDEX not in line for line in lines):
        raise never_written()
    if not lines:
        return False
    with register.transaction() as connection:
        connection.exec_driver_sql("REINDEX")
    return True

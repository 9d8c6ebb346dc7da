"""What a coordinator chose for the whole campaign; kept in the register, so that all desks follow it."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from kiosk.coordinator.tables import setting_table

_NEW_KIOSKS = "new kiosks"
_WAIT = "wait"
_FILL_IN = "fill in"


def new_kiosks_wait(connection: Connection) -> bool:
    """Whether the records of a kiosk that is met for the first time wait for the coordinator's word."""
    chosen = select(setting_table.c.value).where(setting_table.c.name == _NEW_KIOSKS)
    return connection.execute(chosen).scalar() == _WAIT


def set_new_kiosks_wait(connection: Connection, wait: bool) -> None:
    """Chooses whether they wait; kiosks that are known already stay as they are."""
    connection.execute(delete(setting_table).where(setting_table.c.name == _NEW_KIOSKS))
    if wait:
        connection.execute(insert(setting_table).values(name=_NEW_KIOSKS, value=_WAIT))


def must_be_filled_in(connection: Connection) -> bool:
    """Whether the register was migrated and lacks what only the key can fill in (`refill.py`)."""
    return (
        connection.execute(select(setting_table).where(setting_table.c.name == _FILL_IN)).first() is not None
    )


def is_filled_in(connection: Connection) -> None:
    """Notes that it lacks nothing any more."""
    connection.execute(delete(setting_table).where(setting_table.c.name == _FILL_IN))

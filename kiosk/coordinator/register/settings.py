"""What a coordinator chose for the whole campaign; kept in the register, so that all desks follow it."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from kiosk.coordinator.register.tables import setting_table

NEW_KIOSKS = "new kiosks"
WAIT = "wait"
FILL_IN = "fill in"


def new_kiosks_wait(connection: Connection) -> bool:
    """Whether the records of a kiosk that is met for the first time wait for the coordinator's word."""
    chosen = select(setting_table.c.value).where(setting_table.c.name == NEW_KIOSKS)
    return connection.execute(chosen).scalar() == WAIT


def must_be_adopted(connection: Connection) -> bool:
    """Whether an earlier version made the register, and it lacks what takes the key (`adoption.py`)."""
    return (
        connection.execute(select(setting_table).where(setting_table.c.name == FILL_IN)).first() is not None
    )


def is_adopted(connection: Connection) -> None:
    """Notes that it lacks nothing any more."""
    connection.execute(delete(setting_table).where(setting_table.c.name == FILL_IN))

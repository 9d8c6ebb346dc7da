"""Values of another type than their column, which SQLite takes from whoever writes by hand.

No query and no reader is made for them, so they are looked for before anything else is read.
PostgreSQL takes none.
"""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, func, literal, or_, select, update
from sqlalchemy.types import Float, LargeBinary, Text

from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.tables import metadata, never_written, owner_table, record_table
from kiosk.coordinator.register.tables import suggestion_table as pairs

_NOTHING = {"blob": b"", "text": "", "integer": 0, "real": 0.0}
"""What takes an odd value's place where something must be: no seal is right for it."""
_CHECKED = [table for table in metadata.sorted_tables if table is not owner_table]


def refuse_odd_values(register: Register) -> None:
    """For who reads without the key, and so can put nothing right. Raises CampaignError."""
    with register.reading() as connection:
        if _odd_tables(connection):
            raise never_written()


def repair_odd_values(register: Register) -> int:
    """Takes odd values out; returns of how many rows.

    Where the value says which row it is, the row goes, too. What then is wrong about the others, their
    seals tell.
    """
    with register.reading() as connection:
        if not _odd_tables(connection):
            return 0
    with register.transaction() as connection:
        return _repair(connection)


def _repair(connection: Connection) -> int:
    repaired = 0
    for table in reversed(_odd_tables(connection)):  # who refers to others goes before them
        if table is record_table:
            repaired += _take_out_records(connection)
        for column in table.columns:
            if column.primary_key:
                changed = connection.execute(delete(table).where(_is_odd(column)))
            else:
                # A digest is there once.
                nothing = func.randomblob(32) if column.unique else _NOTHING[_type(column)]
                value = None if column.nullable else nothing
                changed = connection.execute(update(table).where(_is_odd(column)).values({column: value}))
            repaired += changed.rowcount
    return repaired


def _odd_tables(connection: Connection) -> list[Table]:
    """The tables that hold odd values, each after those that it refers to."""
    if connection.dialect.name != "sqlite":
        return []

    def is_odd(table: Table) -> bool:
        odd = select(literal(1)).select_from(table).where(or_(*map(_is_odd, table.columns))).limit(1)
        return connection.execute(odd).first() is not None

    return [table for table in _CHECKED if is_odd(table)]


def _take_out_records(connection: Connection) -> int:
    """Deletes records of kiosks that cannot be, and what hangs on them."""
    c = record_table.c
    gone = select(c.key).where(_is_odd(c.kiosk))
    connection.execute(update(record_table).where(c.duplicate_of.in_(gone)).values(duplicate_of=None))
    connection.execute(delete(pairs).where(or_(pairs.c.one.in_(gone), pairs.c.other.in_(gone))))
    return connection.execute(delete(record_table).where(_is_odd(c.kiosk))).rowcount


def _is_odd(column: Column[object]) -> ColumnElement[bool]:
    fitting = [_type(column), *(["null"] if column.nullable else [])]
    return func.typeof(column).not_in(fitting)


def _type(column: Column[object]) -> str:
    """As SQLite calls it."""
    if isinstance(column.type, LargeBinary):
        return "blob"
    if isinstance(column.type, Text):
        return "text"
    return "real" if isinstance(column.type, Float) else "integer"

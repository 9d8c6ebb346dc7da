"""Puts records of the register right: what a row should be, with all that hangs on it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, or_, update

from kiosk.coordinator.records.opening import RegisterEntry
from kiosk.coordinator.register import marks
from kiosk.coordinator.register.tables import record_table, suggestion_table


def rewrite(connection: Connection, key: int, entry: RegisterEntry) -> None:
    """Makes the record `key`, and its marks, what `entry` says; what it counts as stays."""
    connection.execute(
        update(record_table)
        .where(record_table.c.key == key)
        .values(
            outcome=entry.outcome,
            day=entry.day,
            kind=entry.kind,
            country=entry.country,
            language=entry.language,
            box=entry.box,
            seal=entry.seal,
        )
    )
    marks.replace(connection, [(key, entry.fingerprints, entry.receipt)])


def delete_records(connection: Connection, keys: Sequence[int]) -> None:
    """Deletes records, the ways to them, and what was suggested of them."""
    pairs = suggestion_table.c
    connection.execute(delete(suggestion_table).where(or_(pairs.one.in_(keys), pairs.other.in_(keys))))
    marks.leave(connection, keys)
    connection.execute(delete(record_table).where(record_table.c.key.in_(keys)))

"""A record's marks, and the way from a mark to the records that have it.

Its marks are its fingerprints (`records/fingerprints.py`), and the one of its receipt code. They stand in the
record's row, under its seal, and nowhere else: the table `mark` holds how each begins, and the record's key.
Two marks may begin alike, and whoever writes to the register can put anything into that table: what a record
has, its row says.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeGuard

from sqlalchemy import Connection, bindparam, delete, func, select, update

from kiosk.coordinator.register.tables import mark_table, record_table
from kiosk.database import insert_rows, portions

_FINGERPRINT = struct.Struct("16sB")
_STARTS = struct.Struct(">i13x")
"""How each of the fingerprints in a row begins: of a million records, one mark in a thousand begins as
another one does."""
_MANY = 5000
"""Numbers that one query names as they are: to bind them takes longer than to look them up."""

Fingerprint = tuple[bytes, int]
"""Its value (16 bytes), and its rule as the register hides it (`HiddenRules`)."""
Entry = tuple[int, int]
"""How a mark begins (its first four bytes, a number), and the key of a record that has it."""
Marked = tuple[int, bytes | None, bytes | None]
"""A record: its key, its fingerprints as they stand in its row, and the mark of its receipt code."""


def pack(fingerprints: Sequence[Fingerprint]) -> bytes | None:
    """Fingerprints as they stand in a record's row: None for none.

    Sorted, for the order in which they are made tells their rules.
    """
    return b"".join([_FINGERPRINT.pack(value, rule) for value, rule in sorted(fingerprints)]) or None


def unpack(packed: bytes | None) -> list[Fingerprint]:
    """The fingerprints that a row holds; none where it holds what `pack` never made."""
    return list(_FINGERPRINT.iter_unpack(packed)) if _is_packed(packed) else []


def entries(records: Iterable[Marked]) -> set[Entry]:
    """What the table must hold to lead to `records`."""
    held: set[Entry] = set()
    for key, packed, receipt in records:
        if _is_packed(packed):
            held.update([(start, key) for (start,) in _STARTS.iter_unpack(packed)])
        if isinstance(receipt, bytes):
            held.add((_start(receipt), key))
    return held


def enter(connection: Connection, records: Iterable[Marked]) -> None:
    """Has the table lead to `records`."""
    # In the order of the table, each of whose pages is then touched once.
    rows = sorted(entries(records))
    insert_rows(connection, mark_table, ("start", "record"), rows, unless_there=True)


def leave(connection: Connection, keys: Collection[int]) -> None:
    """Has the table lead no more to the records with these keys, which are there still."""
    c, entry = record_table.c, mark_table.c
    one = delete(mark_table).where(entry.start == bindparam("begins"), entry.record == bindparam("of"))
    for some in portions(keys):
        rows = connection.execute(select(c.key, c.fingerprints, c.receipt).where(c.key.in_(some))).all()
        gone = [{"begins": start, "of": key} for start, key in entries(map(tuple, rows))]
        if gone:
            connection.execute(one, gone)


def replace(connection: Connection, records: Sequence[Marked]) -> None:
    """Gives records these marks in place of those that they had."""
    if records:
        leave(connection, [key for key, _, _ in records])
        c = record_table.c
        one = update(record_table).where(c.key == bindparam("of"))
        connection.execute(
            one.values(fingerprints=bindparam("made"), receipt=bindparam("code")),
            [{"of": key, "made": made, "code": code} for key, made, code in records],
        )
        enter(connection, records)


def having(connection: Connection, values: Collection[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """Fingerprints with one of these values: value, hidden rule, and the key of the record that has it."""
    for starts in portions(set(map(_start, values))):
        for one in _beginning_with(connection, starts):
            if one[0] in values:
                yield one


def with_receipts(connection: Connection, receipts: Collection[bytes]) -> Iterator[int]:
    """The keys of the records whose receipt codes have one of these marks."""
    c, entry = record_table.c, mark_table.c
    for some in portions(receipts):
        begins = entry.start.in_(set(map(_start, some)))
        found = select(c.key).join(mark_table, c.key == entry.record).where(begins, c.receipt.in_(some))
        yield from connection.execute(found.distinct()).scalars()


def perhaps_shared(connection: Connection, values: Collection[bytes]) -> set[bytes]:
    """Those of `values` that several records may have: as each begins, a mark of another record does."""
    starts = {value: _start(value) for value in values}
    shared: set[int] = set()
    for some in portions(starts.values(), _MANY):
        named = ", ".join(map(str, some))
        several = f"SELECT start FROM mark WHERE start IN ({named}) GROUP BY start HAVING count(*) > 1"
        shared.update(connection.exec_driver_sql(several).scalars())
    return {value for value, start in starts.items() if start in shared}


def shared(connection: Connection) -> Iterator[list[tuple[bytes, int, int]]]:
    """All fingerprints that several records have: value, hidden rule, and the key of each that has it.

    They come in pieces, each with all the records of its fingerprints.
    """
    start = mark_table.c.start
    several = select(start).group_by(start).having(func.count() > 1)
    for starts in portions(connection.execute(several).scalars().all()):
        found = list(_beginning_with(connection, starts))
        times = Counter(value for value, _, _ in found)
        yield [one for one in found if times[one[0]] > 1]


def _is_packed(held: bytes | None) -> TypeGuard[bytes]:
    return isinstance(held, bytes) and len(held) % _FINGERPRINT.size == 0


def _start(mark: bytes) -> int:
    """How a mark begins."""
    return int.from_bytes(mark[:4], "big", signed=True)


def _beginning_with(connection: Connection, starts: Collection[int]) -> Iterator[tuple[bytes, int, int]]:
    """The fingerprints whose values begin so: value, hidden rule, and the key of the record."""
    c, entry = record_table.c, mark_table.c
    found = select(entry.start, c.key, c.fingerprints).join(record_table, c.key == entry.record)
    for start, key, packed in connection.execute(found.where(entry.start.in_(starts))).all():
        for value, rule in unpack(packed):
            if _start(value) == start:
                yield value, rule, key

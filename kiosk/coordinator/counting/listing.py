"""The list behind each number of the books: its records, a page at a time."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import select, tuple_

from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.tables import lost_table, record_table

_PAGE = 500


@dataclass(frozen=True)
class ListedRecord:
    """A record of the register, without what is in it.

    Attributes:
        key: its row in the register; 0 for one that was lost on its way.
        id, digest: empty for a lost one.
        day: when it was signed, if it was opened.
        reason: why it does not count, if it is rejected or unreadable.
        duplicate_of: the row of the record that counts in its place.
    """

    kiosk: bytes
    seq: int
    status: State
    key: int = 0
    id: bytes = b""
    digest: bytes = b""
    day: str = ""
    reason: str = ""
    duplicate_of: int | None = None


def listing(register: Register, status: State, kiosk: bytes | None = None) -> Iterator[ListedRecord]:
    """The records in `status`, of `kiosk` or of all, by kiosk id and number; read as they are asked for."""
    records = _records(register, status, kiosk)
    if status is not State.UNREADABLE:
        return records
    return heapq.merge(records, _lost(register, kiosk), key=attrgetter("kiosk", "seq"))


def _records(register: Register, status: State, kiosk: bytes | None) -> Iterator[ListedRecord]:
    c = record_table.c
    wanted = select(c.kiosk, c.seq, c.key, c.id, c.digest, c.day, c.reason, c.duplicate_of).where(
        # Written out, so that the index of the exceptions serves.
        c.status == status,
        *([c.status != State.COUNTED] if status is not State.COUNTED else []),
        *([c.kiosk == kiosk] if kiosk is not None else []),
    )
    page = wanted.order_by(c.kiosk, c.seq, c.key).limit(_PAGE)
    after: tuple[bytes, int, int] | None = None
    while True:
        following = page if after is None else page.where(tuple_(c.kiosk, c.seq, c.key) > after)
        with register.reading() as connection:
            rows = connection.execute(following).all()
        for row in rows:
            yield ListedRecord(
                row.kiosk, row.seq, status, row.key, row.id, row.digest, row.day, row.reason, row.duplicate_of
            )
        if len(rows) < _PAGE:
            return
        after = (rows[-1].kiosk, rows[-1].seq, rows[-1].key)


def _lost(register: Register, kiosk: bytes | None) -> Iterator[ListedRecord]:
    c = lost_table.c
    page = select(c.kiosk, c.seq, c.reason).order_by(c.kiosk, c.seq).limit(_PAGE)
    if kiosk is not None:
        page = page.where(c.kiosk == kiosk)
    after: tuple[bytes, int] | None = None
    while True:
        following = page if after is None else page.where(tuple_(c.kiosk, c.seq) > after)
        with register.reading() as connection:
            rows = connection.execute(following).all()
        for row in rows:
            yield ListedRecord(row.kiosk, row.seq, State.UNREADABLE, reason=row.reason)
        if len(rows) < _PAGE:
            return
        after = (rows[-1].kiosk, rows[-1].seq)

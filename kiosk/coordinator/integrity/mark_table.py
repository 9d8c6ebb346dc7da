"""Whether the table of marks leads to all records and nowhere else, and making it so."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from sqlalchemy import Connection, delete, exists, func, select

from kiosk.coordinator.register.marks import Entry, Marked, enter, entries
from kiosk.coordinator.register.tables import mark_table, record_table

_PAGE = 5000
"""Records whose marks are read at a time."""
_ROWS = 20_000
"""Rows of the table that are read at a time."""
_BLOCK = struct.Struct("qq")


class MarkSum:
    """Adds entries up, so that two lots of them have one sum only if they are the same, in whatever order.

    Each counts as a block of AES, with a key that is drawn for each sum: nobody can make others of that sum.
    """

    def __init__(self) -> None:
        self._encrypt = Cipher(AES(os.urandom(16)), ECB()).encryptor().update

    def of_records(self, records: Iterable[Marked]) -> int:
        """The sum of the entries that lead to `records`."""
        return self._sum(entries(records))

    def of_table(self, connection: Connection) -> int:
        """The sum of all that the table holds."""
        held = select(mark_table.c.start, mark_table.c.record)
        with connection.execute(held, execution_options={"yield_per": _ROWS}) as rows:
            return sum(self._sum(map(tuple, some)) for some in rows.partitions())

    def _sum(self, some: Iterable[Entry]) -> int:
        blocks = b"".join([_BLOCK.pack(start, key) for start, key in some])
        return sum(memoryview(self._encrypt(blocks)).cast("Q"))


def is_right(connection: Connection) -> bool:
    """Whether the table is what the rows of all records say."""
    marks = MarkSum()
    return sum(map(marks.of_records, _pages(connection))) == marks.of_table(connection)


def make_anew(connection: Connection) -> None:
    """Makes the table what the rows of all records say."""
    connection.execute(delete(mark_table))
    for page in _pages(connection):
        enter(connection, page)


def strangers(connection: Connection) -> int:
    """How many records the table leads to that are not there."""
    c = mark_table.c
    there = exists().where(record_table.c.key == c.record)
    return connection.execute(select(func.count(c.record.distinct())).where(~there)).scalar_one()


def _pages(connection: Connection) -> Iterator[list[Marked]]:
    """All records, in the order of their keys."""
    c = record_table.c
    page = select(c.key, c.fingerprints, c.receipt).order_by(c.key).limit(_PAGE)
    rows = connection.execute(page).all()
    while rows:
        yield [(key, packed, receipt) for key, packed, receipt in rows]
        rows = connection.execute(page.where(c.key > rows[-1].key)).all()

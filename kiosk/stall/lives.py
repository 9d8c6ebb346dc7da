"""A kiosk's lives: the identities that it has had, one after the other, and which rows are whose.

A laptop that was put back from a copy, or copied, meets its own records with numbers that it would use
again. It takes a new identity then: docs/decisions/0023-a-copied-laptop-begins-a-new-life.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, func, insert, select, true, union_all

from kiosk.exchange.record import GENESIS, next_link
from kiosk.stall.stored import Life, StoredRecord
from kiosk.stall.tables import copied_table, life_table, record_table, released_table, synced_table

# Built once, since they run for every signature: SQLAlchemy takes longer to build a query than to run it.
_LAST_ROWS = union_all(
    select(func.max(record_table.c.seq).label("last")), select(func.max(released_table.c.upto))
).subquery()
_END = select(func.max(_LAST_ROWS.c.last).label("end")).subquery()
_CHAIN = select(record_table.c.chain).where(record_table.c.seq == _END.c.end).scalar_subquery()
_SYNCED = select(func.max(synced_table.c.last_seq)).scalar_subquery()
_LIVES = (
    select(_END, life_table, _CHAIN.label("chain"), _SYNCED.label("synced"))
    .select_from(_END.outerjoin(life_table, true()))  # one row, too, where the first life is the only one
    .order_by(life_table.c.before)
)
_UNSYNC = (
    synced_table.update().where(synced_table.c.last_seq > bindparam("row")).values(last_seq=bindparam("row"))
)


class Head(NamedTuple):
    """Where a vault goes on.

    Attributes:
        life: the present one.
        chain: the hash chain after the last row; None where that row is not there (any more).
        synced: the last row that was ever synced, so far as is known; 0 if none was.
    """

    life: Life
    chain: bytes | None
    synced: int


def head(connection: Connection, first: bytes) -> Head:
    """Where the vault of `connection` goes on; the arguments are those of `lives`."""
    rows = connection.execute(_LIVES).all()
    return Head(_lives(rows, first)[-1], rows[0].chain, rows[0].synced or 0)


def lives(connection: Connection, first: bytes) -> list[Life]:
    """Every life of the vault of `connection`, the present one last.

    Args:
        first: the id of the first.
    """
    return _lives(connection.execute(_LIVES).all(), first)


def _lives(rows: Sequence[Row[Any]], first: bytes) -> list[Life]:
    begun = [(first, 0, None), *((row.kiosk, row.before, row.seed) for row in rows if row.kiosk)]
    (end,) = {row.end for row in rows}
    ends = [*(before for _, before, _ in begun), max(end or 0, begun[-1][1])]
    return [
        Life(kiosk, before, end - before, seed)
        for (kiosk, before, seed), (_, end) in zip(begun, pairwise(ends), strict=True)
    ]


def begin(connection: Connection, life: Life, moved: Iterable[StoredRecord]) -> None:
    """Begins `life`: its rows, as they were in the one before, get its numbers and its chain."""
    # Their new digests are made before anything is written, without keeping what is sealed in memory.
    digests = [
        (one.row, replace(one.record, kiosk=life.kiosk, seq=one.row - life.before).digest(), one.sound)
        for one in moved
    ]
    connection.execute(life_table.delete().where(life_table.c.before == life.before))  # of no rows by now
    connection.execute(insert(life_table).values(before=life.before, kiosk=life.kiosk, seed=life.seed))
    chain = GENESIS
    for row, digest, sound in digests:
        stored = record_table.c.seq == row
        if sound:
            chain = next_link(chain, digest)
            connection.execute(record_table.update().where(stored).values(chain=chain))
        else:  # its chain stays what it was: what was damaged must not seem whole
            chain = connection.execute(select(record_table.c.chain).where(stored)).scalar_one()
    # What was synced under the old numbers is synced again under the new ones.
    unsync_after(connection, life.before)
    connection.execute(copied_table.delete())


def unsync_after(connection: Connection, row: int) -> None:
    """Forgets that rows after `row` were synced anywhere."""
    connection.execute(_UNSYNC, {"row": row})

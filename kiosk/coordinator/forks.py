"""Forks: two different records of one kiosk with the same number, and the coordinator's word on them.

A laptop that was copied, or put back from a copy, uses numbers twice; so does whoever has its
key. Nothing in the records tells which is right, so none of them counts until a coordinator
has said so (docs/decisions/0017).
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, delete, select

from kiosk.coordinator.barring import CONTESTED, PASSED_OVER, bar
from kiosk.coordinator.books import runs
from kiosk.coordinator.duplicates import settle_runs
from kiosk.coordinator.opening import Outcome
from kiosk.coordinator.register import Register, State
from kiosk.coordinator.tables import accepted_table, record_table
from kiosk.database import insert_rows

_MANY = 500


@dataclass(frozen=True)
class Claim:
    """One of the records that have the same number; `accepted` by the coordinator, or not.

    `key` is its row in the register.
    """

    key: int
    digest: bytes
    day: str
    status: State
    accepted: bool


@dataclass(frozen=True)
class Fork:
    """A number of a kiosk that several different records have."""

    kiosk: bytes
    seq: int
    claims: list[Claim]


def forks(register: Register) -> Iterator[Fork]:
    """Every number that several opened records have, by kiosk id and number."""
    c = record_table.c
    with register.reading() as connection:
        barred = select(c.kiosk, c.seq).where(
            c.status == State.REJECTED,
            c.status != State.COUNTED,
            c.reason.in_((CONTESTED, PASSED_OVER)),
        )
        accepted = select(c.kiosk, c.seq).join(accepted_table, accepted_table.c.digest == c.digest)
        places = sorted({(row.kiosk, row.seq) for row in connection.execute(barred.union(accepted))})
        for kiosk, seq in places:
            claims = _claims(connection, kiosk, seq)
            if len(claims) > 1:
                yield Fork(kiosk, seq, claims)


def accept(register: Register, digests: Collection[bytes], today: datetime.date) -> int:
    """Lets these records count although others have their numbers; returns how many there are of them.

    Others of the same numbers stay rejected, unless they are accepted too.
    """
    with register.transaction() as connection:
        places = _places(connection, digests)
        found = [digest for digest, *_ in places]
        for some in _portions(found):
            connection.execute(delete(accepted_table).where(accepted_table.c.digest.in_(some)))
        insert_rows(
            connection, accepted_table, ("digest", "day"), [(digest, today.isoformat()) for digest in found]
        )
        _decide_anew(connection, places)
        return len(places)


def take_back(register: Register, digests: Collection[bytes]) -> int:
    """Takes `accept` back: none of those records counts by it any more; returns how many there are."""
    with register.transaction() as connection:
        places = _places(connection, digests)
        for some in _portions([digest for digest, *_ in places]):
            connection.execute(delete(accepted_table).where(accepted_table.c.digest.in_(some)))
        _decide_anew(connection, places)
        return len(places)


def _claims(connection: Connection, kiosk: bytes, seq: int) -> list[Claim]:
    c = record_table.c
    rows = connection.execute(
        select(c.key, c.digest, c.day, c.status, accepted_table.c.day.label("accepted"))
        .outerjoin(accepted_table, accepted_table.c.digest == c.digest)
        .where(c.kiosk == kiosk, c.seq == seq, c.outcome.in_((Outcome.OPENED, Outcome.WITHDRAWN)))
        .order_by(c.day, c.digest)
    )
    return [Claim(row.key, row.digest, row.day, State(row.status), row.accepted is not None) for row in rows]


def _places(connection: Connection, digests: Collection[bytes]) -> list[tuple[bytes, bytes, int]]:
    """Digest, kiosk and number of those records that are in the register."""
    c = record_table.c
    found: list[tuple[bytes, bytes, int]] = []
    for some in _portions(digests):
        rows = connection.execute(select(c.digest, c.kiosk, c.seq).where(c.digest.in_(some)))
        found += [(row.digest, row.kiosk, row.seq) for row in rows]
    return found


def _decide_anew(connection: Connection, places: Sequence[tuple[bytes, bytes, int]]) -> None:
    seqs: dict[bytes, set[int]] = defaultdict(set)
    for _, kiosk, seq in places:
        seqs[kiosk].add(seq)
    for kiosk, numbers in seqs.items():
        for first, last in runs(sorted(numbers)):
            settle_runs(connection, runs(bar(connection, kiosk, first, last)))


def _portions(digests: Iterable[bytes]) -> Iterator[list[bytes]]:
    source = iter(digests)
    while some := list(islice(source, _MANY)):
        yield some

"""Forks: two different records of one kiosk with the same number, and the coordinator's word on them.

A laptop that was copied, or put back from a copy, uses numbers twice; so does whoever has its
key. Nothing in the records tells which is right, so none of them counts until a coordinator
has said so (docs/decisions/0017).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.barring import CONTESTED, PASSED_OVER
from kiosk.coordinator.counting.following import follow
from kiosk.coordinator.records.opening import Outcome
from kiosk.coordinator.register import words
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.tables import accepted_table, record_table
from kiosk.coordinator.register.words import OfRecords
from kiosk.database import portions


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


def accept(register: Register, keys: CampaignKeys, digests: Collection[bytes], today: datetime.date) -> int:
    """Lets these records count although others have their numbers; returns how many there are of them.

    Others of the same numbers stay rejected, unless they are accepted too.
    """
    return _say(register, keys, digests, True, today)


def take_back(
    register: Register, keys: CampaignKeys, digests: Collection[bytes], today: datetime.date
) -> int:
    """Takes `accept` back: none of those records counts by it any more; returns how many there are."""
    return _say(register, keys, digests, False, today)


def _say(
    register: Register, keys: CampaignKeys, digests: Collection[bytes], accepted: bool, today: datetime.date
) -> int:
    c = record_table.c
    with register.transaction() as connection:
        found = [
            digest
            for some in portions(digests)
            for digest in connection.execute(select(c.digest).where(c.digest.in_(some))).scalars()
        ]
        words.say(connection, keys, OfRecords(sorted(found), accepted, today.isoformat()))
        follow(connection, keys)
    return len(found)


def _claims(connection: Connection, kiosk: bytes, seq: int) -> list[Claim]:
    c = record_table.c
    rows = connection.execute(
        select(c.key, c.digest, c.day, c.status, accepted_table.c.day.label("accepted"))
        .outerjoin(accepted_table, accepted_table.c.digest == c.digest)
        .where(c.kiosk == kiosk, c.seq == seq, c.outcome.in_((Outcome.OPENED, Outcome.WITHDRAWN)))
        .order_by(c.day, c.digest)
    )
    return [Claim(row.key, row.digest, row.day, State(row.status), row.accepted is not None) for row in rows]

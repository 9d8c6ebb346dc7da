"""Finds the records about which something is wrong: one pass over any register, a page at a time."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.barring import CONTESTED, PASSED_OVER
from kiosk.coordinator.counting.following import Meant
from kiosk.coordinator.integrity.mark_table import MarkSum, is_right
from kiosk.coordinator.records.opening import Outcome
from kiosk.coordinator.register.marks import pack, unpack
from kiosk.coordinator.register.register import FAILED, Register, State
from kiosk.coordinator.register.seals import record_seal
from kiosk.coordinator.register.tables import record_table

_PAGE = 4000
"""Records that are read and compared at a time: memory stays flat, and opening the file anew costs little."""
_COLUMNS = (
    "kiosk", "seq", "id", "digest", "outcome", "reason", "day", "kind", "country", "language", "receipt",
    "box", "seal", "fingerprints", "key", "status", "duplicate_of",
)  # fmt: skip

_FAR = 2**32
"""By how much a key may be above the number of records: behind the highest that can be, nothing fits."""
_USUAL = (Outcome.OPENED.value, State.COUNTED.value, "", None)
"""What becomes of nearly all records."""

Looked = Callable[[int, int], object]
"""Told how many records were compared, and how many there are."""


@dataclass
class Suspects:
    """Records of which something is wrong, by key, as they were read.

    Attributes:
        unsealed: not as a merge left them.
        undecided: what became of them cannot follow.
        astray: the table of marks does not lead to all records, or leads elsewhere.
    """

    unsealed: array[int] = field(default_factory=lambda: array("q"))
    undecided: array[int] = field(default_factory=lambda: array("q"))
    astray: bool = False

    def __bool__(self) -> bool:
        return bool(self.unsealed or self.undecided or self.astray)


def find_suspects(register: Register, keys: CampaignKeys, meant: Meant, looked: Looked) -> Suspects:
    """Reads every record once. `looked` is told how many were compared; what it raises ends it."""
    suspects = Suspects()
    with register.reading() as connection:
        of = connection.execute(select(func.count()).select_from(record_table)).scalar_one()
        contested = contested_by(connection, meant)
        suspects.unsealed.extend(misplaced(connection))
    marks = MarkSum()
    after: int | None = None
    done = led_to = 0
    while True:
        with register.reading() as connection:
            following = [] if after is None else [record_table.c.key > after]
            rows = _records(connection, *following, limit=_PAGE)
        led_to += marks.of_records((row.key, row.fingerprints, row.receipt) for row in rows)
        for row in rows:
            if not is_sealed(row, keys.seal_key):
                suspects.unsealed.append(row.key)
            elif not is_decided(row, reason_of(row, meant, contested)):
                suspects.undecided.append(row.key)
        done += len(rows)
        looked(done, max(done, of))  # more may have come meanwhile
        if len(rows) < _PAGE:
            break
        after = rows[-1].key
    with register.reading() as connection:
        # Where they differ, another desk may have changed something meanwhile: at one moment they must not.
        suspects.astray = led_to != marks.of_table(connection) and not is_right(connection)
    return suspects


def chosen_records(connection: Connection, chosen: list[int]) -> list[Any]:
    """These records as they are now."""
    return _records(connection, record_table.c.key.in_(chosen))


def _records(connection: Connection, *which: ColumnElement[bool], limit: int | None = None) -> list[Any]:
    columns = [record_table.c[name] for name in _COLUMNS]
    query = select(*columns).where(*which).order_by(record_table.c.key).limit(limit)
    return list(connection.execute(query).all())  # all at once is faster by far than one by one


def is_sealed(row: Any, key: bytes) -> bool:
    """Whether the record is as a merge left it."""
    kiosk, seq, id, digest, outcome, reason, day, kind, country, language, receipt, box, seal, held, *_ = row
    fingerprints = unpack(held)
    if held != pack(fingerprints):
        return False
    because = reason if outcome in FAILED else ""
    try:
        made = record_seal(
            key,
            (kiosk, seq, id, digest),
            outcome,
            because,
            (day, kind, country, language),
            receipt,
            box,
            fingerprints,
        )
    except (TypeError, OverflowError):  # a hand put in what cannot even be compared
        return False
    return bool(made == seal)


def is_decided(row: Any, reason: str) -> bool:
    """Whether status, reason and the one that counts instead can follow from a sound record."""
    if not reason and (row[4], row[15], row[5], row[16]) == _USUAL:
        return True
    if row.outcome in FAILED:
        return row.status == row.outcome and row.duplicate_of is None
    if row.outcome == Outcome.WITHDRAWN:
        return (row.status, row.reason, row.duplicate_of) == (State.WITHDRAWN, "", None)
    if reason:
        return (row.status, row.reason, row.duplicate_of) == (State.REJECTED, reason, None)
    status = State.COUNTED if row.duplicate_of is None else State.DUPLICATE
    return (row.status, row.reason) == (status, "")


def reason_of(row: Any, meant: Meant, contested: dict[bytes, str]) -> str:
    """Why an opened record does not count, by the coordinator's word or because others have its number."""
    word = meant.standings.get(row.kiosk)
    return (word.exclusion_reason(row.seq) if word else "") or contested.get(row.digest, "")


def contested_by(connection: Connection, meant: Meant) -> dict[bytes, str]:
    """By digest, why the records that share a number with others do not count."""
    c = record_table.c
    shared = select(c.kiosk, c.seq).group_by(c.kiosk, c.seq).having(func.count() > 1)
    reasons = {}
    for kiosk, seq in connection.execute(shared).all():
        same = set(
            connection.execute(
                select(c.digest).where(
                    c.kiosk == kiosk, c.seq == seq, c.outcome.in_((Outcome.OPENED, Outcome.WITHDRAWN))
                )
            ).scalars()
        )
        if len(same) > 1:
            reason = PASSED_OVER if same & meant.accepted.keys() else CONTESTED
            reasons.update(dict.fromkeys(same - meant.accepted.keys(), reason))
    return reasons


def misplaced(connection: Connection) -> Iterator[int]:
    """The rows with a key that no merge gives, and those of digests that are there twice, where a hand took
    away what forbids that."""
    c = record_table.c
    # No fixed bound: a hand could move a record to just below, and what is merged next would be above.
    highest = connection.execute(select(func.count()).select_from(record_table)).scalar_one() + _FAR
    yield from connection.execute(select(c.key).where(or_(c.key < 1, c.key > highest))).scalars().all()
    several = select(c.digest).group_by(c.digest).having(func.count() > 1)
    for digest in connection.execute(several).scalars().all():
        _, *others = connection.execute(select(c.key).where(c.digest == digest).order_by(c.key)).scalars()
        yield from others

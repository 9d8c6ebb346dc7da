"""What of a kiosk does not count, whatever it says: by the kiosk's standing, or where two records contradict.

Barred records stay in the register, rejected with the reason, and count again when the reason goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from kiosk.coordinator.records.opening import Outcome
from kiosk.coordinator.register.register import State
from kiosk.coordinator.register.tables import accepted_table, kiosk_table, record_table
from kiosk.coordinator.register.words import Standing

_PIECE = 5000
"""Numbers of a kiosk that are looked at together, so that memory stays flat."""

CONTESTED = (
    "Two different records have this number: a laptop was copied, or somebody has its key. Say which counts."
)
PASSED_OVER = "Another record of this number was accepted in its place."
_HELD = "This kiosk waits for the coordinator’s word."
_REVOKED = "This kiosk is revoked."


@dataclass(frozen=True)
class KioskStanding:
    """The coordinator's word on a kiosk: its standing, and from which number on it is revoked."""

    standing: Standing
    revoked_from: int | None = None

    def exclusion_reason(self, seq: int) -> str:
        """Why record `seq` does not count by this word; empty if it may."""
        if self.standing is Standing.HELD:
            return _HELD
        if self.standing is Standing.REVOKED and seq >= (self.revoked_from or 1):
            return _REVOKED
        return ""


def standing_of(connection: Connection, kiosk: bytes) -> KioskStanding:
    """The coordinator's word on `kiosk`; on one that is not in the register none was said."""
    row = connection.execute(
        select(kiosk_table.c.standing, kiosk_table.c.revoked_from).where(kiosk_table.c.id == kiosk)
    ).one_or_none()
    if row is None:
        return KioskStanding(Standing.NEW)
    return KioskStanding(Standing(row.standing), row.revoked_from)


def apply_standing(connection: Connection, kiosk: bytes, first: int, last: int) -> list[int]:
    """Decides anew which of `kiosk`'s opened records `first` to `last` are barred.

    Returns:
        the keys of those for which that changed, in order; duplicates are to be settled with them.
    """
    changes = list(_changes(connection, kiosk, standing_of(connection, kiosk), first, last))
    if changes:
        connection.execute(
            update(record_table)
            .where(record_table.c.key == bindparam("changed"))
            .values(status=bindparam("to"), reason=bindparam("because"), duplicate_of=None),
            [
                {
                    "changed": key,
                    "to": State.REJECTED if reason else State.COUNTED,
                    "because": reason,
                }
                for key, reason in changes
            ],
        )
    return sorted(key for key, _ in changes)


def apply_standing_everywhere(connection: Connection, kiosk: bytes) -> Iterator[list[int]]:
    """`apply_standing` over all records of `kiosk`, a piece at a time."""
    c, first = record_table.c, 1
    while True:
        piece = select(c.seq).where(c.kiosk == kiosk, c.seq >= first).order_by(c.seq).limit(_PIECE).subquery()
        last = connection.execute(select(func.max(piece.c.seq))).scalar()
        if last is None:
            return
        yield apply_standing(connection, kiosk, first, last)
        first = last + 1


def _changes(
    connection: Connection, kiosk: bytes, word: KioskStanding, first: int, last: int
) -> Iterator[tuple[int, str]]:
    """The key and new reason of each record whose barring changes."""
    c = record_table.c
    rows = connection.execute(
        select(c.key, c.seq, c.status, c.reason, accepted_table.c.digest.label("accepted"))
        .outerjoin(accepted_table, accepted_table.c.digest == c.digest)
        # One that is withdrawn has its number still: another of that number is no more trustworthy for it.
        .where(
            c.kiosk == kiosk,
            c.seq.between(first, last),
            c.outcome.in_((Outcome.OPENED, Outcome.WITHDRAWN)),
        )
    ).all()
    of_number: dict[int, list[Any]] = {}
    for row in rows:
        of_number.setdefault(row.seq, []).append(row)
    for seq, same in of_number.items():
        for row in same:
            reason = word.exclusion_reason(seq)
            if not reason and len(same) > 1 and not row.accepted:
                reason = PASSED_OVER if any(one.accepted for one in same) else CONTESTED
            if row.status != State.WITHDRAWN and row.reason != reason:
                yield row.key, reason

"""What a coordinator decided of two records: words of the coordinator, of which the last one stands.

A decision is about digests: it waits for records that are merged later, and outlives
those that go (docs/decisions/0014). Who decided and why is encrypted with it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.following import follow, say
from kiosk.coordinator.register import words
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.words import OfTwo, Said, Verdict
from kiosk.errors import CampaignError

MAX_REASON = 1000
MAX_WHO = 100


@dataclass(frozen=True)
class Decision:
    """A decision.

    Attributes:
        id: its number among the coordinator's words.
        one, other: the records' digests.
        day: ISO 8601.
        stands: it is the last word on the two.
    """

    id: int
    one: bytes
    other: bytes
    verdict: Verdict
    reason: str
    who: str
    day: str
    stands: bool


def decide(
    register: Register,
    keys: CampaignKeys,
    one: bytes,
    other: bytes,
    verdict: Verdict,
    reason: str,
    who: str,
    today: datetime.date,
) -> int:
    """Adds a decision, settles the two records' people anew, and returns its number.

    Args:
        one, other: the digests, in whatever order; they need not be in the register yet.
        reason: why, in the coordinator's words.
        who: who decided.

    Raises:
        CampaignError: they are one record, nobody says who decides, or a text is too long;
            or the register cannot be written.
    """
    if one == other:
        raise CampaignError("A record is the same as itself.", "Name two records.")
    check_words(who, reason)
    one, other = sorted((one, other))
    return say(register, keys, OfTwo(one, other, verdict, who.strip(), reason.strip(), today.isoformat()))


def undo(register: Register, keys: CampaignKeys, number: int, who: str, today: datetime.date) -> int:
    """Takes decision `number` back by a new entry, and returns the new one's number.

    Raises:
        CampaignError: there is no such decision, or it does not stand any more.
    """
    check_words(who, "")
    with register.transaction() as connection:
        decisions = _decisions(words.said(connection, keys))
        back = next((one for one in decisions if one.id == number and one.stands), None)
        if back is None:
            raise CampaignError(
                "Decision {number} does not stand.",
                "The log of duplicates lists those that do.",
                number=number,
            )
        reason, day = f"Takes back {number}.", today.isoformat()
        told = OfTwo(back.one, back.other, Verdict.OPEN, who.strip(), reason, day)
        undone = words.say(connection, keys, told)
        follow(connection, keys)
        return undone


def check_words(who: str, reason: str) -> None:
    """Raises CampaignError when nobody says who decides, or a text is too long."""
    if not who.strip():
        raise CampaignError("Nobody says who decides this.", "Give a name or initials.")
    if len(reason) > MAX_REASON or len(who) > MAX_WHO:
        raise CampaignError(
            "The reason is longer than {most} characters, or the name than {most_of_name}.",
            "Shorten it.",
            most=MAX_REASON,
            most_of_name=MAX_WHO,
        )


def log(register: Register, keys: CampaignKeys) -> list[Decision]:
    """Every decision, the oldest first."""
    with register.reading() as connection:
        return _decisions(words.said(connection, keys))


def _decisions(spoken: list[Said]) -> list[Decision]:
    found = [(one.id, one.word) for one in spoken if isinstance(one.word, OfTwo)]
    last = {(word.one, word.other): number for number, word in found}
    return [
        Decision(
            number,
            word.one,
            word.other,
            word.verdict,
            word.reason,
            word.who,
            word.day,
            last[word.one, word.other] == number,
        )
        for number, word in found
    ]

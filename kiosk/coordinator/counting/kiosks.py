"""The kiosks of a campaign: which ones there are, what is odd about them, and whether they count.

Anyone who has a pack can make a kiosk, and who takes a laptop can sign on as it. What tells
that is the kiosk, never a record; so a coordinator trusts, holds or revokes kiosks.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from statistics import median

import msgspec
from sqlalchemy import Connection, func, select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.following import say
from kiosk.coordinator.counting.kiosk_names import choices, kiosk_names, kiosks_called, name_remarks
from kiosk.coordinator.records.opening import Outcome
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.settings import new_kiosks_wait
from kiosk.coordinator.register.tables import kiosk_table, never_written, record_table
from kiosk.coordinator.register.words import OfKiosk, OfNewKiosks, Standing
from kiosk.errors import CampaignError, Remark

_BUSY_DAY = 1500
"""More than one laptop can take on a day: one every half minute for over twelve hours."""
_RATHER_MANY = 200
"""Records of a day from which a kiosk is compared with the others."""
_TIMES_OTHERS = 5
_LONG_AGO = datetime.timedelta(days=400)


class KioskView(msgspec.Struct, frozen=True):
    """A kiosk as a coordinator sees it.

    Attributes:
        id: 32 hexadecimal digits, as `kiosk status` prints them on the laptop.
        name: what staff called it, with a piece of the id where that may mislead (`kiosk_names`).
        first_seen: the day of the merge that first met it; empty if that is not known.
        revoked_from: the number from which on nothing counts, if it is revoked.
        records: how many of its records are in the register.
        last: the highest number that it vouched for.
        remarks: what is odd about it.
    """

    id: str
    name: str
    first_seen: str
    standing: Standing
    revoked_from: int | None
    records: int
    last: int
    remarks: list[Remark]


def kiosk_views(register: Register, today: datetime.date) -> list[KioskView]:
    """Every kiosk that `register` has heard of, by name.

    Args:
        today: by which a clock is ahead.
    """
    names, doubts = kiosk_names(register), name_remarks(register)
    tally = register.tally()
    with register.reading() as connection:
        days = _days(connection)
        rows = connection.execute(select(kiosk_table)).all()
    busiest = {kiosk: max(per_day.values()) for kiosk, per_day in days.items()}
    views = [
        KioskView(
            id=row.id.hex(),
            name=names[row.id],
            first_seen=row.first_seen,
            standing=Standing(row.standing),
            revoked_from=row.revoked_from,
            records=sum(tally.get(row.id, {}).values()),
            last=row.last_seq,
            remarks=[
                *doubts[row.id],
                *_rate(row.id, days, busiest),
                *_clock(days.get(row.id, {}), row.first_seen, today),
            ],
        )
        for row in rows
    ]
    return sorted(views, key=lambda view: (view.name, view.id))


def find_kiosk(register: Register, called: str) -> bytes:
    """The id of the kiosk that is `called` so.

    Raises:
        CampaignError: there is none, or several.
    """
    kiosks = register.kiosks()
    found = kiosks_called(kiosks, called)
    if len(found) == 1:
        return found.pop()
    if found:
        raise CampaignError(
            "Several kiosks are called {name}.",
            "Give the id: {ids}.",
            name=called,
            ids=choices(kiosks, found),
        )
    begun = [kiosk.id for kiosk in kiosks if called and kiosk.id.hex().startswith(called.lower())]
    if begun:
        raise CampaignError(
            "No kiosk is called {name}, and for the beginning of an id it is too short.",
            "Give more of the id: {ids}.",
            name=called,
            ids=choices(kiosks, begun),
        )
    raise CampaignError("No kiosk is called {name}.", "The list of kiosks has each with its id.", name=called)


def trust(register: Register, keys: CampaignKeys, kiosk: bytes) -> None:
    """Confirms that `kiosk` is one of the campaign's: all its records count, and it is not flagged."""
    say(register, keys, OfKiosk(kiosk, Standing.TRUSTED))


def hold(register: Register, keys: CampaignKeys, kiosk: bytes) -> None:
    """Lets all records of `kiosk` wait; they are rejected until it is trusted or restored."""
    say(register, keys, OfKiosk(kiosk, Standing.HELD))


def revoke(register: Register, keys: CampaignKeys, kiosk: bytes, first: int = 1) -> None:
    """Lets nothing count that `kiosk` signed, from record `first` on, also what is merged later."""
    say(register, keys, OfKiosk(kiosk, Standing.REVOKED, first))


def restore(register: Register, keys: CampaignKeys, kiosk: bytes) -> None:
    """Takes `hold`, `revoke` or `trust` back: the kiosk is new again, so it counts and is flagged."""
    say(register, keys, OfKiosk(kiosk, Standing.NEW))


def makes_new_kiosks_wait(register: Register) -> bool:
    """Whether kiosks that are met for the first time wait for the coordinator's word."""
    with register.reading() as connection:
        return new_kiosks_wait(connection)


def let_new_wait(register: Register, keys: CampaignKeys, wait: bool) -> None:
    """Chooses whether kiosks that are met for the first time wait; those that are known stay as they are."""
    say(register, keys, OfNewKiosks(wait))


def _days(connection: Connection) -> dict[bytes, dict[str, int]]:
    """How many opened records each kiosk has of each day."""
    c = record_table.c
    days: dict[bytes, dict[str, int]] = defaultdict(dict)
    for kiosk, day, number in connection.execute(
        select(c.kiosk, c.day, func.count())
        .where(c.outcome == Outcome.OPENED)
        .group_by(c.kiosk, c.day)
        .order_by(c.kiosk, c.day)
    ):
        days[kiosk][day] = number
    return days


def _rate(kiosk: bytes, days: dict[bytes, dict[str, int]], busiest: dict[bytes, int]) -> list[Remark]:
    """What is odd about how much `kiosk` signed in a day, by itself and beside the others."""
    most = busiest.get(kiosk, 0)
    if not most:
        return []
    day = datetime.date.fromisoformat(max(days[kiosk], key=days[kiosk].__getitem__))
    others = [number for other, number in busiest.items() if other != kiosk]
    usual = median(others) if others else 0
    if most > _BUSY_DAY:
        return [
            Remark(
                "{number} signatures on {day}: more than one laptop can take on a day.",
                number=most,
                day=day,
            )
        ]
    if others and most > _RATHER_MANY and most > _TIMES_OTHERS * usual:
        return [
            Remark(
                "{number} signatures on {day}: far more than the other kiosks on their best days.",
                number=most,
                day=day,
            )
        ]
    return []


def _clock(days: dict[str, int], first_seen: str, today: datetime.date) -> list[Remark]:
    """What is odd about the days on which it says it signed."""
    remarks = []
    ahead = (today + datetime.timedelta(days=1)).isoformat()
    if any(day > ahead for day in days):
        number = sum(number for day, number in days.items() if day > ahead)
        remarks.append(
            Remark("Signatures of a day that is yet to come: {number}. Its clock is ahead.", number=number)
        )
    if first_seen:
        try:
            long_ago = (datetime.date.fromisoformat(first_seen) - _LONG_AGO).isoformat()
        except (ValueError, OverflowError):  # where nothing was checked
            raise never_written() from None
        number = sum(number for day, number in days.items() if day < long_ago)
        if number:
            remarks.append(
                Remark("Signatures of a day long ago: {number}. Its clock is behind.", number=number)
            )
    return remarks

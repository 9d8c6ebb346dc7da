"""Whether the kiosk's clock can be right: a signature carries its day."""

from __future__ import annotations

import datetime
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kiosk import RELEASED
from kiosk.errors import ClockError, KioskError
from kiosk.stall.clock import keep_clock
from kiosk.stall.findings import Finding
from kiosk.stall.journal import Event, Journal
from kiosk.stall.state import ClockCorrection, KioskState, load_state, save_state

if TYPE_CHECKING:
    from kiosk.stall.kiosk import Kiosk

_ZONES = datetime.timedelta(days=1)
"""By how much two right clocks differ at most: further west it is still yesterday."""


def clock(now: datetime.datetime, kiosk: Kiosk | None, said: ClockCorrection | None = None) -> Finding:
    """What there is to say of the clock.

    It cannot be before this program, the campaign's pack or the kiosk's last use, nor after the day by
    which all of the campaign's signatures are destroyed.

    Args:
        now: the clock's time with its zone.
        said: what staff said of it: whoever did that knows better than the kiosk's last use.
    """
    today = now.date()
    values: dict[str, str | int] = {"today": today.isoformat()}
    if fault := _impossible(today, kiosk):
        return fault
    if said is None and kiosk is not None and (last := last_used(kiosk)) and today < last - _ZONES:
        return Finding(
            "clock",
            "fault",
            "The clock says {today}, but this kiosk was in use on {day}: it went back. "
            "Set the date and time.",
            {**values, "day": last.isoformat()},
        )
    values["time"] = f"{now:%H:%M}"
    if said is not None and said.minutes:
        return Finding(
            "clock",
            "warning",
            "It is {today}, {time}, as staff said, until the laptop is switched off: its own clock is wrong.",
            values,
        )
    return Finding("clock", "not known", "The clock says {today}, {time}. Compare that with a watch.", values)


def _impossible(today: datetime.date, kiosk: Kiosk | None) -> Finding | None:
    """Why it cannot be `today`, whatever anybody says."""
    values: dict[str, str | int] = {"today": today.isoformat()}
    if today < RELEASED - _ZONES:
        return Finding(
            "clock",
            "fault",
            "The clock says {today}, but this program was made on {day}. Set the date and time.",
            {**values, "day": RELEASED.isoformat()},
        )
    if kiosk is None:
        return None
    made = _day(kiosk.pack.manifest.made)
    if made and today < made - _ZONES:
        return Finding(
            "clock",
            "fault",
            "The clock says {today}, but the campaign’s pack was made on {day}. Set the date and time.",
            {**values, "day": made.isoformat()},
        )
    if today > kiosk.campaign.retention.destroy_by:
        return Finding(
            "clock",
            "fault",
            "The clock says {today}, and the campaign’s signatures were to be destroyed by {day}. "
            "If the clock is right, ask the coordinator; if not, set it.",
            {**values, "day": kiosk.campaign.retention.destroy_by.isoformat()},
        )
    return None


def must_be_possible(kiosk: Kiosk, *, thoroughly: bool) -> None:
    """Refuses a clock that would give signatures a day that cannot be; practising goes by any.

    Args:
        thoroughly: whether what the kiosk has written down is looked at, too.

    Raises:
        ClockError: it is such a clock.
    """
    if kiosk.pack.manifest.training:
        return
    now = kiosk.clock.now()
    found = clock(now, kiosk, kiosk.clock.said) if thoroughly else _impossible(now.date(), kiosk)
    if found is not None and found.state == "fault":
        raise ClockError(
            "This laptop’s clock cannot be right, so no signature is taken.",
            "Staff can set it in their room.",
        )


def set_clock(kiosk: Kiosk, data: Path, now: datetime.datetime | None) -> Finding | None:
    """Has the kiosk go by `now`, or by the laptop's own clock; or returns why it cannot be then.

    A shift that was opened by a clock that cannot be right is of today.

    Args:
        data: where the kiosk remembers it.

    Raises:
        StorageError: it cannot be written down; it holds until the program ends all the same.
    """
    today = (now or kiosk.clock.own()).date()
    if fault := _impossible(today, kiosk):
        return fault
    kiosk.clock.say(now)
    keep_clock(data, kiosk.clock)

    def move(state: KioskState) -> KioskState:
        if state.shift is None or _impossible(state.shift.day, kiosk) is None:
            return state
        return msgspec.structs.replace(state, shift=msgspec.structs.replace(state.shift, day=today))

    save_state(kiosk.data, move)
    Journal(kiosk.data, kiosk.today).note(Event.CLOCK)
    return None


def own_may_be_right(kiosk: Kiosk) -> bool:
    """Whether the laptop's own clock can be right."""
    return _impossible(kiosk.clock.own().date(), kiosk) is None


def last_used(kiosk: Kiosk) -> datetime.date | None:
    """The newest day that this kiosk has written down; None if there is none that can be read.

    Of the journal only what came since the stall was last opened, or the clock set: whoever did that had
    seen what the clock says, so a clock that was once ahead is not held against the right one for ever. For
    that reason a day that cannot be says nothing, nor, beside a journal, when the laptop was last synced. A
    file's own date says nothing either: copying the folder makes it new.
    """
    days: list[datetime.date | None] = []
    entries = Journal(kiosk.data).entries()
    for entry in entries:
        days.append(_day(entry.day))
        if entry.event in (Event.OPENED, Event.CLOCK):
            break
    with suppress(KioskError):  # what is damaged is not the clock's fault
        if shift := load_state(kiosk.data).shift:
            days.append(shift.day)
    if not entries:
        with suppress(KioskError):
            days += [_day(note.day) for note in kiosk.vault.sync_notes()]
            days.append(_day(kiosk.vault.released().day))
    return max((day for day in days if day and not _impossible(day, kiosk)), default=None)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None

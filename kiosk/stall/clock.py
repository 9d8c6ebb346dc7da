"""What time it is at the kiosk: by the laptop's clock, or by what staff said in its place.

A laptop whose clock battery is empty wakes up in 2000, and the kiosk may not set its clock. What staff say
is kept as minutes to add to it: that is no time of anything that happened. It holds until the laptop is
started anew, or its clock is set, since nobody knows then how far it is off.
"""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kiosk.stall.folder import make_folder
from kiosk.stall.state import ClockCorrection, load_state, save_state

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_DRIFT = 2
"""Minutes by which a clock may go wrong by itself, or be put right little by little."""


def seconds_since_start() -> float:
    """Seconds that go on while the laptop sleeps, where the system has such a clock."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _name_of_start() -> str:
    """What the system calls this start of the laptop; empty where it has no name for it."""
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return ""


@dataclass(frozen=True)
class LaptopClock:
    """What the laptop itself says.

    Attributes:
        seconds: since 1970, by its clock, which may be wrong.
        since_start: seconds, whatever the clock is set to.
        start: what this start of the laptop is called.
    """

    seconds: Callable[[], float] = time.time
    since_start: Callable[[], float] = seconds_since_start
    start: Callable[[], str] = _name_of_start


class Clock:
    """The kiosk's clock.

    Args:
        said: what staff said before.
        laptop: what it goes by.
    """

    def __init__(self, said: ClockCorrection | None = None, laptop: LaptopClock | None = None) -> None:
        self._said = said
        self._laptop = laptop or LaptopClock()

    def now(self) -> datetime.datetime:
        """The time, with the laptop's zone."""
        ahead = datetime.timedelta(minutes=self.said.minutes if self.said else 0)
        return (self.own() + ahead).astimezone()

    def own(self) -> datetime.datetime:
        """The time by the laptop's own clock."""
        return datetime.datetime.fromtimestamp(self._laptop.seconds(), datetime.UTC).astimezone()

    def today(self) -> datetime.date:
        """The day."""
        return self.now().date()

    @property
    def said(self) -> ClockCorrection | None:
        """What staff said, as long as it holds."""
        said = self._said
        if said is not None and (
            said.start != self._laptop.start() or abs(said.began - self._began()) > _DRIFT
        ):
            if self._said is said:  # else staff have said something new meanwhile, on another thread
                self._said = None
            return None
        return said

    @said.setter
    def said(self, said: ClockCorrection | None) -> None:
        self._said = said

    def say(self, now: datetime.datetime | None) -> None:
        """Goes by `now` from here on; without it, by the laptop's clock, which is right."""
        ahead = 0.0 if now is None else now.timestamp() - self._laptop.seconds()
        self._said = ClockCorrection(self._laptop.start(), self._began(), round(ahead / 60))

    def _began(self) -> int:
        """When the laptop was started, by its clock, in minutes since 1970."""
        return round((self._laptop.seconds() - self._laptop.since_start()) / 60)


def load_clock(data: Path) -> Clock:
    """The clock of the kiosk in the folder `data`, as staff set it. Raises as `load_state`."""
    said = load_state(data).clock
    return Clock(said if said and said.start else None)


def keep_clock(data: Path, clock: Clock) -> None:
    """Keeps what staff said for the next time that the program is started. Raises as `save_state`.

    Before a set-up the folder need not be there.
    """
    said = clock.said
    make_folder(data)
    save_state(data, lambda state: msgspec.structs.replace(state, clock=said))

"""What happened on this laptop: names of events and numbers, by day, and nothing else.

No time of day: together with the order of the signatures it would say who signed when.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from functools import partial
from pathlib import Path

import msgspec

from kiosk.stall import folder

_BYTES = 64 * 1024


class Event(StrEnum):
    """What can happen; the words that the file holds."""

    STARTED = "started"
    CRASHED = "started again after a crash"
    ENDED = "ended"
    SET_UP = "set up"
    UPDATED = "took a pack"
    OPENED = "opened the stall"
    CLOSED = "closed the stall"
    SYNCED = "synced"
    SYNC_FAILED = "could not sync"
    BEGAN_AGAIN = "took a new identity"
    RELEASED = "deleted what was merged"
    NOT_STORED = "could not store a signature"
    WRONG_PIN = "wrong PIN"
    NEW_PIN = "new PIN"
    STAFF = "staff came in"
    LOCKED = "locked in a hurry"
    REHEARSED = "rehearsed"
    REHEARSAL_FAILED = "rehearsal failed"
    LEFT = "staff left the kiosk"
    CLOCK = "set the clock"


class JournalEntry(msgspec.Struct, frozen=True):
    """One line: the day (ISO 8601), what happened, and a number if there is one."""

    day: str
    event: Event
    number: int | None = None


class Journal:
    """The journal of one kiosk, in its data folder; it rotates at 64 KiB and keeps one old file.

    Args:
        data: the data folder.
        today: the clock, as a day.
    """

    def __init__(self, data: Path, today: Callable[[], datetime.date] = datetime.date.today) -> None:
        self._path = data / folder.JOURNAL
        self._old = data / f"{folder.JOURNAL}.1"
        self._today = today

    def note(self, event: Event, number: int | None = None) -> None:
        """Writes a line. A disk that is full or gone loses it: nothing depends on a journal."""
        line = f"{self._today().isoformat()} {event}" + ("" if number is None else f": {number}") + "\n"
        with suppress(OSError):
            if self._path.exists() and self._path.stat().st_size + len(line) > _BYTES:
                self._path.replace(self._old)
            with open(self._path, "a", encoding="utf-8", opener=partial(os.open, mode=0o600)) as file:
                file.write(line)
        folder.settle(self._path.parent)

    def begin(self) -> None:
        """Notes a start; one after which the program did not end in good order is told as a crash."""
        ended = (Event.STARTED, Event.CRASHED, Event.ENDED)
        last = next((entry.event for entry in self.entries() if entry.event in ended), Event.ENDED)
        self.note(Event.STARTED if last is Event.ENDED else Event.CRASHED)

    def entries(self) -> list[JournalEntry]:
        """Everything in it, newest first; what is no line of a journal is passed over."""
        entries = []
        for path in (self._old, self._path):
            try:
                lines = path.read_text("utf-8", errors="replace").splitlines()
            except OSError:
                continue
            entries += [entry for line in lines if (entry := _parse(line))]
        return entries[::-1]


def _parse(line: str) -> JournalEntry | None:
    day, _, rest = line.partition(" ")
    what, _, number = rest.partition(": ")
    try:
        datetime.date.fromisoformat(day)
        return JournalEntry(day, Event(what), int(number) if number else None)
    except ValueError:
        return None

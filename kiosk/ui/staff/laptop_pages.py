"""The staff's pages about the laptop itself: its clock, its screen, leaving it, switching it off."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kiosk.stall.backlight import set_brightness
from kiosk.stall.clock_check import own_may_be_right, set_clock
from kiosk.stall.findings import Finding
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.session import LEAVE, SWITCH_OFF, Turn, ask_root, is_locked_session, screen_turn, turn_screen
from kiosk.ui.screen import Screen, View
from kiosk.ui.staff.clock_screen import ClockScreen
from kiosk.ui.staff.leave_screen import LeaveScreen, SwitchOffScreen
from kiosk.ui.staff.pages import Page
from kiosk.ui.staff.report import Reporting
from kiosk.ui.staff.turn_screen import TurnScreen


@dataclass(frozen=True)
class Ways:
    """Where these pages lead.

    Attributes:
        do: does something short that writes to the disk, then something else; where the first fails, the
            panel says so.
        changed: another screen is due.
        back: to the panel.
        clock_set: the clock is another.
        leave: the program is to end.
    """

    do: Callable[[Callable[[], object], Callable[[], None]], None]
    changed: Callable[[], None]
    back: Callable[[], None]
    clock_set: Callable[[], None]
    leave: Callable[[], None]


class LaptopPages:
    """Builds them, and does what is chosen there.

    Args:
        data: where the kiosk remembers what it is told.
    """

    def __init__(self, kiosk: Kiosk, data: Path, journal: Journal, reporting: Reporting, ways: Ways) -> None:
        self._kiosk = kiosk
        self._data = data
        self._journal = journal
        self._reporting = reporting
        self._ways = ways

    def screens(self) -> dict[Page, Callable[[View], Screen]]:
        """What builds each of them."""
        back = self._ways.back
        return {
            Page.CLOCK: self._clock,
            Page.LEAVE: lambda view: LeaveScreen(view, self._leave, back),
            Page.SWITCH_OFF: lambda view: SwitchOffScreen(view, partial(self._ask_root, SWITCH_OFF), back),
            Page.TURN: lambda view: TurnScreen(view, screen_turn(), self._turn, back),
        }

    def _clock(self, view: View) -> Screen:
        report = self._reporting.report
        found = [finding for finding in report.findings if finding.name == "clock"] if report else []
        return ClockScreen(
            view,
            found[0] if found else None,
            self._set_clock,
            self._ways.back,
            own_may_be_right=own_may_be_right(self._kiosk),
        )

    def _set_clock(self, now: datetime.datetime | None) -> Finding | None:
        faults: list[Finding | None] = []
        self._ways.do(
            lambda: faults.append(set_clock(self._kiosk, self._data, now)),
            lambda: None if faults[0] else self._has_set_clock(),
        )
        return faults[0] if faults else None

    def _has_set_clock(self) -> None:
        self._ways.clock_set()
        self._ways.back()

    def _leave(self) -> None:
        self._journal.note(Event.LEFT)
        if is_locked_session():
            self._ask_root(LEAVE)
        else:
            self._ways.leave()

    def _ask_root(self, request: str) -> None:
        """Has the session end this program; what it says on the screen stays until then."""
        self._ways.do(partial(ask_root, request), lambda: None)

    def shine(self, level: int) -> None:
        """Makes the screen as bright as `level` says, in per cent."""
        self._ways.do(partial(set_brightness, level), self._ways.changed)

    def _turn(self, turn: Turn) -> None:
        self._ways.do(partial(turn_screen, turn), self._ways.changed)

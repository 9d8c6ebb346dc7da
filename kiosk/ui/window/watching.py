"""Everything that watches what hands do at the stall: each sees every event of the window, in this order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.hands import Hands
from kiosk.ui.idle import IdleWatch
from kiosk.ui.screen import Screen
from kiosk.ui.staff.gestures import Gestures
from kiosk.ui.widgets.focus_ring import FocusRing
from kiosk.ui.window.debounce import Debounce
from kiosk.ui.window.pointer import Pointer

WARNING_SECONDS = 20
"""How long before a visit ends the visitor is asked, at most (WCAG 2.2, 2.2.1: at least 20 seconds)."""
READING_STRETCH = 3.0
"""How many times as long nobody is asked where there is a long text to read."""


class Watching:
    """Gestures for staff, presses that come twice, finger or mouse, and whether somebody is there.

    Args:
        application: whose events tell that somebody is there.
        idle_seconds: how long nobody touches anything before the visit ends.
        ask: asks whether somebody is there, `warning_seconds` before that.
        would_be_missed: whether somebody seems to be there at all.
        ring: what shows where the cursor is, for who works by keys.
    """

    def __init__(
        self,
        application: QApplication,
        window: QWidget,
        idle_seconds: float,
        ask: Callable[[], object],
        would_be_missed: Callable[[], bool],
        ring: FocusRing,
    ) -> None:
        self.warning_seconds = max(1, min(WARNING_SECONDS, round(idle_seconds / 3)))
        self._before_asking = max(0.1, idle_seconds - self.warning_seconds)
        self.idle = IdleWatch(self._before_asking, ask, would_be_missed, window)
        self.pointer = Pointer(window)
        self.gestures = Gestures(window)
        watchers = (self.gestures, Debounce(), self.pointer, self.idle, ring)
        self._hands = Hands(application, window, *(one.watch for one in watchers))

    def begin(self) -> None:
        """Watches from now on."""
        self._hands.begin()

    def wait_at(self, screen: Screen, times: int) -> None:
        """Waits anew, as long as suits what is shown now, and so many `times` as long as staff want it."""
        stretch = times * (READING_STRETCH if screen.is_read else 1.0)
        self.idle.seconds = screen.clears_after or self._before_asking * stretch
        self.idle.start()

    def close(self) -> None:
        """Watches no more."""
        self._hands.close()
        self.idle.stop()
        self.pointer.close()
        self.gestures.close()

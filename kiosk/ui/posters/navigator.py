"""The ways between the screens of posters: all, one, that alone, the PIN, and the staff's copies."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kiosk.campaign.model import Campaign
from kiosk.ui.places import Printer, Stick, printers, sticks
from kiosk.ui.posters.view import Shown
from kiosk.ui.screen import Screen, View
from kiosk.ui.staff.pin import PinLock, PinScreen
from kiosk.ui.tasks import Tasks

if TYPE_CHECKING:
    from kiosk.ui.posters.copies import PosterCopies


class _At(Enum):
    ALL = "all posters"
    ONE = "one poster"
    FULL = "one poster on the whole screen"
    PIN = "the PIN"
    COPIES = "saving and printing"


class PosterNavigator(QObject):
    """Knows where in the section of posters somebody is, and gives the screen for it.

    Args:
        lock: the staff's PIN. None: they have none, and their page is open to all.
        changed: called when there is another screen to show.
        find_sticks, find_printers: what is plugged in now.
    """

    def __init__(
        self,
        campaign: Campaign,
        tasks: Tasks,
        lock: PinLock | None,
        changed: Callable[[], object],
        parent: QObject | None = None,
        find_sticks: Callable[[], list[Stick]] = sticks,
        find_printers: Callable[[], list[Printer]] = printers,
    ) -> None:
        super().__init__(parent)
        self._changed = changed
        self._find_sticks = find_sticks
        self._find_printers = find_printers
        self._campaign = campaign
        self._tasks = tasks
        self._lock: PinLock | None = None
        if lock is not None:
            self.ask_for_pin(lock)
        self._shown = Shown(0)
        self._at = _At.ALL

    @cached_property
    def _copies(self) -> PosterCopies:
        from kiosk.ui.posters.copies import PosterCopies

        return PosterCopies(self._campaign, self._tasks, self)

    @property
    def staff_only(self) -> bool:
        """Whether the screen is one for staff."""
        return self._at in (_At.PIN, _At.COPIES)

    @property
    def fills_screen(self) -> bool:
        """Whether the screen is a poster and nothing else."""
        return self._at is _At.FULL

    def ask_for_pin(self, lock: PinLock) -> None:
        """From now on the staff's page is behind `lock`."""
        self._lock = lock
        lock.opened.connect(self._let_in)

    def enter(self) -> None:
        """To saving and printing, for staff who have given their PIN."""
        self._shown = Shown(0)
        self._copies.forget()
        self._go(_At.COPIES)

    def leave(self) -> None:
        """To all posters, for whoever comes next; staff are asked for their PIN again."""
        self._at = _At.ALL

    def screen(self, view: View) -> Screen:
        """The screen of where we are, built anew."""
        # None of it is loaded before the first frame.
        from kiosk.ui.posters.full import FullPosterScreen
        from kiosk.ui.posters.gallery import PostersScreen
        from kiosk.ui.posters.preview import PosterPreview
        from kiosk.ui.posters.save import SavePostersScreen

        if self._at is _At.COPIES:
            return SavePostersScreen(
                view, self._shown, self._copies, self._back_to_one, self._find_sticks, self._find_printers
            )
        if self._at is _At.PIN and self._lock is not None:
            return PinScreen(view, self._lock, self._back_to_one)
        if self._at is _At.ONE:
            return PosterPreview(view, self._shown, self._back_to_all, self._fill, self._ask_for_pin)
        if self._at is _At.FULL:
            return FullPosterScreen(view, self._shown, self._back_to_one)
        return PostersScreen(view, self._look_at)

    def _go(self, at: _At) -> None:
        self._at = at
        self._changed()

    def _look_at(self, number: int) -> None:
        self._shown = Shown(number)
        self._go(_At.ONE)

    def _fill(self) -> None:
        self._go(_At.FULL)

    def _back_to_all(self) -> None:
        self._go(_At.ALL)

    def _back_to_one(self) -> None:
        self._go(_At.ONE)

    def _ask_for_pin(self) -> None:
        self._copies.forget()
        self._go(_At.COPIES if self._lock is None else _At.PIN)

    def _let_in(self) -> None:
        if self._at is _At.PIN:  # else somebody has left meanwhile
            self._go(_At.COPIES)

"""The door to the staff's room: the PIN, which is asked for, chosen, or forgotten."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.pin import PinGuard
from kiosk.stall.settings import load_settings
from kiosk.ui.places import Stick
from kiosk.ui.screen import Screen, View
from kiosk.ui.staff.pages import Page
from kiosk.ui.staff.pin import BegunPin, ChoosePinScreen, PinLock, PinScreen
from kiosk.ui.tasks import Tasks

if TYPE_CHECKING:
    from kiosk.ui.staff.forgotten import ForgottenPin


class Door(QObject):
    """Gives the screens that ask for a PIN.

    Args:
        find_sticks: what is plugged in now.
        go: leads to another page of the room.
        keep: writes down the first PIN that is chosen.
        out: leads back outside.

    Attributes:
        lock: the PIN; None while there is none.
    """

    opened = Signal()
    """The PIN was right, or was just chosen."""
    has_pin = Signal(object)
    """There is another PIN than before; its `PinLock`."""

    def __init__(
        self,
        kiosk: Kiosk,
        journal: Journal,
        find_sticks: Callable[[], list[Stick]],
        go: Callable[[Page], object],
        keep: Callable[[str], object],
        out: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._kiosk = kiosk
        self._journal = journal
        self._find_sticks = find_sticks
        self._go = go
        self._keep = keep
        self._out = out
        self._begun = BegunPin()
        self.lock = self._make_lock() if kiosk.settings.pin else None

    def _make_lock(self) -> PinLock:
        pin = load_settings(self._kiosk.data).pin
        assert pin is not None
        # The PIN has a thread of its own: staff need not wait for a slow stick to come in.
        lock = PinLock(PinGuard(self._kiosk.data, pin), Tasks(self), self)
        lock.opened.connect(self.opened)
        lock.refused.connect(partial(self._journal.note, Event.WRONG_PIN))
        return lock

    def screen(self, view: View) -> Screen:
        """The screen that asks for the PIN, or to choose the first one."""
        if self.lock is None:
            words = view.language.text("This kiosk has none yet.")
            return ChoosePinScreen(view, words, self._begun, self._keep, self._out)
        return PinScreen(view, self.lock, self._out, partial(self._go, Page.FORGOTTEN))

    @cached_property
    def forgotten(self) -> ForgottenPin:
        """The way around a forgotten PIN."""
        from kiosk.ui.staff.forgotten import ForgottenPin  # seldom needed

        return ForgottenPin(self._kiosk, self._find_sticks, Tasks(self), self._go, self._keep_new_pin)

    def forget(self) -> None:
        """Forgets a PIN that was typed once only."""
        self._begun = BegunPin()
        if "forgotten" in vars(self):  # somebody has been there
            self.forgotten.forget()

    def _keep_new_pin(self) -> None:
        self._journal.note(Event.NEW_PIN)
        self.ask_from_now_on()

    def ask_from_now_on(self) -> None:
        """For the PIN that was just written down; whoever chose it is let in."""
        self.lock = self._make_lock()
        self.has_pin.emit(self.lock)
        self.opened.emit()

"""The way around a forgotten PIN: whom to ask, the coordinator's word on a stick, and a new PIN."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.errors import KioskError
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.new_pin import FoundNewPin, find_new_pin, take_new_pin
from kiosk.ui.places import Stick, by_name
from kiosk.ui.screen import Screen, View
from kiosk.ui.staff.forgotten_screen import ForgottenScreen
from kiosk.ui.staff.pages import Page
from kiosk.ui.staff.pin import BegunPin, ChoosePinScreen
from kiosk.ui.tasks import Tasks


class ForgottenPin:
    """Remembers the word that was found until a new PIN is chosen with it.

    Args:
        find_sticks: what is plugged in now.
        looking: a thread to look at sticks on.
        go: leads to another page of the room.
        chosen: told once the new PIN is kept; nobody is let in otherwise.
    """

    def __init__(
        self,
        kiosk: Kiosk,
        find_sticks: Callable[[], list[Stick]],
        looking: Tasks,
        go: Callable[[Page], object],
        chosen: Callable[[], object],
    ) -> None:
        self._kiosk = kiosk
        self._find_sticks = find_sticks
        self._looking = looking
        self._go = go
        self._chosen = chosen
        self._word: FoundNewPin | None = None
        self._fault: KioskError | None = None
        self._begun = BegunPin()

    def ask(self, view: View) -> Screen:
        """The page that says what to do."""
        return ForgottenScreen(
            view,
            self._kiosk.settings.kiosk,
            self._find,
            self._looking,
            self._choose,
            self._fault,
            lambda: self._go(Page.PIN),
        )

    def choose(self, view: View) -> Screen:
        """The choice of a new PIN, which the word that was found allows."""
        words = view.language.text("The coordinator lets you choose a new PIN.")
        return ChoosePinScreen(view, words, self._begun, self._keep, lambda: self._go(Page.FORGOTTEN))

    def forget(self) -> None:
        """Forgets a PIN that was typed once only."""
        self._begun = BegunPin()

    def _find(self) -> FoundNewPin | list[KioskError]:
        faults = []
        for stick in self._find_sticks():
            try:
                return find_new_pin(self._kiosk, stick.folder, stick.name)
            except KioskError as error:
                faults.append(by_name(error, stick.folder, stick.name))
        return faults

    def _choose(self, word: FoundNewPin) -> None:
        self._word, self._fault = word, None
        self.forget()
        self._go(Page.NEW_PIN)

    def _keep(self, digits: str) -> None:
        word, self._word = self._word, None
        assert word is not None
        try:
            take_new_pin(self._kiosk, word, digits)
        except KioskError as error:
            self._fault = error.with_traceback(None)  # its frames hold the digits
            self._go(Page.FORGOTTEN)
        else:
            self._chosen()

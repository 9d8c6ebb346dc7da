"""A forgotten PIN: what to ask the coordinator for, and the way on once their file is here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from kiosk.errors import KioskError
from kiosk.stall.new_pin import FoundNewPin
from kiosk.ui.mounts import Mounts
from kiosk.ui.screen import View
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.tasks import Tasks
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.wording import grouped


class ForgottenScreen(StaffPage):
    """Says whom to ask and for which kiosk; a file on a stick that lets staff choose a new PIN leads on.

    Args:
        kiosk: the kiosk's id.
        find: finds such a word, or why each stick has none; called on the thread of `looking`.
        choose: told the word that was found.
        fault: why the last choice could not be kept.
        back: away from here.
    """

    def __init__(
        self,
        view: View,
        kiosk: bytes,
        find: Callable[[], FoundNewPin | list[KioskError]],
        looking: Tasks,
        choose: Callable[[FoundNewPin], object],
        fault: KioskError | None,
        back: Callable[[], object],
    ) -> None:
        text = view.language.text
        intro = text("Only the coordinator can let you choose a new one. Your signatures are not touched.")
        super().__init__(view, text("The PIN is forgotten"), intro, back)
        self.is_read = True  # aloud, on the phone: nobody touches anything meanwhile
        self._find = find
        self._looking = looking
        self._choose = choose
        say = text(
            "Ask the coordinator for a file that lets this kiosk’s staff choose a new PIN, on a stick. This "
            "is the kiosk’s id:"
        )
        self.content.addWidget(label(say, "item"))
        self.content.addWidget(label(grouped(kiosk.hex()), "question"))
        if fault is not None:
            self.content.addWidget(label(view.language.error(fault), "warning"))
        self._told: FoundNewPin | list[str] | None = None
        self._found = QVBoxLayout()
        self._found.setSpacing(view.theme.gap(12))
        self.content.addLayout(self._found)
        Mounts(self).changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        self._looking.run(self._find, self._show, self._fail, asked_by=self)

    def _show(self, found: FoundNewPin | list[KioskError]) -> None:
        if isinstance(found, FoundNewPin):
            told: FoundNewPin | list[str] = found
        else:
            told = [self.view.language.error(fault) for fault in found]
        if told == self._told:  # some other disk came or went: nothing is read out twice
            return
        self._told = told
        clear_layout(self._found)
        if isinstance(told, FoundNewPin):
            self._offer(told)
        else:
            self._answer(told)

    def _offer(self, found: FoundNewPin) -> None:
        text = self.view.language.text
        said = text("The coordinator lets you choose a new PIN.")
        self._found.addWidget(label(said, "item"))
        choose = button(
            text("Choose a new PIN"), "choose-new-pin", lambda: self._choose(found), role="primary"
        )
        self._found.addWidget(choose)
        choose.setFocus()
        announce(self, said)

    def _answer(self, faults: list[str]) -> None:
        """Says of each stick why it does not help; without one, what to do."""
        for fault in faults:
            self._found.addWidget(label(fault, "warning"))
        if not faults:
            words = self.view.language.text("Plug in the stick: it is looked at by itself.")
            self._found.addWidget(label(words, "intro"))
        announce(self, " ".join(faults))

    def _fail(self, error: KioskError) -> None:
        self._show([error])

"""The third step of a set-up: a passphrase is chosen, and the key is made under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.ui.desk.keys.new_passphrase import NewPassphrase
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.labels import label

if TYPE_CHECKING:
    from kiosk.ui.desk.set_up.flow import SetUp


class KeyStep(DeskPage):
    """The passphrase twice; or, while the key is made, that it is."""

    def __init__(self, view: DeskView, set_up: SetUp) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Choose its passphrase"),
            text("It locks the key that opens the signatures. You type it whenever you work on them."),
        )
        self._set_up = set_up
        self._make = self.add_primary(text("Make the key"), "make", self._start)
        back = self.add_back(set_up.go_back)
        page = self.add_scroll()
        assert set_up.looked is not None
        known = [set_up.name, set_up.looked.campaign.id]
        self._passphrase = NewPassphrase(view, known, self._start)
        page.content.addWidget(self._passphrase)
        if set_up.making:
            words = text("The key is being made, and opened once more as a test …")
            moment = label(words, "question")
            page.content.addWidget(moment)
            announce(moment, words)
        page.content.addStretch(1)
        for widget in (self._make, self._passphrase, back):
            widget.setEnabled(not set_up.making)
        if set_up.problem is not None:
            self._passphrase.first.remark(view.language.error(set_up.problem))
        self.first_focus = self._passphrase.first.line

    def _start(self) -> None:
        if self._make.isEnabled() and (passphrase := self._passphrase.take()) is not None:
            self._set_up.make(self.view.tasks, passphrase)

"""A step of a set-up: a passphrase is chosen, and the key is made under it."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.desk.keys.new_passphrase import NewPassphrase
from kiosk.ui.desk.set_up.draft import CampaignDraft
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.tasks import Tasks
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.labels import label


class KeyStep(DeskPage):
    """The passphrase twice; or, while the key is made, that it is."""

    def __init__(
        self,
        view: DeskView,
        draft: CampaignDraft,
        make: Callable[[Tasks, str], object],
        on_back: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Choose its passphrase"),
            text("It locks the key that opens the signatures. You type it whenever you work on them."),
        )
        self._make_key = make
        self._make = self.add_primary(text("Make the key"), "make", self._start)
        back = self.add_back(on_back)
        page = self.add_scroll()
        known = [draft.name, draft.campaign_id]
        self._passphrase = NewPassphrase(view, known, self._start)
        page.content.addWidget(self._passphrase)
        if draft.making:
            words = text("The key is being made, and opened once more as a test …")
            moment = label(words, "question")
            page.content.addWidget(moment)
            announce(moment, words)
        page.content.addStretch(1)
        for widget in (self._make, self._passphrase, back):
            widget.setEnabled(not draft.making)
        if draft.problem is not None:
            self._passphrase.first.remark(view.language.error(draft.problem))
        self.first_focus = self._passphrase.first.line

    def _start(self) -> None:
        if self._make.isEnabled() and (passphrase := self._passphrase.take()) is not None:
            self._make_key(self.view.tasks, passphrase)

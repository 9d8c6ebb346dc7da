"""A step of a set-up: where the campaign's folder goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.files import storage
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.set_up.draft import CampaignDraft
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.buttons import button

_NOT_IN_NAMES = set('/\\:*?"<>|')
"""What some system does not take in a folder's name."""


class PlaceStep(DeskPage):
    """The folder's name, and the folder that it will lie in."""

    def __init__(
        self,
        view: DeskView,
        draft: CampaignDraft,
        on_next: Callable[[], object],
        on_back: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Where shall it lie?"),
            text("A folder is made for the key, the content, the packs and later the signatures."),
        )
        self._draft, self._next = draft, on_next
        if not draft.name:
            draft.name = draft.campaign_id
        self.add_primary(text("Go on"), "next", self._go_on)
        self.add_back(on_back)
        page = self.add_scroll()
        self._name = DeskField(text("Name of the folder"), "name", self._go_on)
        self._name.line.setText(draft.name)
        self._name.line.textChanged.connect(self._changed)
        self._name.setMaximumWidth(view.theme.px(520))
        page.content.addWidget(self._name)
        card = Card(view, text("It will be"))
        self._whole = card.add(str(draft.folder), "body")
        card.buttons.addWidget(button(text("Another place …"), "place", self._choose))
        page.content.addWidget(card)
        advice = text(
            "Best on an encrypted disk, not in a folder that a cloud copies. Keep a second copy of the whole "
            "folder: what is in it is encrypted, but nobody can make it anew."
        )
        page.content.addWidget(Card(view, text("Good to know"), (advice, "body")))
        page.content.addStretch(1)
        self.first_focus = self._name.line

    def _changed(self, name: str) -> None:
        self._draft.name = name.strip()
        self._whole.setText(str(self._draft.folder))
        self._name.remark("")

    def _choose(self) -> None:
        title = self.view.language.text("Where shall it lie?")
        folder = FileDialog.folder(self, title, str(self._draft.parent))
        if folder:
            self._draft.parent = Path(folder)
            self._changed(self._name.line.text())

    def _go_on(self) -> None:
        problem = self._problem()
        self._name.remark(problem)
        if not problem:
            self._next()

    def _problem(self) -> str:
        """Why there cannot be a folder of that name; empty when there can."""
        text, name = self.view.language.text, self._draft.name
        if not name or name.startswith(".") or set(name) & _NOT_IN_NAMES:
            return text("A folder cannot have this name.")
        try:
            with storage(self._draft.folder):
                taken = self._draft.folder.exists()
        except KioskError as error:
            return self.view.language.error(error)
        return text("There is something of this name already. Choose another.") if taken else ""

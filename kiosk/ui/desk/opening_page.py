"""The first page: which campaign's folder to open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.labels import label


class OpeningPage(DeskPage):
    """The folders that were open before, and a button to choose another.

    Args:
        recent: folders, the last one used first.
        chosen: told which one to open.
        problem: why the one that was chosen cannot be opened.
    """

    def __init__(
        self, view: DeskView, recent: Sequence[Path], chosen: Callable[[Path], object], problem: str = ""
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Open a campaign"),
            text("Choose the campaign’s folder: the one with campaign.json and the key."),
        )
        self._chosen = chosen
        self.add_primary(text("Choose a folder …"), "choose", self._choose)
        page = self.add_scroll()
        if problem:
            page.content.addWidget(label(problem, "warning"))
        if recent:
            page.content.addWidget(label(text("Opened before"), "item"))
        for number, folder in enumerate(recent):
            card = CardButton(
                folder.name, str(folder.parent), f"recent-{number}", view.theme, partial(chosen, folder)
            )
            page.content.addWidget(card)
            if not number:
                self.first_focus = card
        if not recent:
            words = text(
                "A campaign’s folder is made with “kiosk campaign new”. Whoever made it can give you a copy; "
                "you need its passphrase too."
            )
            page.content.addWidget(label(words, "body"))
        page.content.addStretch(1)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.view.language.text("Open a campaign"))
        if folder:
            self._chosen(Path(folder))

"""The first step of a set-up: which content the campaign has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from kiosk.campaign.example import copy_example
from kiosk.errors import KioskError
from kiosk.ui.desk.campaign.content import ContentView, Looked
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

if TYPE_CHECKING:
    from kiosk.ui.desk.set_up.flow import SetUp


class ContentStep(DeskPage):
    """A content folder is chosen, reported on, and shown as the stall would show it."""

    def __init__(self, view: DeskView, set_up: SetUp) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("What is the campaign about?"),
            text("Choose the folder with its texts and pictures. It is copied; nothing in it is changed."),
        )
        self._set_up = set_up
        self._next = self.add_primary(text("Go on"), "next", set_up.go_on)
        self._next.setEnabled(set_up.looked is not None)
        self.add_back(set_up.go_back)
        row = QHBoxLayout()
        row.setSpacing(view.theme.px(12))
        choose = button(
            text("Another folder …") if set_up.content else text("Choose a folder …"), "choose", self._choose
        )
        row.addWidget(choose)
        if set_up.content is None:
            row.addWidget(button(text("Begin with an example …"), "example", self._begin_with_example))
        if set_up.content:
            again = button(text("Read it again"), "again", self._look_again)
            row.addWidget(again)
        row.addStretch(1)
        self.body.addLayout(row)
        page = self.add_scroll()
        if set_up.content is None:
            words = text(
                "There is none yet? Begin with an example: a small campaign is copied to where you say, and "
                "you write your own texts into its files."
            )
            page.content.addWidget(label(words, "body"))
            self._remark = label("", "warning")
            self._remark.setObjectName("remark-example")
            page.content.addWidget(self._remark)
        else:
            page.content.addWidget(label(str(set_up.content), "intro"))
            self._report = ContentView(view, set_up.content, self._sound)
            page.content.addWidget(self._report)
        page.content.addStretch(1)
        self.first_focus = self._next if set_up.looked else choose

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, self.view.language.text("What is the campaign about?")
        )
        if folder:
            self._set_up.choose(Path(folder))

    def _begin_with_example(self) -> None:
        text = self.view.language.text
        place = QFileDialog.getExistingDirectory(self, text("Where shall it lie?"))
        if not place:
            return
        folder = Path(place) / "my-campaign"
        try:
            copy_example(folder)
        except KioskError as error:
            self._remark.setText(self.view.language.error(error))
        else:
            self._set_up.choose(folder)

    def _look_again(self) -> None:
        assert self._set_up.content is not None
        self._set_up.choose(self._set_up.content)

    def _sound(self, looked: Looked) -> None:
        self._report.show_screens(self._set_up.found(looked))
        self._next.setEnabled(True)

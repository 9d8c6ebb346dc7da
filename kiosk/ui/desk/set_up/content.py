"""The first step of a set-up: which content the campaign has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from kiosk.campaign.example import copy_example
from kiosk.errors import KioskError
from kiosk.ui.desk.campaign.content import ContentView, Looked
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.preview import Previews
from kiosk.ui.desk.set_up.draft import CampaignDraft
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label


class ContentStep(DeskPage):
    """A content folder is chosen, reported on, and shown as the stall would show it.

    Args:
        choose: told which folder.
        found: told that there is no mistake in it; answers with its screens, which are drawn from then on.
    """

    def __init__(
        self,
        view: DeskView,
        draft: CampaignDraft,
        choose: Callable[[Path], object],
        found: Callable[[Looked], Previews],
        on_next: Callable[[], object],
        on_back: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("What is the campaign about?"),
            text("Choose the folder with its texts and pictures. It is copied; nothing in it is changed."),
        )
        self._draft, self._take, self._found = draft, choose, found
        self._next = self.add_primary(text("Go on"), "next", on_next)
        self._next.setEnabled(draft.looked is not None)
        self.add_back(on_back)
        row = QHBoxLayout()
        row.setSpacing(view.theme.px(12))
        pick = button(
            text("Another folder …") if draft.content else text("Choose a folder …"), "choose", self._choose
        )
        row.addWidget(pick)
        if draft.content is None:
            row.addWidget(button(text("Begin with an example …"), "example", self._begin_with_example))
        if draft.content:
            again = button(text("Read it again"), "again", self._look_again)
            row.addWidget(again)
        row.addStretch(1)
        self.body.addLayout(row)
        page = self.add_scroll()
        if draft.content is None:
            words = text(
                "There is none yet? Begin with an example: a small campaign is copied to where you say, and "
                "you write your own texts into its files."
            )
            page.content.addWidget(label(words, "body"))
            self._remark = label("", "warning")
            self._remark.setObjectName("remark-example")
            page.content.addWidget(self._remark)
        else:
            page.content.addWidget(label(str(draft.content), "intro"))
            self._report = ContentView(view, draft.content, self._sound)
            page.content.addWidget(self._report)
        page.content.addStretch(1)
        self.first_focus = self._next if draft.looked else pick

    def _choose(self) -> None:
        folder = FileDialog.folder(self, self.view.language.text("What is the campaign about?"))
        if folder:
            self._take(Path(folder))

    def _begin_with_example(self) -> None:
        text = self.view.language.text
        place = FileDialog.folder(self, text("Where shall it lie?"))
        if not place:
            return
        folder = Path(place) / "my-campaign"
        try:
            copy_example(folder)
        except KioskError as error:
            self._remark.setText(self.view.language.error(error))
        else:
            self._take(folder)

    def _look_again(self) -> None:
        assert self._draft.content is not None
        self._take(self._draft.content)

    def _sound(self, looked: Looked) -> None:
        self._report.show_screens(self._found(looked))
        self._next.setEnabled(True)

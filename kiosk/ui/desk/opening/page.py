"""The first page: which campaign's folder to open, or whether to make one or get one back."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from kiosk.campaign.new_campaign import NewCampaign
from kiosk.ui.desk.detour import Detours
from kiosk.ui.desk.opening.recover import Recovery
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.set_up.flow import CampaignSetUp
from kiosk.ui.desk.start.beginning import Beginning
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.labels import label

_A_YEAR = datetime.timedelta(days=365)
"""For which signatures are kept, where nothing else is said."""


class OpeningPage(DeskPage):
    """The folders that were open before, and a button to choose another.

    Args:
        recent: folders, the last one used first.
        chosen: told which one to open.
        detours: lead to a new campaign, and to getting a key back.
        problem: why the one that was chosen cannot be opened.
        remark: what is done as soon as one is open.
    """

    def __init__(
        self,
        view: DeskView,
        recent: Sequence[Path],
        chosen: Callable[[Path], object],
        detours: Detours,
        problem: str = "",
        remark: str = "",
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Open a campaign"),
            text("Choose the campaign’s folder: the one with campaign.json and the key."),
        )
        self._chosen = chosen
        self._detours = detours
        self.add_primary(text("Choose a folder …"), "choose", self.choose)
        page = self.add_scroll()
        if remark:
            page.content.addWidget(label(remark, "question"))
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
        page.content.addSpacing(view.theme.px(8))
        page.content.addWidget(label(text("Or begin here"), "item"))
        for title, detail, name, begin in (
            (
                text("Start a campaign"),
                text("You are asked one thing at a time, from its title to the pack on a stick."),
                "start",
                self._start,
            ),
            (
                text("Make a campaign from a content folder"),
                text("Content, key, sheets to restore it, and the pack for the kiosks: a step at a time."),
                "new",
                self._begin,
            ),
            (
                text("Bring a key back from key sheets"),
                text("When the passphrase is forgotten, or the folder is lost."),
                "recover",
                self._recover,
            ),
        ):
            page.content.addWidget(CardButton(title, detail, name, view.theme, begin))
        page.content.addStretch(1)

    def _start(self) -> None:
        today = datetime.date.today()
        answers = NewCampaign([self.view.language.tag], today + _A_YEAR)
        begun = Beginning(answers, self._detours.stall, today=today)
        CampaignSetUp(self._detours, begun).show()

    def _begin(self) -> None:
        CampaignSetUp(self._detours).show()

    def _recover(self) -> None:
        self._detours.show(Recovery(self._detours).page)

    def choose(self) -> None:
        """Asks for a campaign's folder, and opens it."""
        folder = FileDialog.folder(self, self.view.language.text("Open a campaign"))
        if folder:
            self._chosen(Path(folder))

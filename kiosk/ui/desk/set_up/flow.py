"""A new campaign is set up, one decision a step: what was decided so far, and the step that is due."""

from __future__ import annotations

import datetime
from pathlib import Path

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.shares import Share
from kiosk.errors import KioskError
from kiosk.ui.desk.campaign.content import Looked
from kiosk.ui.desk.campaign.packs import PacksPage
from kiosk.ui.desk.detour import Detours
from kiosk.ui.desk.keys.rehearsal import RehearsalPage
from kiosk.ui.desk.keys.shares import SharesPage
from kiosk.ui.desk.parts.cards import step_row
from kiosk.ui.desk.preview import Previews
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.set_up.content import ContentStep
from kiosk.ui.desk.set_up.key import KeyStep
from kiosk.ui.desk.set_up.place import PlaceStep
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.tasks import Tasks


class SetUp:
    """The set-up in progress. It outlives its pages, which are built anew for every language.

    Until the key is made nothing is on the disk. From then on the campaign is open like any other, and
    what is left undone can be done from its own page.

    Attributes:
        content: the content folder, once one was chosen; `looked` when it has no mistakes.
        parent: the folder in which the campaign's will be made.
        making: whether the key is being made.
        problem: why it could not be.
    """

    def __init__(self, detours: Detours) -> None:
        self.detours = detours
        self.content: Path | None = None
        self.looked: Looked | None = None
        self.previews: Previews | None = None
        self.parent = Path.home()
        self.name = ""
        self.making = False
        self.problem: KioskError | None = None
        self._session: Session | None = None
        self._files: list[Path] = []
        self._given: list[Share] = []
        self._step = 0

    @property
    def folder(self) -> Path:
        """Where the campaign will be."""
        return self.parent / self.name

    def page(self, view: DeskView) -> DeskPage:
        """The page of the step that is due, with the row of steps above it."""
        page = self._page(view)
        text = view.language.text
        names = (
            text("Content"),
            text("Folder"),
            text("Key"),
            text("Shares"),
            text("Rehearsal"),
            text("Packs"),
        )
        page.body.insertWidget(0, step_row(view, names, self._step))
        return page

    def choose(self, content: Path) -> None:
        """Takes another content folder."""
        self._stop_drawing()
        self.content, self.looked, self.previews = content, None, None
        self.detours.show(self.page)

    def found(self, looked: Looked) -> Previews:
        """Notes that the content has no mistakes, and begins to draw its screens."""
        assert self.content is not None
        self.looked = looked
        if self.previews is None:
            self.previews = self.detours.draw(self.content)
        return self.previews

    def go_on(self) -> None:
        """To the next step."""
        self._step += 1
        self.detours.show(self.page)

    def go_back(self) -> None:
        """To the step before; from the first one away."""
        if self._step == 0:
            self._stop_drawing()
            self.detours.back()
            return
        self._step -= 1
        self.detours.show(self.page)

    def make(self, tasks: Tasks, passphrase: str) -> None:
        """Makes folder, key and first pack, off the UI thread, and goes on with them."""
        assert self.content is not None
        place, content = self.folder, self.content
        self.making, self.problem = True, None
        self.detours.show(self.page)

        def work() -> tuple[CampaignFolder, CampaignKeys]:
            made = CampaignFolder.create(place, content, passphrase, datetime.date.today())
            return made, made.unlock(passphrase)

        tasks.run(work, lambda made: self._made(*made), self._failed)

    def _made(self, folder: CampaignFolder, keys: CampaignKeys) -> None:
        self._stop_drawing()
        self.making = False
        self._session = self.detours.enter(folder, keys)
        self.go_on()

    def _failed(self, error: KioskError) -> None:
        self.making, self.problem = False, error
        self.detours.show(self.page)

    def _page(self, view: DeskView) -> DeskPage:
        if self._step == 0:
            return ContentStep(view, self)
        if self._step == 1:
            return PlaceStep(view, self)
        if self._session is None:
            return KeyStep(view, self)
        if self._step == 3:
            return SharesPage(view, self._session, self._shared, self.detours.back)
        if self._step == 4:
            return RehearsalPage(view, self._session, self._given, self._files, self.go_on, self.go_back)
        return PacksPage(view, self._session, self.detours.back)

    def _shared(self, files: list[Path]) -> None:
        self._files = files
        self.go_on()

    def _stop_drawing(self) -> None:
        if self.previews is not None:
            self.previews.stop()
            self.previews = None

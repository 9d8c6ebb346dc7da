"""A new campaign is set up, one decision a step."""

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
from kiosk.ui.desk.parts.cards import with_steps
from kiosk.ui.desk.preview import Previews
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.set_up.content import ContentStep
from kiosk.ui.desk.set_up.draft import CampaignDraft
from kiosk.ui.desk.set_up.key import KeyStep
from kiosk.ui.desk.set_up.place import PlaceStep
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.tasks import Tasks
from kiosk.ui.wizard import Wizard


class CampaignSetUp:
    """The steps of a set-up.

    Until the key is made nothing is on the disk. From then on the campaign is open like any other, and
    what is left undone can be done from its own page.
    """

    def __init__(self, detours: Detours) -> None:
        self._detours = detours
        self._draft = CampaignDraft()
        self._previews: Previews | None = None
        self._session: Session | None = None
        self._files: list[Path] = []
        self._given: list[Share] = []
        self._wizard = Wizard(
            (self._content, self._place, self._key, self._shares, self._rehearsal, self._packs),
            lambda: detours.show(self.page),
            self._leave,
        )

    def page(self, view: DeskView) -> DeskPage:
        """The page of the step that is due, with the row of steps above it."""
        text = view.language.text
        names = (
            text("Content"),
            text("Folder"),
            text("Key"),
            text("Key sheets"),
            text("Rehearsal"),
            text("Packs"),
        )
        return with_steps(self._wizard.page(view), names, self._wizard.step)

    def _content(self, view: DeskView) -> DeskPage:
        wizard = self._wizard
        return ContentStep(view, self._draft, self._choose, self._found, wizard.go_on, wizard.go_back)

    def _place(self, view: DeskView) -> DeskPage:
        return PlaceStep(view, self._draft, self._wizard.go_on, self._wizard.go_back)

    def _key(self, view: DeskView) -> DeskPage:
        return KeyStep(view, self._draft, self._make, self._wizard.go_back)

    def _shares(self, view: DeskView) -> DeskPage:
        assert self._session is not None
        return SharesPage(view, self._session, self._shared, self._detours.back)

    def _rehearsal(self, view: DeskView) -> DeskPage:
        assert self._session is not None
        wizard = self._wizard
        return RehearsalPage(view, self._session, self._given, self._files, wizard.go_on, wizard.go_back)

    def _packs(self, view: DeskView) -> DeskPage:
        assert self._session is not None
        return PacksPage(view, self._session, self._detours.back)

    def _choose(self, content: Path) -> None:
        """Takes another content folder."""
        self._stop_drawing()
        self._draft.content, self._draft.looked = content, None
        self._wizard.go_to(self._wizard.step)

    def _found(self, looked: Looked) -> Previews:
        """Notes that the content has no mistakes, and begins to draw its screens."""
        assert self._draft.content is not None
        self._draft.looked = looked
        if self._previews is None:
            self._previews = self._detours.draw(self._draft.content)
        return self._previews

    def _make(self, tasks: Tasks, passphrase: str) -> None:
        """Makes folder, key and first pack, off the UI thread, and goes on with them."""
        assert self._draft.content is not None
        place, content = self._draft.folder, self._draft.content
        self._draft.making, self._draft.problem = True, None
        self._wizard.go_to(self._wizard.step)

        def work() -> tuple[CampaignFolder, CampaignKeys]:
            made = CampaignFolder.create(place, content, passphrase, datetime.date.today())
            return made, made.unlock(passphrase)

        tasks.run(work, lambda made: self._made(*made), self._failed)

    def _made(self, folder: CampaignFolder, keys: CampaignKeys) -> None:
        self._stop_drawing()
        self._draft.making = False
        self._session = self._detours.enter(folder, keys)
        self._wizard.go_on()

    def _failed(self, error: KioskError) -> None:
        self._draft.making, self._draft.problem = False, error
        self._wizard.go_to(self._wizard.step)

    def _shared(self, files: list[Path]) -> None:
        self._files = files
        self._wizard.go_on()

    def _leave(self) -> None:
        self._stop_drawing()
        self._detours.back()

    def _stop_drawing(self) -> None:
        if self._previews is not None:
            self._previews.stop()
            self._previews = None

"""A new campaign is set up, one decision a step."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kiosk.campaign.new_campaign import write_new_campaign
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.shares import Share
from kiosk.errors import KioskError
from kiosk.ui.desk.campaign.content import Looked
from kiosk.ui.desk.campaign.packs import PacksPage
from kiosk.ui.desk.detour import Detours
from kiosk.ui.desk.keys.rehearsal import RehearsalPage
from kiosk.ui.desk.keys.shares import SharesPage
from kiosk.ui.desk.parts.cards import with_progress
from kiosk.ui.desk.parts.leave import LeavePage
from kiosk.ui.desk.preview import Previews
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.set_up.content import ContentStep
from kiosk.ui.desk.set_up.draft import CampaignDraft
from kiosk.ui.desk.set_up.key import KeyStep
from kiosk.ui.desk.set_up.place import PlaceStep
from kiosk.ui.desk.start.beginning import Beginning
from kiosk.ui.desk.start.questions import QUESTIONS
from kiosk.ui.desk.start.step import StepMoves
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.tasks import Tasks
from kiosk.ui.wizard import Wizard


class CampaignSetUp:
    """The steps of a set-up: of a content folder that is there, or of answers.

    Until the key is made nothing is on the disk. From then on the campaign is open like any other, and
    what is left undone can be done from its own page.

    Args:
        begun: the answers, where there is no content folder yet.
    """

    def __init__(self, detours: Detours, begun: Beginning | None = None) -> None:
        self._detours = detours
        self._draft = CampaignDraft(begun=begun)
        self._previews: Previews | None = None
        self._session: Session | None = None
        self._files: list[Path] = []
        self._given: list[Share] = []
        content = (
            [self._content] if begun is None else [partial(self._question, begun, one) for one in QUESTIONS]
        )
        self._steps: list[Callable[[DeskView], DeskPage]] = [
            *content,
            self._place,
            self._key,
            self._shares,
            self._rehearsal,
            self._packs,
        ]
        self._wizard = Wizard(self._steps, self.show, self._ask_to_leave)

    def show(self) -> None:
        """Shows the step that is due, in the colours that were chosen."""
        begun = self._draft.begun if self._session is None else None
        self._detours.show(self.page, begun.answers.colours if begun else None)

    def page(self, view: DeskView) -> DeskPage:
        """The page of the step that is due, with how far one is above it."""
        return with_progress(self._wizard.page(view), self._wizard.step + 1, len(self._steps))

    def _question(
        self,
        begun: Beginning,
        step: Callable[[DeskView, Beginning, StepMoves], DeskPage],
        view: DeskView,
    ) -> DeskPage:
        return step(view, begun, StepMoves(self._wizard.go_on, self._wizard.go_back))

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
        draft = self._draft
        self._draft.making, self._draft.problem = True, None
        self._wizard.go_to(self._wizard.step)

        def work() -> tuple[CampaignFolder, CampaignKeys]:
            made = _create(draft, passphrase)
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

    def _ask_to_leave(self) -> None:
        """Away, unless something was answered that would be lost: then that is asked first."""
        if self._draft.begun is None or not self._draft.begun.touched:
            self._leave()
        else:
            stay = partial(self._wizard.go_to, self._wizard.step)
            colours = self._draft.begun.answers.colours
            self._detours.show(lambda view: LeavePage(view, self._leave, stay), colours)

    def _leave(self) -> None:
        self._stop_drawing()
        self._detours.back()

    def _stop_drawing(self) -> None:
        if self._previews is not None:
            self._previews.stop()
            self._previews = None


def _create(draft: CampaignDraft, passphrase: str) -> CampaignFolder:
    """Makes the campaign's folder with its key and its first pack. Raises KioskError."""
    today = datetime.date.today()
    if draft.begun is None:
        assert draft.content is not None
        return CampaignFolder.create(draft.folder, draft.content, passphrase, today)
    with tempfile.TemporaryDirectory(prefix="kiosk-content-") as place:
        content = Path(place) / "content"
        write_new_campaign(content, draft.begun.answers, today)
        return CampaignFolder.create(draft.folder, content, passphrase, today)

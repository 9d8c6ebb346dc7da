"""The key is brought back from its sheets: their words, the folder or a pack, and a new passphrase."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.campaign.pack import SUFFIX
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.recovery import recover_folder
from kiosk.coordinator.campaign.shares import Share, still_needed
from kiosk.errors import KioskError
from kiosk.ui.desk.detour import Detours
from kiosk.ui.desk.keys.new_passphrase import NewPassphrase
from kiosk.ui.desk.keys.rehearsal import add_share, given_text
from kiosk.ui.desk.keys.words import ShareWords
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.tasks import Tasks
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.wizard import Wizard


@dataclass
class RecoveryDraft:
    """What was given so far. It outlives the pages.

    Attributes:
        given: the shares that have been typed.
        folder: what is left of the campaign's folder, or where it will be.
        pack: a pack of the campaign, where there is none in the folder.
        working: whether the key is being written.
        problem: why it could not be.
    """

    given: list[Share] = field(default_factory=list)
    folder: Path | None = None
    pack: Path | None = None
    working: bool = False
    problem: KioskError | None = None


class Recovery:
    """The steps: the shares first, then the rest."""

    def __init__(self, detours: Detours) -> None:
        self._detours = detours
        self._draft = RecoveryDraft()
        self._wizard = Wizard((self._shares, self._folder), lambda: detours.show(self.page), self._leave)

    def page(self, view: DeskView) -> DeskPage:
        """The page of the step that is due."""
        return self._wizard.page(view)

    def _shares(self, view: DeskView) -> DeskPage:
        return RecoverSharesPage(view, self._draft.given, self._take, self._leave)

    def _folder(self, view: DeskView) -> DeskPage:
        return RecoverFolderPage(view, self._draft, self._show_again, self._recover, self._leave)

    def _take(self, share: Share) -> None:
        add_share(self._draft.given, share)
        self._wizard.go_to(0 if still_needed(self._draft.given) else 1)

    def _show_again(self) -> None:
        self._wizard.go_to(self._wizard.step)

    def _leave(self) -> None:
        """Forgets the shares, and leads away."""
        self._draft.given.clear()
        self._detours.back()

    def _recover(self, tasks: Tasks, passphrase: str) -> None:
        """Writes the key anew, off the UI thread, and opens the campaign."""
        assert self._draft.folder is not None
        folder, pack, shares = self._draft.folder, self._draft.pack, list(self._draft.given)
        self._draft.working, self._draft.problem = True, None
        self._show_again()

        def work() -> tuple[CampaignFolder, CampaignKeys]:
            recovered = recover_folder(folder, shares, passphrase, pack)
            return recovered, recovered.unlock(passphrase)

        tasks.run(work, lambda both: self._recovered(*both), self._failed)

    def _recovered(self, folder: CampaignFolder, keys: CampaignKeys) -> None:
        self._draft.given.clear()
        self._detours.enter(folder, keys)
        self._detours.back()

    def _failed(self, error: KioskError) -> None:
        self._draft.working, self._draft.problem = False, error
        self._show_again()


class RecoverSharesPage(DeskPage):
    """Asks for the words of one share after the other."""

    def __init__(
        self,
        view: DeskView,
        given: Sequence[Share],
        take: Callable[[Share], object],
        on_back: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Bring a key back from key sheets"),
            text("Needed are a few sheets of one set, and the campaign’s folder or any pack of it."),
        )
        self.add_back(on_back)
        page = self.add_scroll()
        if given:
            page.content.addWidget(label(given_text(view.language, given), "question"))
        self._words = ShareWords(view, len(given) + 1, take)
        page.content.addWidget(self._words)
        page.content.addStretch(1)
        self.first_focus = self._words.line


class RecoverFolderPage(DeskPage):
    """Asks for the folder, perhaps a pack, and the new passphrase; then has the key written anew.

    Args:
        chosen: called once another folder or pack is in `draft`.
    """

    def __init__(
        self,
        view: DeskView,
        draft: RecoveryDraft,
        chosen: Callable[[], object],
        recover: Callable[[Tasks, str], object],
        on_back: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("The key sheets are complete"),
            text("Say which folder gets its key back, and choose a new passphrase."),
        )
        self._draft, self._chosen, self._write_key = draft, chosen, recover
        self._recover = self.add_primary(text("Bring the key back"), "recover", self._start)
        back = self.add_back(on_back)
        page = self.add_scroll()
        where = str(draft.folder) if draft.folder else text("Choose the campaign’s folder, or an empty one.")
        folder = Card(view, text("The campaign’s folder"), (where, "body"))
        folder.buttons.addWidget(button(text("Choose a folder …"), "folder", self._choose_folder))
        page.content.addWidget(folder)
        which = (
            str(draft.pack)
            if draft.pack
            else text("Only where the folder is lost: the newest pack there is, from a stick or a kiosk.")
        )
        pack = Card(view, text("A pack of the campaign"), (which, "body"))
        pack.buttons.addWidget(button(text("Choose a pack …"), "pack", self._choose_pack))
        page.content.addWidget(pack)
        self._passphrase = NewPassphrase(view, [], self._start)
        page.content.addWidget(self._passphrase)
        self._said = label("", "question")
        self._said.setObjectName("said")
        page.content.addWidget(self._said)
        page.content.addStretch(1)
        for widget in (self._recover, self._passphrase, folder, pack, back):
            widget.setEnabled(not draft.working)
        if draft.working:
            self._say(text("One moment, please."))
        elif draft.problem is not None:
            self._say(view.language.error(draft.problem))

    def _choose_folder(self) -> None:
        chosen = FileDialog.folder(self, self.view.language.text("The campaign’s folder"))
        if chosen:
            self._draft.folder = Path(chosen)
            self._chosen()

    def _choose_pack(self) -> None:
        title = self.view.language.text("A pack of the campaign")
        chosen = FileDialog.open(self, title, f"*{SUFFIX}")
        if chosen:
            self._draft.pack = Path(chosen)
            self._chosen()

    def _start(self) -> None:
        if self._draft.folder is None:
            self._say(self.view.language.text("Choose the campaign’s folder, or an empty one."))
        elif self._recover.isEnabled() and (passphrase := self._passphrase.take()) is not None:
            self._write_key(self.view.tasks, passphrase)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        announce(self._said, words)

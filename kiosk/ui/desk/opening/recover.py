"""The key is brought back from its sheets: their words, the folder or a pack, and a new passphrase."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

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
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.tasks import Tasks
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label


@dataclass
class Recovery:
    """A recovery in progress. It outlives its pages.

    Attributes:
        given: the shares that have been typed.
        folder: what is left of the campaign's folder, or where it will be.
        pack: a pack of the campaign, where there is none in the folder.
        working: whether the key is being written.
        problem: why it could not be.
    """

    detours: Detours
    given: list[Share] = field(default_factory=list)
    folder: Path | None = None
    pack: Path | None = None
    working: bool = False
    problem: KioskError | None = None

    def page(self, view: DeskView) -> DeskPage:
        """The page that is due: the shares first, then the rest."""
        enough = self.given and not still_needed(self.given)
        return RecoverFolderPage(view, self) if enough else RecoverSharesPage(view, self)

    def go_on(self) -> None:
        """To the page that is due now."""
        self.detours.show(self.page)

    def leave(self) -> None:
        """Forgets the shares, and leads away."""
        self.given.clear()
        self.detours.back()

    def recover(self, tasks: Tasks, passphrase: str) -> None:
        """Writes the key anew, off the UI thread, and opens the campaign."""
        assert self.folder is not None
        folder, pack, shares = self.folder, self.pack, list(self.given)
        self.working, self.problem = True, None
        self.go_on()

        def work() -> tuple[CampaignFolder, CampaignKeys]:
            recovered = recover_folder(folder, shares, passphrase, pack)
            return recovered, recovered.unlock(passphrase)

        tasks.run(work, lambda both: self._recovered(*both), self._failed)

    def _recovered(self, folder: CampaignFolder, keys: CampaignKeys) -> None:
        self.given.clear()
        self.detours.enter(folder, keys)
        self.detours.back()

    def _failed(self, error: KioskError) -> None:
        self.working, self.problem = False, error
        self.go_on()


class RecoverSharesPage(DeskPage):
    """Asks for the words of one share after the other."""

    def __init__(self, view: DeskView, recovery: Recovery) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Bring a key back from its sheets"),
            text("Needed are a few sheets of one set, and the campaign’s folder or any pack of it."),
        )
        self._recovery = recovery
        self.add_back(recovery.leave)
        page = self.add_scroll()
        if recovery.given:
            page.content.addWidget(label(given_text(view.language, recovery.given), "question"))
        self._words = ShareWords(view, len(recovery.given) + 1, self._take)
        page.content.addWidget(self._words)
        page.content.addStretch(1)
        self.first_focus = self._words.line

    def _take(self, share: Share) -> None:
        add_share(self._recovery.given, share)
        self._recovery.go_on()


class RecoverFolderPage(DeskPage):
    """Asks for the folder, perhaps a pack, and the new passphrase; then writes the key anew."""

    def __init__(self, view: DeskView, recovery: Recovery) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("The sheets are complete"),
            text("Say which folder gets its key back, and choose a new passphrase."),
        )
        self._recovery = recovery
        self._recover = self.add_primary(text("Bring the key back"), "recover", self._start)
        back = self.add_back(recovery.leave)
        page = self.add_scroll()
        where = (
            str(recovery.folder)
            if recovery.folder
            else text("Choose the campaign’s folder, or an empty one.")
        )
        folder = Card(view, text("The campaign’s folder"), (where, "body"))
        folder.buttons.addWidget(button(text("Choose a folder …"), "folder", self._choose_folder))
        page.content.addWidget(folder)
        which = (
            str(recovery.pack)
            if recovery.pack
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
            widget.setEnabled(not recovery.working)
        if recovery.working:
            self._say(text("One moment, please."))
        elif recovery.problem is not None:
            self._say(view.language.error(recovery.problem))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.view.language.text("The campaign’s folder"))
        if chosen:
            self._recovery.folder = Path(chosen)
            self._recovery.go_on()

    def _choose_pack(self) -> None:
        title = self.view.language.text("A pack of the campaign")
        chosen, _ = QFileDialog.getOpenFileName(self, title, "", f"*{SUFFIX}")
        if chosen:
            self._recovery.pack = Path(chosen)
            self._recovery.go_on()

    def _start(self) -> None:
        if self._recovery.folder is None:
            self._say(self.view.language.text("Choose the campaign’s folder, or an empty one."))
        elif self._recover.isEnabled() and (passphrase := self._passphrase.take()) is not None:
            self._recovery.recover(self.view.tasks, passphrase)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        announce(self._said, words)

"""The pack and the page with the ten words are saved to a stick, for the kiosks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from kiosk.campaign.pack import fingerprint, open_pack
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.errors import KioskError
from kiosk.files import write_whole
from kiosk.ui.desk.keys.sheet import fingerprint_pdf, keys_of
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.language import Language
from kiosk.ui.places import Stick, sticks
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


def save_pack(folder: CampaignFolder, target: Path, language: Language) -> list[Path]:
    """Saves the campaign's pack, and the page with its ten words in `language`, in the folder `target`.

    Raises:
        PackError: the campaign's own pack is damaged.
        StorageError: it cannot be read or written.
    """
    pack = target / folder.pack_file.name
    sheet = target / f"{folder.public.campaign}-words.pdf"
    write_whole(pack, open_pack(folder.pack_file).data)
    write_whole(sheet, fingerprint_pdf(keys_of(folder, language.tag), language))
    return [pack, sheet]


class PacksPage(DeskPage):
    """The sticks that are plugged in, and a folder of one's choice.

    Args:
        done: leads away.
    """

    def __init__(self, view: DeskView, session: Session, done: Callable[[], object]) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("The pack, onto a stick"),
            text("A kiosk is set up from it. The page beside it has the ten words to compare."),
        )
        self._session = session
        page = self.add_scroll()
        page.content.addWidget(words_card(view, session))
        self._places = Card(view, text("Where to?"))
        self._offer([])
        page.content.addWidget(self._places)
        self._said = label("", "question")
        self._said.setObjectName("said")
        page.content.addWidget(self._said)
        page.content.addStretch(1)
        self.add_primary(text("Done"), "done", done)
        self._look()

    def _look(self) -> None:
        """Looks for the sticks that are plugged in now; one that is slow keeps nobody waiting."""
        self.view.tasks.run(sticks, self._offer, self._failed, asked_by=self)

    def _offer(self, found: list[Stick]) -> None:
        text, buttons = self.view.language.text, self._places.buttons
        clear_layout(buttons)
        for number, stick in enumerate(found):
            buttons.addWidget(button(stick.name, f"stick-{number}", partial(self._save, stick.folder)))
        buttons.addWidget(button(text("A folder …"), "folder", self._choose))
        buttons.addWidget(button(text("Look for sticks again"), "again", self._look, role="link"))

    def _choose(self) -> None:
        folder = FileDialog.folder(self, self.view.language.text("Where to?"))
        if folder:
            self._save(Path(folder))

    def _save(self, target: Path) -> None:
        self._places.setEnabled(False)
        self._say(self.view.language.text("One moment, please."))
        folder, language = self._session.folder, self.view.language
        self.view.tasks.run(
            lambda: save_pack(folder, target, language), self._saved, self._failed, asked_by=self
        )

    def _saved(self, files: list[Path]) -> None:
        self._places.setEnabled(True)
        names = ", ".join(file.name for file in files)
        self._say(self.view.language.text("Saved in {folder}: {names}", folder=files[0].parent, names=names))

    def _failed(self, error: KioskError) -> None:
        self._places.setEnabled(True)
        self._say(self.view.language.error(error))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        announce(self._said, words)


def words_card(view: DeskView, session: Session) -> Card:
    """The campaign's ten words, large."""
    public = session.folder.public
    words = " ".join(fingerprint(public.signer, public.public_key))
    return Card(
        view, view.language.text("Its ten words, to compare aloud at every kiosk’s set-up"), (words, "words")
    )

"""The rehearsed restore: the sheets' words are typed back, and the key from them opens a test signature."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.coordinator.campaign.shares import Share, check_one_set, still_needed
from kiosk.errors import KioskError, ShareError
from kiosk.files import storage
from kiosk.ui.desk.keys.words import ShareWords
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.language import Language
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label


def add_share(given: list[Share], share: Share) -> None:
    """Adds `share` to those `given` before. Raises ShareError when it does not fit, or is there already."""
    if share in given:
        raise ShareError("You have given this sheet already.", "Take another one of the set.")
    check_one_set([*given, share])
    given.append(share)


def given_text(language: Language, given: Sequence[Share]) -> str:
    """How far one has come."""
    if not given:
        return language.text("Take the printed sheets, not the files, and type what stands on them.")
    return language.plural(
        "Right: this was sheet {sheet}. One more is needed.",
        "Right: this was sheet {sheet}. {number} more are needed.",
        still_needed(given),
        sheet=given[-1].number,
    )


class RehearsalPage(DeskPage):
    """Asks for as many shares as are needed.

    Args:
        given: the shares that have been typed; emptied when it is done.
        files: of the sheets, to be deleted once it is known that the printed ones are good.
        done: leads on, once it was rehearsed.
        back: leads away before that.
    """

    def __init__(
        self,
        view: DeskView,
        session: Session,
        given: list[Share],
        files: list[Path],
        done: Callable[[], object],
        back: Callable[[], None],
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Try whether the key sheets work"),
            text("A sheet that was never tried is a hope. The key is restored from them, as a test."),
        )
        self._session = session
        self._given = given
        self._files = files
        self._next = self.add_primary(text("Go on"), "next", done)
        self._next.setEnabled(False)
        self._back = self.add_back(back)
        self._page = self.add_scroll()
        self._told = label(given_text(view.language, given), "question")
        self._told.setObjectName("told")
        self._page.content.addWidget(self._told)
        self._words: ShareWords | None = None
        if session.folder.public.rehearsed and not given:
            self._finish()
        else:
            self._ask()
        self._page.content.addStretch(1)

    def _ask(self) -> None:
        if self._words is not None:
            self._words.hide()
            self._words.deleteLater()
        self._words = ShareWords(self.view, len(self._given) + 1, self._take)
        self._page.content.insertWidget(1, self._words)
        self.first_focus = self._words.line
        self._words.line.setFocus()

    def _take(self, share: Share) -> None:
        add_share(self._given, share)
        if still_needed(self._given):
            self._tell(given_text(self.view.language, self._given))
            self._ask()
            return
        self._page.setEnabled(False)
        self._tell(self.view.language.text("One moment, please."))
        shares = list(self._given)
        self.view.tasks.run(
            lambda: self._session.folder.rehearse_shares(shares), self._passed, self._failed, asked_by=self
        )

    def _passed(self, _: None) -> None:
        self._given.clear()
        self._page.setEnabled(True)
        if self._words is not None:
            self._words.hide()
            self._words.deleteLater()
            self._words = None
        self._finish()

    def _failed(self, error: KioskError) -> None:
        """All of them are asked for again: it cannot be told which one is wrong."""
        self._given.clear()
        self._page.setEnabled(True)
        self._ask()
        self._tell(self.view.language.error(error))

    def _finish(self) -> None:
        text = self.view.language.text
        self._tell(text("The sheets restore the key: a test signature was opened with it."))
        lines = [
            text("Give each sheet to another person, in another place; best not all in one country."),
            text("None in a cloud, no photograph. Earlier sets: collect and burn them."),
        ]
        card = Card(self.view, text("What comes next"), *((f"•  {line}", "body") for line in lines))
        self._page.content.insertWidget(1, card)
        if self._files:
            self._offer_deleting()
        self._back.hide()
        self._next.setEnabled(True)
        self._next.setFocus()

    def _offer_deleting(self) -> None:
        text = self.view.language.text
        folder = self._files[0].parent
        words = text("They are still in {folder}. Any few of them are the key.", folder=folder)
        card = Card(self.view, text("The sheets’ files"), (words, "body"))
        made = button(text("Delete the files"), "delete-files", lambda: self._delete(card, made))
        card.buttons.addWidget(made)
        self._page.content.insertWidget(2, card)

    def _delete(self, card: Card, clicked: WrappingButton) -> None:
        folder = self._files[0].parent
        try:
            with storage(folder):
                for file in self._files:
                    file.unlink(missing_ok=True)
        except KioskError as error:
            card.add(self.view.language.error(error), "warning")
            return
        self._files.clear()
        card.add(self.view.language.text("They are deleted."), "item")
        clicked.setEnabled(False)

    def _tell(self, words: str) -> None:
        self._told.setText(words)
        announce(self._told, words)

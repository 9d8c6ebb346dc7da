"""For staff: all posters to a stick as PDF files, or one of them to a printer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kiosk.campaign.poster_versions import poster_versions
from kiosk.languages import own_name
from kiosk.ui.artwork.drawing import PROPORTION
from kiosk.ui.pdf_page import PAPERS
from kiosk.ui.places import Printer, Stick, printers, sticks
from kiosk.ui.posters.copies import FOLDER, PosterCopies
from kiosk.ui.posters.view import PosterView, Shown
from kiosk.ui.pull_out import not_out
from kiosk.ui.screen import Screen, View
from kiosk.ui.widgets.buttons import button, choice_button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout

_PREVIEW = 190


_CARD = 600
"""Units that a card needs across."""


class SavePostersScreen(Screen):
    """Staff choose where the posters go, and see that they are there.

    Args:
        shown: the poster to print; its version can be changed here.
        copies: makes the copies.
        back: away from here.
        find_sticks, find_printers: what is plugged in now.
    """

    def __init__(
        self,
        view: View,
        shown: Shown,
        copies: PosterCopies,
        back: Callable[[], object],
        find_sticks: Callable[[], list[Stick]] = sticks,
        find_printers: Callable[[], list[Printer]] = printers,
    ) -> None:
        super().__init__(view)
        px, text = view.theme.px, view.language.text
        self._shown = shown
        self._copies = copies
        self._find_sticks = find_sticks
        self._find_printers = find_printers
        self._posters = poster_versions(view.campaign)
        page = self.add_page(text("Save or print posters"))
        side_by_side = view.theme.columns(_CARD, 2) == 2
        cards = QBoxLayout(
            QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom
        )
        cards.setSpacing(px(24))
        self._choices = QWidget()
        self._choices.setLayout(cards)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.addWidget(self._save_card(), 2)
        cards.addWidget(self._print_card(), 3)
        page.content.addWidget(self._choices)
        page.content.addStretch(1)
        self._back = self.way_back = button(text("Go back"), "back", back)
        self._result = label("", "item")
        self._result.setObjectName("result")
        foot = QHBoxLayout()
        foot.setSpacing(px(24))
        foot.addWidget(self._back)
        foot.addWidget(self._result, 1)
        self.body.addLayout(foot)
        self.first_focus = self._back
        copies.changed.connect(self._show_progress)
        self._look()
        self._show_progress()

    # ------------------------------------------------------------------------- cards

    def _save_card(self) -> QFrame:
        text = self.view.language.text
        card, column = self._card(text("Save to a stick"))
        column.addWidget(
            label(text("All posters as PDF files, in A4 and A3 and in every language there is."), "small")
        )
        self._stick_list = QVBoxLayout()
        column.addLayout(self._stick_list)
        column.addStretch(1)
        column.addWidget(button(text("Look again"), "look-again", self._look))
        return card

    def _print_card(self) -> QFrame:
        px, text = self.view.theme.px, self.view.language.text
        card, column = self._card(text("Print this poster"))
        row = QHBoxLayout()
        row.setSpacing(px(22))
        self._poster = PosterView(self._shown.of(self._posters), self.view.theme)
        self._poster.setFixedSize(px(_PREVIEW), round(px(_PREVIEW) * PROPORTION))
        row.addWidget(self._poster, 0, Qt.AlignmentFlag.AlignTop)
        settings = QVBoxLayout()
        settings.setSpacing(self.view.theme.gap(10))
        self._printer_list = QVBoxLayout()
        self._printer_group = QButtonGroup(self)
        settings.addLayout(self._printer_list)
        self._papers = QButtonGroup(self)
        self._add_choices(settings, self._papers, {paper: paper for paper in PAPERS}, "A4")
        self._languages = QButtonGroup(self)
        tags = [version.language for version in self._posters[self._shown.number]]
        chosen = self._shown.of(self._posters).language
        self._add_choices(settings, self._languages, {tag: own_name(tag) for tag in tags}, chosen)
        self._languages.buttonClicked.connect(self._choose_version)
        self._print = button(text("Print"), "print", self._print_it, role="primary")
        settings.addStretch(1)
        settings.addWidget(self._print)
        row.addLayout(settings, 1)
        column.addLayout(row)
        return card

    def _card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        px = self.view.theme.px
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(22), px(18), px(22), px(18))
        column.setSpacing(self.view.theme.gap(12))
        column.addWidget(label(title, "item"))
        return card, column

    def _add_choices(
        self, column: QVBoxLayout, group: QButtonGroup, choices: dict[str, str], chosen: str
    ) -> None:
        """A row of buttons of which one is chosen; each is called "choice-" and its key."""
        row = FlowLayout(self.view.theme.gap(10))
        for key, words in choices.items():
            choice = choice_button(words, f"choice-{key}", lambda: None)
            choice.setProperty("key", key)
            choice.setChecked(key == chosen)
            group.addButton(choice)
            row.addWidget(choice)
        column.addLayout(row)

    # ----------------------------------------------------------- what is plugged in

    def _look(self) -> None:
        """Shows the sticks and printers that there are now, once they have answered."""
        for column in (self._stick_list, self._printer_list):
            clear_layout(column)
            column.addWidget(label(self.view.language.text("One moment, please."), "small"))
        self._print.setEnabled(False)
        run = self._copies.looking.run
        run(self._find_sticks, self._offer_sticks, lambda _: self._offer_sticks([]), asked_by=self)
        run(self._find_printers, self._offer_printers, lambda _: self._offer_printers([]), asked_by=self)

    def _offer_sticks(self, found: list[Stick]) -> None:
        text = self.view.language.text
        clear_layout(self._stick_list)
        for number, stick in enumerate(found):
            free = self.view.language.size(stick.free)
            words = text("Save to {stick} ({free} free)", stick=stick.name, free=free)
            self._stick_list.addWidget(button(words, f"stick-{number}", partial(self._copies.save, stick)))
        if not found:
            self._stick_list.addWidget(
                label(text("There is no stick. Plug one in, wait a moment, then look again."), "warning")
            )

    def _offer_printers(self, found: list[Printer]) -> None:
        text = self.view.language.text
        clear_layout(self._printer_list)
        self._printers = found
        for number, printer in enumerate(self._printers):
            choice = choice_button(printer.name, f"printer-{number}", lambda: None)
            choice.setChecked(number == 0)
            self._printer_group.addButton(choice, number)
            self._printer_list.addWidget(choice)
        if not self._printers:
            words = text(
                "This laptop knows no printer. Connect one and look again, "
                "or save to a stick and print elsewhere."
            )
            nothing = label(words, "warning")
            nothing.setObjectName("no-printer")
            self._printer_list.addWidget(nothing)
        self._print.setEnabled(bool(self._printers))

    def _choose_version(self, choice: QPushButton) -> None:
        self._shown.language = choice.property("key")
        self._poster.show_version(self._shown.of(self._posters))

    def _print_it(self) -> None:
        printer = self._printers[self._printer_group.checkedId()]
        (paper,) = (each.property("key") for each in self._papers.buttons() if each.isChecked())
        self._copies.print(printer, self._shown.of(self._posters), paper)

    def _show_progress(self) -> None:
        """What is being done, or how it went; meanwhile nothing else can be begun."""
        copies, text = self._copies, self.view.language.text
        self._choices.setEnabled(not copies.busy)
        self._back.setEnabled(not copies.busy)
        words = ""
        if copies.busy and copies.progress.of:
            words = text("Saving: {done} of {all} …", done=copies.progress.done, all=copies.progress.of)
        elif copies.busy:
            words = text("One moment, please.")
        elif copies.outcome is not None:
            words = self._outcome()
        self._result.setText(words)

    def _outcome(self) -> str:
        outcome, text = self._copies.outcome, self.view.language.text
        assert outcome is not None
        if outcome.error is not None:
            return text("That did not work. {why}", why=self.view.language.error(outcome.error))
        if outcome.kind == "printed":
            return text("The poster is on its way to {printer}.", printer=outcome.place)
        files = self.view.language.plural("{number} file", "{number} files", outcome.files)
        if not outcome.out:
            done = text(
                "Done: {files} on {stick}, in the folder “{folder}”.",
                files=files,
                stick=outcome.place,
                folder=FOLDER,
            )
            return f"{done} {not_out(self.view.language)}"
        return text(
            "Done: {files} on {stick}, in the folder “{folder}”. You can remove it.",
            files=files,
            stick=outcome.place,
            folder=FOLDER,
        )

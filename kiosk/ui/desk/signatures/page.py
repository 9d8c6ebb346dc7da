"""The signatures: filtered, searched, and each with its story beside the table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.coordinator.register.register import State
from kiosk.coordinator.reports.browse import Filter, Found
from kiosk.errors import KioskError
from kiosk.ui.desk.detour import Detours
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.parts.progress_card import ProgressCard
from kiosk.ui.desk.parts.table import DeskTable
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.signatures.browsing import SignatureBrowser
from kiosk.ui.desk.signatures.copy import CopyPage
from kiosk.ui.desk.signatures.correct import CorrectPage
from kiosk.ui.desk.signatures.records_model import DAY, KIOSK, LESS_NEEDED, STATE, RecordsModel
from kiosk.ui.desk.signatures.story import Story
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.desk.wording import state_words
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout

_NARROW = 960
"""Units of width below which the columns `LESS_NEEDED` are left out."""
_SOME_DAYS = [f"2026-{month:02d}-28" for month in range(1, 13)]
"""One of each month, for the room that a day needs."""


class SignaturesPage(DeskPage):
    """Chips for what became of them, a field to search, the table, and the chosen one's story.

    Args:
        browsing: lists and searches, and knows what is wanted.
        changed: called once something was put right.
        detours: leads to what can be done for the person of a signature, and back.
    """

    def __init__(
        self,
        view: DeskView,
        session: Session,
        browsing: SignatureBrowser,
        changed: Callable[[], None],
        detours: Detours,
    ) -> None:
        text = view.language.text
        super().__init__(view, text("Signatures"))
        self._session, self._browsing, self._changed = session, browsing, changed
        self._detours = detours
        self._told: Found | None = None
        px = view.theme.px
        search = QHBoxLayout()
        search.setSpacing(px(12))
        self._field = DeskField(
            text("Search for a name, e-mail, phone number or paper sheet"), "search", self._search
        )
        self._field.line.setText(browsing.text)
        search.addWidget(self._field, 1)
        self._go = button(text("Search"), "search", self._search, role="go")
        self._all = button(text("Show all"), "show-all", self._show_all)
        for one in (self._go, self._all):
            column = QVBoxLayout()
            column.addStretch(1)
            column.addWidget(one)
            search.addLayout(column)
        self.body.addLayout(search)
        self._chips = FlowLayout(px(8))
        self.body.addLayout(self._chips)
        self._progress = ProgressCard(view, text("How far the search is"), browsing.stop)
        self.body.addWidget(self._progress)
        self._said = label("", "item")
        self._said.setObjectName("said")
        self.body.addWidget(self._said)
        sides = QHBoxLayout()
        sides.setSpacing(px(16))
        self._model = RecordsModel(browsing, view.language)
        self._table = DeskTable(
            self._model,
            "records",
            text("Signatures"),
            view.theme,
            (0, 120, 116, 150, 92, 100),
        )
        self._table.fit(DAY, map(view.language.date, _SOME_DAYS))
        self._table.fit(STATE, state_words(view.language).values())
        self._table.keep_ends(KIOSK)
        sides.addWidget(self._table, 1)
        self._story = Story(view, self._copy, self._correct)
        sides.addWidget(self._story)
        self.body.addLayout(sides, 1)
        self._table.selectionModel().currentRowChanged.connect(self._choose)
        self._model.dataChanged.connect(lambda *_: self._choose(self._table.currentIndex()))
        self._model.modelReset.connect(lambda: self._choose(QModelIndex()))
        self._model.failed.connect(self._fail)
        self.first_focus = self._field.line
        self._show_chips()
        browsing.changed.connect(self._show)
        browsing.listed.connect(self._show_chips)
        browsing.look_again()
        self._show()

    def _show_chips(self) -> None:
        """Makes the chips anew; the one that was pressed by a key keeps the focus."""
        focused = self.focusWidget()
        pressed = focused.objectName() if focused is not None else ""
        clear_layout(self._chips)
        language, wanted = self.view.language, self._browsing.filter
        states: list[tuple[State | None, str]] = [(None, language.text("all"))]
        states += state_words(language).items()
        for state, words in states:
            chip = button(
                words, f"chip-{state or 'all'}", partial(self._filter, state), role="chip", checkable=True
            )
            chip.setChecked(state is wanted.state)
            self._chips.addWidget(chip)
        if wanted.kiosk is not None:
            words = language.text("Only {kiosk}  ×", kiosk=self._browsing.kiosk_name)
            chip = button(words, "chip-kiosk", self._all_kiosks, role="chip", checkable=True)
            chip.setChecked(True)
            self._chips.addWidget(chip)
        if self._browsing.near:
            number = language.number
            for near, name, words in (
                (False, "chip-found", language.text("Found: {number}", number=number(self._browsing.found))),
                (True, "chip-near", language.text("Near: {number}", number=number(self._browsing.near))),
            ):
                chip = button(
                    words, name, partial(self._browsing.show_near, near), role="chip", checkable=True
                )
                chip.setChecked(near is self._browsing.shows_near)
                self._chips.addWidget(chip)
        if pressed.startswith("chip-"):
            self.findChildren(QWidget, pressed)[-1].setFocus()  # those before it are about to be deleted

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column in LESS_NEEDED:
            self._table.setColumnHidden(column, self.width() < self.view.theme.px(_NARROW))

    def _filter(self, state: State | None) -> None:
        self._look(Filter(state, self._browsing.filter.kiosk), self._browsing.text)

    def _all_kiosks(self) -> None:
        self._look(Filter(self._browsing.filter.state), self._browsing.text)

    def _show_all(self) -> None:
        self._field.line.clear()
        self._look(Filter(), "")

    def _search(self) -> None:
        self._look(self._browsing.filter, self._field.line.text())

    def _look(self, wanted: Filter, words: str) -> None:
        self._browsing.look(wanted, words)
        self._show_chips()

    def _choose(self, index: QModelIndex, *_: QModelIndex) -> None:
        found = self._model.at(index.row()) if index.isValid() else None
        if found is not self._told:
            self._told = found
            self._story.show_record(found)

    def _copy(self, digest: bytes) -> None:
        session, back = self._session, self._detours.back
        self._detours.show(lambda view: CopyPage(view, session, digest, back))

    def _correct(self, digest: bytes) -> None:
        session, changed, back = self._session, self._changed, self._detours.back
        self._detours.show(lambda view: CorrectPage(view, session, digest, changed, back))

    def _show(self) -> None:
        browsing, text = self._browsing, self.view.language.text
        searching = browsing.busy and bool(browsing.text)
        self._go.setEnabled(not searching)
        self._all.setVisible(browsing.filter != Filter() or bool(browsing.text))
        self._progress.begin(searching)
        self._said.setVisible(not searching)
        if searching:
            self._show_how_far()
        elif browsing.error is not None:
            self._said.setText(self.view.language.error(browsing.error))
        elif browsing.busy:
            self._said.setText(text("One moment, please."))
        else:
            self._said.setText(self._outcome())

    def _outcome(self) -> str:
        """How many are listed, and whether there is more that is near."""
        browsing, language = self._browsing, self.view.language
        words = language.plural("{number} signature", "{number} signatures", len(browsing.listing))
        if browsing.shows_near:
            why = language.text("Near: it may be misspelt, or only a part of it fits")
            return f"{words} · {why}"
        if browsing.near:
            more = language.plural("{number} more is near.", "{number} more are near.", browsing.near)
            return f"{words} · {more}"
        return words

    def _show_how_far(self) -> None:
        text, number = self.view.language.text, self.view.language.number
        done, of = self._browsing.progress.done, self._browsing.progress.of
        words = text("One moment, please.")
        if of:
            words = text("Looked at {done} of {all} signatures", done=number(done), all=number(of))
        self._progress.show_progress(words, done, of)

    def _fail(self, error: KioskError) -> None:
        self._said.setText(self.view.language.error(error))

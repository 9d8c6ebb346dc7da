"""The kiosks: which there are, what is odd about them, and which of them count."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kiosk.coordinator.counting.kiosks import KioskView
from kiosk.coordinator.register.words import Standing
from kiosk.coordinator.reports.browse import Filter
from kiosk.ui.desk.kiosks.card import KioskCard
from kiosk.ui.desk.kiosks.forks import ForksView
from kiosk.ui.desk.kiosks.work import Kiosks, KiosksWork
from kiosk.ui.desk.parts.table import FITTING, DeskTable, TextTable
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.desk.wording import standing_words
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout

_FIRST_SEEN = 4
_NARROW = 960
"""Units of width below which that column is left out."""
_KIOSKS, _FORKS = range(2)


class KiosksPage(DeskPage):
    """A line for each kiosk, and beside it the chosen one's card; where there are any, numbers used twice.

    Args:
        work: knows them, and changes their standing.
        show_list: leads to a kiosk's signatures; given its name, too.
    """

    def __init__(self, view: DeskView, work: KiosksWork, show_list: Callable[[Filter, str], object]) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Kiosks"),
            text("Anyone who has a pack can make a kiosk. Trust those whose id you have compared."),
        )
        self._work = work
        self._show_list = show_list
        self._chosen = ""
        self._stack: QStackedLayout | None = None
        self._part = _KIOSKS
        self._table: DeskTable | None = None
        self._card: KioskCard | None = None
        self._forks: ForksView | None = None
        self._shown: Kiosks | None = None
        self._said = label("", "item")
        self._said.setObjectName("said")
        self._undo = button(text("Undo"), "undo-word", work.undo, role="link")
        outcome = QHBoxLayout()
        outcome.setSpacing(view.theme.px(12))
        outcome.addWidget(self._said, 1)
        outcome.addWidget(self._undo)
        self.body.addLayout(outcome)
        self._chips: list[WrappingButton] = []
        self._place = QVBoxLayout()
        self.body.addLayout(self._place, 1)
        foot = FlowLayout(view.theme.px(12))
        new_kiosks = label(text("New kiosks:"), "item")
        new_kiosks.setWordWrap(False)
        self._choices = {
            wait: button(words, name, partial(work.let_new_wait, wait), role="chip", checkable=True)
            for wait, name, words in (
                (False, "new-count", text("Count at once")),
                (True, "new-wait", text("Wait for my word")),
            )
        }
        self._wait_words = label("", "small")
        self._foot = (new_kiosks, *self._choices.values(), self._wait_words)
        for part in self._foot[:-1]:
            foot.addWidget(part)
        self.body.addLayout(foot)
        self.body.addWidget(self._wait_words)
        work.changed.connect(self._show)
        work.read()
        self._show()

    def _show(self) -> None:
        work, text = self._work, self.view.language.text
        self._say_what_came_of_it()
        self.setEnabled(not work.busy or work.kiosks is None)
        if work.kiosks is None or work.kiosks is self._shown:
            if work.error is not None and self._table is not None:
                self._choose(self._table.currentIndex())  # the question that could not be answered goes
            return
        self._shown = work.kiosks
        for wait, choice in self._choices.items():
            choice.setChecked(wait == work.kiosks.new_wait)
        self._wait_words.setText(
            text("What a kiosk brings that was never seen before is not counted until you trust it.")
            if work.kiosks.new_wait
            else text(
                "What a kiosk brings that was never seen before counts, and the kiosk is shown here as not "
                "confirmed."
            )
        )
        self._show_kiosks(work.kiosks)

    def _say_what_came_of_it(self) -> None:
        work, language = self._work, self.view.language
        words = ""
        if work.error is not None:
            words = language.text("That did not work. {why}", why=language.error(work.error))
        elif work.before is not None and work.kiosks is not None:
            words = language.text(
                "Signatures that count, of all kiosks: {before} before, {after} now.",
                before=language.number(work.before),
                after=language.number(work.kiosks.counted),
            )
        if words != self._said.text():
            self._said.setText(words)
            announce(self._said, words)
        self._said.setVisible(bool(words))
        self._undo.setVisible(bool(words) and work.error is None and work.earlier is not None)

    def _show_kiosks(self, kiosks: Kiosks) -> None:
        chosen = self._forks.chosen if self._forks is not None else None
        clear_layout(self._place)
        self._table = self._card = self._forks = self._stack = None
        self._chips = []
        if not kiosks.views:
            self._place.addWidget(label(self.view.language.text("Nothing has been merged yet."), "question"))
            self._place.addStretch(1)
            self._turn_to(_KIOSKS)
            return
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.view.theme.px(12))
        if kiosks.forks:
            column.addLayout(self._make_chips(kiosks))
        self._stack = stack = QStackedLayout()
        column.addLayout(stack, 1)  # before it is filled, or its parts would be windows
        stack.addWidget(self._sides(kiosks))
        if kiosks.forks:
            names = {one.id: one.name for one in kiosks.views}
            self._forks = ForksView(self.view, self._work, kiosks.forks, names, chosen)
            stack.addWidget(self._forks)
        self._place.addWidget(holder, 1)
        self._turn_to(self._part if kiosks.forks else _KIOSKS)

    def _make_chips(self, kiosks: Kiosks) -> QHBoxLayout:
        language = self.view.language
        waiting = sum(not any(claim.accepted for claim in fork.claims) for fork in kiosks.forks)
        parts = {
            "kiosks": language.text("Kiosks: {number}", number=language.number(len(kiosks.views))),
            "forks": language.plural(
                "Numbers used twice: {number} waits", "Numbers used twice: {number} wait", waiting
            ),
        }
        row = QHBoxLayout()
        row.setSpacing(self.view.theme.px(8))
        for place, (name, words) in enumerate(parts.items()):
            chip = button(words, f"part-{name}", partial(self._turn_to, place), role="chip", checkable=True)
            self._chips.append(chip)
            row.addWidget(chip)
        row.addStretch(1)
        return row

    def _turn_to(self, part: int) -> None:
        self._part = part
        for widget in self._foot:
            widget.setVisible(part == _KIOSKS and self._stack is not None)
        if self._stack is not None:
            self._stack.setCurrentIndex(part)
        for other, chip in enumerate(self._chips):
            chip.setChecked(other == part)

    def _sides(self, kiosks: Kiosks) -> QWidget:
        """The list of kiosks, and the chosen one's card beside it."""
        text = self.view.language.text
        titles = [text("Kiosk"), text("To look at"), text("State"), text("Signatures"), text("First seen")]
        model = TextTable(titles, [self._row(one, kiosks) for one in kiosks.views], (3,))
        table = DeskTable(model, "kiosk-list", text("Kiosks"), self.view.theme, (0, *[FITTING] * 4))
        table.keep_ends(0)
        self._table = table
        self._fit()
        sides = QWidget()
        row = QHBoxLayout(sides)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.view.theme.px(16))
        row.addWidget(table, 1)
        self._card = KioskCard(self.view, self._work, self._show_list, self._show_forks)
        row.addWidget(self._card)
        ids = [one.id for one in kiosks.views]
        table.selectionModel().currentRowChanged.connect(self._choose)
        table.selectRow(ids.index(self._chosen) if self._chosen in ids else _first(kiosks))
        return sides

    def _show_forks(self, kiosk: str) -> None:
        """Leads to the numbers of the kiosk with this id that several records have."""
        if self._forks is not None and self._shown is not None:
            first = next(fork for fork in self._shown.forks if fork.kiosk.hex() == kiosk)
            self._forks.show_fork((first.kiosk, first.seq))
            self._turn_to(_FORKS)

    def _row(self, one: KioskView, kiosks: Kiosks) -> list[str]:
        language = self.view.language
        odd = len(one.remarks) + bool(kiosks.forks_of(one.id))
        return [
            one.name,
            f"! {language.number(odd)}" if odd else "",
            standing_words(language)[one.standing],
            language.number(one.records),
            language.date(one.first_seen) if one.first_seen else "",
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leaves out what a narrow window has no room for."""
        if self._table is not None:
            self._table.setColumnHidden(_FIRST_SEEN, self.width() < self.view.theme.px(_NARROW))

    def _choose(self, index: QModelIndex, *_: QModelIndex) -> None:
        if self._shown is not None and self._card is not None:
            one = self._shown.views[index.row()]
            self._chosen = one.id
            self._card.show_kiosk(one, self._shown.forks_of(one.id))


def _first(kiosks: Kiosks) -> int:
    """The row to begin with: the first with something to look at, or that nobody has trusted yet."""
    views = kiosks.views
    odd = [row for row, one in enumerate(views) if one.remarks or kiosks.forks_of(one.id)]
    new = [row for row, one in enumerate(views) if one.standing is Standing.NEW]
    return next(iter([*odd, *new]), 0)

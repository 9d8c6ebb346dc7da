"""The kiosks: which there are, what is odd about them, and which of them count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from kiosk.coordinator.barring import Standing
from kiosk.coordinator.browse import Filter
from kiosk.coordinator.kiosks import KioskView
from kiosk.ui.desk.kiosk_card import KioskCard
from kiosk.ui.desk.kiosks_work import Kiosks, KiosksWork
from kiosk.ui.desk.table import FITTING, DeskTable, TextTable
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.desk.wording import standing_words
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout

_FIRST_SEEN = 4
_NARROW = 960
"""Units of width below which that column is left out."""


class KiosksPage(DeskPage):
    """A line for each kiosk, and beside it the chosen one's card.

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
        self._table: DeskTable | None = None
        self._shown: Kiosks | None = None
        self._said = label("", "warning")
        self.body.addWidget(self._said)
        self._sides = QHBoxLayout()
        self._sides.setSpacing(view.theme.px(16))
        self.body.addLayout(self._sides, 1)
        foot = QHBoxLayout()
        self._wait = button(
            text("New kiosks wait for my word"), "new-wait", self._toggle_wait, role="chip", checkable=True
        )
        foot.addWidget(self._wait)
        self._wait_words = label("", "small")
        foot.addWidget(self._wait_words, 1)
        foot.setSpacing(view.theme.px(12))
        self.body.addLayout(foot)
        work.changed.connect(self._show)
        work.read()
        self._show()

    def _show(self) -> None:
        work, text = self._work, self.view.language.text
        self._said.setText(self.view.language.error(work.error) if work.error is not None else "")
        self._said.setVisible(work.error is not None)
        self.setEnabled(not work.busy or work.kiosks is None)
        if work.kiosks is None or work.kiosks is self._shown:
            return
        self._shown = work.kiosks
        self._wait.setChecked(work.kiosks.new_wait)
        self._wait.setVisible(bool(work.kiosks.views))
        self._wait_words.setVisible(bool(work.kiosks.views))
        self._wait_words.setText(
            text("What a kiosk brings that was never seen before is not counted until you trust it.")
            if work.kiosks.new_wait
            else text("What a kiosk brings that was never seen before counts, and is flagged here.")
        )
        self._show_kiosks(work.kiosks)

    def _show_kiosks(self, kiosks: Kiosks) -> None:
        clear_layout(self._sides)
        text = self.view.language.text
        if not kiosks.views:
            self._sides.addWidget(label(text("Nothing has been merged yet."), "question"))
            return
        titles = [text("Kiosk"), text("To look at"), text("State"), text("Signatures"), text("First seen")]
        model = TextTable(titles, [self._row(one, kiosks) for one in kiosks.views], (3,))
        table = DeskTable(model, "kiosk-list", text("Kiosks"), self.view.theme, (0, *[FITTING] * 4))
        self._table = table
        self._fit()
        self._sides.addWidget(table, 1)
        self._card = KioskCard(self.view, self._work, self._show_list)
        self._sides.addWidget(self._card)
        ids = [one.id for one in kiosks.views]
        table.selectionModel().currentRowChanged.connect(self._choose)
        table.selectRow(ids.index(self._chosen) if self._chosen in ids else _first(kiosks))

    def _row(self, one: KioskView, kiosks: Kiosks) -> list[str]:
        language = self.view.language
        odd = len(one.remarks) + (one.id in kiosks.forks)
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
        assert self._shown is not None
        one = self._shown.views[index.row()]
        self._chosen = one.id
        self._card.show_kiosk(one, self._shown.forks.get(one.id, []))

    def _toggle_wait(self) -> None:
        self._work.let_new_wait(self._wait.isChecked())


def _first(kiosks: Kiosks) -> int:
    """The row to begin with: the first with something to look at, or that nobody has trusted yet."""
    views = kiosks.views
    odd = [row for row, one in enumerate(views) if one.remarks or one.id in kiosks.forks]
    new = [row for row, one in enumerate(views) if one.standing is Standing.NEW]
    return next(iter([*odd, *new]), 0)

"""The books: collected = counted + duplicate + withdrawn + rejected + unreadable."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kiosk.coordinator.counting.books import Account, Books
from kiosk.coordinator.register.register import State
from kiosk.coordinator.reports.browse import Filter
from kiosk.ui.desk.parts.table import FITTING, DeskTable, TextTable
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import run_words, state_words
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

_STATES: tuple[State | None, ...] = (None, *State)
"""The columns with numbers: in all, then each state."""


class BooksView(QWidget):
    """The equation in all, and each kiosk's line; beside that the files of a merge, if there were any.

    Args:
        files: what to show of those.
        show_list: leads to the signatures that a number stands for; given the kiosk's name, too.
    """

    def __init__(
        self, view: DeskView, books: Books, files: QWidget | None, show_list: Callable[[Filter, str], object]
    ) -> None:
        super().__init__()
        self._view = view
        self._books = books
        self._show_list = show_list
        text, px = view.language.text, view.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self._equation())
        explained = text(
            "A number opens its list. Rejected: from a kiosk that waits or is revoked, or a number that was "
            "used twice. Unreadable: damaged on the way."
        )
        column.addWidget(label(explained, "small"))
        self._stack = QStackedLayout()
        self._stack.addWidget(self._kiosks())
        if files is not None:
            self._stack.addWidget(files)
            chips = QHBoxLayout()
            chips.setSpacing(px(8))
            self._chips = [
                button(text("Kiosks"), "chip-kiosks", partial(self._show, 0), role="chip", checkable=True),
                button(
                    text("Files of this merge"),
                    "chip-files",
                    partial(self._show, 1),
                    role="chip",
                    checkable=True,
                ),
            ]
            for chip in self._chips:
                chips.addWidget(chip)
            chips.addStretch(1)
            column.addLayout(chips)
            self._show(0)
        column.addLayout(self._stack, 1)

    def _show(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        for other, chip in enumerate(self._chips):
            chip.setChecked(other == number)

    def _equation(self) -> QFrame:
        px, number = self._view.theme.px, self._view.language.number
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(px(18), px(10), px(18), px(12))
        row.setSpacing(px(6))
        total = self._books.total
        for place, state in enumerate(_STATES):
            if place:
                row.addWidget(_sign("=" if place == 1 else "+"))
            words = self._words(state)
            figure = button(
                number(_of(total, state)),
                f"all-{state or 'collected'}",
                partial(self._open, state),
                role="figure",
            )
            figure.setAccessibleName(f"{words}: {number(_of(total, state))}")
            below = label(words, "small")
            below.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(figure)
            column.addWidget(below)
            row.addLayout(column, 1)
        return card

    def _kiosks(self) -> DeskTable:
        text, number = self._view.language.text, self._view.language.number
        columns = [text("Kiosk"), *(self._words(state) for state in _STATES), text("missing numbers")]
        rows = [
            [
                one.name,
                *(number(_of(one.account, state)) for state in _STATES),
                run_words(one.gaps),
            ]
            for one in self._books.kiosks
        ]
        model = TextTable(columns, rows, range(1, len(_STATES) + 1))
        table = DeskTable(
            model,
            "kiosks",
            text("Kiosks"),
            self._view.theme,
            (0, *[FITTING] * (len(_STATES) + 1)),
            by_cell=True,
        )
        table.keep_ends(0)
        table.chosen.connect(self._choose)
        return table

    def _choose(self, row: int, column: int) -> None:
        state = _STATES[column - 1] if 1 <= column <= len(_STATES) else None
        kiosk = self._books.kiosks[row]
        self._show_list(Filter(state, bytes.fromhex(kiosk.kiosk)), kiosk.name)

    def _open(self, state: State | None) -> None:
        self._show_list(Filter(state), "")

    def _words(self, state: State | None) -> str:
        language = self._view.language
        return language.text("collected") if state is None else state_words(language)[state]


def _of(account: Account, state: State | None) -> int:
    return account.collected if state is None else int(getattr(account, state))


def _sign(sign: str) -> QWidget:
    made = label(sign, "sign")
    made.setWordWrap(False)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    made.setSizePolicy(made.sizePolicy().Policy.Fixed, made.sizePolicy().verticalPolicy())
    return made

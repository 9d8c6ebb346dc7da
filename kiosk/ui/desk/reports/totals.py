"""The totals as a chart and a table in one: a line for each day, stall, country, kind or language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.register.register import State
from kiosk.coordinator.reports.answers import Answers
from kiosk.coordinator.reports.totals import Totals
from kiosk.languages import own_name
from kiosk.ui.desk.parts.table import DeskTable, TextTable
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import state_words
from kiosk.ui.language import Language
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label

_NAME, _NUMBER = 230, 104
_BAR = 1
"""The column with the bars."""


class TotalsView(QWidget):
    """A button for each way to count, and below it the table; the longest bar is the largest number."""

    def __init__(self, view: DeskView, totals: Totals) -> None:
        super().__init__()
        self._view = view
        language, px = view.language, view.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(self._figures(totals))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self._chips: list[WrappingButton] = []
        self._row = row
        self._stack = QStackedLayout()
        column.addLayout(row)
        column.addLayout(self._stack, 1)  # before it is filled, or its parts would be windows
        row.addStretch(1)
        for group, title in group_words(language).items():
            self._add(group, title, self._table(group, title, totals))
        words = language.text(
            "No names are in these numbers, but a group of one or two may point to somebody: look before you "
            "publish them."
        )
        column.addWidget(label(words, "small"))
        self._show(0)

    def add_answers(self, answers: Answers) -> None:
        """Adds a table for each of the campaign's own fields that is counted."""
        language = self._view.language
        for id, counted in answers.items():
            field, words = self._view.own[id]
            names = {"": language.text("No answer"), "other": language.text("other")}
            options = {"yes": language.text("Yes"), "no": language.text("No")} if not field.options else {}
            names |= options or words.options
            rows = [[names.get(one, one), "", language.number(number)] for one, number in counted.items()]
            columns = [words.title, "", state_words(language)[State.COUNTED]]
            table = DeskTable(
                TextTable(columns, rows, [2]),
                f"totals-{id}",
                words.title,
                self._view.theme,
                (_NAME, 0, _NUMBER),
            )
            table.setItemDelegateForColumn(_BAR, _Bars(list(counted.values()), self._view.theme, table))
            self._add(id, words.title, table)

    def _add(self, group: str, title: str, table: DeskTable) -> None:
        chip = button(
            title, f"by-{group}", partial(self._show, len(self._chips)), role="chip", checkable=True
        )
        self._row.insertWidget(len(self._chips), chip)
        self._chips.append(chip)
        self._stack.addWidget(table)

    def _show(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        for other, chip in enumerate(self._chips):
            chip.setChecked(other == number)

    def _figures(self, totals: Totals) -> QHBoxLayout:
        """The four numbers that people ask for first."""
        text = self._view.language.text
        kinds = {kind: account.counted for kind, account in totals.kinds.items()}
        places = [name for name, account in totals.countries.items() if account.counted and name]
        row = QHBoxLayout()
        row.setSpacing(self._view.theme.px(12))
        for number, words in (
            (sum(kinds.values()), text("signatures that count")),
            (kinds.get("organisation", 0), text("of them by organisations")),
            (len(places), text("countries")),
            (len(totals.stalls), text("stalls")),
        ):
            row.addWidget(self._figure(number, words), 1)
        return row

    def _figure(self, number: int, words: str) -> QFrame:
        px = self._view.theme.px
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(18), px(8), px(18), px(10))
        column.setSpacing(0)
        column.addWidget(label(self._view.language.number(number), "figure"))
        column.addWidget(label(words, "small"))
        return card

    def _table(self, group: str, title: str, totals: Totals) -> DeskTable:
        language = self._view.language
        accounts: Mapping[str, Account] = getattr(totals, group)
        words = state_words(language)
        others = [
            state
            for state in State
            if state is not State.COUNTED and any(_of(one, state) for one in accounts.values())
        ]
        columns = [title, "", words[State.COUNTED], *(words[state] for state in others)]
        rows = [
            [
                totals.names[name] if group == "stalls" else name_words(group, name, language),
                "",
                *(language.number(_of(account, state)) for state in (State.COUNTED, *others)),
            ]
            for name, account in accounts.items()
        ]
        table = DeskTable(
            TextTable(columns, rows, range(2, len(columns))),
            f"totals-{group}",
            title,
            self._view.theme,
            (_NAME, 0, *[_NUMBER] * (len(columns) - 2)),
        )
        if group == "stalls":
            table.keep_ends(0)
        counted = [account.counted for account in accounts.values()]
        table.setItemDelegateForColumn(_BAR, _Bars(counted, self._view.theme, table))
        return table


class _Bars(QStyledItemDelegate):
    """Paints each row's number as a bar; the number itself stands beside it."""

    def __init__(self, numbers: Sequence[int], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._numbers = numbers
        self._most = max(numbers, default=0)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        number = self._numbers[index.row()]
        if not number:
            return
        px = self._theme.px
        room = QRectF(option.rect).adjusted(px(8), px(7), -px(8), -px(7))
        width = max(float(px(3)), room.width() * number / self._most)
        left = room.right() - width if option.direction == Qt.LayoutDirection.RightToLeft else room.left()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.on_accent))  # on a chosen row, too, it can be seen
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(QRectF(left, room.top(), width, room.height()), px(3), px(3))
        painter.restore()


def group_words(language: Language) -> dict[str, str]:
    """What each of the totals is by, under the names that `Totals` has for it."""
    return {
        "days": language.text("Day"),
        "stalls": language.text("Stall"),
        "countries": language.text("Country"),
        "kinds": language.text("Kind"),
        "languages": language.text("Language"),
    }


def name_words(group: str, name: str, language: Language) -> str:
    """What to call the `name` in one of the totals but those by stall."""
    if not name:
        return language.text("not known")
    if name == "other":
        return language.text("other")
    if group == "days":
        return language.date(name)
    if group == "countries":
        return language.country(name)
    if group == "kinds":
        return language.text("organisation") if name == "organisation" else language.text("person")
    return own_name(name)


def _of(account: Account, state: State) -> int:
    return int(getattr(account, state))

"""A chart on a page of the desk: drawn, or as a table, to save as a picture and to copy."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from kiosk.coordinator.reports.csv_export import harmless
from kiosk.errors import KioskError
from kiosk.files import write_whole
from kiosk.ui.charts.canvas import ChartLook
from kiosk.ui.charts.chart import Chart, ChartTable, draw
from kiosk.ui.charts.picture import png_of, svg_of
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.parts.table import DeskTable, TextTable
from kiosk.ui.desk.view import DeskView
from kiosk.ui.language import Language
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label

_PNG, _SVG = ".png", ".svg"
_NUMBER = 130
"""The width of a column of numbers, in units."""


class ChartCard(QFrame):
    """A card with the chart, and what can be done with it.

    Args:
        name: its object name, and the beginning of those of its buttons.
        table: what there is to say in numbers, where that is more than the chart shows.
        enough: heights of text that will do for the chart, where it likes to be higher.
    """

    def __init__(
        self,
        view: DeskView,
        chart: Chart,
        name: str,
        table: ChartTable | None = None,
        enough: float = math.inf,
    ) -> None:
        super().__init__()
        self._view, self._chart, self._name = view, chart, name
        self._table = table or chart.table(view.language)
        text, px = view.language.text, view.theme.px
        self.setObjectName(name)
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(20), px(14))
        column.setSpacing(px(10))
        column.addWidget(label(chart.title, "item"))
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self._stack.addWidget(ChartPicture(chart, ChartLook.of_theme(view.theme), view.language, enough))
        self._turn = button(text("Table"), f"{name}-table", self._turn_over, role="link", checkable=True)
        links = FlowLayout(px(4))
        links.addWidget(self._turn)
        links.addWidget(button(text("Save picture …"), f"{name}-save", self._save, role="link"))
        links.addWidget(button(text("Copy table"), f"{name}-copy", self._copy, role="link"))
        column.addLayout(links)
        self._said = label("", "small")
        self._said.hide()
        column.addWidget(self._said)

    def _turn_over(self) -> None:
        """Shows the table, which is built only when it is wanted, or the chart again."""
        if self._stack.count() == 1:
            self._stack.addWidget(chart_table(self._view, self._table, self._name, self._chart.title))
        self._stack.setCurrentIndex(int(self._turn.isChecked()))

    def _copy(self) -> None:
        """Copies the table as spreadsheets take it; a stall's name cannot become a formula there."""
        table = self._table
        lines = ["\t".join(harmless("", cell) for cell in row) for row in (table.columns, *table.rows)]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._say(self._view.language.text("The table is copied."))

    def _save(self) -> None:
        text = self._view.language.text
        kinds = f"PNG (*{_PNG});;SVG (*{_SVG})"
        chosen, kind = FileDialog.save(self, text("Save picture …"), f"{self._name}{_PNG}", kinds)
        if not chosen:
            return
        file = Path(chosen)
        if file.suffix.lower() not in (_PNG, _SVG):
            file = file.with_name(file.name + (_SVG if _SVG in kind else _PNG))
        make = svg_of if file.suffix.lower() == _SVG else png_of
        picture = make(self._chart, ChartLook.of_theme(self._view.theme), self._view.language)
        try:
            write_whole(file, picture)
        except KioskError as error:
            self._say(self._view.language.error(error))
        else:
            self._say(text("{file} is saved.", file=file))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()
        announce(self._said, words)


def chart_table(view: DeskView, table: ChartTable, name: str, title: str) -> DeskTable:
    """The numbers of a chart, as a table called `title`; its object name is "NAME-numbers"."""
    numbers = range(1, len(table.columns))
    model = TextTable(list(table.columns), [list(row) for row in table.rows], numbers)
    made = DeskTable(model, f"{name}-numbers", title, view.theme, (0, *(_NUMBER for _ in numbers)))
    made.keep_ends(0)
    return made


class ChartPicture(QWidget):
    """The chart itself, as high as it likes to be, or as is enough; a screen reader is read its numbers."""

    def __init__(self, chart: Chart, look: ChartLook, language: Language, enough: float) -> None:
        super().__init__()
        self._chart, self._look, self._language, self._enough = chart, look, language, enough
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.table(language).read_out())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        size = self._look.size
        return round(min(self._chart.height(width, size), self._enough * size))

    def sizeHint(self) -> QSize:
        width = round(40 * self._look.size)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(20 * self._look.size), round(8 * self._look.size))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw(self._chart, painter, QRectF(self.rect()), self._look, self._language)

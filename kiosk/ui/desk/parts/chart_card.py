"""A chart on a page of the desk: drawn, or as a table, to save as a picture and to copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
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
from kiosk.ui.charts.chart import Chart, draw
from kiosk.ui.charts.picture import png_of, svg_of
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
    """

    def __init__(self, view: DeskView, chart: Chart, name: str) -> None:
        super().__init__()
        self._view, self._chart, self._name = view, chart, name
        text, px = view.language.text, view.theme.px
        self.setObjectName(name)
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(20), px(14))
        column.setSpacing(px(10))
        column.addWidget(label(chart.title, "item"))
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self._stack.addWidget(ChartPicture(chart, ChartLook.of_theme(view.theme), view.language))
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
            self._stack.addWidget(self._table())
        self._stack.setCurrentIndex(int(self._turn.isChecked()))

    def _table(self) -> DeskTable:
        table = self._chart.table(self._view.language)
        numbers = range(1, len(table.columns))
        model = TextTable(list(table.columns), [list(row) for row in table.rows], numbers)
        widths = (0, *(_NUMBER for _ in numbers))
        return DeskTable(model, f"{self._name}-numbers", self._chart.title, self._view.theme, widths)

    def _copy(self) -> None:
        """Copies the table as spreadsheets take it; a stall's name cannot become a formula there."""
        table = self._chart.table(self._view.language)
        lines = ["\t".join(harmless("", cell) for cell in row) for row in (table.columns, *table.rows)]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._say(self._view.language.text("The table is copied."))

    def _save(self) -> None:
        text = self._view.language.text
        kinds = f"PNG (*{_PNG});;SVG (*{_SVG})"
        chosen, kind = QFileDialog.getSaveFileName(self, text("Save picture …"), f"{self._name}{_PNG}", kinds)
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


class ChartPicture(QWidget):
    """The chart itself, as high as it likes to be; a screen reader is read its numbers."""

    def __init__(self, chart: Chart, look: ChartLook, language: Language) -> None:
        super().__init__()
        self._chart, self._look, self._language = chart, look, language
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.table(language).read_out())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._chart.height(width, self._look.size))

    def sizeHint(self) -> QSize:
        width = round(40 * self._look.size)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(20 * self._look.size), round(8 * self._look.size))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw(self._chart, painter, QRectF(self.rect()), self._look, self._language)

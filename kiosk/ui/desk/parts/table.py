"""Tables: texts in rows, chosen by a click or by Enter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QTableView,
)

from kiosk.ui.theme import Theme

FITTING = -1
_ROW = 30
_TEXT = 16
_BESIDE = 12
"""Units that a cell keeps free at either side of its text."""
_LEAST = 130
"""Units that a column which shares what is left has at least, if the others can do with less."""
_MEASURED = 100
"""Rows that a fitting column is measured by."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class TextTable(QAbstractTableModel):
    """Rows of texts that are all there already.

    Args:
        columns: their headings.
        numbers: which columns hold numbers, from 0; those stand at the right.
    """

    def __init__(
        self, columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[int] = ()
    ) -> None:
        super().__init__()
        self._columns = columns
        self._rows = rows
        self._numbers = numbers

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() in self._numbers else _LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if section in self._numbers else _LEFT
        return None


class _WithoutMiddle(QStyledItemDelegate):
    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


class _Headings(QHeaderView):
    """A table's headings, each above its column's texts: at the right where one reads from there."""

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        seen = QStyle.visualAlignment(self.layoutDirection(), option.textAlignment)
        option.textAlignment = seen | Qt.AlignmentFlag.AlignAbsolute


class DeskTable(QTableView):
    """A table in the desk's look.

    Args:
        name: its object name.
        title: what a screen reader calls it.
        widths: of the columns, in units, which a longer heading makes wider; 0 for one that shares what
            is left, FITTING for one that is as wide as what is in it.
        by_cell: whether single cells are chosen, not rows.
    """

    chosen = Signal(int, int)
    """Row and column that were clicked, or on which Enter was pressed."""

    def __init__(
        self,
        model: QAbstractItemModel,
        name: str,
        title: str,
        theme: Theme,
        widths: Sequence[int],
        *,
        by_cell: bool = False,
    ) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(model)
        model.setParent(self)
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectItems if by_cell else behaviour.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # Tab leads on to the next part of the page
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(_ROW))
        columns = _Headings(Qt.Orientation.Horizontal)
        self.setHorizontalHeader(columns)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setResizeContentsPrecision(_MEASURED)
        columns.setMinimumSectionSize(theme.px(40))
        self._given: dict[int, int] = {}
        self._sharing: list[int] = []
        for column, width in enumerate(widths):
            if width == FITTING:
                columns.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            elif width:
                self._given[column] = theme.px(width)
            else:
                self._sharing.append(column)
                columns.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def fit(self, column: int, texts: Iterable[str]) -> None:
        """Makes `column` as wide as the widest of `texts`: where not all rows are there to be measured."""
        metrics = QFontMetrics(self._theme.font(_TEXT))
        widest = max(map(metrics.horizontalAdvance, texts))
        self._given[column] = widest + 2 * self._theme.px(_BESIDE)
        self._share()

    def _share(self) -> None:
        """Gives each column the given width or its heading's; less, if the others were too narrow."""
        columns = self.horizontalHeader()
        columns.ensurePolished()  # else it knows neither its font nor its margins
        seen = [column for column in range(columns.count()) if not columns.isSectionHidden(column)]
        least = {column: columns.sectionSizeHint(column) for column in seen}
        wanted = {column: max(self._given[column], least[column]) for column in seen if column in self._given}
        sharing = [column for column in seen if column in self._sharing]
        fitting = sum(columns.sectionSize(column) for column in seen if column not in (*sharing, *wanted))
        needed = sum(max(least[column], self._theme.px(_LEAST)) for column in sharing)
        room = self.viewport().width() - fitting
        lacking = needed + sum(wanted.values()) - room
        spare = sum(width - least[column] for column, width in wanted.items())
        for column, width in wanted.items():
            less = min(spare, max(0, lacking)) * (width - least[column]) // max(1, spare)
            columns.resizeSection(column, width - less)
            room -= width - less
        self._share_rest(room, {column: least[column] for column in sharing})

    def _share_rest(self, room: int, least: Mapping[int, int]) -> None:
        """Divides `room` among the columns that share it; none gets less than its heading needs."""
        columns, mode = self.horizontalHeader(), QHeaderView.ResizeMode
        is_enough = not least or room >= len(least) * max(least.values())
        more = (room - sum(least.values())) // max(1, len(least))
        for column, width in least.items():
            columns.setSectionResizeMode(column, mode.Stretch if is_enough else mode.Interactive)
            if not is_enough:  # where it must be scrolled anyway, names have room
                columns.resizeSection(
                    column, width + more if more >= 0 else max(width, self._theme.px(_LEAST))
                )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def keep_ends(self, column: int) -> None:
        """Leaves out the middle of what is too long for `column`: a kiosk's id stands at the end."""
        self.setItemDelegateForColumn(column, _WithoutMiddle(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row(), self.currentIndex().column())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.chosen.emit(index.row(), index.column())

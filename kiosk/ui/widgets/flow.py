"""A layout that sets widgets in rows: as few as there must be."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget
from shiboken6 import delete

_Size = tuple[QLayoutItem, int, int]
"""An item with the width that it wants, and its height at that."""
_Row = tuple[list[tuple[QLayoutItem, int]], int]
"""Items with their widths, and the height of them all."""


class FlowLayout(QLayout):
    """Rows of widgets at their preferred size, of about one length, from the side where reading starts.

    Args:
        spacing: between widgets and between rows, in pixels.
        centred: whether rows stand in the middle instead.
    """

    def __init__(self, spacing: int, *, centred: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        # A layout's items are its own to delete, also at its end, which this is told when it is over.
        self.destroyed.connect(partial(_delete_all, self._items))
        self._centred = centred
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width)
        return sum(height for _, height in rows) + self.spacing() * max(0, len(rows) - 1)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._items]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        widget = self.parentWidget()
        direction = widget.layoutDirection() if widget else Qt.LayoutDirection.LeftToRight
        y = rect.y()
        for row, height in self._rows(rect.width()):
            used = sum(width for _, width in row) + self.spacing() * (len(row) - 1)
            x = rect.x() + ((rect.width() - used) // 2 if self._centred else 0)
            for item, width in row:
                place = QRect(QPoint(x, y), QSize(width, height))
                item.setGeometry(QStyle.visualRect(direction, rect, place))
                x += width + self.spacing()
            y += height + self.spacing()

    def _rows(self, width: int) -> list[_Row]:
        """As few rows as fit into `width`, of about one length."""
        sizes = []
        for item in self._items:
            if not item.isEmpty():
                wanted = min(item.sizeHint().width(), width)
                high = item.heightForWidth(wanted) if item.hasHeightForWidth() else item.sizeHint().height()
                sizes.append((item, wanted, high))
        rows = self._filled(sizes, width)
        fewest = len(rows)
        widest = max((wanted for _, wanted, _ in sizes), default=0)
        while (longest := max(map(self._used, rows), default=0)) > widest:
            narrower = self._filled(sizes, longest - 1)
            if len(narrower) > fewest:
                break
            rows = narrower
        return [([(item, wanted) for item, wanted, _ in row], max(high for *_, high in row)) for row in rows]

    def _filled(self, sizes: list[_Size], width: int) -> list[list[_Size]]:
        """One row after the other, each as full as `width` lets it be."""
        rows: list[list[_Size]] = []
        for size in sizes:
            if not rows or self._used([*rows[-1], size]) > width:
                rows.append([])
            rows[-1].append(size)
        return rows

    def _used(self, row: list[_Size]) -> int:
        return sum(wanted for _, wanted, _ in row) + self.spacing() * (len(row) - 1)


def _delete_all(items: list[QLayoutItem]) -> None:
    while items:
        delete(items.pop())

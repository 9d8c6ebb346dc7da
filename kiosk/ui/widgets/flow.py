"""A layout that sets widgets in a row and goes on in the next when a row is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget


class FlowLayout(QLayout):
    """Rows of widgets at their preferred size, from the side where reading starts.

    Args:
        spacing: between widgets and between rows, in pixels.
        centred: whether rows stand in the middle instead.
    """

    def __init__(self, spacing: int, *, centred: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
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

    def _rows(self, width: int) -> list[tuple[list[tuple[QLayoutItem, int]], int]]:
        """The rows that fit into `width`: their items with each one's width, and the row's height."""
        rows: list[tuple[list[tuple[QLayoutItem, int]], int]] = []
        row: list[tuple[QLayoutItem, int]] = []
        used = height = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = min(item.sizeHint().width(), width)
            needed = item.heightForWidth(wanted) if item.hasHeightForWidth() else item.sizeHint().height()
            if row and used + self.spacing() + wanted > width:
                rows.append((row, height))
                row, used, height = [], 0, 0
            used += wanted + (self.spacing() if row else 0)
            height = max(height, needed)
            row.append((item, wanted))
        if row:
            rows.append((row, height))
        return rows

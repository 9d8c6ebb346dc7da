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
        yields: whether the widgets, which are buttons, are rather narrower, with their words in more lines,
            where that takes less height than another row.
    """

    def __init__(
        self, spacing: int, *, centred: bool = False, yields: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._yields = yields
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
        if self._yields and fewest > 1:
            one = [self._narrowed(sizes, width)]
            if self._used(one[0]) <= width and self._height(one) < self._height(rows):
                rows = one
        return [([(item, wanted) for item, wanted, _ in row], _highest(row)) for row in rows]

    def _narrowed(self, sizes: list[_Size], width: int) -> list[_Size]:
        """All in one row: each gives up the same share of what it could, so that they fit into `width`."""
        # A style sheet's least width hides from the layout what the longest word needs.
        widgets = [widget for item, *_ in sizes if (widget := item.widget()) is not None]
        least = [widget.minimumSizeHint().width() for widget in widgets]
        could = sum(wanted for _, wanted, _ in sizes) - sum(least)
        share = min(1.0, (self._used(sizes) - width) / max(1, could))
        row = []
        for (item, wanted, _), narrowest in zip(sizes, least, strict=True):
            narrow = int(wanted - share * (wanted - narrowest))
            row.append((item, narrow, item.heightForWidth(narrow)))
        return row

    def _height(self, rows: list[list[_Size]]) -> int:
        return sum(map(_highest, rows)) + self.spacing() * (len(rows) - 1)

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


def _highest(row: list[_Size]) -> int:
    return max(high for *_, high in row)

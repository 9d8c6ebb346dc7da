"""A layout that sets widgets below each other, all of one height."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout


class EqualColumn(QVBoxLayout):
    """Each has the height of the one that needs most: buttons of which some words take a second line."""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        items = [item for index in range(self.count()) if (item := self.itemAt(index)) and not item.isEmpty()]
        highest = max((item.heightForWidth(width) for item in items), default=0)
        return highest * len(items) + self.spacing() * max(0, len(items) - 1)

    def minimumHeightForWidth(self, width: int) -> int:
        return self.heightForWidth(width)

"""One of several is chosen from a list that opens, at the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox

from kiosk.ui.desk.parts.labelled import LabelledInput

_SEEN = 12
"""Rows of the list that are seen at once."""


class DeskChoice(LabelledInput):
    """A labelled list.

    Args:
        title: what is asked; stands above.
        name: the object name of the list, "choice-NAME".
        options: what can be chosen, each value with its words.
        value: what is chosen now; stands in the list even if it is none of them.
        chosen: told every value that the person chooses.
    """

    def __init__(
        self, title: str, name: str, options: Mapping[str, str], value: str, chosen: Callable[[str], object]
    ) -> None:
        self.box = _Box()
        super().__init__(title, name, self.box)
        self.box.setObjectName(f"choice-{name}")
        self.box.setMaxVisibleItems(_SEEN)
        for one, words in options.items():
            self.box.addItem(words, one)
        if value not in options:
            self.box.insertItem(0, value, value)
        self.box.setCurrentIndex(self.box.findData(value))
        self.box.activated.connect(lambda _: chosen(self.box.currentData()))


class _Box(QComboBox):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self.height() / 9
        at_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x, y = self.height() / 2 if at_left else self.width() - self.height() / 2, self.height() / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), size / 2.5))
            painter.drawPolyline(
                [QPointF(x - size, y - size / 2), QPointF(x, y + size / 2), QPointF(x + size, y - size / 2)]
            )

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # who turns the wheel wants to scroll the page

"""The button beside a field that shows the on-screen keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from kiosk.ui.theme import Theme

_ROWS = (4, 4, 2)
"""Keys in each row of the drawing; the two of the last are long ones."""


class KeyButton(QPushButton):
    """A little keyboard to tap. Who types on real keys has no need of it, so Tab passes it by.

    Args:
        words: what it does, for those who cannot see the drawing.
    """

    def __init__(self, name: str, words: str, theme: Theme, clicked: Callable[[], object]) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setProperty("role", "key")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)  # as high as the field
        self.clicked.connect(lambda: clicked())
        self.apart = theme.gap(10)
        """How far it stands from the field, in pixels."""

    def sizeHint(self) -> QSize:
        return QSize(self._theme.touched(84), self._theme.touched(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        px = self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.ink), px(3)))
        box = QRectF(0, 0, px(46), px(32))
        box.moveCenter(QRectF(self.rect()).center())
        painter.drawRoundedRect(box, px(5), px(5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.ink))
        for row, keys in enumerate(_ROWS):
            width = (box.width() - px(8)) / keys
            for key in range(keys):
                left = box.x() + px(4) + key * width + px(2)
                top = box.y() + px(6) + row * px(8)
                painter.drawRect(QRectF(left, top, width - px(4), px(4)))

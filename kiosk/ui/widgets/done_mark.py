"""A green disc with a tick: everything went well. Words beside it say what."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Theme

_SIZE = 112
_TICK = ((0.28, 0.53), (0.44, 0.69), (0.73, 0.35))
"""The corners of the tick, in parts of the disc."""


class DoneMark(QWidget):
    """The mark; a screen reader passes over it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("done-mark")
        self.setFixedSize(theme.px(_SIZE), theme.px(_SIZE))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        disc = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.well))
        painter.drawEllipse(disc)
        pen = QPen(QColor(theme.paper), theme.px(11))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(
            QPolygonF([QPointF(disc.x() + x * disc.width(), disc.y() + y * disc.height()) for x, y in _TICK])
        )

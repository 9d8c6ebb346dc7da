"""Boxes to tick and circles to choose, large enough for a thumb, with text that wraps."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.spacing import spaced

_BOX = 44
_GAP = 16
_MARGIN = 7
_END = 20
"""What is kept free behind the text: a line that fills the room must not touch the edge, or the ring."""
_TEXT = 25
_LEAST_WIDTH = 150
_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class _Wrapped:
    """What both kinds share: the size their text needs, and how they are drawn."""

    round_box: bool

    @property
    def text_starts_at(self) -> int:
        """How far from the side where reading starts the text stands, in pixels."""
        return self._theme.px(_MARGIN + _BOX + _GAP)

    def _prepare(self, text: str, name: str, theme: Theme) -> None:
        assert isinstance(self, QAbstractButton)
        self._theme = theme
        self._words = spaced(text)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFont(theme.font(_TEXT))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _height(self, width: int) -> int:
        t = self._theme
        room = QRect(0, 0, max(80, width - t.px(_MARGIN + _BOX + _GAP + _END)), 10_000)
        text = QFontMetrics(t.font(_TEXT)).boundingRect(room, _FLAGS, self._words)
        return max(t.px(_BOX) + 2 * t.px(_MARGIN), text.height() + 2 * t.px(_MARGIN), t.touch)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._height(width)

    def sizeHint(self) -> QSize:
        width = self._theme.px(_LEAST_WIDTH * 2)
        return QSize(width, self._height(width))

    def minimumSizeHint(self) -> QSize:
        assert isinstance(self, QAbstractButton)
        return QSize(
            self._theme.px(_LEAST_WIDTH), self._height(self.width() or self._theme.px(_LEAST_WIDTH * 2))
        )

    def hitButton(self, pos: QPoint) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        assert isinstance(self, QAbstractButton)
        t = self._theme
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = t.px(_BOX)
        left = self.width() - size - t.px(_MARGIN) if self._mirrored() else t.px(_MARGIN)
        box = QRectF(left, (self.height() - size) / 2, size, size).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor(t.ink), t.px(3)))
        painter.setBrush(QColor(t.accent if self.isChecked() else t.card))
        corner = box.height() / 2 if self.round_box else t.px(8)
        painter.drawRoundedRect(box, corner, corner)
        if self.isChecked():
            self._paint_mark(painter, box)
        painter.setPen(QColor(t.ink))
        painter.setFont(t.font(_TEXT))
        painter.drawText(self._text_room(), _FLAGS, self._words)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.ink), t.px(3)))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), t.px(10), t.px(10))

    def _paint_mark(self, painter: QPainter, box: QRectF) -> None:
        if self.round_box:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.on_accent))
            painter.drawEllipse(box.center(), box.width() * 0.22, box.width() * 0.22)
            return
        pen = QPen(QColor(self._theme.on_accent), self._theme.px(5))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        corners = [(0.24, 0.52), (0.43, 0.72), (0.77, 0.30)]
        painter.drawPolyline(
            QPolygonF([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in corners])
        )

    def _text_room(self) -> QRect:
        assert isinstance(self, QWidget)
        t = self._theme
        beside, end = t.px(_MARGIN + _BOX + _GAP), t.px(_END)
        return self.rect().adjusted(*((end, 0, -beside, 0) if self._mirrored() else (beside, 0, -end, 0)))

    def _mirrored(self) -> bool:
        assert isinstance(self, QWidget)
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft


class Tick(_Wrapped, QCheckBox):
    """A box to tick, with `text` beside it."""

    round_box = False

    def __init__(self, text: str, name: str, theme: Theme) -> None:
        QCheckBox.__init__(self)
        self._prepare(text, name, theme)


class Choice(_Wrapped, QRadioButton):
    """A circle to choose one of several, with `text` beside it."""

    round_box = True

    def __init__(self, text: str, name: str, theme: Theme) -> None:
        QRadioButton.__init__(self)
        self._prepare(text, name, theme)

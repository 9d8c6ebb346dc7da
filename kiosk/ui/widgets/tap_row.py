"""A row of a list to tap, whose text wraps (a plain push button's does not)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kiosk.ui.theme import Theme

_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_TEXT = 20
_PADDING = 14
_LEAST = 56


class TapRow(QPushButton):
    """`text` as a row, which calls `clicked`; checked, it is the open one."""

    def __init__(
        self,
        text: str,
        name: str,
        theme: Theme,
        clicked: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.clicked.connect(lambda: clicked())
        self._words = text
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        t = self._theme
        room = QRect(0, 0, max(60, width - 2 * t.px(_PADDING + 4)), 10_000)
        height = QFontMetrics(t.font(_TEXT, bold=True)).boundingRect(room, _FLAGS, self._words).height()
        return max(t.px(_LEAST), height + t.px(_PADDING))

    def sizeHint(self) -> QSize:
        width = self._theme.px(360)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(_LEAST))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        strong = self.hasFocus() or self.isChecked() or self.underMouse()
        painter.setPen(QPen(QColor(t.ink if strong else t.line), t.px(4 if self.hasFocus() else 2)))
        painter.setBrush(QColor(t.accent if self.isChecked() else t.card))
        painter.drawRoundedRect(box, t.px(10), t.px(10))
        if self.hasFocus() and self.isChecked():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.on_accent), t.px(2)))
            painter.drawRoundedRect(box.adjusted(5, 5, -5, -5), t.px(7), t.px(7))
        painter.setPen(QColor(t.on_accent if self.isChecked() else t.ink))
        painter.setFont(t.font(_TEXT, bold=True))
        room = self.rect().adjusted(t.px(_PADDING + 4), 0, -t.px(_PADDING + 4), 0)
        painter.drawText(room, _FLAGS, self._words)

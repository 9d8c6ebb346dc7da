"""A headline that fills the room it is given, as on a poster."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import break_lines

_CLAUSE = re.compile(r"[^,，、;；:：.。!！?？]+[,，、;；:：.。!！?？]*")
_MUCH_SMALLER = 0.7
_LEADING = 1.22
"""Of the letters' height, from line to line."""


class Headline(QWidget):
    """`text` in bold, as large as fits, between `least` and `most` units of space.

    Args:
        colour: `#rrggbb`.
    """

    def __init__(self, text: str, theme: Theme, colour: str, *, least: int, most: int) -> None:
        super().__init__()
        self._words = text
        self._theme = theme
        self._colour = colour
        self._least, self._most = least, most
        self._arranged: tuple[int, list[str]] | None = None
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """The least height at which the text fits."""
        lines = break_lines(self._words, QFontMetrics(self._font(self._least)), width)
        return len(lines) * self._line_height(self._least)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(600), self.heightForWidth(self._theme.px(600)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self.heightForWidth(self.width() or self._theme.px(600)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arranged = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._arranged is None:
            self._arranged = self._arrange()  # once for every size: a fade paints it twenty times
        units, lines = self._arranged
        painter.setFont(self._font(units))
        painter.setPen(QColor(self._colour))
        step = self._line_height(units)
        top = (self.height() - len(lines) * step) / 2
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        for number, line in enumerate(lines):
            painter.drawText(QRectF(0, top + number * step, self.width(), step), flags, line)

    def _arrange(self) -> tuple[int, list[str]]:
        """The size in units and the lines: one for each clause where that is not much smaller."""
        free = self._largest(lambda metrics: break_lines(self._words, metrics, self.width()))
        lines = self._balanced(QFontMetrics(self._font(free)))
        clauses = [clause.strip() for clause in _CLAUSE.findall(self._words)]
        if 1 < len(clauses) <= len(lines):
            spoken = self._largest(lambda _: clauses)
            if spoken >= free * _MUCH_SMALLER:
                return spoken, clauses
        return free, lines

    def _largest(self, lines_for: Callable[[QFontMetrics], list[str]]) -> int:
        """The largest size in units at which the lines fit."""
        low, high = self._least, self._most
        while low < high:
            middle = (low + high + 1) // 2
            metrics = QFontMetrics(self._font(middle))
            lines = lines_for(metrics)
            high_enough = len(lines) * self._line_height(middle) <= self.height()
            if high_enough and max(map(metrics.horizontalAdvance, lines)) <= self.width():
                low = middle
            else:
                high = middle - 1
        return low

    def _balanced(self, metrics: QFontMetrics) -> list[str]:
        """As few lines as there must be, of about one length: no last word is left alone."""
        fewest = len(break_lines(self._words, metrics, self.width()))
        low, high = 1, self.width()
        while low < high:
            middle = (low + high) // 2
            if len(break_lines(self._words, metrics, middle)) > fewest:
                low = middle + 1
            else:
                high = middle
        return break_lines(self._words, metrics, low)

    def _line_height(self, units: int) -> int:
        """Closer than text to read: a headline's lines belong together."""
        return round(self._theme.px(units) * _LEADING)

    def _font(self, units: int) -> QFont:
        font = self._theme.font(units)
        font.setPixelSize(self._theme.px(units))
        font.setWeight(QFont.Weight.ExtraBold)
        return font

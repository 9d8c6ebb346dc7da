"""A headline that fills the room it is given, as on a poster."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.language import Language
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.lines import balanced_lines, break_lines

_CLAUSE = re.compile(r"[^,，、;；:：.。!！?？]+[,，、;；:：.。!！?？]*")
_MUCH_SMALLER, _LITTLE_SMALLER = 0.7, 0.75
_ALONE = 0.45
"""Of the longest line's width, below which the last one looks left over."""
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

    def say(self, text: str, language: Language) -> None:
        """Shows `text`, which is in `language`, from now on, in the room that there is."""
        self._words = text
        self._theme = self._theme.in_language(language.tag)
        self._arranged = None
        self.setAccessibleName(text)
        self.setLayoutDirection(language.direction)
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """The least height at which the text fits."""
        lines = break_lines(self._words, QFontMetrics(_font(self._theme, self._least)), width)
        return len(lines) * _line_height(self._theme, self._least)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(600), self.heightForWidth(self._theme.px(600)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self.heightForWidth(self.width() or self._theme.px(600)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arranged = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())  # else the program's, and a stop at the wrong end
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._arranged is None:
            self._arranged = _arrange(
                self._words, self._theme, self._least, self._most, self.width(), self.height()
            )
        units, lines = self._arranged
        painter.setFont(_font(self._theme, units))
        painter.setPen(QColor(self._colour))
        step = _line_height(self._theme, units)
        top = (self.height() - len(lines) * step) / 2
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        for number, line in enumerate(lines):
            painter.drawText(QRectF(0, top + number * step, self.width(), step), flags, line)


@lru_cache(maxsize=64)
def _arrange(
    words: str, theme: Theme, least: int, most: int, width: int, height: int
) -> tuple[int, list[str]]:
    """The size in units and the lines: one for each clause where that is not much smaller.

    It is kept, for what is shown in turn is shown again.
    """

    def largest(lines_for: Callable[[QFontMetrics], list[str]]) -> int:
        """The largest size in units at which the lines fit."""
        low, high = least, most
        while low < high:
            middle = (low + high + 1) // 2
            metrics = QFontMetrics(_font(theme, middle))
            lines = lines_for(metrics)
            high_enough = len(lines) * _line_height(theme, middle) <= height
            if high_enough and max(map(metrics.horizontalAdvance, lines)) <= width:
                low = middle
            else:
                high = middle - 1
        return low

    free = largest(lambda metrics: break_lines(words, metrics, width))
    lines = balanced_lines(words, QFontMetrics(_font(theme, free)), width)
    smaller = free
    while _leaves_one_alone(lines, theme, smaller) and smaller > max(least, free * _LITTLE_SMALLER):
        smaller -= 1
        lines = balanced_lines(words, QFontMetrics(_font(theme, smaller)), width)
    clauses = [clause.strip() for clause in _CLAUSE.findall(words)]
    if 1 < len(clauses) <= len(lines):
        spoken = largest(lambda _: clauses)
        if spoken >= free * _MUCH_SMALLER:
            return spoken, clauses
    return smaller, lines


def _leaves_one_alone(lines: list[str], theme: Theme, units: int) -> bool:
    """Whether the last line is much shorter than the others: a word that fell off."""
    across = QFontMetrics(_font(theme, units)).horizontalAdvance
    return len(lines) > 1 and across(lines[-1]) < _ALONE * max(map(across, lines))


def _line_height(theme: Theme, units: int) -> int:
    """Closer than text to read: a headline's lines belong together."""
    return round(theme.px(units) * _LEADING)


def _font(theme: Theme, units: int) -> QFont:
    font = theme.font(units)
    font.setPixelSize(theme.px(units))
    font.setWeight(QFont.Weight.ExtraBold)
    return font

"""Numbers side by side: a bar for each name, with the number at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from kiosk.ui.charts.canvas import Canvas
from kiosk.ui.charts.chart import ChartTable
from kiosk.ui.language import Language

_ROW = 2.0
"""From one bar to the next, in heights of text."""
_MOST = 12
"""Bars that are drawn; what more there is is drawn as one."""


@dataclass(frozen=True)
class BarsChart:
    """Names and their numbers, in the order in which they stand.

    Attributes:
        by: what the names are, as the heading of their column.
        counted: what the numbers are, as the heading of theirs.
        others: what to call those for which there is no room.
    """

    title: str
    by: str
    counted: str
    others: str
    numbers: Sequence[tuple[str, int]]

    def table(self, language: Language) -> ChartTable:
        """A row for each name."""
        rows = tuple((name, language.number(number)) for name, number in self.numbers)
        return ChartTable((self.by, self.counted), rows)

    def height(self, width: float, size: float) -> float:
        """As many rows as are drawn."""
        return min(len(self.numbers), _MOST) * _ROW * size

    def draw_on(self, canvas: Canvas) -> None:
        """Draws a bar in each row; the longest is the largest number."""
        em, room = canvas.em, canvas.rect
        drawn = self._drawn(int(room.height() / (_ROW * em)))
        if not drawn:
            return
        names = [canvas.cut(name, room.width() * 0.36) for name, _ in drawn]
        numbers = [canvas.language.number(number) for _, number in drawn]
        left = room.left() + max(map(canvas.width, names)) + em
        beside = max(canvas.width(number, bold=True) for number in numbers) + 0.7 * em
        longest, most = room.right() - beside - left, max(number for _, number in drawn) or 1
        track = canvas.look.between(canvas.look.paper, canvas.look.line, 0.35)
        for row, (_, number) in enumerate(drawn):
            top = room.top() + row * _ROW * em
            bar = QRectF(left, top + 0.4 * em, longest, 1.2 * em)
            canvas.fill(bar, track, 0.25 * em)
            width = max(longest * number / most, 0.3 * em) if number else 0.0
            canvas.fill(QRectF(left, bar.top(), width, bar.height()), canvas.look.accent, 0.25 * em)
            canvas.write(names[row], QRectF(room.left(), top, left - room.left() - em, _ROW * em))
            end = QRectF(bar.right(), top, beside, _ROW * em)
            canvas.write(numbers[row], end, "end", bold=True)

    def _drawn(self, room: int) -> list[tuple[str, int]]:
        """The rows for which there is room, with the rest as one."""
        most = min(_MOST, max(1, room))
        if len(self.numbers) <= most:
            return list(self.numbers)
        shown = self.numbers[: most - 1]
        return [*shown, (self.others, sum(number for _, number in self.numbers[most - 1 :]))]

"""Signatures over time: above the running total with the goal, below it how many came each day."""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from kiosk.ui.charts.canvas import Canvas
from kiosk.ui.charts.chart import ChartTable
from kiosk.ui.language import Language

_MOST_DAYS = 120
"""Days that are drawn singly; over more, weeks are."""
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class DaysWords:
    """What stands in the chart, in its language.

    Attributes:
        day, a_day, a_week, in_all: what is counted, and over what.
        goal: what the line of the goal is called, with its number.
    """

    day: str
    a_day: str
    a_week: str
    in_all: str
    goal: str = ""


@dataclass(frozen=True)
class DaysChart:
    """How many signatures count of each day that has any.

    Attributes:
        before: signatures that count from the start, of days that are not among `days`.
        goal: 0 where there is none.
    """

    title: str
    words: DaysWords
    days: Mapping[datetime.date, int]
    before: int = 0
    goal: int = 0

    def table(self, language: Language) -> ChartTable:
        """A row for each day that has signatures, the newest first."""
        totals = itertools.accumulate((self.days[day] for day in sorted(self.days)), initial=self.before)
        next(totals)
        rows = [
            (language.date(day.isoformat()), language.number(self.days[day]), language.number(total))
            for day, total in zip(sorted(self.days), totals, strict=True)
        ]
        return ChartTable((self.words.day, self.words.a_day, self.words.in_all), tuple(reversed(rows)))

    def height(self, width: float, size: float) -> float:
        """About half its width, if that leaves room for both parts."""
        return min(max(0.45 * width, 17 * size), 26 * size)

    def draw_on(self, canvas: Canvas) -> None:
        """Draws both parts over one axis of days."""
        if not self.days:
            return
        em, room = canvas.em, canvas.rect
        spans = self._spans()
        head, foot = 1.8 * em, 1.8 * em
        heights = room.height() - 2 * head - foot
        upper = QRectF(room.left(), room.top() + head, room.width(), heights * 0.64)
        lower = QRectF(room.left(), upper.bottom() + head, room.width(), heights * 0.36)
        step = room.width() / len(spans)
        self._draw_total(canvas, upper, step, [number for _, number in spans])
        self._draw_columns(canvas, lower, step, [number for _, number in spans])
        weekly = len(spans) > 1 and spans[1][0] - spans[0][0] > _DAY
        for part, words in ((upper, self.words.in_all), (lower, self._counted(weekly))):
            where = QRectF(room.left(), part.top() - head, room.width(), head)
            canvas.write(words, where, scale=0.92, colour=canvas.look.quiet)
        self._write_days(canvas, lower.bottom(), step, [day for day, _ in spans])

    def _counted(self, weekly: bool) -> str:
        return self.words.a_week if weekly else self.words.a_day

    def _spans(self) -> list[tuple[datetime.date, int]]:
        """The days from the first to the last, or the weeks, each with its number."""
        first, last = min(self.days), max(self.days)
        length = 1 if (last - first).days < _MOST_DAYS else 7
        numbers = [0] * ((last - first).days // length + 1)
        for day, number in self.days.items():
            numbers[(day - first).days // length] += number
        return [(first + place * length * _DAY, number) for place, number in enumerate(numbers)]

    def _draw_total(self, canvas: Canvas, room: QRectF, step: float, numbers: Sequence[int]) -> None:
        em, look = canvas.em, canvas.look
        totals = list(itertools.accumulate(numbers, initial=self.before))
        top = max(totals[-1], self.goal) * 1.04 or 1
        height = room.height() - 1.3 * em  # the topmost number stands above its mark
        self._draw_grid(canvas, room, height, top)
        points = [
            QPointF(room.left() + place * step, room.bottom() - height * total / top)
            for place, total in enumerate(totals)
        ]
        corners = [QPointF(room.right(), room.bottom()), QPointF(room.left(), room.bottom())]
        canvas.area([*points, *corners], look.between(look.paper, look.accent, 0.16))
        canvas.line(points, look.accent, 0.2 * em)
        if self.goal:
            y = room.bottom() - height * self.goal / top
            canvas.line([QPointF(room.left(), y), QPointF(room.right(), y)], look.ink, 0.11 * em, dashed=True)
            canvas.write(
                self.words.goal, QRectF(room.left(), y - 1.5 * em, room.width(), 1.4 * em), bold=True
            )
        canvas.dot(QPointF(points[-1].x() - 0.35 * em, points[-1].y()), 0.42 * em, look.accent, look.paper)
        close = self.goal and abs(totals[-1] - self.goal) * height / top < 1.6 * em
        number = QRectF(room.left(), points[-1].y() + (0.5 if close else -1.9) * em, room.width(), 1.4 * em)
        words = canvas.language.number(totals[-1])
        if close:  # below the line of the goal, on the filled part
            number.moveLeft(number.left() - 1.2 * em)
        canvas.write(words, number, "end", scale=1.15, bold=True)

    def _draw_grid(self, canvas: Canvas, room: QRectF, height: float, top: float) -> None:
        """Thin lines at round numbers, which stand at their start."""
        canvas.line([room.bottomLeft(), room.bottomRight()], canvas.look.line, 0.08 * canvas.em)
        step = _round_step(top, 3)
        for value in range(step, int(top) + 1, step):
            if self.goal and abs(value - self.goal) < 0.12 * top:
                continue  # the goal has a line of its own there
            y = room.bottom() - height * value / top
            canvas.line(
                [QPointF(room.left(), y), QPointF(room.right(), y)], canvas.look.line, 0.06 * canvas.em
            )
            where = QRectF(room.left(), y - 1.3 * canvas.em, room.width(), 1.3 * canvas.em)
            canvas.write(canvas.language.number(value), where, scale=0.85, colour=canvas.look.quiet)

    def _draw_columns(self, canvas: Canvas, room: QRectF, step: float, numbers: Sequence[int]) -> None:
        em, most = canvas.em, max(numbers) or 1
        height = room.height() - 1.4 * em
        gap = min(0.25 * step, 0.3 * em)
        canvas.line([room.bottomLeft(), room.bottomRight()], canvas.look.line, 0.08 * em)
        for place, number in enumerate(numbers):
            if number:
                tall = max(height * number / most, 0.12 * em)
                x, width = room.left() + place * step + gap / 2, min(step - gap, 4 * em)
                x += (step - gap - width) / 2
                column = QRectF(x, room.bottom() - tall, width, tall)
                canvas.fill(column, canvas.look.accent, min(0.15 * em, width / 4))
        best = numbers.index(max(numbers))
        words = canvas.language.number(most)
        width = canvas.width(words, bold=True)
        x = room.left() + (best + 0.5) * step - width / 2
        x = max(room.left(), min(x, room.right() - width))
        canvas.write(
            words, QRectF(x, room.bottom() - height - 1.4 * em, width, 1.3 * em), "middle", bold=True
        )

    def _write_days(self, canvas: Canvas, y: float, step: float, days: Sequence[datetime.date]) -> None:
        """The first day, the last, and as many between them as find room."""
        room, em = canvas.rect, canvas.em
        words = [canvas.language.day_and_month(day) for day in days]
        widest = max(map(canvas.width, {words[0], words[-1], words[len(words) // 2]}))
        places = max(1, min(len(days) - 1, int(room.width() / (widest + 2.5 * em)), 6))
        for number in range(places + 1):
            place = round(number * (len(days) - 1) / places)
            width = canvas.width(words[place])
            x = room.left() + (place + 0.5) * step - width / 2
            x = max(room.left(), min(x, room.right() - width))
            canvas.write(
                words[place], QRectF(x, y + 0.3 * em, width, 1.5 * em), "middle", colour=canvas.look.quiet
            )
            if len(days) == 1:
                return


def _round_step(top: float, most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20 … that divides `top` into at most `most` parts."""
    least = max(1.0, top / most)
    power = 10 ** math.floor(math.log10(least))
    return next(int(of * power) for of in (1, 2, 5, 10) if of * power >= least)

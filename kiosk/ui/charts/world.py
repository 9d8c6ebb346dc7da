"""Signatures on a map: a disc on each country, as large as its number, with its name where there is room."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from kiosk import paths
from kiosk.ui.charts.canvas import Canvas, ChartLook
from kiosk.ui.charts.chart import ChartTable
from kiosk.ui.language import Language
from kiosk.ui.pdf.painter import ShapePainter

_NAMED = 12
"""Countries that get their name on the map."""


@dataclass(frozen=True)
class Place:
    """A country on the map, in the units of resources/world; `mark` is None for land without a code."""

    mark: QPointF | None
    land: QPainterPath


@dataclass(frozen=True)
class MapChart:
    """How many signatures count in each country (by ISO 3166 code).

    Attributes:
        by, counted: the headings of the table.
        elsewhere: how many count in countries that are not told apart, and what to call those.
    """

    title: str
    by: str
    counted: str
    countries: Mapping[str, int]
    elsewhere: tuple[str, int] = ("", 0)

    def table(self, language: Language) -> ChartTable:
        """A row for each country, and one for elsewhere."""
        rows = [(language.country(code), language.number(number)) for code, number in _ranked(self.countries)]
        if self.elsewhere[1]:
            rows.append((self.elsewhere[0], language.number(self.elsewhere[1])))
        return ChartTable((self.by, self.counted), tuple(rows))

    def height(self, width: float, size: float) -> float:
        """What the whole map takes, with a line below it for elsewhere."""
        bounds = _bounds()
        return width * bounds.height() / bounds.width() + (1.8 * size if self.elsewhere[1] else 0)

    def draw_on(self, canvas: Canvas) -> None:
        """Draws the land, then the discs from the largest to the smallest, then names."""
        room, em = QRectF(canvas.rect), canvas.em
        if self.elsewhere[1]:
            foot = QRectF(room.left(), room.bottom() - 1.6 * em, room.width(), 1.6 * em)
            words = f"{self.elsewhere[0]}: {canvas.language.number(self.elsewhere[1])}"
            canvas.write(words, foot, colour=canvas.look.quiet)
            room.setBottom(foot.top())
        marks = draw_world(canvas.painter, room, self.countries, canvas.look, 1.0)
        self._write_names(canvas, room, marks)

    def _write_names(self, canvas: Canvas, room: QRectF, marks: Mapping[str, tuple[QPointF, float]]) -> None:
        """Names with numbers beside the largest discs, each where it covers no other."""
        em, language = canvas.em, canvas.language
        discs = {code: _disc(mark, radius + 0.5 * em) for code, (mark, radius) in marks.items()}
        taken: list[QRectF] = []
        for code, (mark, radius) in list(marks.items())[:_NAMED]:
            words = f"{language.country(code)} {language.number(self.countries[code])}"
            width, height = canvas.width(words, 0.92, bold=True), 1.25 * em
            others = [disc for other, disc in discs.items() if other != code] + taken
            for box in _around(mark, radius + 0.3 * em, width, height):
                if room.contains(box) and not any(map(box.intersects, others)):
                    self._write(canvas, words, box)
                    taken.append(box)
                    break

    @staticmethod
    def _write(canvas: Canvas, words: str, box: QRectF) -> None:
        """Writes on the map, which is never mirrored, on a ground that sets the words off from the land."""
        ground = QColor(canvas.look.paper)
        ground.setAlphaF(0.82)
        painter = canvas.painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box.adjusted(-0.2 * canvas.em, 0, 0.2 * canvas.em, 0), 3, 3)
        painter.setFont(canvas.font(0.92, bold=True))
        painter.setPen(QColor(canvas.look.ink))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine
        painter.drawText(box, int(flags), words)


def draw_world(
    painter: QPainter | ShapePainter, room: QRectF, countries: Mapping[str, int], look: ChartLook, hair: float
) -> dict[str, tuple[QPointF, float]]:
    """Draws the land, then a disc on each of `countries`; its area stands for the number.

    Args:
        hair: the thinnest line that there is, in the painter's units.

    Returns:
        where each country's disc is, and its radius.
    """
    to_room, em = _fit(room), look.size
    plain = look.between(look.paper, look.line, 0.4)
    signed = look.between(look.paper, look.accent, 0.38)
    painter.setPen(QPen(QColor(look.paper), max(hair / 2, 0.05 * em)))
    for code, place in places():
        painter.setBrush(signed if countries.get(code) else plain)
        painter.drawPath(to_room.map(place.land))
    marks = dict(_marks(countries, to_room, em))
    painter.setPen(QPen(QColor(look.paper), max(hair, 0.1 * em)))
    painter.setBrush(QColor(look.accent))
    for mark, radius in marks.values():
        disc = QPainterPath()
        disc.addEllipse(mark, radius, radius)
        painter.drawPath(disc)
    return marks


def _ranked(countries: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(countries.items(), key=lambda one: (-one[1], one[0]))


def _marks(
    countries: Mapping[str, int], to_room: QTransform, em: float
) -> Iterator[tuple[str, tuple[QPointF, float]]]:
    most = max(countries.values(), default=1)
    known = dict(places())
    for code, number in _ranked(countries):
        mark = known[code].mark if code in known else None
        if mark is not None and number:
            yield code, (to_room.map(mark), max(0.28 * em, 1.7 * em * math.sqrt(number / most)))


def _disc(mark: QPointF, radius: float) -> QRectF:
    return QRectF(mark.x() - radius, mark.y() - radius, 2 * radius, 2 * radius)


def _around(mark: QPointF, away: float, width: float, height: float) -> Iterable[QRectF]:
    """Boxes beside, above and below a disc, the best first."""
    x, y = mark.x(), mark.y()
    yield QRectF(x + away, y - height / 2, width, height)
    yield QRectF(x - away - width, y - height / 2, width, height)
    yield QRectF(x - width / 2, y + away, width, height)
    yield QRectF(x - width / 2, y - away - height, width, height)
    yield QRectF(x + 0.7 * away, y + 0.7 * away, width, height)
    yield QRectF(x + 0.7 * away, y - 0.7 * away - height, width, height)


def _fit(room: QRectF) -> QTransform:
    """Brings the whole map into the middle of `room`."""
    bounds = _bounds()
    scale = min(room.width() / bounds.width(), room.height() / bounds.height())
    transform = QTransform()
    transform.translate(
        room.center().x() - bounds.center().x() * scale, room.center().y() - bounds.center().y() * scale
    )
    transform.scale(scale, scale)
    return transform


@functools.cache
def _bounds() -> QRectF:
    whole = QRectF()
    for _, place in places():
        whole |= place.land.boundingRect()
    return whole


@functools.cache
def places() -> tuple[tuple[str, Place], ...]:
    """Every country on the map with its code, which is "-" for land without one."""
    lines = (paths.resources() / "world" / "shapes.txt").read_text("utf-8").splitlines()
    return tuple(_place(line) for line in lines if not line.startswith("#"))


def _place(line: str) -> tuple[str, Place]:
    code, mark, outlines = line.split("\t")
    land = QPainterPath()
    land.setFillRule(Qt.FillRule.OddEvenFill)
    for outline in outlines.split():
        land.addPolygon(QPolygonF([_point(one) for one in outline.split(";")]))
    return code, Place(_point(mark) if mark != "-" else None, land)


def _point(text: str) -> QPointF:
    x, _, y = text.partition(",")
    return QPointF(float(x), float(y))

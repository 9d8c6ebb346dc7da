"""Ink: a drawn signature as smooth lines, at any size, on a screen or on paper.

A curve goes through a stroke's points: a centripetal Catmull-Rom spline, which makes no
loops where points stand close together (Yuksel, Schaefer and Keyser 2011).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from kiosk.signing.strokes import HEIGHT, WIDTH, Drawn, Point

LINE = 22.0
"""The width of a line in the sheet's units: a third of a millimetre on a sheet 60 mm wide."""
_BEND = 0.5523
"""Of a circle's radius: how far the handles of its quarters are from their ends."""

Curve = tuple[float, float, float, float, float, float]
"""A Bézier curve from where one is: two handles and the end."""
Line = tuple[tuple[float, float], Iterable[Curve]]
"""A start, and curves from there on."""


def sheet_in(room: QRectF) -> QRectF:
    """The largest sheet that fits into `room`, in its middle."""
    scale = min(room.width() / WIDTH, room.height() / HEIGHT)
    sheet = QRectF(0, 0, WIDTH * scale, HEIGHT * scale)
    sheet.moveCenter(room.center())
    return sheet


def paint_drawn(painter: QPainter, drawn: Drawn, room: QRectF, colour: QColor) -> None:
    """Paints `drawn` as large as it fits into `room`, in the middle and undistorted.

    Args:
        room: where, in the painter's own coordinates.
        colour: of the ink; the ground is left as it is.
    """
    painter.save()
    dip_pen(painter, sheet_in(room), colour)
    for stroke in drawn:
        painter.drawPath(stroke_path(stroke))
    painter.restore()


def dip_pen(painter: QPainter, sheet: QRectF, colour: QColor) -> None:
    """Makes `painter` draw lines of ink in the units of the `sheet` that lies there."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(sheet.topLeft())
    painter.scale(sheet.width() / WIDTH, sheet.height() / HEIGHT)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(
        QPen(colour, LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )


def stroke_path(stroke: Sequence[Point], first: int = 0, last: int | None = None) -> QPainterPath:
    """The line through `stroke` in units, or its part from point `first` to `last`; one point is a dot."""
    start, curves = stroke_line(stroke, first, last)
    path = QPainterPath(QPointF(*start))
    for curve in curves:
        path.cubicTo(*curve)
    return path


def stroke_line(stroke: Sequence[Point], first: int = 0, last: int | None = None) -> Line:
    """The same as numbers."""
    last = len(stroke) - 1 if last is None else last
    if first == last:
        return _dot(*stroke[first])
    return stroke[first], _curves(stroke, first, last)


def _dot(x: float, y: float) -> Line:
    """A circle: a pen makes a dot thicker than a line."""
    out, bend = LINE / 4, LINE / 4 * _BEND
    return (x + out, y), (
        (x + out, y + bend, x + bend, y + out, x, y + out),
        (x - bend, y + out, x - out, y + bend, x - out, y),
        (x - out, y - bend, x - bend, y - out, x, y - out),
        (x + bend, y - out, x + out, y - bend, x + out, y),
    )


def _curves(stroke: Sequence[Point], first: int, last: int) -> Iterator[Curve]:
    """From each point to the next, with the bends that their neighbours give."""
    one, other = stroke[max(first - 1, 0)], stroke[first]
    near = math.dist(one, other)
    for number in range(first, last):
        before, one, other = one, other, stroke[number + 1]
        after = stroke[min(number + 2, len(stroke) - 1)]
        far, beyond = math.dist(one, other), math.dist(other, after)
        yield *_handle(before, one, other, near, far), *_handle(after, other, one, beyond, far), *other
        near = far


def _handle(neighbour: Point, here: Point, there: Point, near: float, far: float) -> tuple[float, float]:
    """The Bézier handle at `here` of the curve to `there`; `neighbour` lies on the other side.

    `near` and `far` are how far the neighbour and the curve's end are away.
    """
    if near == 0 or far == 0:
        return here
    root = math.sqrt(near * far)
    share = 3 * (near + root)
    back, own, on = -far / share, (2 * near + 3 * root + far) / share, near / share
    return (
        on * there[0] + back * neighbour[0] + own * here[0],
        on * there[1] + back * neighbour[1] + own * here[1],
    )

"""Ink: a drawn signature as smooth lines, at any size, on a screen or on paper.

A curve goes through a stroke's points: a centripetal Catmull-Rom spline, which makes no
loops where points stand close together (Yuksel, Schaefer and Keyser 2011).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from kiosk.signing.strokes import HEIGHT, WIDTH, Drawn, Point

LINE = 22.0
"""The width of a line in the sheet's units: a third of a millimetre on a sheet 60 mm wide."""


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
    last = len(stroke) - 1 if last is None else last
    path = QPainterPath(QPointF(*stroke[first]))
    if first == last:
        path.addEllipse(QPointF(*stroke[first]), LINE / 4, LINE / 4)  # a pen makes a dot thicker than a line
    for number in range(first, last):
        before = stroke[max(number - 1, 0)]
        after = stroke[min(number + 2, len(stroke) - 1)]
        _curve(path, before, stroke[number], stroke[number + 1], after)
    return path


def _curve(path: QPainterPath, before: Point, one: Point, other: Point, after: Point) -> None:
    """Goes on from `one` to `other`, with the bend that their neighbours give, as a Bézier curve."""
    path.cubicTo(_handle(before, one, other), _handle(after, other, one), QPointF(*other))


def _handle(neighbour: Point, here: Point, there: Point) -> QPointF:
    """The Bézier handle at `here` of the curve to `there`; `neighbour` lies on the other side."""
    near, far = math.dist(neighbour, here), math.dist(here, there)
    if near == 0 or far == 0:
        return QPointF(*here)
    root = math.sqrt(near * far)
    own, share = 2 * near + 3 * root + far, 3 * (near + root)
    return QPointF(
        *((near * t - far * n + own * h) / share for n, h, t in zip(neighbour, here, there, strict=True))
    )

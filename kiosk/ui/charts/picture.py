"""A chart as a picture to keep or to publish, with its title above it."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from kiosk.ui.charts.canvas import Canvas, ChartLook
from kiosk.ui.charts.chart import Chart, draw
from kiosk.ui.language import Language

_WIDTH = 70
"""Of a picture, in heights of its text."""
_TITLE = 3.6
"""Room for the title."""
_MARGIN = 2.0
_SHARP = 3
"""Dots of a PNG for each of the screen's."""


def png_of(chart: Chart, look: ChartLook, language: Language) -> bytes:
    """`chart` as a PNG, sharp enough to print in a newspaper's column."""
    room = _room(chart, look)
    image = QImage((room.size() * _SHARP).toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor(look.paper))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.scale(_SHARP, _SHARP)
        _draw(chart, painter, room, look, language)
    return _written(image)


def svg_of(chart: Chart, look: ChartLook, language: Language) -> bytes:
    """`chart` as an SVG: lines, areas and letters that stay sharp at every size."""
    room = _room(chart, look)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setSize(room.size().toSize())
    generator.setViewBox(room)
    generator.setTitle(chart.title)
    generator.setDescription(chart.table(language).read_out())
    with QPainter(generator) as painter:
        painter.fillRect(room, QColor(look.paper))
        _draw(chart, painter, room, look, language)
    return bytes(buffer.data().data())


def _room(chart: Chart, look: ChartLook) -> QRectF:
    em = look.size
    width = _WIDTH * em
    height = chart.height(width - 2 * _MARGIN * em, em) + (2 * _MARGIN + _TITLE) * em
    return QRectF(0, 0, width, round(height))


def _draw(chart: Chart, painter: QPainter, room: QRectF, look: ChartLook, language: Language) -> None:
    em = look.size
    inner = room.adjusted(_MARGIN * em, _MARGIN * em, -_MARGIN * em, -_MARGIN * em)
    title = QRectF(inner.topLeft(), QSizeF(inner.width(), 2 * em))
    canvas = Canvas(painter, inner, look, language)
    canvas.write(canvas.cut(chart.title, inner.width(), 1.5, bold=True), title, scale=1.5, bold=True)
    draw(chart, painter, inner.adjusted(0, _TITLE * em, 0, 0), look, language)


def _written(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())

"""Shapes on a page of a PDF, drawn as on a `QPainter` by what draws nothing but shapes."""

from __future__ import annotations

from contextlib import ExitStack

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QTransform

from kiosk.ui.pdf.document import PdfDocument


class ShapePainter:
    """The part of `QPainter` that posters are drawn with, in millimetres."""

    def __init__(self, document: PdfDocument) -> None:
        self._document = document
        self._transform = QTransform()
        self._pen = QPen(Qt.PenStyle.NoPen)
        self._brush = QColor("black")
        self._kept: list[tuple[QTransform, ExitStack]] = []

    def save(self) -> None:
        """Keeps transformation and clipping until `restore`."""
        self._kept.append((QTransform(self._transform), ExitStack()))

    def restore(self) -> None:
        """Goes back to what was kept last."""
        self._transform, clips = self._kept.pop()
        clips.close()

    def setRenderHint(self, hint: object) -> None:
        """Shapes are sharp already."""

    def setClipRect(self, room: QRectF) -> None:
        """Draws inside of `room` alone until `restore`."""
        self._kept[-1][1].enter_context(self._document.clipped(self._transform.mapRect(room)))

    def translate(self, by: QPointF) -> None:
        """Moves what follows."""
        self._transform.translate(by.x(), by.y())

    def scale(self, across: float, down: float) -> None:
        """Scales what follows."""
        self._transform.scale(across, down)

    def setPen(self, pen: QPen | Qt.PenStyle) -> None:
        """Draws outlines so, or none."""
        self._pen = QPen(pen)

    def setBrush(self, colour: QColor) -> None:
        """Fills with `colour`."""
        self._brush = colour

    def fillPath(self, path: QPainterPath, colour: QColor) -> None:
        """Fills `path`."""
        self._document.fill_path(self._transform.map(path), 0, 0, colour)

    def drawPath(self, path: QPainterPath) -> None:
        """Fills `path`, and draws its outline with the pen."""
        self.fillPath(path, self._brush)
        if self._pen.style() is not Qt.PenStyle.NoPen:
            thickness = self._pen.widthF() * self._transform.m11()
            shape = self._transform.map(path)
            self._document.path(shape, self._pen.color(), thickness)

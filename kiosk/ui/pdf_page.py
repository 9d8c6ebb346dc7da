"""One page of paper as a PDF file, drawn up to its edges."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

PAPERS = {"A4": QSizeF(210, 297), "A3": QSizeF(297, 420)}
"""The sizes of paper there are files for, upright, in millimetres (ISO 216)."""


def pdf_page(title: str, paper: str, paint: Callable[[QPainter, QRectF], None]) -> bytes:
    """The PDF file of one page.

    Args:
        title: what a reader's window shows.
        paper: a key of `PAPERS`.
        paint: draws on the whole of the rectangle that it is given.
    """
    file = QBuffer()
    file.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(file)
    writer.setTitle(title)
    writer.setCreator("Signing kiosk")
    writer.setResolution(600)
    writer.setPageLayout(page_layout(paper))
    with QPainter(writer) as painter:
        paint(painter, QRectF(0, 0, writer.width(), writer.height()))
    return bytes(file.data().data())


def page_layout(paper: str) -> QPageLayout:
    """A sheet of `paper` upright, to be drawn on up to its edges."""
    size = QPageSize(PAPERS[paper], QPageSize.Unit.Millimeter, paper, QPageSize.SizeMatchPolicy.ExactMatch)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout

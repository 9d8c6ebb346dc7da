"""Pages of paper as a PDF file, each drawn up to its edges."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from kiosk.ui.theme import fonts_for

PAPERS = {"A4": QSizeF(210, 297), "A3": QSizeF(297, 420)}
"""The sizes of paper there are files for, upright, in millimetres (ISO 216)."""
_FINE = 100
"""Font sizes are whole pixels, so letters are set this much larger and drawn smaller."""

Paint = Callable[[QPainter, QRectF], None]
"""Draws a page on the whole of the rectangle that it is given."""


def pdf_page(title: str, paper: str, paint: Paint) -> bytes:
    """The PDF file of one page; the arguments are those of `pdf_pages`."""
    return pdf_pages(title, paper, [paint])


def pdf_pages(title: str, paper: str, pages: Sequence[Paint]) -> bytes:
    """A PDF file.

    Args:
        title: what a reader's window shows.
        paper: a key of `PAPERS`.
        pages: one or more.
    """
    file = QBuffer()
    file.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(file)
    writer.setTitle(title)
    writer.setCreator("Signing kiosk")
    writer.setResolution(600)
    writer.setPageLayout(page_layout(paper))
    with QPainter(writer) as painter:
        for number, paint in enumerate(pages):
            if number:
                writer.newPage()
            paint(painter, QRectF(0, 0, writer.width(), writer.height()))
    return bytes(file.data().data())


def in_millimetres(painter: QPainter, area: QRectF, paper: str) -> None:
    """Lets `painter` count in millimetres from the corner of `area`, which has the proportions of `paper`."""
    painter.translate(area.topLeft())
    painter.scale(area.width() / PAPERS[paper].width(), area.height() / PAPERS[paper].height())


def set_text(
    painter: QPainter, text: str, room: QRectF, size: float, language: str, *, bold: bool = False
) -> float:
    """Sets `text` at the top of `room`, in as many lines as it needs; all in the painter's own unit.

    Args:
        size: how high letters are.
        language: whose letters they are, a tag.

    Returns:
        How high the text is.
    """
    font = QFont(list(fonts_for(language)))
    font.setPixelSize(round(size * _FINE))
    font.setBold(bold)
    font.setFeature(QFont.Tag("liga"), 0)  # "ffi" as one letter is not found in the PDF
    painter.save()
    painter.setFont(font)
    painter.translate(room.topLeft())
    painter.scale(1 / _FINE, 1 / _FINE)
    box = QRectF(0, 0, room.width() * _FINE, room.height() * _FINE)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    filled = painter.boundingRect(box, flags, text)
    painter.drawText(box, flags, text)
    painter.restore()
    return filled.height() / _FINE


def page_layout(paper: str) -> QPageLayout:
    """A sheet of `paper` upright, to be drawn on up to its edges."""
    size = QPageSize(PAPERS[paper], QPageSize.Unit.Millimeter, paper, QPageSize.SizeMatchPolicy.ExactMatch)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout

"""The picture for social media: the number, the slogan, and a code that leads to the campaign."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from kiosk.campaign.model import Campaign
from kiosk.campaign.palette import own_mode, palette_for
from kiosk.coordinator.reports.petition import Petition
from kiosk.files import write_whole
from kiosk.ui.language import Language
from kiosk.ui.theme import fonts_for
from kiosk.ui.widgets.qr import modules, paint_code

SIZE = QSize(1200, 630)
"""In dots, as social media show links."""
_MARGIN = 64
_CODE = 287
"""The width of the code: of the usual 33 modules and the white around them, each 7 dots."""
_SIZES = (300, 260, 220, 190, 160, 138, 120, 104, 90, 78, 68, 60, 52, 46, 40, 34, 30, 26, 22)
_FLAGS = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def write_picture(path: Path, campaign: Campaign, petition: Petition) -> None:
    """Writes the picture to the PNG file `path`. Raises StorageError."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        _draw(painter, campaign, petition)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    write_whole(path, bytes(buffer.data().data()), private=True)


def _draw(painter: QPainter, campaign: Campaign, petition: Petition) -> None:
    texts = campaign.texts_in(petition.language)
    language = Language(petition.language, texts.words)
    palette = palette_for(campaign.colours, own_mode(campaign.colours))
    accent, on_accent = QColor(palette.accent), QColor(palette.on_accent)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = QRectF(0, 0, SIZE.width(), SIZE.height())
    painter.fillRect(whole, accent)
    inner = whole.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    address = texts.links[0].url if texts.links else ""
    mirrored = language.direction is Qt.LayoutDirection.RightToLeft
    beside = _CODE + _MARGIN if address else 0
    column = inner.adjusted(beside if mirrored else 0, 0, 0 if mirrored else -beside, 0)
    painter.setPen(on_accent)
    write = _Writer(painter, petition.language, mirrored)
    number = QRectF(column.x(), column.y() - 20, column.width(), 200)
    write(language.number(petition.counted), number, bold=True)
    signed = language.plural("signature", "signatures", petition.counted)
    write(signed, QRectF(column.x(), column.y() + 190, column.width(), 66), bold=True)
    slogan = QRectF(column.x(), column.y() + 282, column.width(), inner.bottom() - column.y() - 282 - 52)
    write(texts.slogan, slogan, bold=False)
    until = language.text("as of {day}", day=language.date(petition.day.isoformat()))
    foot = QRectF(inner.x(), inner.bottom() - 34, inner.width(), 34)
    write(f"{texts.title} · {until}", foot, bold=False)
    if address:
        left = inner.x() if mirrored else inner.right() - _CODE
        paint_code(painter, modules(address), QRectF(left, inner.y(), _CODE, _CODE))


class _Writer:
    """Writes texts as large as their rooms allow."""

    def __init__(self, painter: QPainter, language: str, mirrored: bool) -> None:
        self._painter = painter
        self._families = list(fonts_for(language))
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self._flags = int(_FLAGS | side | Qt.AlignmentFlag.AlignAbsolute)

    def __call__(self, text: str, room: QRectF, *, bold: bool) -> None:
        for size in _SIZES:
            font = QFont(self._families)
            font.setPixelSize(size)
            font.setBold(bold)
            taken = QFontMetricsF(font).boundingRect(room, self._flags, text)
            if taken.height() <= room.height() and taken.width() <= room.width():
                break
        self._painter.setFont(font)
        self._painter.drawText(room, self._flags, text)

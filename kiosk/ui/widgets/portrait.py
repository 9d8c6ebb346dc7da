"""The picture of somebody who has signed, or their initials well drawn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.campaign.model import Endorser
from kiosk.signing.listing import initials
from kiosk.ui.theme import Theme

_SIZE = 84


class Portrait(QWidget):
    """A round picture, or the initials where there is none; an organisation's is square.

    Args:
        picture: the bytes of a PNG or JPEG; one that cannot be drawn counts as none.
    """

    def __init__(self, endorser: Endorser, picture: bytes | None, theme: Theme) -> None:
        super().__init__()
        self._endorser = endorser
        self._theme = theme
        self._image = QImage.fromData(picture) if picture else QImage()
        self.setFixedSize(QSize(theme.px(_SIZE), theme.px(_SIZE)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        corner = self.width() / 2 if self._endorser.kind == "person" else self._theme.px(10)
        shape.addRoundedRect(QRectF(self.rect()), corner, corner)
        painter.setClipPath(shape)
        if not self._image.isNull():
            scaled = self._image.scaled(
                self.size(),
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage((self.width() - scaled.width()) // 2, 0, scaled)
            return
        painter.fillPath(shape, QColor(self._theme.accent))
        painter.setPen(QColor(self._theme.on_accent))
        font = self._theme.font(32, bold=True)
        font.setPixelSize(self._theme.px(34))  # it must fit the picture, whatever size the text has
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, initials(self._endorser.name))

"""The picture of somebody who has signed, or their initials as on a poster."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.campaign.model import Endorser
from kiosk.signing.listing import initials
from kiosk.ui.artwork.drawing import write_row
from kiosk.ui.theme import Theme

_SIZE = 120
_INSIDE = 0.24
"""What initials keep free at each edge, of the portrait's width."""


class Portrait(QWidget):
    """A round picture, or the initials where there is none; an organisation's is square.

    Args:
        picture: the bytes of a PNG or JPEG; one that cannot be drawn counts as none.
        language: the tag of the language in which the name is written.
    """

    def __init__(self, endorser: Endorser, picture: bytes | None, language: str, theme: Theme) -> None:
        super().__init__()
        self._language = language
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
        free = self.width() * _INSIDE
        room = QRectF(self.rect()).adjusted(free, free, -free, -free)
        write_row(painter, room, initials(self._endorser.name), self._language, self._theme.on_accent)

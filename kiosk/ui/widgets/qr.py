"""A QR code, drawn from its modules (ISO/IEC 18004, made by segno)."""

from __future__ import annotations

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_QUIET = 4
"""Modules of white around a code, which readers need."""


class QrCode(QWidget):
    """The QR code of `address`, `size` pixels wide; always black on white, so that every phone reads it."""

    def __init__(self, address: str, description: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modules = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
        self.setFixedSize(QSize(size, size))
        self.setAccessibleName(description)
        self.setAccessibleDescription(address)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        step = self.width() // (len(self._modules) + 2 * _QUIET)
        start = (self.width() - step * len(self._modules)) / 2
        for y, row in enumerate(self._modules):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(
                        QRectF(start + x * step, start + y * step, step, step), QColor("#000000")
                    )

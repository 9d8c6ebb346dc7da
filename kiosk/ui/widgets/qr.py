"""A QR code, drawn from its modules (ISO/IEC 18004, made by segno)."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_QUIET = 4
"""Modules of white around a code, which readers need."""


class QrCode(QWidget):
    """The QR code of `address`, about `size` pixels wide; black on white, so that every phone reads it.

    Args:
        public: whether it is the campaign's own; such a code is worked out once, and kept in memory.
    """

    def __init__(self, address: str, description: str, size: int, *, public: bool = False) -> None:
        super().__init__()
        self._modules = _kept_modules(address) if public else modules(address)
        across = len(self._modules) + 2 * _QUIET
        step = max(1, round(size / across))
        self.setFixedSize(QSize(across * step, across * step))
        self.setAccessibleName(description)
        self.setAccessibleDescription(address)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_code(QPainter(self), self._modules, QRectF(self.rect()))


def paint_code(painter: QPainter, rows: list[bytes], room: QRectF) -> None:
    """Fills the square `room` with the code of `rows`, as `modules` gives them, and the white around it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.fillRect(room, Qt.GlobalColor.white)
    step = room.width() / (len(rows) + 2 * _QUIET)
    for y, row in enumerate(rows, _QUIET):
        for x, dark in enumerate(row, _QUIET):
            if dark:
                module = QRectF(room.x() + x * step, room.y() + y * step, step, step)
                painter.fillRect(module, Qt.GlobalColor.black)
    painter.restore()


def modules(text: str) -> list[bytes]:
    """The rows of the code, a byte for each module: 1 is dark."""
    import segno  # loads an HTTP client with it, which no start waits for

    return [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]


_kept_modules = lru_cache(maxsize=64)(modules)

"""How large the desk's window is, and how large everything in it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.campaign.model import Colours
from kiosk.ui.theme import Theme

SMALLEST: Final = (1024, 600)
SIZE: Final = (1366, 768)
"""Of the window at first: the one for which everything is designed."""
_SETTLED_MS = 250
"""After which a window that was being resized has its size."""


class ResizeWatch(QTimer):
    """Calls `resized` once `window` has another size, and keeps it for a moment."""

    def __init__(self, window: QWidget, resized: Callable[[], object]) -> None:
        super().__init__(window)
        self.setSingleShot(True)
        self.setInterval(_SETTLED_MS)
        self.timeout.connect(resized)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self.start()
        return False


def theme_for(window: QSize, colours: Colours, language: str) -> Theme:
    """The look in a window of that size: text grows with a large one, and never shrinks."""
    return Theme.make(colours, max(SIZE[0], window.width()), max(SIZE[1], window.height()), language)


def is_typed_into(window: QWidget) -> bool:
    """Whether something stands in a line of `window`, which would be lost if that were built anew."""
    return any(line.text() for line in window.findChildren(QLineEdit) if line.isVisible())

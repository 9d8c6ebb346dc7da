"""Hasty hands: what a double tap or a held key would do on a screen that was not there when it began."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

_ONCE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_NEAR = 48
"""Pixels between the taps of a double tap at most: half an inch."""


class Debounce:
    """Drops the second tap of a double tap where the first has brought another screen, and the
    repetitions of Enter and Esc: "Sign now" must not press "Finish" too.

    Two quick touches in different places are a double click to Qt, too; both count.
    """

    def __init__(self) -> None:
        self._tapped: QWidget | None = None
        self._place = QPoint()

    def watch(self, watched: QObject, event: QEvent) -> bool:
        """Whether what hands did is to be dropped."""
        if not isinstance(watched, QWidget):
            return False
        if isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            return pressed and event.isAutoRepeat() and event.key() in _ONCE
        if isinstance(event, QMouseEvent):
            place = event.globalPosition().toPoint()
            if event.type() == QEvent.Type.MouseButtonDblClick:
                near = (place - self._place).manhattanLength() < _NEAR
                if near and self._tapped is not QApplication.widgetAt(self._place):
                    return True
            if event.type() in _PRESSES:
                self._tapped, self._place = QApplication.widgetAt(place), place
        return False

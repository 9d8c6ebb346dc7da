"""The mouse pointer: gone while somebody uses a finger, back when the mouse moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPointingDevice
from PySide6.QtWidgets import QLineEdit, QWidget


class Pointer(QObject):
    """Hides the pointer over `window` on touch."""

    field_touched = Signal()
    """A finger has touched a field to type into."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.finger = False
        """Whether it was a finger that was used last, and not a mouse."""

    def close(self) -> None:
        """Shows the pointer."""
        self._window.unsetCursor()

    def watch(self, watched: QObject, event: QEvent) -> bool:
        """To be told of what hands do; keeps nothing from others."""
        if event.type() == QEvent.Type.TouchBegin:
            self._window.setCursor(Qt.CursorShape.BlankCursor)
        elif isinstance(event, QMouseEvent):
            # A finger's movements arrive as a mouse's too, but from a touch screen.
            device = event.pointingDevice()
            touch = device is not None and device.type() == QPointingDevice.DeviceType.TouchScreen
            if event.type() == QEvent.Type.MouseButtonPress:
                self.finger = touch
            if event.type() == QEvent.Type.MouseMove and not touch:
                self._window.unsetCursor()
            if event.type() == QEvent.Type.MouseButtonRelease and touch and isinstance(watched, QLineEdit):
                self.field_touched.emit()
        return False

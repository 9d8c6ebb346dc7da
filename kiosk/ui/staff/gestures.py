"""What only staff know: how the PIN is asked for, and how the kiosk is locked in a hurry."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

HOLD_SECONDS = 3.0
"""How long a finger stays in the corner."""
TAPS = 4
"""In the corner, in a hurry."""
TAPS_SECONDS = 2.0
"""From the first of them to the last."""
_CORNER_MM = 25.0
"""How far from the window's corner it may be."""
_MM_PER_INCH = 25.4
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_STAFF = (Qt.Key.Key_S, _WITH)
_PANIC = (Qt.Key.Key_L, _WITH)
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class Gestures(QObject):
    """A finger held in the very corner, top left, for three seconds, or Ctrl+Alt+S, asks for staff.
    Four quick taps there, or Ctrl+Alt+L, lock the kiosk.

    Args:
        window: whose corner it is.
    """

    staff = Signal()
    panic = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._holding = QTimer(self)
        self._holding.setSingleShot(True)
        self._holding.setInterval(round(HOLD_SECONDS * 1000))
        self._holding.timeout.connect(self.staff)
        self._taps: list[int] = []

    def close(self) -> None:
        """Calls nobody any more."""
        self._holding.stop()

    def watch(self, watched: QObject, event: QEvent) -> bool:
        """To be told of what hands do; whether it was a gesture, which nobody else needs to know of."""
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            if event.type() in _PRESSES and self._is_last_tap(watched, event):
                self._holding.stop()
                self.panic.emit()
                return True  # what it would press is gone
            if event.type() == QEvent.Type.MouseButtonPress and self._in_corner(watched, event):
                self._holding.start()
            elif event.type() == QEvent.Type.MouseButtonRelease or (
                self._holding.isActive() and not self._in_corner(watched, event)
            ):
                self._holding.stop()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        keys = (Qt.Key(event.key()), event.modifiers())
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            if keys == _STAFF:
                self.staff.emit()
            elif keys == _PANIC:
                self.panic.emit()
        return keys in (_STAFF, _PANIC)

    def _is_last_tap(self, watched: QWidget, event: QMouseEvent) -> bool:
        """Counts a press; one that goes on from a widget to its parent keeps its time, and counts once."""
        if not self._in_corner(watched, event):
            self._taps.clear()
        elif event.timestamp() not in self._taps:
            self._taps = [*self._taps[1 - TAPS :], event.timestamp()]
            if len(self._taps) == TAPS and self._taps[-1] - self._taps[0] <= TAPS_SECONDS * 1000:
                self._taps.clear()
                return True
        return False

    def _in_corner(self, touched: QWidget, event: QMouseEvent) -> bool:
        """Beside any button: an impatient visitor taps on the campaign's name, too."""
        near = self._window.mapFromGlobal(event.globalPosition())
        far = _CORNER_MM / _MM_PER_INCH * self._window.logicalDpiX()
        return not isinstance(touched, QAbstractButton) and 0 <= near.x() < far and 0 <= near.y() < far

"""What only staff know: how the PIN is asked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

HOLD_SECONDS = 3.0
"""How long a finger stays in the corner."""
_CORNER_MM = 25.0
"""How far from the window's corner it may be."""
_MM_PER_INCH = 25.4
_STAFF = (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)


class Gestures(QObject):
    """A finger held in the top left corner for three seconds, or Ctrl+Alt+S, asks for staff.

    Args:
        application: whose events are watched.
        window: whose corner it is.
    """

    staff = Signal()

    def __init__(self, application: QApplication, window: QWidget) -> None:
        super().__init__(window)
        self._application = application
        self._window = window
        self._holding = QTimer(self)
        self._holding.setSingleShot(True)
        self._holding.setInterval(round(HOLD_SECONDS * 1000))
        self._holding.timeout.connect(self.staff)
        application.installEventFilter(self)

    def close(self) -> None:
        """Watches no more."""
        self._holding.stop()
        self._application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            return self._key(event)
        if isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            if event.type() == QEvent.Type.MouseButtonPress and self._in_corner(event.globalPosition()):
                self._holding.start()
            elif event.type() == QEvent.Type.MouseButtonRelease or (
                self._holding.isActive() and not self._in_corner(event.globalPosition())
            ):
                self._holding.stop()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        wanted = (Qt.Key(event.key()), event.modifiers()) == _STAFF
        if wanted and event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self.staff.emit()
        return wanted

    def _in_corner(self, place: QPointF) -> bool:
        near = self._window.mapFromGlobal(place)
        far = _CORNER_MM / _MM_PER_INCH * self._window.logicalDpiX()
        return 0 <= near.x() < far and 0 <= near.y() < far

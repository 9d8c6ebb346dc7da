"""Keeps the kiosk's window where it is: over everything, on every screen, until the program ends it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.window.covers import Covers

_AGAIN_MS = 250
"""Between two tries to come back; a window manager needs a moment to say that it worked."""
_LEAVES = {
    QEvent.Type.WindowStateChange,
    QEvent.Type.WindowDeactivate,
    QEvent.Type.Hide,
    QEvent.Type.ScreenChangeInternal,
}


class FullScreen(QObject):
    """Shows `window` full screen without a frame; it comes back whenever something takes it away.

    Nobody outside the program can close it: not a visitor's Alt+F4, not a window manager.

    Args:
        application: whose screens are covered.
        colour: of the other screens, such as "#004b87".
    """

    def __init__(self, application: QApplication, window: QWidget, colour: str) -> None:
        super().__init__(window)
        self._window = window
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_AGAIN_MS)
        self._back.timeout.connect(self._come_back)
        self._tries = 0
        window.setWindowFlags(
            window.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        window.installEventFilter(self)
        window.showFullScreen()
        self._covers = Covers(application, window, colour)

    def close(self) -> None:
        """Holds the window no longer."""
        self._back.stop()
        self._covers.close()
        self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and event.spontaneous():
            event.ignore()
            return True
        if event.type() in _LEAVES:
            self._back.start()
        return False

    def _come_back(self) -> None:
        window = self._window
        if window.isFullScreen() and window.isVisible() and window.isActiveWindow():
            self._tries = 0
            return
        self._tries += 1
        if self._tries > 1 and not window.windowHandle().isExposed():
            window.hide()  # a desktop that shows itself (Super+D) gives way to none but a new window
        if not (window.isFullScreen() and window.isVisible()) or window.isMinimized():
            window.showFullScreen()
        self._covers.raise_all()
        window.raise_()
        window.activateWindow()
        self._back.start()

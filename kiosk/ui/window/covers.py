"""The laptop's other screens: plain, in the campaign's colour, with nothing behind to see or touch."""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPalette, QScreen
from PySide6.QtWidgets import QWidget

_SETTLE_MS = 200
"""A monitor that is plugged in is reported several times until it has its place."""


class Covers(QObject):
    """One plain window on each screen but that of `window`, also on one that comes later or is turned.

    In a Wayland session a window has no say in where it is, even through Xwayland: a cover could come to lie
    over the kiosk. There nothing is covered.
    """

    def __init__(self, application: QGuiApplication, window: QWidget, colour: str) -> None:
        super().__init__(window)
        self._application = application
        self._window = window
        self._colour = colour
        self._covers: list[QWidget] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._lay)
        if "WAYLAND_DISPLAY" in os.environ:
            return
        application.screenAdded.connect(self._watch)
        application.screenRemoved.connect(self._settle.start)
        for screen in application.screens():
            self._watch(screen)
        window.windowHandle().screenChanged.connect(self._settle.start)
        self._lay()

    def close(self) -> None:
        """Uncovers the other screens."""
        self._settle.stop()
        self._uncover()

    def raise_all(self) -> None:
        """Over everything else again."""
        for cover in self._covers:
            cover.raise_()

    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._settle.start)
        self._settle.start()

    def _lay(self) -> None:
        self._uncover()
        self._covers = [
            _cover(screen, self._colour)
            for screen in self._application.screens()
            if screen is not self._window.screen()
        ]

    def _uncover(self) -> None:
        for cover in self._covers:
            cover.close()
            cover.deleteLater()
        self._covers = []


def _cover(screen: QScreen, colour: str) -> QWidget:
    cover = QWidget(
        None,
        Qt.WindowType.Window
        | Qt.WindowType.FramelessWindowHint
        | Qt.WindowType.WindowStaysOnTopHint
        | Qt.WindowType.WindowDoesNotAcceptFocus,
    )
    cover.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    cover.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
    palette = cover.palette()
    palette.setColor(QPalette.ColorRole.Window, colour)
    cover.setPalette(palette)
    cover.setGeometry(screen.geometry())
    cover.setWindowState(Qt.WindowState.WindowFullScreen)  # showFullScreen would ask for the focus
    cover.show()
    return cover

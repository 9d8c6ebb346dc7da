"""Keeps the system's own input method out of this program's windows, where Qt would leave it in (Windows)."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPlatformSurfaceEvent, QWindow
from PySide6.QtWidgets import QApplication


class SystemKeptOut(QObject):
    """Sees every window of `application` that the system makes, before anybody can type in it."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        if sys.platform == "win32":
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            sys.platform == "win32"
            and event.type() == QEvent.Type.PlatformSurface
            and isinstance(watched, QWindow)
            and isinstance(event, QPlatformSurfaceEvent)
            and event.surfaceEventType() == QPlatformSurfaceEvent.SurfaceEventType.SurfaceCreated
        ):
            from kiosk.windows.input_method import keep_out

            keep_out(watched.winId())
        return False

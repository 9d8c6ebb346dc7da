"""Notices that a stick was plugged in or taken away."""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

_TABLE = "/proc/self/mounts"
_SECONDS = 3


class Mounts(QObject):
    """Says when what is mounted has changed: at once on Linux, which tells (proc(5)); elsewhere every few
    seconds it may have."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        try:
            handle = os.open(_TABLE, os.O_RDONLY)
        except OSError:
            timer = QTimer(self)
            timer.timeout.connect(self.changed)
            timer.start(_SECONDS * 1000)
            return
        notifier = QSocketNotifier(handle, QSocketNotifier.Type.Exception, self)
        notifier.activated.connect(lambda: self._read(handle))
        self.destroyed.connect(lambda: os.close(handle))
        self._read(handle)

    def _read(self, handle: int) -> None:
        """Reads the table, which is what makes the system tell the next change."""
        os.lseek(handle, 0, os.SEEK_SET)
        while os.read(handle, 65536):
            pass
        self.changed.emit()

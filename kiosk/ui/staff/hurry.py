"""Whether somebody locked the kiosk in a hurry, and no staff have come since: kept over a restart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject

from kiosk.errors import KioskError
from kiosk.stall.folder import make_folder
from kiosk.stall.journal import Event, Journal
from kiosk.stall.state import load_state, save_state
from kiosk.ui.tasks import Tasks


class HurryLock(QObject):
    """Remembers it in the data folder `data`, on a thread of its own: the screen must change at once.

    Args:
        failed: told where the disk refuses.
    """

    def __init__(
        self, data: Path, journal: Journal, failed: Callable[[KioskError], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._data = data
        self._journal = journal
        self._failed = failed
        self._tasks = Tasks(self)
        self.locked = load_state(data).locked

    def remember(self, locked: bool) -> None:
        """From now on it is `locked`, or is not."""
        self.locked = locked
        self._tasks.run(partial(self._write, locked), lambda _: None, self._failed)

    def wait(self) -> None:
        """Returns when it is on the disk."""
        self._tasks.wait()

    def _write(self, locked: bool) -> None:
        if locked:
            self._journal.note(Event.LOCKED)
        make_folder(self._data)
        save_state(self._data, lambda state: msgspec.structs.replace(state, locked=locked))

"""A sync, away from the UI thread; it goes on while the screens change."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from kiosk.errors import KioskError
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import SyncResult, sync
from kiosk.ui.places import Stick
from kiosk.ui.tasks import Tasks


@dataclass(frozen=True)
class Outcome:
    """How the last sync went: to which place, and what came of it or why it failed."""

    place: str
    result: SyncResult | None = None
    error: KioskError | None = None


class SyncWork(QObject):
    """Syncs to one place at a time, and knows how far it is."""

    changed = Signal()
    _progress = Signal(int, int)

    def __init__(self, kiosk: Kiosk, journal: Journal, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kiosk = kiosk
        self._journal = journal
        self._tasks = tasks
        self.busy = False
        self.place = ""
        self.done = 0
        self.of = 0
        self.outcome: Outcome | None = None
        self._progress.connect(self._count)

    def start(self, stick: Stick) -> None:
        """Syncs to `stick`; `changed` says how it goes."""
        if self.busy:
            return
        self.busy, self.place, self.done, self.of, self.outcome = True, stick.name, 0, 0, None
        self.changed.emit()
        self._tasks.run(
            lambda: sync(self._kiosk, stick.folder, self._progress.emit),
            lambda result: self._end(Outcome(stick.name, result=result)),
            lambda error: self._end(Outcome(stick.name, error=error)),
        )

    def forget(self) -> None:
        """Forgets how the last one went; for when staff come back later."""
        if not self.busy:
            self.outcome = None

    def _count(self, done: int, of: int) -> None:
        self.done, self.of = done, of
        self.changed.emit()

    def _end(self, outcome: Outcome) -> None:
        self.busy, self.outcome = False, outcome
        if outcome.result is not None:
            self._journal.note(Event.SYNCED, outcome.result.total)
        else:
            self._journal.note(Event.SYNC_FAILED)
        self.changed.emit()

"""Merging while the window goes on: how far it is, what came of it, and how to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kiosk.coordinator.counting.books import Books, balance
from kiosk.coordinator.merge.exports import Exports, find_exports
from kiosk.coordinator.merge.merge import MergeResult, merge
from kiosk.errors import KioskError, Remark
from kiosk.ui.desk.session import Session
from kiosk.ui.tasks import Tasks

_TOLD_SECONDS = 0.1
"""The window is told how far the merge is so often, however fast it reads."""


@dataclass(frozen=True)
class HowFar:
    """Bytes of signatures files that are read, of how many, and the seconds it took."""

    done: int
    of: int
    seconds: float

    @property
    def rate(self) -> float:
        """Bytes a second."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that it will still take; None while that cannot be told."""
        return (self.of - self.done) / self.rate if self.done and self.seconds > 1 else None


@dataclass(frozen=True)
class Merged:
    """What came of a merge: what was found to merge, and the result."""

    found: Exports
    result: MergeResult


class MergeWork(QObject):
    """One merge at a time, and the books as the last one left them.

    Attributes:
        busy: whether one is under way.
        how_far: None before all files are found.
        books: None before they are read, and where nothing has been merged yet.
        is_read: whether they were read, or could not be.
        merged, error: how the last merge ended.
        ended: sent when a merge has ended.
    """

    changed = Signal()
    ended = Signal()
    _moved = Signal(HowFar)  # bytes: Qt's own int ends at 2 GiB

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = session
        self._tasks = Tasks(self)
        self._stop = threading.Event()
        self.busy = False
        self.how_far: HowFar | None = None
        self.books: Books | None = None
        self.is_read = False
        self.merged: Merged | None = None
        self.error: KioskError | None = None
        self._moved.connect(self._move)
        self.read_books()

    def read_books(self) -> None:
        """Reads the books anew, as when something was withdrawn."""
        session = self._session
        if session is None:
            return

        def work() -> Books | None:
            register = session.existing_register()
            return balance(register) if register else None

        self._tasks.run(work, self._take_books, self._fail_books, asked_by=self)

    @property
    def changed_by_hand(self) -> list[Remark]:
        """What somebody had changed in the register, found since the desk was opened."""
        return list(self._session.changed) if self._session is not None else []

    def start(self, given: Sequence[Path]) -> None:
        """Merges the signatures files among `given`, unless a merge is under way."""
        session = self._session
        if self.busy or session is None:
            return
        self.busy, self.how_far, self.merged, self.error = True, None, None, None
        self._stop.clear()
        self._tasks.run(lambda: self._merge(session, given), self._finish, self._fail, asked_by=self)
        self.changed.emit()

    def stop(self) -> None:
        """Ends the merge soon; what it has read by then stays merged, and the next one goes on from there."""
        self._stop.set()

    def close(self, *, stop: bool) -> None:
        """Lets go of the key: at once and for good, unless a merge is let run to its end first.

        Args:
            stop: ends a merge that is under way.
        """
        if stop:
            self._stop.set()
        self._session = self.books = self.merged = None

    def _merge(self, session: Session, given: Sequence[Path]) -> Merged:
        found = find_exports(given, self._stop.is_set)
        register = session.register() if found.files else session.existing_register()
        if register is None:
            return Merged(found, MergeResult([], Books()))
        start = last = time.monotonic()

        def progress(read: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= _TOLD_SECONDS:
                last = now
                self._moved.emit(HowFar(read, found.size, now - start))

        self._moved.emit(HowFar(0, found.size, 0.0))
        try:
            result = merge(
                register,
                session.keys,
                found.files,
                progress,
                self._stop.is_set,
                session.today(),
                session.folder,
                session.note_checked,
            )
        finally:
            session.checking = None
        session.changed += result.changed
        return Merged(found, result)

    def _move(self, how_far: HowFar) -> None:
        self.how_far = how_far
        self.changed.emit()

    def _take_books(self, books: Books | None) -> None:
        self.books, self.is_read = books, True
        self.changed.emit()

    def _fail_books(self, error: KioskError) -> None:
        self.error, self.is_read = error, True
        self.changed.emit()

    def _finish(self, merged: Merged) -> None:
        self.busy = False
        if self._session is not None:
            self.merged = merged
            self.books = merged.result.books
        self.changed.emit()
        self.ended.emit()

    def _fail(self, error: KioskError) -> None:
        self.busy = False
        self.error = error
        self.changed.emit()
        self.ended.emit()

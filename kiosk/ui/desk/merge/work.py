"""Merging while the window goes on: how far it is, what came of it, and how to stop it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kiosk.coordinator.counting.books import Books, balance
from kiosk.coordinator.merge.exports import Exports, find_exports
from kiosk.coordinator.merge.merge import MergeResult, merge
from kiosk.errors import KioskError, Remark
from kiosk.ui.desk.session import Session
from kiosk.ui.job import Job, Run


@dataclass(frozen=True)
class Merged:
    """What came of a merge: what was found to merge, and the result."""

    found: Exports
    result: MergeResult


class MergeWork(Job):
    """One merge at a time, and the books as the last one left them.

    Attributes:
        books: None before they are read, and where nothing has been merged yet.
        is_read: whether they were read, or could not be.
        merged: how the last merge ended; None where it failed.
        ended: sent when a merge has ended.
    """

    ended = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = session
        self.books: Books | None = None
        self.is_read = False
        self.merged: Merged | None = None
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
        self.merged = None
        self.begin(lambda run: _merge(session, given, run), self._finish, lambda _: self.ended.emit())

    def close(self, *, stop: bool) -> None:
        """Lets go of the key: at once and for good, unless a merge is let run to its end first.

        Args:
            stop: ends a merge that is under way.
        """
        if stop:
            self.stop()
        self._session = self.books = self.merged = None

    def _take_books(self, books: Books | None) -> None:
        self.books, self.is_read = books, True
        self.changed.emit()

    def _fail_books(self, error: KioskError) -> None:
        self.error, self.is_read = error, True
        self.changed.emit()

    def _finish(self, merged: Merged) -> None:
        if self._session is not None:
            self.merged = merged
            self.books = merged.result.books
        self.ended.emit()


def _merge(session: Session, given: Sequence[Path], run: Run) -> Merged:
    """Merges what there is among `given`; stopped, it leaves merged what it has read by then."""
    found = find_exports(given, run.is_stopped)
    register = session.register() if found.files else session.existing_register()
    if register is None:
        return Merged(found, MergeResult([], Books()))
    run.tell(0, found.size)
    try:
        result = merge(
            register,
            session.keys,
            found.files,
            lambda read: run.tell(read, found.size),
            run.is_stopped,
            session.today(),
            session.folder,
            session.note_checked,
        )
    finally:
        session.checking = None
    session.changed += result.changed
    return Merged(found, result)

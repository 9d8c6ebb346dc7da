"""Counting for the first page while the window goes on: first what counts, then what is open."""

from __future__ import annotations

from PySide6.QtCore import QObject

from kiosk.coordinator.reports.counts import Counts, count
from kiosk.coordinator.reports.open_matters import Matter, open_matters, upkeep_matters
from kiosk.errors import KioskError
from kiosk.ui.charts.world import places
from kiosk.ui.desk.session import Session
from kiosk.ui.job import Job, Run


class TodayWork(Job):
    """The counts and the open matters as they were read last.

    Attributes:
        is_read: whether the register was counted, or could not be.
        counts: None before that, and where nothing has been merged yet.
        matters: None while they are looked for.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = session
        self.is_read = False
        self.counts: Counts | None = None
        self.matters: list[Matter] | None = None
        self._is_stale = True

    def outdate(self) -> None:
        """Has everything read anew when a page shows it next."""
        self._is_stale = True

    def look_again(self) -> None:
        """Reads everything anew, if anything may have changed; what was read stays until then."""
        if self._is_stale and self._session is not None:
            self._is_stale = False
            self._count(self._session)

    def stop(self) -> None:
        """Ends what is under way soon; it is done anew when a page shows it next."""
        self._is_stale = True
        super().stop()

    def close(self) -> None:
        """Lets go of the key, and of what was read."""
        self.abandon()
        self._session = self.counts = self.matters = None

    def _count(self, session: Session) -> None:
        def work(run: Run) -> Counts | None:
            # The check of a large register takes a while: numbers do not wait for it, and are read once more.
            places()  # read here, or the map's first drawing would stop the window
            register = session.unchecked_register()
            counts = count(register) if register is not None else None
            run.tell_or_stop(0, 0)
            return counts

        self.begin(work, lambda counts: self._take_counts(session, counts), self._fail_counts)

    def _take_counts(self, session: Session, counts: Counts | None) -> None:
        self.is_read, self.counts = True, counts
        self.matters = self.matters if counts is not None else []
        if counts is None:
            return

        def work(run: Run) -> tuple[Counts, list[Matter]]:
            register = session.register()  # as it is after the check
            run.tell_or_stop(0, 0)
            counts, folder = count(register), session.folder
            found = open_matters(
                register, session.keys, folder, session.today(), counts, lambda: run.tell_or_stop(0, 0)
            )
            return counts, [*found, *upkeep_matters(register, folder)]

        self.begin(work, self._take_matters, self._fail_matters)

    def _take_matters(self, found: tuple[Counts, list[Matter]]) -> None:
        if self._session is not None:
            self.counts, self.matters = found

    def _fail_counts(self, error: KioskError) -> None:
        self.is_read = True

    def _fail_matters(self, error: KioskError) -> None:
        self.matters = self.matters or []

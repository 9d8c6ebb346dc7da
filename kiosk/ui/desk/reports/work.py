"""Writing a list or the petition while the window goes on: how far it is, what came of it, how to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kiosk.campaign.model import Campaign
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.csv_export import write_csv
from kiosk.coordinator.reports.lists import ListKind, make_list, public_list
from kiosk.coordinator.reports.totals import total
from kiosk.coordinator.reports.xlsx_export import write_xlsx
from kiosk.errors import CampaignError, KioskError
from kiosk.ui.desk.petition.contents import Petition
from kiosk.ui.desk.petition.pdf import write_petition
from kiosk.ui.desk.session import Session
from kiosk.ui.tasks import Tasks

_TOLD_SECONDS = 0.1
"""The window is told how far it is so often, however fast it writes."""
MAILING = (ListKind.CIVICRM, ListKind.ACTION_NETWORK)
"""The lists that programs read; these know no byte order mark."""


@dataclass(frozen=True)
class Order:
    """What is to be written.

    Attributes:
        kind: which list; None for the petition.
        file: where to: .csv or .xlsx for a list, .pdf for the petition.
        language: in which countries and the like are named; one of the campaign's.
    """

    kind: ListKind | None
    file: Path
    language: str


@dataclass(frozen=True)
class Written:
    """What was written, and how many lines (of the petition: pages) it has; None if it was stopped."""

    order: Order
    number: int | None


class HandOverWork(QObject):
    """One file at a time.

    Attributes:
        busy: whether one is being written.
        reading: whether the signatures are still read, before there is a line or a page.
        done, of: signatures, lines or pages so far, and of how many; `of` is 0 where that is not known.
        written, error: how the last one ended.
    """

    changed = Signal()
    _moved = Signal(int, int, bool)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = session
        self._tasks = Tasks(self)
        self._stop = threading.Event()
        self._told = 0.0
        self.busy = self.reading = False
        self.done = self.of = 0
        self.written: Written | None = None
        self.error: KioskError | None = None
        self._moved.connect(self._move)

    def start(self, order: Order) -> None:
        """Writes what is ordered, unless something is being written."""
        session = self._session
        if self.busy or session is None:
            return
        self.busy, self.done, self.of, self.written, self.error = True, 0, 0, None, None
        self.reading = True
        self._stop.clear()
        self._tasks.run(lambda: self._work(session, order), self._finish, self._fail, asked_by=self)
        self.changed.emit()

    def stop(self) -> None:
        """Ends the writing soon; nothing of the file is left."""
        self._stop.set()

    def close(self) -> None:
        """Stops, and lets go of the key."""
        self.stop()
        self._session = None

    def _work(self, session: Session, order: Order) -> Written:
        register = session.checked_register()
        if register is None:
            raise CampaignError("Nothing has been merged yet.", "Merge signatures files first.")
        campaign = session.folder.read_content()
        try:
            if order.kind is None:
                return Written(order, self._write_petition(session, register, campaign, order))
            return Written(order, self._write_list(session, register, campaign, order, order.kind))
        except _Stopped:
            return Written(order, None)

    def _write_petition(self, session: Session, register: Register, campaign: Campaign, order: Order) -> int:
        listed = public_list(register, session.keys, self._reader(register))
        petition = Petition.of(total(register), listed, order.language, session.today())
        return write_petition(order.file, campaign, petition, self._tell)

    def _write_list(
        self, session: Session, register: Register, campaign: Campaign, order: Order, kind: ListKind
    ) -> int:
        reader = self._reader(register)
        sheet = make_list(kind, register, session.keys, campaign, order.language, reader)
        sheet = replace(sheet, rows=self._watched(sheet.rows))
        if order.file.suffix.lower() == ".xlsx":
            return write_xlsx(sheet, order.file, total(register) if kind is ListKind.ALL else None)
        return write_csv(sheet, order.file, for_people=kind not in MAILING)

    def _watched(self, rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        for number, row in enumerate(rows, 1):
            self._tell(number, 0)
            yield row

    def _reader(self, register: Register) -> Callable[[int], None]:
        """Told how many records are read."""
        of = sum(sum(states.values()) for states in register.tally().values())
        return lambda read: self._tell(read, of, reading=True)

    def _tell(self, done: int, of: int, *, reading: bool = False) -> None:
        if self._stop.is_set():
            raise _Stopped
        now = time.monotonic()
        if now - self._told >= _TOLD_SECONDS:
            self._told = now
            self._moved.emit(done, of, reading)

    def _move(self, done: int, of: int, reading: bool) -> None:
        self.done, self.of, self.reading = done, of, reading
        self.changed.emit()

    def _finish(self, written: Written) -> None:
        self._end(written, None)

    def _fail(self, error: KioskError) -> None:
        self._end(None, error)

    def _end(self, written: Written | None, error: KioskError | None) -> None:
        self.busy, self.written, self.error = False, written, error
        self.changed.emit()


class _Stopped(Exception):  # noqa: N818 (nothing went wrong)
    """The person wants no more of it."""

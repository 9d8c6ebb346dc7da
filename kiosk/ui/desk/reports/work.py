"""Writing a list or the petition while the window goes on: how far it is, what came of it, how to stop it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject

from kiosk.coordinator.reports.formats import FORMATS, Print
from kiosk.coordinator.reports.hand_over import before_hand_over, log_hand_over
from kiosk.coordinator.reports.lists import ListKind, make_list
from kiosk.coordinator.reports.petition import Petition
from kiosk.coordinator.reports.proof import Signatory
from kiosk.errors import CampaignError
from kiosk.ui.desk.petition.prints import write_print
from kiosk.ui.desk.session import Session
from kiosk.ui.job import Job, Run

READING = "reading"
"""The stage in which the signatures are read, before there is a line or a page."""


@dataclass(frozen=True)
class Order:
    """What is to be written.

    Attributes:
        kind: which list, or what is printed.
        file: where to: with an ending of `FORMATS` for a list, of `PRINTS` for the others.
        language: in which countries and the like are named; one of the campaign's.
    """

    kind: ListKind | Print
    file: Path
    language: str


@dataclass(frozen=True)
class Written:
    """What was written, and how many lines (of the petition: pages) it has."""

    order: Order
    number: int


class HandOverWork(Job):
    """One file at a time.

    Attributes:
        written: what the last one wrote; None where it failed, or was stopped.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = session
        self.written: Written | None = None

    def start(self, order: Order) -> None:
        """Writes what is ordered, unless something is being written; stopped, nothing of the file is left."""
        session = self._session
        if self.busy or session is None:
            return
        self.written = None
        self.begin(lambda run: _write(session, order, run), self._finish)

    def close(self) -> None:
        """Stops, and lets go of the key."""
        self.stop()
        self._session = None

    def _finish(self, written: Written) -> None:
        self.written = written


def _write(session: Session, order: Order, run: Run) -> Written:
    register = session.checked_register()
    if register is None:
        raise CampaignError("Nothing has been merged yet.", "Merge signatures files first.")
    campaign = session.folder.read_content()
    of = register.count()

    def reader(read: int) -> None:
        run.tell_or_stop(read, of, READING)

    reader(0)
    if isinstance(order.kind, Print):
        day = session.today()
        petition = Petition.gather(register, session.keys, campaign, order.language, day, reader)
        signatory = Signatory.of(register, session.keys, campaign.id, day, petition.counted)
        matters = before_hand_over(register, session.keys, session.folder, day, petition.listed)
        pages = write_print(order.kind, order.file, campaign, petition, signatory, run.tell_or_stop)
        log_hand_over(register, session.keys, order.kind.value, day, petition.counted, matters)
        return Written(order, pages)
    sheet = make_list(order.kind, register, session.keys, campaign, order.language, reader)
    watched = replace(sheet, rows=_watched(sheet.rows, run))
    return Written(order, FORMATS[order.file.suffix.lower()].write(watched, order.file))


def _watched(rows: Iterable[tuple[str, ...]], run: Run) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(rows, 1):
        run.tell_or_stop(number, 0)
        yield row

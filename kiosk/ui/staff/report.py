"""How the stall is doing, looked up away from the UI thread."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.stall.findings import Finding
from kiosk.stall.kiosk import Kiosk, Status
from kiosk.stall.laptop import battery, clock, free_disk, read_battery
from kiosk.stall.shift import Summary, summary
from kiosk.ui.job import Job
from kiosk.ui.tasks import Tasks


@dataclass(frozen=True)
class Report:
    """What the panel tells.

    Attributes:
        today: the day (ISO 8601) it was made.
        past_destroy_by: whether the campaign's signatures should have been destroyed by now.
        laptop: how the battery, the disk and the clock are.
    """

    status: Status
    shift: Summary
    today: str
    past_destroy_by: bool
    laptop: list[Finding]


class Reporting(Job):
    """Looks how the stall is doing when it is told to, and remembers the answer."""

    def __init__(self, kiosk: Kiosk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent, tasks)
        self._kiosk = kiosk
        self.report: Report | None = None

    def look(self) -> None:
        """Forgets the last answer and looks again; `changed` says when it is done."""
        self.abandon()
        self.report = None
        self.begin(lambda run: self._make(), self._made)

    def _make(self) -> Report:
        today = self._kiosk.today()
        past = today > self._kiosk.campaign.retention.destroy_by
        now = datetime.datetime.now().astimezone()
        laptop = [battery(*read_battery()), free_disk(self._kiosk.data), clock(now, self._kiosk)]
        return Report(self._kiosk.status(), summary(self._kiosk), today.isoformat(), past, laptop)

    def _made(self, report: Report) -> None:
        self.report = report

"""How the stall is doing, looked up away from the UI thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.stall.findings import Finding
from kiosk.stall.kiosk import Kiosk, Status
from kiosk.stall.shift import Summary, current_shift, summary
from kiosk.stall.warnings import OF_THE_LAPTOP, look_at_stall
from kiosk.ui.job import Job
from kiosk.ui.tasks import Tasks


@dataclass(frozen=True)
class Report:
    """What the panel tells.

    Attributes:
        today: the day (ISO 8601) it was made.
        findings: what there is to say of the stall and of the laptop, the most urgent first.
    """

    status: Status
    shift: Summary
    today: str
    findings: list[Finding]


class Reporting(Job):
    """Looks how the stall is doing when it is told to, and remembers the answer.

    Args:
        practice: whether this laptop is not set up yet, so that no signature needs anybody.
    """

    def __init__(
        self, kiosk: Kiosk, tasks: Tasks, parent: QObject | None = None, *, practice: bool = False
    ) -> None:
        super().__init__(parent, tasks)
        self._kiosk = kiosk
        self._practice = practice
        self.report: Report | None = None

    def look(self) -> None:
        """Forgets the last answer and looks again; `changed` says when it is done."""
        self.abandon()
        self.report = None
        self.begin(lambda run: self._make(), self._made)

    def _make(self) -> Report:
        kiosk = self._kiosk
        status, shift = kiosk.status(), summary(kiosk)
        findings = look_at_stall(kiosk, status, current_shift(kiosk))
        if self._practice:
            findings = [finding for finding in findings if finding.name in OF_THE_LAPTOP]
        return Report(status, shift, kiosk.today().isoformat(), findings)

    def _made(self, report: Report) -> None:
        self.report = report

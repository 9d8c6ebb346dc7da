"""The rehearsal, as a process of its own beside the stall; it goes on while the screens change."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from kiosk.stall.findings import Finding
from kiosk.stall.journal import Event, Journal

_LAST = "rehearsal"
"""The name of a rehearsal's last finding."""
_CHAIN = ("set-up", "killed", "signed", "sealed", "synced", "merged")
"""The findings of the chain, a step each; then come fonts, and then the laptop."""
STEPS = len(_CHAIN) + 2
"""Of a rehearsal."""


class RehearsalWork(QObject):
    """Plays `kiosk rehearse` without a display, and collects what it finds.

    Args:
        data: the kiosk's data folder; it is only looked at.
    """

    changed = Signal()

    def __init__(self, data: Path, journal: Journal, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._journal = journal
        self.findings: list[Finding] = []
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("QT_QPA_PLATFORM", "offscreen")
        self._process.setProcessEnvironment(environment)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._not_started)

    @property
    def busy(self) -> bool:
        """Whether it is being played."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    @property
    def step(self) -> int:
        """Which of `STEPS` is being played, from 1 on."""
        names = [finding.name for finding in self.findings]
        if "battery" in names:
            return STEPS
        if "chain" in names or any(name.startswith("fonts-") for name in names):
            return STEPS - 1
        return 1 + sum(name in _CHAIN for name in names)

    def start(self) -> None:
        """Plays it; `changed` says what it finds."""
        if not self.busy:
            self.findings = []
            program = [] if getattr(sys, "frozen", False) else ["-m", "kiosk"]
            self._process.start(sys.executable, [*program, "rehearse", "--json", "--data", str(self._data)])
            self.changed.emit()

    def stop(self) -> None:
        """Ends it, if it is being played."""
        if self.busy:
            self._process.finished.disconnect(self._finish)
            self._process.kill()
            self._process.waitForFinished(2000)

    def _read(self) -> None:
        while self._process.canReadLine():
            # `sentence` is the finding in English, which the screen says in its own words.
            with suppress(msgspec.DecodeError):  # something printed a line of its own
                self.findings.append(msgspec.json.decode(self._process.readLine().data(), type=Finding))
        self.changed.emit()

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # `finished` tells of all others
            self._finish()

    def _finish(self) -> None:
        self._read()
        well = bool(self.findings) and self.findings[-1].name == _LAST and self.findings[-1].state == "well"
        if not self.findings or self.findings[-1].name != _LAST:
            stopped = "The rehearsal ended before its end. Play it again; if it stays so, report it."
            self.findings.append(Finding(_LAST, "fault", stopped))
        self._journal.note(Event.REHEARSED if well else Event.REHEARSAL_FAILED)
        self.changed.emit()

"""Work off the UI thread; its outcome comes back on the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from kiosk.errors import KioskError


class _Outcome(QObject):
    done = Signal(object)
    failed = Signal(object)


class _Job(QRunnable):
    def __init__(self, work: Callable[[], Any], outcome: _Outcome) -> None:
        super().__init__()
        self._work = work
        self._outcome = outcome

    def run(self) -> None:
        try:
            result = self._work()
        except KioskError as error:
            self._outcome.failed.emit(error)
        except Exception as fault:  # noqa: BLE001 (whatever it is, the person must be told)
            # What it says may quote what was typed, so only its kind is passed on.
            what = f"This program has a fault ({type(fault).__name__})."
            self._outcome.failed.emit(KioskError(what, "Report this."))
        else:
            self._outcome.done.emit(result)


class Tasks(QObject):
    """Runs work one piece after another on a thread of its own, so that saves never overlap."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running: set[_Outcome] = set()

    def run(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[KioskError], None]
    ) -> None:
        """Calls `work()` on the other thread, then `done(result)` or `failed(error)` on this one."""
        outcome = _Outcome(self)
        self._running.add(outcome)

        def finish(then: Callable[[Any], None], value: Any) -> None:
            self._running.discard(outcome)
            outcome.deleteLater()
            then(value)

        outcome.done.connect(lambda result: finish(done, result))
        outcome.failed.connect(lambda error: finish(failed, error))
        self._pool.start(_Job(work, outcome))

    def wait(self) -> None:
        """Returns when nothing is running any more."""
        self._pool.waitForDone()

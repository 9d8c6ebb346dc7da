"""Work off the UI thread; its outcome comes back on the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from kiosk.errors import KioskError


class _Outcome(QObject):
    done = Signal(object)
    failed = Signal(object)


def _do(work: Callable[[], Any], outcome: _Outcome) -> None:
    try:
        result = work()
    except KioskError as error:
        outcome.failed.emit(error)
    except Exception as fault:  # noqa: BLE001 (whatever it is, the person must be told)
        # What it says may quote what was typed, so only its kind is passed on.
        kind = type(fault).__name__
        outcome.failed.emit(KioskError("This program has a fault ({kind}).", "Report this.", kind=kind))
    else:
        outcome.done.emit(result)


class Tasks(QObject):
    """Runs work one piece after another on a thread of its own, so that saves never overlap.

    The thread is Python's: Qt's pool would wait for it while it is deleted, and hold the lock that it needs.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._running: set[_Outcome] = set()

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[KioskError], object],
        *,
        asked_by: QObject | None = None,
    ) -> None:
        """Calls `work()` on the other thread, then `done(result)` or `failed(error)` on this one.

        Args:
            asked_by: a screen, say; nobody is told where it has gone meanwhile.
        """
        outcome = _Outcome(self)
        self._running.add(outcome)

        def finish(then: Callable[[Any], object], value: Any) -> None:
            self._running.discard(outcome)
            outcome.deleteLater()
            if asked_by is None or isValid(asked_by):
                then(value)

        outcome.done.connect(lambda result: finish(done, result))
        outcome.failed.connect(lambda error: finish(failed, error))
        self._pool.submit(_do, work, outcome)

    def wait(self) -> None:
        """Returns when nothing is running any more."""
        self._pool.submit(int).result()

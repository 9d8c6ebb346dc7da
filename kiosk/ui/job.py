"""Work that takes a while, one piece after another off the UI thread: how far it is, and how to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.errors import KioskError
from kiosk.ui.tasks import Tasks

T = TypeVar("T")

_LOOK_MS = 100
"""How often it is looked how far a run is, however fast it goes."""


class Stopped(Exception):  # noqa: N818 (nothing went wrong)
    """The person wants no more of it."""


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes:
        done, of: so many of whatever is counted; `of` is 0 while that is not known.
        stage: the part of the work that counts them.
        seconds: since the run began with this part.
    """

    done: int = 0
    of: int = 0
    stage: str = ""
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that it will still take; None while that cannot be told."""
        return (self.of - self.done) / self.rate if self.done and self.seconds > 1 else None


class Run:
    """What a piece of work is given: whether to go on, and where to note how far it is.

    Attributes:
        progress: the latest note.
    """

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._began = 0.0
        self._stage: str | None = None
        self.progress = Progress()

    def stop(self) -> None:
        """Asks the work to end soon."""
        self._stop.set()

    def is_stopped(self) -> bool:
        """Whether it is to end."""
        return self._stop.is_set()

    def tell(self, done: int, of: int, stage: str = "") -> None:
        """Notes how far the work is."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began = stage, now
        self.progress = Progress(done, of, stage, now - self._began)

    def tell_or_stop(self, done: int, of: int, stage: str = "") -> None:
        """The same, for work that ends by an exception.

        Raises:
            Stopped: it is to end.
        """
        if self.is_stopped():
            raise Stopped
        self.tell(done, of, stage)


class Job(QObject):
    """Does its work in runs, one after another; subclasses say what the work is.

    It outlives the page that shows it: a page may be built anew in the middle.

    Attributes:
        busy: whether a run is under way, or waits for another.
        progress: how far the newest run is.
        stopped: whether the last run ended by `Stopped`.
        error: why the last run failed.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None, tasks: Tasks | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks if tasks is not None else Tasks(self)
        self._runs: list[Run] = []
        self.progress = Progress()
        self.stopped = False
        self.error: KioskError | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        return bool(self._runs)

    @property
    def stopping(self) -> bool:
        """Whether somebody has stopped it, while it comes to its end."""
        return self.busy and self._runs[-1].is_stopped()

    def stop(self) -> None:
        """Ends what is under way soon."""
        for run in self._runs:
            run.stop()

    def wait(self) -> None:
        """Returns when nothing of it is running; not for the UI thread, which others wait for."""
        self._tasks.wait()

    def begin(
        self,
        work: Callable[[Run], T],
        ended: Callable[[T], object],
        failed: Callable[[KioskError], object] = lambda error: None,
    ) -> None:
        """Runs `work` off the UI thread, then `ended` or `failed` on it; `changed` says both."""
        run = Run()
        self._runs.append(run)
        self._timer.start()
        self.progress, self.stopped, self.error = Progress(), False, None

        def do() -> T | Stopped:
            try:
                return work(run)
            except Stopped:
                return Stopped()  # a new one: what was raised holds on to what that thread has open

        self._tasks.run(do, partial(self._end, run, ended), partial(self._fail, run, failed), asked_by=self)
        self.changed.emit()

    def glance(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        """Reads something short without being busy: calls `work` when its turn comes, then `done`."""
        self._tasks.run(work, done, self.fail, asked_by=self)

    def fail(self, error: KioskError) -> None:
        """Says that something failed, which ends no run."""
        self.error = error
        self.changed.emit()

    def idle(self) -> None:
        """For subclasses: called once nothing is under way any more, before it is told."""

    def abandon(self) -> None:
        """Stops what is under way, and does as if it had never begun."""
        for run in self._runs:
            run.stop()
        self._runs.clear()
        self._timer.stop()

    def _look(self) -> None:
        if self._runs and self._runs[-1].progress != self.progress:
            self.progress = self._runs[-1].progress
            self.changed.emit()

    def _end(self, run: Run, ended: Callable[[Any], object], result: object) -> None:
        if run not in self._runs:
            return
        self._remove(run)
        if isinstance(result, Stopped):
            self.stopped = True
        else:
            ended(result)
        self._tell_end()

    def _fail(self, run: Run, failed: Callable[[KioskError], object], error: KioskError) -> None:
        if run not in self._runs:
            return
        self._remove(run)
        self.error = error
        failed(error)
        self._tell_end()

    def _remove(self, run: Run) -> None:
        if run is self._runs[-1]:
            self.progress = run.progress
        self._runs.remove(run)
        if not self._runs:
            self._timer.stop()

    def _tell_end(self) -> None:
        if not self._runs:
            self.idle()
        self.changed.emit()

"""Signatures on their way into the vault, off the UI thread: how each went, and how many there are."""

from __future__ import annotations

import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.errors import ClockError, KioskError
from kiosk.signing.signature import Signature
from kiosk.signing.visit import Visit
from kiosk.stall.clock_check import must_be_possible
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.shift import Tally, tally
from kiosk.ui.tasks import Tasks


class Storing(QObject):
    """Stores one signature after another.

    Attributes:
        tally: how many the laptop has taken; None before that is known.
        fault: why it cannot keep any.
        clock_is_wrong: whether it takes none because of the clock; it looks again once a minute, because a
            laptop that finds a network may put its clock right by itself.
    """

    changed = Signal()
    """`tally` or `fault` is another one."""
    stored = Signal(object)
    """The signature of this visit is stored."""
    refused = Signal(object, object)
    """The signature of this visit is not stored, for this error."""

    def __init__(self, kiosk: Kiosk, journal: Journal, parent: QObject) -> None:
        super().__init__(parent)
        self._kiosk = kiosk
        self._sign = kiosk.sign
        self._journal = journal
        self._tasks = Tasks(self)
        self.tally: Tally | None = None
        self.fault: KioskError | None = None
        self.clock_is_wrong = False
        self._day = datetime.date.min
        self._look_again = QTimer(self, singleShot=True, interval=60_000)
        self._look_again.setObjectName("look-at-clock-again")
        self._look_again.timeout.connect(self.prepare)

    def prepare(self) -> None:
        """Opens the vault, counts what is in it, and looks whether the clock can be right."""
        self.clock_is_wrong = False
        self._tasks.run(self._prepare, self._start, self.stop)

    def store(self, visit: Visit, signature: Signature) -> None:
        """Stores `signature`, which was signed in `visit`; a signal says how it went."""
        self._tasks.run(
            lambda: self._store(signature),
            partial(self._finish, visit),
            partial(self._fail, visit),
        )

    def wait(self) -> None:
        """Returns when nothing is on its way any more."""
        self._tasks.wait()

    def stop(self, error: KioskError) -> None:
        """The kiosk cannot keep signatures, so it takes none."""
        self.clock_is_wrong = isinstance(error, ClockError)
        if self.clock_is_wrong:
            self._look_again.start()
            if isinstance(self.fault, ClockError):
                return  # it is told already
        self.fault = error
        self.changed.emit()

    def _prepare(self) -> Tally:
        signed = self._kiosk.prepare()
        must_be_possible(self._kiosk, thoroughly=True)
        self._day = self._kiosk.today()
        return self._counted(signed)

    def _store(self, signature: Signature) -> Tally:
        today = self._kiosk.today()
        must_be_possible(self._kiosk, thoroughly=today < self._day)  # a clock that goes back is doubted
        self._day = today
        return self._counted(self._sign(signature))

    def _counted(self, signed: int) -> Tally:
        """The tally after `signed` signatures; what was stored counts, even where no shift can be opened."""
        try:
            return tally(self._kiosk, signed)
        except KioskError:
            return Tally(signed)

    def _start(self, tally: Tally) -> None:
        self.fault = None
        self._count(tally)

    def _count(self, tally: Tally) -> None:
        self.tally = tally
        self.changed.emit()

    def _finish(self, visit: Visit, tally: Tally) -> None:
        self._count(tally)
        self.stored.emit(visit)

    def _fail(self, visit: Visit, error: KioskError) -> None:
        self._journal.note(Event.NOT_STORED)
        self.clock_is_wrong = isinstance(error, ClockError)
        self.refused.emit(visit, error)

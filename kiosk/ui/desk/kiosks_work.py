"""The kiosks as they stand, read off the UI thread, and the coordinator's word on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from kiosk.coordinator.forks import Fork, accept, forks, take_back
from kiosk.coordinator.kiosks import KioskView, hold, kiosk_views, restore, revoke, trust
from kiosk.coordinator.register import Register
from kiosk.coordinator.settings import new_kiosks_wait, set_new_kiosks_wait
from kiosk.errors import KioskError
from kiosk.ui.desk.session import Session
from kiosk.ui.tasks import Tasks

Act = Callable[[Register], object]
"""Changes something in the register."""


@dataclass(frozen=True)
class Kiosks:
    """The kiosks, by id the numbers that several of their records have, and whether new ones wait."""

    views: list[KioskView] = field(default_factory=list)
    forks: dict[str, list[Fork]] = field(default_factory=dict)
    new_wait: bool = False


class KiosksWork(QObject):
    """What is known of the kiosks, and one change at a time.

    Attributes:
        kiosks: None before they are read.
        busy: whether they are being read or changed.
        error: why that did not work.
        acted: sent when a word was given, which may change what counts.
    """

    changed = Signal()
    acted = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = session
        self._tasks = Tasks(self)
        self.kiosks: Kiosks | None = None
        self.busy = False
        self.error: KioskError | None = None

    def read(self) -> None:
        """Reads everything anew."""
        self._run(None)

    def trust(self, kiosk: str) -> None:
        """Confirms that the kiosk with this id is the campaign's."""
        self._run(lambda register: trust(register, bytes.fromhex(kiosk)))

    def hold(self, kiosk: str) -> None:
        """Lets all that it signed wait."""
        self._run(lambda register: hold(register, bytes.fromhex(kiosk)))

    def revoke(self, kiosk: str, first: int) -> None:
        """Lets nothing count that it signed from number `first` on."""
        self._run(lambda register: revoke(register, bytes.fromhex(kiosk), first))

    def restore(self, kiosk: str) -> None:
        """Takes any of these back."""
        self._run(lambda register: restore(register, bytes.fromhex(kiosk)))

    def accept(self, digest: bytes) -> None:
        """Lets this record count although others have its number."""
        session = self._session
        if session is not None:
            self._run(lambda register: accept(register, [digest], session.today()))

    def take_back(self, digest: bytes) -> None:
        """Takes `accept` back."""
        self._run(lambda register: take_back(register, [digest]))

    def let_new_wait(self, wait: bool) -> None:
        """Chooses whether kiosks that are met for the first time wait for a word."""

        def choose(register: Register) -> None:
            with register.transaction() as connection:
                set_new_kiosks_wait(connection, wait)

        self._run(choose)

    def close(self) -> None:
        """Lets go of the key."""
        self._session = self.kiosks = None

    def _run(self, act: Act | None) -> None:
        session = self._session
        if session is None:
            return

        def work() -> Kiosks:
            register = session.existing_register()
            if register is None:
                return Kiosks()
            if act is not None:
                act(register)
            return _read(register, session)

        def done(kiosks: Kiosks) -> None:
            self.busy = False
            if self._session is not None:
                self.kiosks = kiosks
            self.changed.emit()
            if act is not None:
                self.acted.emit()

        self.busy, self.error = True, None
        self.changed.emit()
        self._tasks.run(work, done, self._fail, asked_by=self)

    def _fail(self, error: KioskError) -> None:
        self.busy, self.error = False, error
        self.changed.emit()


def _read(register: Register, session: Session) -> Kiosks:
    found: dict[str, list[Fork]] = defaultdict(list)
    for fork in forks(register):
        found[fork.kiosk.hex()].append(fork)
    with register.reading() as connection:
        wait = new_kiosks_wait(connection)
    return Kiosks(kiosk_views(register, session.today()), dict(found), wait)

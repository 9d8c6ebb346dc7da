"""The kiosks as they stand, read off the UI thread, and the coordinator's word on them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.barring import KioskStanding
from kiosk.coordinator.counting.forks import Fork, accept, forks, take_back
from kiosk.coordinator.counting.kiosks import (
    KioskView,
    hold,
    kiosk_views,
    let_new_wait,
    makes_new_kiosks_wait,
    restore,
    revoke,
    trust,
)
from kiosk.coordinator.counting.listing import listing
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.words import Standing
from kiosk.coordinator.reports.browse import Found, Listing, read_page
from kiosk.coordinator.reports.new_pin import let_choose_new_pin
from kiosk.ui.desk.session import Session
from kiosk.ui.job import Job, Run

Act = Callable[[Register, CampaignKeys], object]
"""Changes something in the register."""

MAX_FORKS = 1000
"""Numbers with several records that are shown at once; others come when these are decided."""


@dataclass(frozen=True)
class Kiosks:
    """How it stands.

    Attributes:
        forks: the numbers that several records have, at most `MAX_FORKS`.
        new_wait: whether new kiosks wait for the coordinator's word.
        counted: signatures that count, of all kiosks.
    """

    views: list[KioskView] = field(default_factory=list)
    forks: list[Fork] = field(default_factory=list)
    new_wait: bool = False
    counted: int = 0

    def forks_of(self, kiosk: str) -> int:
        """How many such numbers the kiosk with this id has."""
        return sum(fork.kiosk.hex() == kiosk for fork in self.forks)


@dataclass(frozen=True)
class Stakes:
    """What a word on a kiosk is about.

    Attributes:
        counting: the numbers of its records that count, in order.
        waiting: how many are rejected only because it is held or revoked.
    """

    counting: array[int]
    waiting: int

    def counting_from(self, first: int) -> int:
        """How many that count have the number `first` or a higher one."""
        return len(self.counting) - bisect_left(self.counting, first)


class KiosksWork(Job):
    """What is known of the kiosks, and one change at a time.

    Attributes:
        kiosks: None before they are read.
        before: how many signatures counted before the word that was given last; None before there was one.
        earlier: the kiosk of which something was said last, as it stood before; None if nothing was, or that
            was undone.
        acted: sent when a word was given, which may change what counts.
    """

    acted = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = session
        self.kiosks: Kiosks | None = None
        self.before: int | None = None
        self.earlier: KioskView | None = None

    def read(self) -> None:
        """Reads everything anew."""
        self._change(None)

    def say(self, kiosk: str, standing: Standing, first: int = 1) -> None:
        """Gives the kiosk with this id a standing; `first` is the number from which on it is revoked."""
        views = self.kiosks.views if self.kiosks is not None else []
        self.earlier = next((one for one in views if one.id == kiosk), None)
        words: dict[Standing, Callable[[Register, CampaignKeys, bytes], None]] = {
            Standing.TRUSTED: trust,
            Standing.HELD: hold,
            Standing.REVOKED: partial(revoke, first=first),
            Standing.NEW: restore,
        }
        self._change(lambda register, keys: words[standing](register, keys, bytes.fromhex(kiosk)))

    def undo(self) -> None:
        """Gives the kiosk of which something was said last the standing that it had before."""
        earlier = self.earlier
        if earlier is not None:
            self.say(earlier.id, earlier.standing, earlier.revoked_from or 1)
            self.earlier = None

    def decide(self, yes: Collection[bytes], no: Collection[bytes]) -> None:
        """Lets the records with the digests `yes` count, whoever else has their number; not those of `no`."""
        session = self._session
        if session is None:
            return
        today, self.earlier = session.today(), None

        def act(register: Register, keys: CampaignKeys) -> None:
            if no:
                take_back(register, keys, no, today)
            if yes:
                accept(register, keys, yes, today)

        self._change(act)

    def let_new_wait(self, wait: bool) -> None:
        """Chooses whether kiosks that are met for the first time wait for a word."""
        self.earlier = None
        self._change(lambda register, keys: let_new_wait(register, keys, wait))

    def read_stakes(self, kiosk: KioskView, told: Callable[[Stakes], object], *, asked_by: QObject) -> None:
        """Finds out what a word on `kiosk` is about, and tells it."""
        session = self._session
        if session is not None:
            self._tasks.run(lambda: _stakes(session.register(), kiosk), told, self.fail, asked_by=asked_by)

    def let_choose_new_pin(
        self, kiosk: KioskView, folder: Path, told: Callable[[Path], object], *, asked_by: QObject
    ) -> None:
        """Writes a file into `folder` which lets the staff of `kiosk` choose a new PIN, and tells where."""
        session = self._session
        if session is None:
            return
        campaign, today = session.folder.public.campaign, session.today()
        write = partial(let_choose_new_pin, bytes.fromhex(kiosk.id), session.keys, campaign, folder, today)
        self._tasks.run(write, told, self.fail, asked_by=asked_by)

    def open_claims(self, fork: Fork, told: Callable[[list[Found]], object], *, asked_by: QObject) -> None:
        """Opens the records of `fork`, and tells them."""
        session = self._session
        if session is None:
            return

        def work() -> list[Found]:
            keys = array("q", (claim.key for claim in fork.claims))
            return read_page(session.register(), session.keys, Listing(keys), 0, len(keys))

        self._tasks.run(work, told, self.fail, asked_by=asked_by)

    def close(self) -> None:
        """Lets go of the key."""
        self._session = self.kiosks = self.earlier = None

    def _change(self, act: Act | None) -> None:
        session = self._session
        if session is None:
            return

        def work(run: Run) -> Kiosks:
            register = session.existing_register()
            if register is None:
                return Kiosks()
            if act is not None:
                act(register, session.keys)
            return _read(register, session)

        def done(kiosks: Kiosks) -> None:
            if self._session is not None:
                before = self.kiosks
                self.before = before.counted if act is not None and before is not None else None
                self.kiosks = kiosks
            if act is not None:
                self.acted.emit()

        self.begin(work, done)


def _read(register: Register, session: Session) -> Kiosks:
    counted = register.count(State.COUNTED)
    contested = list(islice(forks(register), MAX_FORKS))
    return Kiosks(kiosk_views(register, session.today()), contested, makes_new_kiosks_wait(register), counted)


def _stakes(register: Register, view: KioskView) -> Stakes:
    kiosk = bytes.fromhex(view.id)
    counting = array("q", (seq for seq, _, state in register.digests(kiosk) if state is State.COUNTED))
    word = KioskStanding(view.standing, view.revoked_from)
    rejected = (one for one in listing(register, State.REJECTED, kiosk) if one.reason)
    return Stakes(counting, sum(one.reason == word.exclusion_reason(one.seq) for one in rejected))

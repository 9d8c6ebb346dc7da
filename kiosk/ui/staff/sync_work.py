"""A sync, away from the UI thread; it goes on while the screens change."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject

from kiosk.errors import KioskError, StorageError
from kiosk.stall.device import DeviceStanding
from kiosk.stall.eject import eject
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.release import Released, take_receipts
from kiosk.stall.stored import Life, SyncNote
from kiosk.stall.sync import CopiedLaptopError, SyncResult, sync
from kiosk.stall.targets import Target, look_at
from kiosk.ui.job import Job, Run
from kiosk.ui.places import Stick, by_name, told_apart
from kiosk.ui.tasks import Tasks


@dataclass(frozen=True)
class SyncOutcome:
    """How the last sync went: to which place, and what came of it or why it failed.

    `waiting` counts the signatures that are on no other device after it. `out` says whether the stick can be
    pulled out; None where there is none. `life` is the new identity that the laptop was given instead.
    """

    place: str
    result: SyncResult | None = None
    released: Released | None = None
    waiting: int = 0
    out: bool | None = None
    life: Life | None = None
    error: KioskError | None = None


class SyncWork(Job):
    """Syncs to one place at a time, and knows how far it is.

    Args:
        find_sticks: what is plugged in now.
    """

    def __init__(
        self,
        kiosk: Kiosk,
        journal: Journal,
        tasks: Tasks,
        find_sticks: Callable[[], list[Stick]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent, tasks)
        self._kiosk = kiosk
        self._journal = journal
        self._find_sticks = find_sticks
        self.looking = Tasks(self)
        """For what looks at sticks: a slow one keeps no sync waiting."""
        self.place = ""
        self.outcome: SyncOutcome | None = None
        self.synced_at: datetime.datetime | None = None
        """When a sync last made signatures safe. It is written down nowhere: see docs/threat-model.md."""
        self.copied = False
        """Whether this laptop was put back from a copy, or copied, and needs a new identity to sync."""

    @property
    def synced_today(self) -> datetime.time | None:
        """When a sync last made signatures safe, if that was today."""
        at = self.synced_at
        is_today = at is not None and at.date() == self._kiosk.today()
        return at.time() if at is not None and is_today else None

    @property
    def has_synced(self) -> bool:
        """Whether a sync has come to its end, and was not stopped or refused."""
        return not self.busy and self.outcome is not None and self.outcome.result is not None

    def targets(self) -> list[Target]:
        """The sticks that are plugged in, and the folders of earlier syncs that are there.

        A network folder may be slow: not for the UI thread.
        """
        self.copied = self._kiosk.vault.copied_after() is not None
        found = {stick.folder: stick for stick in self._find_sticks()}
        for note in self._kiosk.vault.sync_notes():
            folder = Path(note.target).parent
            if folder not in found and folder.is_dir() and not self._is_left_behind(folder, note):
                found[folder] = Stick(str(folder), folder, 0)
        return [self._look_at(stick) for stick in told_apart(found.values())]

    def _look_at(self, stick: Stick) -> Target:
        target = look_at(self._kiosk, stick.folder, stick.name)
        if target.problem is None:
            return target
        return replace(target, problem=by_name(target.problem, target.folder, target.name))

    def _is_left_behind(self, folder: Path, note: SyncNote) -> bool:
        """Whether `folder` is what a stick was mounted on: the stick is out, and its folder still there."""
        return bool(note.device) and self._kiosk.standing(folder) is not DeviceStanding.APART

    def start(self, target: Target) -> None:
        """Syncs to `target`, and follows the coordinator's receipt there; `changed` says how it goes."""
        if self.busy:
            return
        self.place, self.outcome = target.name, None

        def work(run: Run) -> SyncOutcome:
            if not target.folder.is_dir():
                raise StorageError(
                    "{place} is not there any more.", "Plug it in again, then sync.", place=target.folder
                )
            result = sync(self._kiosk, target.folder, run.tell, run.is_stopped)
            released = take_receipts(self._kiosk, result.file)
            in_network = self._kiosk.device_of(target.folder).kind == "network"
            is_stick = result.standing in (DeviceStanding.APART, DeviceStanding.UNKNOWN) and not in_network
            out = eject(target.folder) if is_stick else None
            return SyncOutcome(target.name, result, released, self._kiosk.status().waiting, out)

        def failed(error: KioskError) -> None:
            self._note_end(SyncOutcome(target.name, error=by_name(error, target.folder, target.name)))

        self.begin(work, self._note_end, failed)

    def begin_again(self) -> None:
        """Gives this laptop a new identity; `changed` says when it has one, or why not."""
        if self.busy:
            return
        self.place, self.outcome = "", None
        self.begin(lambda run: self._kiosk.begin_again(), self._has_begun_again, self._stay_copied)

    def _has_begun_again(self, life: Life) -> None:
        self._journal.note(Event.BEGAN_AGAIN)
        self.copied, self.outcome = False, SyncOutcome("", life=life)

    def _stay_copied(self, error: KioskError) -> None:
        self.outcome = SyncOutcome("", error=error)

    def stop(self) -> None:
        """Ends the sync as soon as it can; its outcome says how far it came."""
        super().stop()
        self.changed.emit()

    def forget(self) -> None:
        """Forgets how the last one went; for when staff come back later."""
        if not self.busy:
            self.outcome = None

    def _note_end(self, outcome: SyncOutcome) -> None:
        self.outcome = outcome
        self.copied = isinstance(outcome.error, CopiedLaptopError)
        if outcome.result is None:
            self._journal.note(Event.SYNC_FAILED)
        else:
            self._journal.note(Event.SYNCED, outcome.result.total)
            if outcome.result.standing is DeviceStanding.APART:
                self.synced_at = self._kiosk.clock.now()
        if outcome.released is not None and outcome.released.deleted:
            self._journal.note(Event.RELEASED, outcome.released.deleted)

"""Merge: export files into the register. Idempotent, order-free, and no record stops the rest.

One thread reads, another adds to the register, and opening (HPKE) runs on all cores. Memory stays
flat: some thousand records at a time are read, opened and added.
"""

from __future__ import annotations

import datetime
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence, Sized
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Books, balance
from kiosk.coordinator.counting.renewing import renew
from kiosk.coordinator.integrity.checking import check
from kiosk.coordinator.integrity.suspects import Looked
from kiosk.coordinator.merge.adding import Brought, add
from kiosk.coordinator.merge.pool import Open, Opened, opening, workers
from kiosk.coordinator.merge.problems import FileIssues, problems
from kiosk.coordinator.register.register import KioskRow, Register
from kiosk.errors import KioskError, Remark
from kiosk.exchange.batches import Batch, read_batches
from kiosk.exchange.lines import Checkpoint

_IN_FLIGHT = 2000
"""Records for each process that are read and not yet added, so that none ever waits for work."""
_TOGETHER = 10_000
"""Records that are added in one transaction: each costs a wait for the disk."""
_SECONDS = 1.0
"""After so long what is opened is added all the same: more than that is never lost with the power."""

Progress = Callable[[int], None]
"""Told how many bytes of export files have been read in all."""
Stop = Callable[[], bool]
"""Asked between batches whether to end here."""


@dataclass
class FileResult:
    """What one export file brought.

    Attributes:
        path: the file.
        new: records that the register did not have.
        known: records that it had, also those that another file brought just before.
        repaired: records that had been lost or could not be opened, and are good now.
        problems: what in the file could not be used.
    """

    path: Path
    new: int = 0
    known: int = 0
    repaired: int = 0
    problems: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class MergeResult:
    """What a merge did: each file's result, and the books after it; `stopped` if it was ended early.

    `changed` tells what somebody had changed in the register by hand; it was put right before.
    """

    files: list[FileResult]
    books: Books
    stopped: bool = False
    changed: list[Remark] = field(default_factory=list)

    @property
    def new(self) -> int:
        """Records that the register did not have, of all files."""
        return sum(file.new for file in self.files)

    @property
    def repaired(self) -> int:
        """Records that had been lost or could not be opened and are good now, of all files."""
        return sum(file.repaired for file in self.files)


def merge(
    register: Register,
    keys: CampaignKeys,
    files: Sequence[Path],
    progress: Progress = lambda size: None,
    stop: Stop = lambda: False,
    today: datetime.date | None = None,
    folder: CampaignFolder | None = None,
    looked: Looked = lambda done, of: None,
) -> MergeResult:
    """Brings everything sound in `files` into `register`, and settles duplicates.

    A file that cannot be used has a problem in its result and the others go on.
    Merging again, or after an interruption, changes nothing that is there.

    Args:
        stop: what was read before it says so is added; the next merge goes on from there.
        today: the day to note for kiosks that are new; the clock's, if it is not given.
        folder: the campaign's, whose certificates of withdrawal the register honours.
        looked: told how far the check of what is there already is, as `check` says.

    Raises:
        CampaignError, StorageError: the register cannot be written.
    """
    changed = check(register, keys, folder, looked)
    before = 0
    with opening(keys, sum(map(_size, files))) as open_records, ThreadPoolExecutor(1) as writer:
        merging = _Merging(register, keys, writer, stop, today or datetime.date.today())
        for path in files:
            merging.read(path, open_records, partial(_after, progress, before))
            if merging.stopped:
                break
            before += _size(path)
            progress(before)
        merging.finish()
    with register.transaction() as connection:
        renew(connection, keys)
    books = balance(register)
    names = {bytes.fromhex(kiosk.kiosk): kiosk.name for kiosk in books.kiosks}
    for result, issues in merging.read_whole:
        result.problems = problems(register, issues, names)
    return MergeResult(merging.results, books, merging.stopped, changed)


class _Merging:
    """What is under way between the files and the register."""

    def __init__(
        self, register: Register, keys: CampaignKeys, writer: Executor, stop: Stop, today: datetime.date
    ) -> None:
        self._register = register
        self._keys = keys
        self._writer = writer
        self._stop = stop
        self._today = today
        self._in_flight: deque[tuple[FileResult, Batch, Opened]] = deque()
        self._opened: list[tuple[FileResult, Brought]] = []
        self._met = {kiosk.id: kiosk.last_seq for kiosk in register.kiosks()}
        """The highest number of each kiosk that the register has heard of or was read."""
        self._adding: Future[None] | None = None
        self._added = time.monotonic()
        self.stopped = False
        self.results: list[FileResult] = []
        self.read_whole: list[tuple[FileResult, FileIssues]] = []
        """Files that were read to their end, and what is to be told of them."""

    def read(self, path: Path, open_records: Open, progress: Progress) -> None:
        """Reads the file `path`, until it ends or the merge is stopped."""
        result, issues = FileResult(path), FileIssues()
        self.results.append(result)
        seen: set[bytes] = set()
        most = _IN_FLIGHT * workers()
        for batch in _batches(result, issues, self._keys.key_id):
            if self._stop():
                self.stopped = True
                return
            progress(issues.stats.read)
            issues.note_lost(batch)
            checkpoint = batch.checkpoint
            if batch.records or any(lost.damaged for lost in batch.lost):
                seen.add(checkpoint.kiosk)
            elif checkpoint.kiosk not in seen:
                continue  # checkpoints alone make no kiosk; after its records they tell of more to come
            settled = self._settled(checkpoint)
            fresh = [record for record in batch.records if record.digest() not in settled]
            self._in_flight.append((result, batch, open_records(fresh)))
            while sum(_weight(batch.records, batch.lost) for _, batch, _ in self._in_flight) > most:
                self._take_in()
        if not result.problems:
            self.read_whole.append((result, issues))

    def _settled(self, checkpoint: Checkpoint) -> set[bytes]:
        """The digests of its records that need no opening; of numbers that are new nothing is asked."""
        kiosk, first, last = checkpoint.kiosk, checkpoint.first, checkpoint.last
        met = self._met.get(kiosk, 0)
        self._met[kiosk] = max(met, last)
        return self._register.settled(kiosk, first, last) if first <= met else set()

    def finish(self) -> None:
        """Waits for what is under way, and adds it."""
        while self._in_flight:
            self._take_in()
        self._add()
        self._wait_for_adding()

    def _take_in(self) -> None:
        """Waits for the batch that was read first to be opened."""
        result, batch, opened = self._in_flight.popleft()
        entries = opened()
        checkpoint = batch.checkpoint
        damaged = {
            lost.seq: "Its line in the signatures file is damaged." for lost in batch.lost if lost.damaged
        }
        kiosk = KioskRow(checkpoint.kiosk, checkpoint.name, checkpoint.last)
        known = len(batch.records) - len(entries)
        self._opened.append((result, Brought(kiosk, entries, damaged, known)))
        many = sum(_weight(brought.entries, brought.lost) for _, brought in self._opened) > _TOGETHER
        if many or time.monotonic() > self._added + _SECONDS:
            self._add()

    def _add(self) -> None:
        """Has what is opened added, in one transaction, while the next is read and opened."""
        self._wait_for_adding()
        self._adding = self._writer.submit(self._add_all, self._opened)
        self._opened = []
        self._added = time.monotonic()

    def _wait_for_adding(self) -> None:
        if self._adding is not None:
            self._adding.result()

    def _add_all(self, opened: Sequence[tuple[FileResult, Brought]]) -> None:
        if not opened:
            return
        with self._register.transaction() as connection:
            added = add(connection, self._keys, [brought for _, brought in opened], self._today)
        for (result, _), one in zip(opened, added, strict=True):
            result.new += one.new
            result.repaired += one.repaired
            result.known += one.known


def _batches(result: FileResult, issues: FileIssues, key_id: bytes) -> Iterator[Batch]:
    """The file's batches; why it cannot be read, or not to its end, becomes a problem of the result."""
    try:
        yield from read_batches(result.path, key_id, issues.stats)
    except KioskError as error:
        result.problems.append(error.remark)


def _weight(records: Sized, lost: Sized) -> int:
    """What a batch weighs, to keep what is under way bounded: something even without records and numbers."""
    return len(records) + len(lost) or 1


def _after(progress: Progress, before: int, read: int) -> None:
    progress(before + read)


def _size(path: Path) -> int:
    """Bytes in a file; 0 for one that cannot be reached, which reading it will tell."""
    with suppress(OSError):
        return path.stat().st_size if path.is_file() else 0
    return 0

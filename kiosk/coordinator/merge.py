"""Merge: export files into the register. Idempotent, order-free, and no record stops the rest.

Reading is one process; opening (HPKE) runs on all cores. Memory stays flat: a batch
at a time is read, opened and added, with a few in flight.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kiosk.coordinator.books import Books, balance, run_text, runs
from kiosk.coordinator.boxes import box
from kiosk.coordinator.duplicates import Rule, fingerprints, mark, receipt_mark, settle
from kiosk.coordinator.facts import clear_facts
from kiosk.coordinator.keys import CampaignKeys
from kiosk.coordinator.register import Entry, KioskRow, Outcome, Register
from kiosk.errors import KioskError, NewerVersionError, SealError, SignatureError
from kiosk.exchange.batches import Batch, Leftovers, read_batches
from kiosk.exchange.record import Record
from kiosk.memory import keep_out_of_files
from kiosk.signing.seal import OpeningKey, Sealed
from kiosk.wording import counted

_POOL_FROM = 4 * 1024 * 1024
"""Bytes of export files from which starting more processes pays."""

_MAX_LOST = 10_000
"""Lost numbers of one file that are remembered, to name them."""
_MAX_TOLD = 10
"""Kiosks that one sentence names."""

_Positions = dict[bytes, list[tuple[int, bytes]]]
"""By kiosk id: the numbers and digests of records."""

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
        known: records that it had.
        repaired: records that had been lost or could not be opened, and are good now.
        problems: plain sentences on what in the file could not be used.
    """

    path: Path
    new: int = 0
    known: int = 0
    repaired: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MergeResult:
    """What a merge did: each file's result, and the books after it; `stopped` if it was ended early."""

    files: list[FileResult]
    books: Books
    stopped: bool = False

    @property
    def new(self) -> int:
        """Records that the register did not have, of all files."""
        return sum(file.new for file in self.files)

    @property
    def repaired(self) -> int:
        """Records that had been lost or could not be opened and are good now, of all files."""
        return sum(file.repaired for file in self.files)


@dataclass
class _Reading:
    """A file being merged, and what of it can be told only when all files are in: another may bring it."""

    result: FileResult
    leftovers: Leftovers = field(default_factory=Leftovers)
    names: dict[bytes, str] = field(default_factory=dict)
    lost: _Positions = field(default_factory=lambda: defaultdict(list))
    lost_in_all: int = 0

    def note_lost(self, batch: Batch) -> None:
        """Remembers what `batch` vouches for and does not bring; at most `_MAX_LOST` of a file."""
        checkpoint = batch.checkpoint
        for one in batch.lost:
            if self.lost_in_all < _MAX_LOST:
                digest = checkpoint.digests[one.seq - checkpoint.first]
                self.lost[checkpoint.kiosk].append((one.seq, digest))
                self.names[checkpoint.kiosk] = checkpoint.name
            self.lost_in_all += 1


class Opener:
    """Opens records and makes them ready for the register."""

    def __init__(self, keys: CampaignKeys) -> None:
        self._opening = OpeningKey(keys.opening_seed, keys.key_id)
        self._cipher = ChaCha20Poly1305(keys.register_key)
        self._fingerprint_key = keys.fingerprint_key

    def entries(self, records: Sequence[Record]) -> list[Entry]:
        """One entry for each record, readable or not."""
        return [self._entry(record) for record in records]

    def _entry(self, record: Record) -> Entry:
        try:
            signature = self._opening.open(Sealed(record.id, record.sealed))
        except SealError:
            return Entry(record, Outcome.UNREADABLE, "It cannot be opened with this campaign's key.")
        except (SignatureError, NewerVersionError) as error:
            return Entry(record, Outcome.REJECTED, error.what)
        facts = clear_facts(signature)
        # A record copied into another kiosk's file meets its original here, and only that.
        content = hashlib.sha256(record.sealed).hexdigest()
        copy_mark = mark(self._fingerprint_key, "record", record.id.hex(), content)
        return Entry(
            record,
            Outcome.OPENED,
            day=signature.date,
            box=box(self._cipher, signature, record.kiosk, record.seq, record.id),
            fingerprints=(*fingerprints(signature, self._fingerprint_key), (Rule.COPY, copy_mark)),
            kind=facts.kind,
            country=facts.country,
            language=facts.language,
            receipt=receipt_mark(self._fingerprint_key, signature.receipt),
        )


def merge(
    register: Register,
    keys: CampaignKeys,
    files: Sequence[Path],
    progress: Progress = lambda size: None,
    stop: Stop = lambda: False,
) -> MergeResult:
    """Brings everything sound in `files` into `register`, and settles duplicates.

    A file that cannot be used has a problem in its result and the others go on.
    Merging again, or after an interruption, changes nothing that is there.

    Args:
        stop: what was read before it says so is added; the next merge goes on from there.

    Raises:
        CampaignError, StorageError: the register cannot be written.
    """
    merged = [_Reading(FileResult(path)) for path in files]
    whole: list[_Reading] = []
    before = 0
    with _opening(keys, files) as submit:
        for one in merged:
            if stop():
                break
            try:
                if _merge_file(register, keys, one, submit, partial(_after, progress, before), stop):
                    whole.append(one)
            except _RegisterFailed as failure:
                raise failure.reason from failure
            except KioskError as error:
                one.result.problems.append(str(error))
            before += _size(one.result.path)
            progress(before)
    settle(register)
    books = balance(register)
    names = {bytes.fromhex(kiosk.kiosk): kiosk.name for kiosk in books.kiosks}
    for one in whole:
        one.result.problems = _problems(register, one, names)
    read = [one.result for one in merged if one in whole or one.result.problems or one.result.new]
    return MergeResult(read, books, stopped=stop() and len(whole) < len(merged))


def _after(progress: Progress, before: int, read: int) -> None:
    progress(before + read)


Submit = Callable[[Sequence[Record]], "Future[list[Entry]]"]


class _RegisterFailed(Exception):  # noqa: N818 (it only carries the KioskError past the per-file handler)
    def __init__(self, reason: KioskError) -> None:
        super().__init__()
        self.reason = reason


def _merge_file(
    register: Register, keys: CampaignKeys, file: _Reading, submit: Submit, progress: Progress, stop: Stop
) -> bool:
    """Merges one file; returns whether it was read to its end, and not stopped before."""
    result = file.result
    in_flight: deque[tuple[Batch, Future[list[Entry]]]] = deque()
    try:
        for batch in read_batches(result.path, keys.key_id, file.leftovers):
            if stop():
                return False
            progress(file.leftovers.read)
            file.note_lost(batch)
            if not batch.records and not any(lost.damaged for lost in batch.lost):
                continue  # a checkpoint alone brings nothing
            with _register_errors():
                settled = register.settled(
                    batch.checkpoint.kiosk, batch.checkpoint.first, batch.checkpoint.last
                )
            fresh = [record for record in batch.records if record.digest() not in settled]
            result.known += len(batch.records) - len(fresh)
            in_flight.append((batch, submit(fresh)))
            if len(in_flight) > 2 * _workers():
                _add(register, result, *in_flight.popleft())
    finally:
        while in_flight:
            _add(register, result, *in_flight.popleft())
    return True


def _add(register: Register, result: FileResult, batch: Batch, opened: Future[list[Entry]]) -> None:
    checkpoint = batch.checkpoint
    kiosk = KioskRow(checkpoint.kiosk, checkpoint.name, checkpoint.last)
    damaged = [
        (lost.seq, "Its line in the signatures file is damaged.") for lost in batch.lost if lost.damaged
    ]
    entries = opened.result()
    with _register_errors():
        added = register.add(kiosk, entries, damaged)
    result.new += added.new
    result.repaired += added.repaired


@contextmanager
def _register_errors() -> Iterator[None]:
    """Tells an error of the register, which stops the merge, from one of a file, which does not."""
    try:
        yield
    except KioskError as error:
        raise _RegisterFailed(error) from error


def _problems(register: Register, file: _Reading, names: Mapping[bytes, str]) -> list[str]:
    """What in a file could not be used, now that all files are in."""
    left = file.leftovers
    problems = []
    if left.foreign:
        problems.append(f"Left out: {counted(left.foreign, 'batch', 'batches')} of another campaign.")
    if left.forged:
        problems.append(f"Left out: {counted(left.forged, 'batch', 'batches')} with a wrong signature.")
    if left.newer:
        lines = counted(left.newer, "line")
        problems.append(f"Left out: {lines} of a newer version. Update this program, then merge again.")
    open_ends: _Positions = defaultdict(list)
    for kiosk, seq, digest in left.unclosed:
        open_ends[kiosk].append((seq, digest))
    interrupted = _lacking(register, open_ends)
    if interrupted:
        records = _records(interrupted, {**file.names, **names})
        problems.append(f"Not vouched for: {records}. A sync was interrupted: sync again there.")
    elif left.torn:
        problems.append(_cut_short(left.torn, names))
    lost = _lacking(register, file.lost)
    if lost:
        least = "at least " if file.lost_in_all > _MAX_LOST else ""
        records = _records(lost, {**file.names, **names})
        problems.append(f"Damaged or missing: {least}{records}. Sync again there.")
    return problems


def _cut_short(torn: set[bytes | None], names: Mapping[bytes, str]) -> str:
    known = sorted(_name(kiosk, names) for kiosk in torn if kiosk is not None)
    whose = f" of {', '.join(known[:_MAX_TOLD])}" if known else ""
    return f"It ends in the middle of a sync{whose}: sync that kiosk again."


def _lacking(register: Register, positions: _Positions) -> dict[bytes, list[int]]:
    """The numbers, by kiosk, of those of `positions` that the register does not have."""
    lacking = {}
    for kiosk, wanted in positions.items():
        held = register.held(kiosk, min(wanted)[0], max(wanted)[0])
        numbers = sorted({seq for seq, digest in wanted if digest not in held})
        if numbers:
            lacking[kiosk] = numbers
    return lacking


def _records(numbers: Mapping[bytes, list[int]], names: Mapping[bytes, str]) -> str:
    """Records as people name them: "18 records (Library steps: 41 to 57; Stall A: 3)"."""
    parts = [f"{_name(kiosk, names)}: {run_text(runs(seqs))}" for kiosk, seqs in numbers.items()]
    more = [f"and {counted(len(parts) - _MAX_TOLD, 'more kiosk')}"] if len(parts) > _MAX_TOLD else []
    total = sum(map(len, numbers.values()))
    return f"{counted(total, 'record')} ({'; '.join(parts[:_MAX_TOLD] + more)})"


def _name(kiosk: bytes, names: Mapping[bytes, str]) -> str:
    return names.get(kiosk) or f"kiosk {kiosk.hex()[:8]}"


@contextmanager
def _opening(keys: CampaignKeys, files: Sequence[Path]) -> Iterator[Submit]:
    """A way to have records opened: in this process when there are few, else on all cores."""
    size = sum(map(_size, files))
    if size < _POOL_FROM or _workers() == 1:
        opener = Opener(keys)
        yield lambda records: _done(opener.entries(records))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_workers(), context, _start_worker, (keys.seed,)) as pool:
        yield lambda records: pool.submit(_open_in_worker, records)


def _size(path: Path) -> int:
    """Bytes in a file; 0 for one that cannot be reached, which reading it will tell."""
    with suppress(OSError):
        return path.stat().st_size if path.is_file() else 0
    return 0


def _done(entries: list[Entry]) -> Future[list[Entry]]:
    future: Future[list[Entry]] = Future()
    future.set_result(entries)
    return future


def _workers() -> int:
    return os.cpu_count() or 1


# A worker process holds its opener here, made once from the seed that came through the pipe.
_opener: Opener | None = None


def _start_worker(seed: bytes) -> None:
    global _opener
    keep_out_of_files()
    _opener = Opener(CampaignKeys(seed))
    threading.Thread(target=_end_with_the_merge, daemon=True).start()


def _end_with_the_merge() -> None:
    """A worker knows the campaign's key, so it must not outlive a merge that was killed."""
    merging = multiprocessing.parent_process()
    if merging is not None:
        merging.join()
        os._exit(1)


def _open_in_worker(records: Sequence[Record]) -> list[Entry]:
    assert _opener is not None
    return _opener.entries(records)

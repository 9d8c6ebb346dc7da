"""Merge: export files into the register. Idempotent, order-free, and no record stops the rest.

Reading is one process; opening (HPKE) runs on all cores. Memory stays flat: a batch
at a time is read, opened and added, with a few in flight.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kiosk.coordinator.books import Books, balance
from kiosk.coordinator.duplicates import fingerprint, fingerprints, settle
from kiosk.coordinator.keys import CampaignKeys
from kiosk.coordinator.register import Entry, KioskRow, Register, State, box
from kiosk.errors import KioskError, NewerVersionError, SealError, SignatureError
from kiosk.exchange.batches import Batch, Leftovers, read_batches
from kiosk.exchange.record import Record
from kiosk.signing.seal import OpeningKey, Sealed

_POOL_FROM = 4 * 1024 * 1024
"""Bytes of export files from which starting more processes pays."""

Progress = Callable[[int], None]
"""Told how many bytes of export files have been read in all."""


@dataclass
class FileResult:
    """What one export file brought.

    Attributes:
        path: the file.
        new: records that the register did not have.
        known: records that it had.
        problems: plain sentences on what in the file could not be used.
    """

    path: Path
    new: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MergeResult:
    """What a merge did: each file's result, how many records are new in all, and the books after it."""

    files: list[FileResult]
    new: int
    books: Books


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
            return Entry(
                record, "", State.UNREADABLE, "It cannot be opened with this campaign's key.", None, ()
            )
        except (SignatureError, NewerVersionError) as error:
            return Entry(record, "", State.REJECTED, error.what, None, ())
        marks = fingerprints(signature, self._fingerprint_key)
        # A record copied into another kiosk's file meets its original here, and only that.
        content = hashlib.sha256(record.sealed).hexdigest()
        copy_mark = fingerprint(self._fingerprint_key, "record", record.id.hex(), content)
        sealed_box = box(self._cipher, signature, record.kiosk, record.seq, record.id)
        return Entry(record, signature.date, State.COUNTED, "", sealed_box, (*marks, copy_mark))


def merge(
    register: Register, keys: CampaignKeys, files: Sequence[Path], progress: Progress = lambda size: None
) -> MergeResult:
    """Brings everything sound in `files` into `register`, and settles duplicates.

    A file that cannot be used has a problem in its result and the others go on.
    Merging again, or after an interruption, changes nothing that is there.

    Raises:
        CampaignError, StorageError: the register cannot be written.
    """
    results = [FileResult(path) for path in files]
    read = 0
    with _opening(keys, files) as submit:
        for result in results:
            try:
                _merge_file(register, keys, result, submit)
            except _RegisterFailed as failure:
                raise failure.reason from failure
            except KioskError as error:
                result.problems.append(str(error))
            read += _size(result.path)
            progress(read)
    settle(register)
    return MergeResult(results, sum(result.new for result in results), balance(register))


Submit = Callable[[Sequence[Record]], "Future[list[Entry]]"]


class _RegisterFailed(Exception):  # noqa: N818 (it only carries the KioskError past the per-file handler)
    def __init__(self, reason: KioskError) -> None:
        super().__init__()
        self.reason = reason


def _merge_file(register: Register, keys: CampaignKeys, result: FileResult, submit: Submit) -> None:
    leftovers = Leftovers()
    in_flight: deque[tuple[Batch, Future[list[Entry]]]] = deque()
    try:
        for batch in read_batches(result.path, keys.key_id, leftovers):
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
    result.problems += _problems(leftovers, _interrupted(register, leftovers))


def _add(register: Register, result: FileResult, batch: Batch, opened: Future[list[Entry]]) -> None:
    checkpoint = batch.checkpoint
    kiosk = KioskRow(checkpoint.kiosk, checkpoint.name, checkpoint.last)
    damaged = [
        (lost.seq, "Its line in the signatures file is damaged.") for lost in batch.lost if lost.damaged
    ]
    entries = opened.result()
    with _register_errors():
        new = register.add(kiosk, entries, damaged)
    result.new += new


@contextmanager
def _register_errors() -> Iterator[None]:
    """Tells an error of the register, which stops the merge, from one of a file, which does not."""
    try:
        yield
    except KioskError as error:
        raise _RegisterFailed(error) from error


def _interrupted(register: Register, leftovers: Leftovers) -> dict[bytes, int]:
    """How many records of each kiosk nobody vouched for, here or before."""
    seqs: dict[bytes, list[int]] = defaultdict(list)
    for kiosk, seq, _ in leftovers.unclosed:
        seqs[kiosk].append(seq)
    with _register_errors():
        settled = {kiosk: register.settled(kiosk, min(seqs[kiosk]), max(seqs[kiosk])) for kiosk in seqs}
    return Counter(kiosk for kiosk, _, digest in leftovers.unclosed if digest not in settled[kiosk])


def _problems(leftovers: Leftovers, interrupted: Mapping[bytes, int]) -> list[str]:
    problems = []
    if leftovers.foreign:
        problems.append(f"{leftovers.foreign} batches in it belong to another campaign and were left out.")
    if leftovers.forged:
        problems.append(f"{leftovers.forged} batches in it have a wrong signature and were left out.")
    if leftovers.newer:
        problems.append(
            f"{leftovers.newer} lines in it are of a newer version: update this program, then merge again."
        )
    for kiosk, number in sorted(interrupted.items()):
        problems.append(
            f"{number} records of kiosk {kiosk.hex()[:8]} are not vouched for (an interrupted sync): "
            "sync that kiosk again."
        )
    return problems


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

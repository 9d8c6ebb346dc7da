"""Sync: from the vault to a central export file, verified there before anybody is told so.

A stick is never believed: what is already in the file is what can be read there,
verified and equal to the vault. Whatever is lacking is appended; earlier content is
never rewritten, so an interrupted sync leaves it valid and the next one repairs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kiosk.errors import ExportError, KioskError, NewerVersionError, StorageError
from kiosk.exchange.batches import Leftovers, read_batches
from kiosk.exchange.lines import Checkpoint, Watch, write_checkpoint, write_record
from kiosk.files import is_odd, locked, open_ordinary, storage, sync_folder
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.targets import check_space, export_file, not_ordinary, target_name
from kiosk.stall.vault import Stored, SyncNote

LOCK_SECONDS = 60.0
"""How long to wait for another kiosk that is writing to the same file."""

BATCH = 100
"""Records that are written, made durable and told as progress together."""

MAX_UNSOUND_LINES = 50_000
MAX_UNSOUND_BYTES = 16 * 1024 * 1024
"""So much without a sound line, and the kiosk gives up on a file: a power cut leaves a few batches of it
at most. The coordinator's merge, which has time, reads on."""

Progress = Callable[[int, int], None]
"""Told how many records are on the target's disk, of how many."""
Stop = Callable[[], bool]
"""Asked between lines and between batches whether to end here."""


class SyncStoppedError(KioskError):
    """Somebody stopped a sync."""


class TooMuchJunkError(ExportError):
    """A file has so much in it that is not signatures that the kiosk gave up on it."""


@dataclass(frozen=True)
class SyncResult:
    """What a sync did.

    Attributes:
        file: the export file.
        written: records appended now.
        total: records of this kiosk that are verified in the file.
        faults: numbers of records that are damaged in the vault or missing from it.
        noted: whether this laptop could remember the sync (its disk may be full or read-only).
    """

    file: Path
    written: int
    total: int
    faults: list[int]
    noted: bool


def sync(
    kiosk: Kiosk,
    target: Path,
    progress: Progress = lambda done, of: None,
    stop: Stop = lambda: False,
) -> SyncResult:
    """Brings everything in the vault to `target` (an export file, or a folder that gets one).

    When this returns, the file was synced to its disk, opened again, and every record
    was read back and verified against the vault. After any error the file holds at
    least what it held before, and syncing again is safe.

    Raises:
        StorageError: the target is gone, full, read-only or failing; or is being written to.
        ExportError: the target is not an export file.
        VaultError: the vault is damaged.
        SyncStoppedError: `stop` said so; what was written stays, and the next sync goes on from there.
    """
    path = export_file(kiosk, target)
    busy = StorageError(
        "{path} is being written to by another kiosk.", "Wait for it to finish, then sync again.", path=path
    )
    lock = path.with_name(path.name + ".lock")
    with storage(lock):
        if is_odd(lock):
            raise ExportError("{path} is not an ordinary file.", "Remove it there.", path=lock)
    with storage(path), locked(lock, LOCK_SECONDS, busy):
        return _sync_locked(kiosk, path, progress, stop)


def verified(kiosk: Kiosk, file: Path) -> int:
    """How many of this kiosk's signatures are in the export file `file`, read and verified now.

    Raises:
        StorageError: it cannot be read.
        ExportError, NewerVersionError: it is not an export file, or another campaign's.
        VaultError: the vault is damaged.
    """
    with storage(file):
        return len(_present(kiosk, file, kiosk.vault.survey().digests, partial(_give_up_on_junk, file)))


def _sync_locked(kiosk: Kiosk, path: Path, progress: Progress, stop: Stop) -> SyncResult:
    # A damaged record goes along as it is: the merge then names it, and nothing is lost silently.
    survey = kiosk.vault.survey()
    vault = survey.digests
    written = 0

    def watch(lines: int, size: int) -> None:
        if stop():
            raise _stopped(path, written)
        _give_up_on_junk(path, lines, size)

    present = _present(kiosk, path, vault, watch)
    lacking = sorted(vault.keys() - present)
    if lacking:
        check_space(kiosk, path, len(lacking))
        _append(kiosk, path, lacking, progress, stop)
        written = len(lacking)
        if not path.exists():
            raise StorageError(
                "{path} is gone.", "Was the stick pulled out? Plug it in again, then sync again.", path=path
            )
        if _present(kiosk, path, vault, watch) != vault.keys():
            raise StorageError(
                "{path} does not hold what was just written to it.",
                "This stick or folder is not reliable: sync to another one.",
                path=path,
            )
    noted = True
    if vault:
        note = SyncNote(target_name(path), max(vault), kiosk.today().isoformat())
        try:
            kiosk.vault.note_sync(note)
        except StorageError:
            noted = False
    return SyncResult(path, len(lacking), len(vault), survey.faults, noted)


def _stopped(path: Path, written: int) -> SyncStoppedError:
    if not written:
        return SyncStoppedError(
            "Nothing new was written to {path}.",
            "What was there is still there. Sync again later.",
            path=path,
        )
    return SyncStoppedError(
        "So far {written} signatures were written to {path}, but not read back and checked.",
        "Sync again to finish: it goes on from there.",
        written=written,
        path=path,
    )


def _give_up_on_junk(path: Path, lines: int, size: int) -> None:
    if lines > MAX_UNSOUND_LINES or size > MAX_UNSOUND_BYTES:
        raise TooMuchJunkError(
            "Far too much in {path} is not signatures. Nothing was written to it.",
            "Use another stick, or move that file into another folder of this one. "
            "Do not delete it: the coordinator can still look into it.",
            path=path,
        )


def _present(kiosk: Kiosk, path: Path, vault: dict[int, bytes], watch: Watch) -> set[int]:
    """The numbers of this kiosk's records that are sound in the file, vouched for, and equal to the vault."""
    if not path.exists() or not path.stat().st_size:
        return set()
    present: set[int] = set()
    leftovers = Leftovers()
    try:
        for batch in read_batches(path, kiosk.pack.key_id, leftovers, watch):
            if batch.checkpoint.kiosk == kiosk.settings.kiosk:
                present |= {
                    record.seq for record in batch.records if vault.get(record.seq) == record.digest()
                }
    except (NewerVersionError, TooMuchJunkError):
        raise
    except ExportError:
        if not _is_torn_start(path):
            raise
    if leftovers.foreign and not leftovers.batches:
        raise ExportError("{path} belongs to another campaign.", "Choose another file or folder.", path=path)
    return present


def _is_torn_start(path: Path) -> bool:
    """Whether the file is what an interrupted first sync leaves: the beginning of a first line."""
    with open_ordinary(path, not_ordinary(path)) as file:
        return b'{"record":1,"kiosk":"'.startswith(file.read(21))


def _append(kiosk: Kiosk, path: Path, lacking: list[int], progress: Progress, stop: Stop) -> None:
    # What a failure leaves is never cut off again: by then another kiosk may have written after it.
    with open_ordinary(path, not_ordinary(path), "ab") as file:
        if file.tell() and not _ends_with_newline(path):
            file.write(b"\n")
        done = 0
        for run in _runs(lacking):
            if stop():
                raise _stopped(path, done)
            records = list(kiosk.vault.records(run[0], run[-1]))
            file.writelines(_batch_lines(kiosk, records))
            file.flush()
            os.fsync(file.fileno())  # a power cut costs at most the batch that is being written
            done += len(records)
            progress(done, len(lacking))
        if hasattr(os, "posix_fadvise"):  # so that verifying reads the stick and not the memory
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    sync_folder(path.parent)


def _batch_lines(kiosk: Kiosk, batch: list[Stored]) -> Iterator[bytes]:
    for stored in batch:
        yield write_record(stored.record)
    signing_key = kiosk.settings.signing_key
    yield write_checkpoint(
        Checkpoint(
            campaign=kiosk.pack.key_id,
            key=signing_key.public_key().public_bytes_raw(),
            name=kiosk.settings.name,
            first=batch[0].record.seq,
            last=batch[-1].record.seq,
            start=batch[0].start,
            digests=tuple(stored.record.digest() for stored in batch),
        ),
        signing_key,
    )


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    """`numbers` (sorted) cut into runs without gaps, none longer than `BATCH`."""
    run: list[int] = []
    for number in numbers:
        if run and (number != run[-1] + 1 or len(run) == BATCH):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _ends_with_newline(path: Path) -> bool:
    with open_ordinary(path, not_ordinary(path)) as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"

"""Sync: from the vault to a central export file, verified there before anybody is told so.

A stick is never believed: what is already in the file is what can be read there,
verified and equal to the vault. Whatever is lacking is appended; earlier content is
never rewritten, so an interrupted sync leaves it valid and the next one repairs. And
only what is on another device than the vault counts as safe.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ExportError, KioskError, StorageError
from kiosk.exchange.lines import Checkpoint, Watch, write_checkpoint, write_record
from kiosk.files import is_odd, locked, open_ordinary, storage, sync_folder
from kiosk.stall.device import DeviceStanding
from kiosk.stall.holdings import Holdings, give_up_on_junk, read_holdings
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.release import parted_by_receipt
from kiosk.stall.stored import Life, StoredRecord, Survey, SyncNote
from kiosk.stall.targets import check_space, export_file, not_ordinary, target_name

LOCK_SECONDS = 60.0
"""How long to wait for another kiosk that is writing to the same file."""

BATCH = 100
"""Records that are written, made durable and told as progress together."""

Progress = Callable[[int, int], None]
"""Told how many records are on the target's disk, of how many."""
Stop = Callable[[], bool]
"""Asked between lines and between batches whether to end here."""


class SyncStoppedError(KioskError):
    """Somebody stopped a sync."""


class CopiedLaptopError(KioskError):
    """A target holds records of this very kiosk that its vault does not know, or knows otherwise."""


@dataclass(frozen=True)
class SyncResult:
    """What a sync did.

    Attributes:
        file: the export file.
        written: records appended now.
        total: records of this kiosk that are verified in the file.
        faults: numbers of records that are damaged in the vault or missing from it.
        noted: whether this laptop could remember the sync (its disk may be full or read-only).
        standing: where the file is, seen from the vault; only what is apart is safe.
    """

    file: Path
    written: int
    total: int
    faults: list[int]
    noted: bool
    standing: DeviceStanding


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
        CopiedLaptopError: this laptop was put back from a copy, or copied; nothing was written.
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


def _sync_locked(kiosk: Kiosk, path: Path, progress: Progress, stop: Stop) -> SyncResult:
    written = 0

    def watch(lines: int, size: int) -> None:
        if stop():
            raise _stopped(path, written)
        give_up_on_junk(path, lines, size)

    if kiosk.vault.copied_after() is not None:
        raise _copied(path)
    lives, read_on = kiosk.vault.lives(), _device_number(path)
    holdings = read_holdings(kiosk, path, lives, watch)
    # Looked at only now: where there are no locks, another window may sync this very kiosk meanwhile.
    lives, survey = kiosk.vault.lives(), kiosk.vault.survey()
    _check_numbers(kiosk, path, holdings, lives[-1], survey)
    # A damaged record goes along as it is: the merge then names it, and nothing is lost silently.
    vault = survey.digests
    lacking = sorted(vault.keys() - holdings.rows(lives, vault))
    if lacking:
        check_space(kiosk, path, len(lacking))
        written = _append(kiosk, path, lacking, lives, progress, stop)
        read_on = _device_number(path)
        _read_back(kiosk, path, lives, vault, watch)
    where = kiosk.standing(path if path.exists() else path.parent)
    if vault and _device_number(path) != read_on:  # a stick came to where the folder was that was read
        raise _gone(path)
    noted = not vault or _note(kiosk, path, max(vault), where)
    return SyncResult(path, written, len(vault), survey.faults, noted, where)


def _check_numbers(kiosk: Kiosk, path: Path, holdings: Holdings, life: Life, survey: Survey) -> None:
    """Looks whether other signatures have this kiosk's numbers: its own signed records say so, or a receipt.

    Raises:
        CopiedLaptopError: they do.
    """
    parted = holdings.parted_after(kiosk, life, survey)
    if parted is None:
        parted = parted_by_receipt(kiosk, path, life, survey)
    if parted is not None:
        with suppress(StorageError):  # then this sync alone is refused
            kiosk.vault.note_copied(parted)
        raise _copied(path)


def _read_back(kiosk: Kiosk, path: Path, lives: list[Life], vault: dict[int, bytes], watch: Watch) -> None:
    """Reads what was just written, and raises StorageError if it is not there."""
    if not path.exists():
        raise _gone(path)
    held = read_holdings(kiosk, path, lives, watch).rows(lives, vault)
    # What a receipt released meanwhile need not be there.
    if held != vault.keys() and not kiosk.vault.survey().digests.keys() <= held:
        raise StorageError(
            "{path} does not hold what was just written to it.",
            "This stick or folder is not reliable: sync to another one.",
            path=path,
        )


def _note(kiosk: Kiosk, path: Path, last: int, where: DeviceStanding) -> bool:
    """Remembers the sync up to row `last`; tells whether that could be written down."""
    apart = kiosk.marks(path) if where is DeviceStanding.APART else frozenset[str]()
    try:
        kiosk.vault.note_sync(SyncNote(target_name(path), last, kiosk.today().isoformat(), apart))
    except StorageError:
        return False
    return True


def _device_number(path: Path) -> int | None:
    """Which device the file is on now; None where it is not there."""
    with suppress(OSError):
        return path.stat().st_dev
    return None


def _gone(path: Path) -> StorageError:
    return StorageError(
        "{path} is gone.", "Was the stick pulled out? Plug it in again, then sync again.", path=path
    )


def _copied(path: Path) -> CopiedLaptopError:
    return CopiedLaptopError(
        "This laptop was put back from a copy, or copied: other signatures have the numbers that it would "
        "use again. Nothing was written to {path}.",
        "Give this laptop a new identity, then sync again. Nothing is lost, and people can go on signing.",
        path=path,
    )


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


def _append(
    kiosk: Kiosk, path: Path, lacking: list[int], lives: list[Life], progress: Progress, stop: Stop
) -> int:
    """Writes the rows that are `lacking` behind what is there, and returns how many it wrote."""
    # What a failure leaves is never cut off again: by then another kiosk may have written after it.
    with open_ordinary(path, not_ordinary(path), "ab") as file:
        if file.tell() and not _ends_with_newline(path):
            file.write(b"\n")
        done = 0
        for life, run in _runs(lacking, lives):
            if stop():
                raise _stopped(path, done)
            records = list(kiosk.vault.records(run[0], run[-1]))
            if any(stored.record.kiosk != life.kiosk for stored in records):  # it was given another meanwhile
                raise _stopped(path, done)
            if not records:  # a receipt on another stick released them meanwhile
                continue
            file.writelines(_batch_lines(kiosk, life, records))
            file.flush()
            os.fsync(file.fileno())  # a power cut costs at most the batch that is being written
            done += len(records)
            progress(done, len(lacking))
        if sys.platform == "linux":  # so that verifying reads the stick and not the memory
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    sync_folder(path.parent)
    return done


def _batch_lines(kiosk: Kiosk, life: Life, batch: list[StoredRecord]) -> Iterator[bytes]:
    for stored in batch:
        yield write_record(stored.record)
    signing_key = kiosk.signing_key(life)
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


def _runs(rows: list[int], lives: list[Life]) -> Iterator[tuple[Life, list[int]]]:
    """`rows` (sorted) cut into runs of one life without gaps, none longer than `BATCH`."""
    for life in lives:
        run: list[int] = []
        for row in rows:
            if not life.before < row <= life.end:
                continue
            if run and (row != run[-1] + 1 or len(run) == BATCH):
                yield life, run
                run = []
            run.append(row)
        if run:
            yield life, run


def _ends_with_newline(path: Path) -> bool:
    with open_ordinary(path, not_ordinary(path)) as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"

"""Where a kiosk can sync to: what can be said of a stick or folder before anything is written there.

A target is known by its path alone, and what was synced to that path earlier says nothing about
the stick that is there now: see docs/decisions/0011-a-target-is-its-path.md.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ExportError, KioskError, StorageError
from kiosk.exchange.batches import SUFFIX
from kiosk.files import is_odd, no_folder, storage
from kiosk.signing.seal import OVERHEAD_BYTES
from kiosk.stall.device import DeviceStanding
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.stored import SyncNote
from kiosk.wording import printable

_MB = 10**6
"""As it stands on a stick: in thousands."""


@dataclass(frozen=True)
class Target:
    """A stick or folder as it looks now; nothing on it was opened.

    Attributes:
        folder: where it is.
        name: what people know it by: a stick's own name, or the last part of its path.
        file: the export file there, or the one that a sync would make.
        has_file: whether that file is there.
        free: bytes left on its disk; 0 if it cannot be asked.
        standing: where it is, seen from the vault: only on another device is anything safe.
        last: the last sync to this path. It may have been another stick: only a sync reads what is on
            this one.
        problem: why a sync to it would fail, where that can be told already.
    """

    folder: Path
    name: str
    file: Path
    has_file: bool = False
    free: int = 0
    standing: DeviceStanding = DeviceStanding.UNKNOWN
    last: SyncNote | None = None
    problem: KioskError | None = None


def look_at(kiosk: Kiosk, folder: Path, name: str = "") -> Target:
    """What can be said of `folder` as a target; quick, and writes nothing.

    Args:
        name: what people know it by, where that is not the last part of its path.

    Raises:
        StorageError, VaultError: this kiosk's own vault cannot be read.
    """
    path = folder / _file_name(kiosk)
    name = name or printable(folder.name or str(folder))
    named = target_name(path)
    last = next((note for note in kiosk.vault.sync_notes() if note.target == named), None)
    try:
        file = export_file(kiosk, folder)
        with storage(folder):
            has_file = file.exists()
            free = shutil.disk_usage(folder).free
    except KioskError as problem:
        return Target(folder, name, path, last=last, problem=problem)
    return Target(
        folder, name, file, has_file, free, kiosk.standing(folder), last, _problem(kiosk, file, has_file)
    )


def _problem(kiosk: Kiosk, file: Path, has_file: bool) -> KioskError | None:
    if not os.access(file if has_file else file.parent, os.W_OK):
        return StorageError(
            "{path} cannot be written to.",
            "Remove its write protection, or choose another place.",
            path=file.parent,
        )
    try:
        # How much of it a file that is there already has, only reading it can tell.
        check_space(kiosk, file, 0 if has_file else kiosk.vault.count())
    except StorageError as full:
        return full
    return None


def export_file(kiosk: Kiosk, target: Path) -> Path:
    """The export file that `target` (that file, or a folder) stands for; it may not be there yet.

    Raises:
        StorageError: the folder is not there, or cannot be looked at.
        ExportError: something other than an ordinary file has its name.
    """
    with storage(target):
        path = _in_folder(kiosk, target)
        if is_odd(path):
            raise not_ordinary(path)
    return path


def not_ordinary(path: Path) -> ExportError:
    """What to say where something other than an ordinary file has an export file's name."""
    return ExportError("{path} is not an ordinary file.", "Use another stick.", path=path)


def _in_folder(kiosk: Kiosk, target: Path) -> Path:
    if target.is_dir():
        return target / _file_name(kiosk)
    if target.suffix.lower() != SUFFIX:  # names on FAT may be in capitals
        raise no_folder(target)
    if not target.parent.is_dir():
        raise no_folder(target.parent)
    return target


def _file_name(kiosk: Kiosk) -> str:
    """What its export file is called in a folder: what was practised never stands in the way of a stall."""
    practice = "practice-" if kiosk.pack.manifest.training else ""
    return f"{practice}{kiosk.settings.campaign}{SUFFIX}"


def check_space(kiosk: Kiosk, file: Path, records: int) -> None:
    """Raises StorageError unless `records` more fit on the disk of `file`."""
    # Base64 makes 4 bytes of 3; the other fields of a line and its share of a checkpoint are under 400.
    line = (kiosk.pack.manifest.record_bytes + OVERHEAD_BYTES) * 4 // 3 + 400
    needed = records * line + 64 * 1024
    free = shutil.disk_usage(file.parent).free
    if free < needed:
        raise StorageError(
            "There is not enough space on {folder}: {needed} MB needed, {free} MB free.",
            "Free some space there, or use another stick. Nothing was written.",
            folder=file.parent,
            needed=f"{-(-needed // _MB):,}",
            free=f"{free // _MB:,}",
        )


def target_name(file: Path) -> str:
    """What a vault calls the target `file` in its notes; a name that is no text becomes one."""
    return os.fsencode(file.absolute()).decode(errors="replace")

"""What can be said of this laptop before a stall opens: is it ready to keep signatures?

What it might keep besides them, in memory that is written to a disk, is in `leaks`.
"""

from __future__ import annotations

import datetime
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.files import is_open_to_others, storage
from kiosk.signing.seal import SEED_BYTES, SealingKey, public_key
from kiosk.stall import folder
from kiosk.stall.clock import Clock, load_clock
from kiosk.stall.clock_check import clock
from kiosk.stall.findings import ByteCount, Finding
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.leaks import look_for_leaks

_LOW_PERCENT, _EMPTY_PERCENT = 30, 10
_LITTLE, _TOO_LITTLE = 256 * 2**20, 16 * 2**20
"""Bytes on the disk."""


def look_at_laptop(
    data: Path, kiosk: Kiosk | None, now: datetime.datetime | None = None, root: Path = Path("/")
) -> Iterator[Finding]:
    """Everything that can be said of this laptop, one finding after the other.

    Args:
        data: the kiosk's data folder; it need not be there yet.
        kiosk: the kiosk in it, if there is one.
        now: the time, with its zone; the kiosk's without it.
        root: the folder with this system's `/proc`, `/sys` and `/etc`.
    """
    try:
        by = kiosk.clock if kiosk is not None else load_clock(data)
    except (KioskError, OSError):  # which the folder's own finding tells
        by = Clock()
    said = by.said if now is None else None
    now = now or by.now()
    yield battery(*read_battery())
    yield clock(now, kiosk, said)
    yield time_zone(now)
    yield _finding_or_fault("disk", partial(free_disk, data))
    yield _finding_or_fault("permissions", partial(permissions, data))
    if kiosk is not None:
        yield _finding_or_fault("vault", partial(vault, kiosk))
    yield _finding_or_fault("sealing", sealing)
    yield from look_for_leaks(data, root)


def _finding_or_fault(name: str, look: Callable[[], Finding]) -> Finding:
    """What `look` finds; or what kept it from looking, as a fault."""
    try:
        return look()
    except KioskError as error:
        return Finding.of(name, error)


def battery(percent: float | None, plugged: bool | None) -> Finding:
    """How full the battery is.

    Args:
        percent: its charge; None where there is no battery.
        plugged: whether the laptop has mains power; None where that cannot be told.
    """
    if percent is None:
        return Finding(
            "battery", "not known", "No battery was found: without mains power this laptop goes off."
        )
    values: dict[str, str | int] = {"percent": round(percent)}
    if plugged:
        return Finding("battery", "well", "The battery is at {percent} %, and there is mains power.", values)
    if percent <= _EMPTY_PERCENT:
        return Finding(
            "battery", "fault", "The battery is at {percent} %. Plug in the charger now, or close up.", values
        )
    if percent <= _LOW_PERCENT:
        return Finding("battery", "warning", "The battery is at {percent} %. Plug in the charger.", values)
    return Finding("battery", "well", "The battery is at {percent} %.", values)


def read_battery() -> tuple[float | None, bool | None]:
    """What `battery` wants to know, as the system says it now."""
    import psutil  # no start waits for it

    read = getattr(psutil, "sensors_battery", None)  # not on every system
    try:
        reading = read() if read else None
    except OSError:  # a driver that does not answer
        reading = None
    return (reading.percent, reading.power_plugged) if reading else (None, None)


def time_zone(now: datetime.datetime) -> Finding:
    """Whether somebody has set the time zone: a new system has none."""
    zone = now.tzname() or ""
    if zone == "UTC":
        return Finding(
            "time-zone",
            "warning",
            "No time zone is set, so signatures may carry the wrong day around midnight. Set it in the "
            "system’s settings.",
        )
    return Finding("time-zone", "well", "The time zone is {zone}.", {"zone": zone})


def free_disk(data: Path) -> Finding:
    """Whether there is room for signatures where `data` is, or will be.

    Raises:
        StorageError: that disk cannot be asked.
    """
    path = data.absolute()
    with storage(path):
        there = next(folder for folder in (path, *path.parents) if folder.exists())
        free = shutil.disk_usage(there).free
    values: dict[str, str | int] = {"free": ByteCount(free)}
    if free < _TOO_LITTLE:
        return Finding(
            "disk",
            "fault",
            "Only {free} are free on the disk: signatures would soon be refused. Free some space.",
            values,
        )
    if free < _LITTLE:
        return Finding("disk", "warning", "Only {free} are free on the disk. Free some space soon.", values)
    return Finding("disk", "well", "{free} are free on the disk.", values)


def permissions(data: Path) -> Finding:
    """Whether this user, and nobody else, can read and write what is in the data folder.

    The pack may be read by everybody: nothing in it is secret.

    Raises:
        StorageError: it cannot be asked.
    """
    with storage(data):
        if not data.is_dir():
            return Finding("permissions", "well", "There is no data folder yet.")
    values: dict[str, str | int] = {"folder": str(data)}
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        return Finding(
            "permissions",
            "fault",
            "This user may not read and write the data folder {folder}. Ask whoever looks after the laptop "
            "to allow it.",
            values,
        )
    with storage(data):
        own = [path for path in sorted(data.iterdir()) if path.is_file() and path.name != folder.PACK]
    try:
        # What is in the folder tells nothing to who may list it; on Windows new files get its rights.
        is_open = _open_folder(data) or any(map(is_open_to_others, own))
    except OSError:  # a disk that knows no such rights, as FAT on Windows
        return Finding(
            "permissions", "not known", "It is not known who else can read the data folder {folder}.", values
        )
    if is_open:
        return Finding(
            "permissions",
            "fault",
            "Other users of this laptop can get at the data folder {folder}. Ask whoever looks after the "
            "laptop to close it to everybody but this user.",
            values,
        )
    return Finding("permissions", "well", "Only this user can get at the signatures.")


def _open_folder(data: Path) -> bool:
    if sys.platform == "win32":
        return is_open_to_others(data)
    return bool(data.stat().st_mode & 0o022)


def vault(kiosk: Kiosk) -> Finding:
    """That everything in the vault is there and unchanged.

    Raises:
        VaultError, StorageError: it is not, or cannot be read.
    """
    kiosk.vault.check()
    return Finding(
        "vault", "well", "The vault is sound. Signatures in it: {number}.", {"number": kiosk.vault.count()}
    )


def sealing() -> Finding:
    """That this computer can seal signatures. Raises SealError where it cannot."""
    SealingKey(public_key(os.urandom(SEED_BYTES)), bytes(16))
    return Finding("sealing", "well", "This laptop can seal signatures.")

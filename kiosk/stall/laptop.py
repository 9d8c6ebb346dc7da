"""What can be said of this laptop before a stall opens: is it ready to keep signatures?

What it might keep besides them, in memory that is written to a disk, is in `leaks`.
"""

from __future__ import annotations

import datetime
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from kiosk import RELEASED
from kiosk.errors import KioskError
from kiosk.files import is_open_to_others, storage
from kiosk.signing.seal import SEED_BYTES, SealingKey, public_key
from kiosk.stall import folder
from kiosk.stall.findings import Finding
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.leaks import look_for_leaks
from kiosk.stall.state import load_state

_LOW_PERCENT, _EMPTY_PERCENT = 30, 10
_LITTLE_MIB, _TOO_LITTLE_MIB = 256, 16
_MIB = 2**20


def look_at_laptop(
    data: Path, kiosk: Kiosk | None, now: datetime.datetime | None = None, root: Path = Path("/")
) -> Iterator[Finding]:
    """Everything that can be said of this laptop, one finding after the other.

    Args:
        data: the kiosk's data folder; it need not be there yet.
        kiosk: the kiosk in it, if there is one.
        now: the clock's time with its zone; this laptop's own without it.
        root: the folder with this system's `/proc`, `/sys` and `/etc`.
    """
    now = now or datetime.datetime.now().astimezone()
    yield battery(*read_battery())
    yield clock(now, kiosk)
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


def clock(now: datetime.datetime, kiosk: Kiosk | None) -> Finding:
    """Whether the clock can be right: a signature carries its day.

    It cannot be before this program, the campaign's pack or the kiosk's last use, nor after the day by
    which all of the campaign's signatures are destroyed.
    """
    today = now.date()
    values: dict[str, str | int] = {"today": today.isoformat()}
    if today < RELEASED:
        return Finding(
            "clock",
            "fault",
            "The clock says {today}, but this program was made on {day}. Set the date and time.",
            {**values, "day": RELEASED.isoformat()},
        )
    if kiosk is not None and (made := _day(kiosk.pack.manifest.made)) and today < made:
        return Finding(
            "clock",
            "fault",
            "The clock says {today}, but the campaign’s pack was made on {day}. Set the date and time.",
            {**values, "day": made.isoformat()},
        )
    if kiosk is not None and (last := last_used(kiosk)) and today < last:
        return Finding(
            "clock",
            "fault",
            "The clock says {today}, but this kiosk was in use on {day}: it went back. "
            "Set the date and time.",
            {**values, "day": last.isoformat()},
        )
    if kiosk is not None and today > kiosk.campaign.retention.destroy_by:
        return Finding(
            "clock",
            "fault",
            "The clock says {today}, and the campaign’s signatures were to be destroyed by {day}. "
            "If the clock is right, ask the coordinator; if not, set it.",
            {**values, "day": kiosk.campaign.retention.destroy_by.isoformat()},
        )
    return Finding(
        "clock",
        "not known",
        "The clock says {today}, {time}. Compare that with a watch.",
        {**values, "time": f"{now:%H:%M}"},
    )


def last_used(kiosk: Kiosk) -> datetime.date | None:
    """The newest day that this kiosk has written down; None if there is none that can be read.

    Of the journal only what came since the stall was last opened: whoever opened it had seen what the
    clock says, so a clock that was once ahead is not held against the right one for ever. A file's own
    date says nothing: copying the folder makes it new.
    """
    days: list[datetime.date | None] = []
    for entry in Journal(kiosk.data).entries():
        days.append(_day(entry.day))
        if entry.event is Event.OPENED:
            break
    with suppress(KioskError):  # what is damaged is not the clock's fault
        if shift := load_state(kiosk.data).shift:
            days.append(shift.day)
    with suppress(KioskError):
        days += [_day(note.day) for note in kiosk.vault.sync_notes()]
        days.append(_day(kiosk.vault.released().day))
    return max((day for day in days if day), default=None)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


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
        free = shutil.disk_usage(there).free // _MIB
    values: dict[str, str | int] = {"free": f"{free} MiB" if free < 10_000 else f"{free // 1024} GiB"}
    if free < _TOO_LITTLE_MIB:
        return Finding(
            "disk",
            "fault",
            "Only {free} are free on the disk: signatures would soon be refused. Free some space.",
            values,
        )
    if free < _LITTLE_MIB:
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
            "This user may not read and write the data folder {folder}. Change its owner or permissions.",
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

"""Where posters can be taken to: sticks that are plugged in, and printers that this laptop knows."""

from __future__ import annotations

import copy
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QStorageInfo

from kiosk.errors import KioskError
from kiosk.stall.disks import is_own
from kiosk.wording import short_name

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

ISOLATES = "\u2068\u2069"
"""What keeps a name that is written from right to left from turning a sentence around."""
_MOUNTS = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
"""Where systems other than Windows show sticks."""
_CUPS = "/run/cups/cups.sock"
"""Where the print service of this laptop listens (CUPS on Linux): a socket that leads nowhere else."""


@dataclass(frozen=True)
class Stick:
    """A stick or other disk that can be taken away: its name, its folder, its free bytes and all it holds.

    The name is the volume's, as a sentence can bear it. `size` is 0 where it is not known.
    """

    name: str
    folder: Path
    free: int
    size: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", short_name(self.name))


class Printer(msgspec.Struct, frozen=True):
    """A printer's name, and how to begin a job on it."""

    name: str
    begin: Callable[[], QPrinter]


def sticks() -> list[Stick]:
    """The sticks that are plugged in, by name; not the disks, or the stick, that the system itself is on.

    No two have one name.
    """
    found = {}
    for volume in QStorageInfo.mountedVolumes():
        folder = volume.rootPath()
        if volume.isReady() and _is_removable(folder) and not is_own(Path(folder), sticks=_MOUNTS):
            free, size = max(0, volume.bytesAvailable()), max(0, volume.bytesTotal())
            found[folder] = Stick(volume.name().strip() or Path(folder).name, Path(folder), free, size)
    return told_apart(sorted(found.values(), key=lambda stick: (stick.name.casefold(), stick.folder)))


def told_apart(found: Iterable[Stick]) -> list[Stick]:
    """`found` in its order; where several have one name, each has its size behind it, or else a number."""
    found = list(found)
    names = Counter(stick.name for stick in found)
    sized = Counter((stick.name, _gigabytes(stick)) for stick in found)
    taken, told = {name for name, number in names.items() if number == 1}, []
    for stick in found:
        name = stick.name.strip(ISOLATES)
        if names[stick.name] > 1 and stick.size and sized[stick.name, _gigabytes(stick)] == 1:
            stick = replace(stick, name=f"{name} ({_gigabytes(stick)})")
        elif names[stick.name] > 1:
            numbered = (replace(stick, name=f"{name} ({number})") for number in count(1))
            stick = next(each for each in numbered if each.name not in taken)
        taken.add(stick.name)
        told.append(stick)
    return told


def _gigabytes(stick: Stick) -> str:
    """How large it is, as it stands on a stick: in thousands."""
    return f"{stick.size / 1e9:.0f} GB" if stick.size >= 0.95e9 else f"{stick.size / 1e6:.0f} MB"


def by_name(error: KioskError, folder: Path, name: str) -> KioskError:
    """`error` with `name` in place of `folder`: nobody at a stall knows folders."""
    said = copy.copy(error)
    said.values = {place: _named(value, folder, name) for place, value in error.values.items()}
    return said


def _named(value: str | int, folder: Path, name: str) -> str | int:
    if isinstance(value, int) or not Path(value).is_relative_to(folder):
        return value
    return str(called(Path(value), folder, name))


def called(path: Path, folder: Path, name: str) -> Path:
    """`path`, which lies in `folder`, as people see it: below the folder's `name`, such as a stick's."""
    return Path(name.strip(ISOLATES)) / path.relative_to(folder)


def no_sticks() -> list[Stick]:
    """For a window that is only tried: a stick that is plugged in meanwhile is not for it."""
    return []


def _is_removable(folder: str) -> bool:
    if sys.platform == "win32":
        from kiosk.windows.drives import drive_of

        with suppress(OSError):
            return drive_of(Path(folder)).is_stick
        return False
    return folder.startswith(_MOUNTS)


def printers() -> list[Printer]:
    """The printers that the system knows, its usual one first.

    This is the one place that asks the system's print service, so it is called, and Qt's printing
    is loaded, only once staff open the page for it.
    """
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    if sys.platform == "linux":
        os.environ["CUPS_SERVER"] = _CUPS  # else it may ask another computer, if one was configured

    def begin(name: str) -> QPrinter:
        return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)

    usual = QPrinterInfo.defaultPrinterName()
    names = sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name.casefold()))
    return [Printer(name, lambda name=name: begin(name)) for name in names]  # type: ignore[misc]

"""The data folder: its files, which nobody but this user may open, and whose times tell the day and no more.

A file's time would say when the last signature was taken, to the second; with the order of the signatures,
and somebody who watched the stall, that is a name.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from kiosk.files import close_to_others, is_open_to_others, storage

SETTINGS = "kiosk.json"
PACK = "campaign.kioskpack"
VAULT = "vault.sqlite"
JOURNAL = "journal.txt"
STATE = "state.json"
SETUP_LOCK = "setup.lock"
"""Held while the folder becomes a kiosk."""
OPEN_LOCK = "open.lock"
"""Held while the kiosk is open, so that it is opened once."""
WIPING = "wiping"
"""There while the folder is being wiped, and after that was cut short."""

FILES = (SETTINGS, PACK, VAULT, f"{VAULT}-journal", JOURNAL, f"{JOURNAL}.1", STATE, SETUP_LOCK)
"""What a kiosk leaves in its folder, in the order in which a wipe deletes it: without its settings, which
hold its key, a kiosk does not open."""
_OWN = (*FILES, OPEN_LOCK, WIPING)
_HIDDEN = tuple(f".{name}." for name in _OWN)
"""What a write that was cut short may have left begins with one of these."""
_DAY = 24 * 60 * 60


def make_folder(data: Path) -> None:
    """Makes the data folder, and those above it that are not there, for this user alone, whatever the umask.

    Raises:
        StorageError: it cannot be made.
    """
    with storage(data):
        missing = [folder for folder in (data, *data.parents) if not folder.exists()]
        for folder in reversed(missing):
            if not folder.exists():  # "new/.." is there once "new" is made, and is somebody else's
                folder.mkdir(mode=0o700, exist_ok=True)
                close_to_others(folder)
        if not any(data.iterdir()):  # one that somebody made for it
            close_to_others(data)


def settle(data: Path) -> None:
    """After a write: no file of the kiosk in `data` is open to others, and all times are the day's (UTC).

    The time of the last reading is set to the day's end, since Linux renews one that is not ahead. The
    time at which a file's times were set last (`ctime`) the system keeps for itself.
    What cannot be changed, as on a disk that is write-protected, stays as it is.
    """
    day = time.time() // _DAY * _DAY
    times = (day + _DAY, day)
    with suppress(OSError):
        own = [path for path in data.iterdir() if path.name in _OWN or path.name.startswith(_HIDDEN)]
        for path in (*own, data):
            with suppress(OSError):
                status = path.lstat()
                if stat.S_ISLNK(status.st_mode):
                    continue
                if path != data and is_open_to_others(path):
                    close_to_others(path)
                if (status.st_atime, status.st_mtime) != times:  # else nothing is written to the disk
                    os.utime(path, times)

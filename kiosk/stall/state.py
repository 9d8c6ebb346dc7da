"""What a kiosk remembers from one start to the next: wrong PINs, the shift, whether it is locked, the clock.

Another file than the settings, because it changes every day: losing it loses no key.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from kiosk.errors import KioskError, NewerVersionError, SettingsError
from kiosk.files import read_capped, write_whole
from kiosk.stall import folder
from kiosk.versioned import decode_versioned

VERSION: Final = 2
"""Version 1 had no `clock`."""
WRONG_WHERE_UNKNOWN = 10
"""Wrong PINs to assume where it is not known: else a damaged file or a full disk would win tries."""
_writing = threading.Lock()


class Shift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One shift at the stall.

    `day` is when it was opened, `before` how many signatures the kiosk had
    taken until then. `closed` says that staff have closed it and not opened another.
    """

    day: datetime.date
    before: Annotated[int, msgspec.Meta(ge=0)]
    closed: bool = False


_MOST_MINUTES = 100 * 366 * 24 * 60
"""A hundred years: no clock's battery is empty for longer."""


class ClockCorrection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What staff said the time is, beside the laptop's clock.

    `start` is what the system calls the laptop's start, and `began` when that was by the laptop's clock,
    in minutes since 1970: where either is another, it holds no more. `minutes` are added to the clock.
    """

    start: str
    began: int
    minutes: Annotated[int, msgspec.Meta(ge=-_MOST_MINUTES, le=_MOST_MINUTES)]


class KioskState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `state.json` holds.

    `locked` says that somebody locked the kiosk in a hurry. `clock` is what staff said the time is.
    """

    version: Literal[1, 2] = VERSION
    wrong_pins: Annotated[int, msgspec.Meta(ge=0)] = 0
    shift: Shift | None = None
    locked: bool = False
    clock: ClockCorrection | None = None


def load_state(data: Path) -> KioskState:
    """The state in the data folder `data`, as the next change writes it; a new kiosk's where there is none.

    A damaged file is no reason to stop: it is taken for one with many wrong PINs, of a locked kiosk.

    Raises:
        NewerVersionError: a newer program wrote it.
    """
    path = data / folder.STATE
    if not path.exists():
        return KioskState()
    try:
        state = decode_versioned(
            read_capped(path, 16 * 1024),
            KioskState,
            VERSION,
            newer=lambda: NewerVersionError(
                "{path} belongs to a newer version of this program.", "Update this program.", path=path
            ),
            damaged=lambda: SettingsError("{path} is damaged.", path=path),
        )
    except NewerVersionError:
        raise
    except KioskError:
        return KioskState(wrong_pins=WRONG_WHERE_UNKNOWN, locked=True)
    return msgspec.structs.replace(state, version=VERSION)


def save_state(data: Path, change: Callable[[KioskState], KioskState]) -> KioskState:
    """Changes the state in `data`, whole or not at all; returns the new one. May be called from any thread.

    Raises:
        StorageError: the disk is full, read-only or failing.
        NewerVersionError: a newer program wrote the state that is there.
    """
    with _writing:
        old = load_state(data)
        new = change(old)
        if new != old:
            write_whole(data / folder.STATE, msgspec.json.format(msgspec.json.encode(new)), private=True)
            folder.settle(data)
        return new

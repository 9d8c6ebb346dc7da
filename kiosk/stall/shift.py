"""A shift at the stall: opened by itself on a new kiosk, closed and opened again by staff."""

from __future__ import annotations

import msgspec

from kiosk.stall.kiosk import Kiosk
from kiosk.stall.state import Shift, load_state, save_state


class Summary(msgspec.Struct, frozen=True):
    """How a shift went.

    Attributes:
        day: when it was opened (ISO 8601).
        signed: signatures taken since then.
        in_all: signatures that the kiosk has ever taken.
        waiting: those that are in no export file.
        synced: whether there was a sync in this shift.
    """

    day: str
    signed: int
    in_all: int
    waiting: int
    synced: bool


class Tally(msgspec.Struct, frozen=True):
    """How many have signed on this laptop, for all to read.

    Attributes:
        signed: ever.
        today: in the shift that was opened today; None where none was.
    """

    signed: int
    today: int | None = None


def tally(kiosk: Kiosk, signed: int) -> Tally:
    """What the screen may say when the kiosk has taken `signed` signatures. Raises as `open_shift`.

    It is worked out from the shift's day and number: nothing else about when somebody signed is kept.
    """
    shift = current_shift(kiosk)
    return Tally(signed, max(0, signed - shift.before) if shift.day == kiosk.today() else None)


def current_shift(kiosk: Kiosk) -> Shift:
    """The shift that is open, or the last one if staff closed it. Opens the first one of a new kiosk."""
    shift = load_state(kiosk.data).shift
    return shift if shift is not None else open_shift(kiosk)


def open_shift(kiosk: Kiosk) -> Shift:
    """Opens a new shift.

    Raises:
        StorageError: it cannot be written down.
    """
    shift = Shift(kiosk.today(), kiosk.vault.count())
    save_state(kiosk.data, lambda state: msgspec.structs.replace(state, shift=shift))
    return shift


def close_shift(kiosk: Kiosk) -> Summary:
    """Closes the shift, and says how it went. Raises as `open_shift`."""
    shift = msgspec.structs.replace(current_shift(kiosk), closed=True)
    save_state(kiosk.data, lambda state: msgspec.structs.replace(state, shift=shift))
    return summary(kiosk)


def summary(kiosk: Kiosk) -> Summary:
    """How the shift is going, or went."""
    shift, status = current_shift(kiosk), kiosk.status()
    return Summary(
        shift.day.isoformat(),
        max(0, status.signatures - shift.before),
        status.signatures,
        status.waiting,
        status.last_sync >= shift.day.isoformat(),
    )

"""The staff's PIN: how it is kept, and how slowly it can be guessed."""

from __future__ import annotations

import hmac
import os
from pathlib import Path

import msgspec

from kiosk.errors import SettingsError, StorageError
from kiosk.stall.state import WRONG_WHERE_UNKNOWN, load_state, save_state

MEMORY_KIB = 64 * 1024
_PASSES = 3
MIN_PIN, MAX_PIN = 4, 12
"""Digits that a PIN has at least and at most: what the pad on the screen takes."""
LONGEST_WAIT = 300.0
"""Seconds between two tries, however many were wrong: 10,000 tries take 34 days."""
_FREE = 2
"""Wrong tries that cost a second only: fingers slip."""


class Pin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A PIN under Argon2id (RFC 9106): its salt, cost and hash."""

    salt: bytes
    hash: bytes
    memory_kib: int
    passes: int


def make_pin(pin: str) -> Pin:
    """`pin` as it is kept.

    Raises:
        SettingsError: it is not made of `MIN_PIN` to `MAX_PIN` digits.
    """
    if not (pin.isascii() and pin.isdigit() and MIN_PIN <= len(pin) <= MAX_PIN):
        raise SettingsError(
            "A PIN is made of {least} to {most} digits.", "Choose another one.", least=MIN_PIN, most=MAX_PIN
        )
    salt = os.urandom(16)
    return Pin(salt, _hash(pin, salt, MEMORY_KIB, _PASSES), MEMORY_KIB, _PASSES)


def pin_fits(pin: str, kept: Pin) -> bool:
    """Whether `pin` is the one that was kept."""
    return hmac.compare_digest(_hash(pin, kept.salt, kept.memory_kib, kept.passes), kept.hash)


def wait_after(wrong: int) -> float:
    """Seconds to wait after so many wrong tries in a row."""
    return 0.0 if not wrong else min(LONGEST_WAIT, 2.0 ** min(max(0, wrong - _FREE), 20))


class PinGuard:
    """Tries PINs, and counts the wrong ones in a row on the disk.

    A try is counted before it is looked at, so that ending the program wins none. Who
    uses a guard waits `wait_after(wrong)` between two tries, and when the program starts.

    Args:
        data: the kiosk's data folder.
        kept: the PIN.
    """

    def __init__(self, data: Path, kept: Pin) -> None:
        self._data = data
        self._kept = kept
        self.wrong = load_state(data).wrong_pins

    def fits(self, pin: str) -> bool:
        """Whether `pin` is the PIN; slow on purpose."""
        self._count(self.wrong + 1)
        if not pin_fits(pin, self._kept):
            return False
        self._count(0)
        return True

    def _count(self, wrong: int) -> None:
        self.wrong = wrong
        try:
            save_state(self._data, lambda state: msgspec.structs.replace(state, wrong_pins=wrong))
        except StorageError:
            # A full disk must not keep staff out, and must win nobody tries.
            self.wrong = max(wrong, WRONG_WHERE_UNKNOWN) if wrong else 0


def _hash(pin: str, salt: bytes, memory_kib: int, passes: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import (
        Argon2id,  # seldom needed, and not for the first screen
    )

    return Argon2id(salt=salt, length=32, iterations=passes, lanes=4, memory_cost=memory_kib).derive(
        pin.encode()
    )

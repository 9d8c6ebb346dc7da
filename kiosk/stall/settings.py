"""This laptop's settings: who the kiosk is, whose packs it takes, and the staff's PIN.

One typed file, `kiosk.json`, readable by its owner only. Its existence is what makes
a data folder a kiosk.
"""

from __future__ import annotations

import hmac
import os
from pathlib import Path
from typing import Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.campaign.pack import Pinned
from kiosk.errors import NewerVersionError, SettingsError
from kiosk.exchange.record import kiosk_id
from kiosk.files import read_capped, storage, write_whole
from kiosk.versioned import decode_versioned

VERSION = 1
FILE = "kiosk.json"
_PIN_MEMORY_KIB = 64 * 1024
_PIN_PASSES = 3
MIN_PIN, MAX_PIN = 4, 12
"""Digits that a PIN has at least and at most: what the pad on the screen takes."""


class Pin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A PIN under Argon2id (RFC 9106): its salt, cost and hash."""

    salt: bytes
    hash: bytes
    memory_kib: int
    passes: int


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `kiosk.json` holds.

    `signing_seed` is the kiosk's own Ed25519 seed (32 bytes). `signer` and `public_key`
    are the campaign's, pinned at set-up; `edition` is that of the pack in use.
    """

    version: Literal[1]
    name: str
    campaign: str
    signing_seed: bytes
    signer: bytes
    public_key: bytes
    edition: int
    pin: Pin | None = None

    @property
    def pinned(self) -> Pinned:
        """What packs are held against."""
        return Pinned(self.signer, self.public_key, self.edition)

    @property
    def signing_key(self) -> Ed25519PrivateKey:
        """The key that signs this kiosk's checkpoints."""
        return Ed25519PrivateKey.from_private_bytes(self.signing_seed)

    @property
    def kiosk(self) -> bytes:
        """The kiosk's 16-byte id."""
        return kiosk_id(self.signing_key.public_key().public_bytes_raw())


def load_settings(data: Path) -> Settings:
    """The settings in the data folder `data`.

    Raises:
        SettingsError: the folder is no kiosk's, or the file is damaged.
        NewerVersionError: a newer program wrote it.
        StorageError: it cannot be read.
    """
    path = data / FILE
    with storage(data):
        is_kiosk = path.is_file()
    if not is_kiosk:
        raise SettingsError(
            f"{data} is not set up as a kiosk.",
            "Set it up first: kiosk setup PACK --name NAME --data FOLDER.",
        )
    raw = read_capped(path, 64 * 1024, SettingsError)
    damaged = SettingsError(
        f"The settings {path} are damaged.",
        "Keep a copy of the whole folder and ask for help; do not delete it.",
    )
    newer = NewerVersionError(f"{path} belongs to a newer version of this program.", "Update this program.")
    settings = decode_versioned(raw, Settings, VERSION, newer=newer, damaged=damaged)
    try:
        _ = settings.kiosk
    except ValueError as error:  # the seed has a wrong length
        raise damaged from error
    return settings


def save_settings(data: Path, settings: Settings) -> None:
    """Writes `settings` into the data folder `data`, whole or not at all."""
    write_whole(data / FILE, msgspec.json.format(msgspec.json.encode(settings)), private=True)


def make_pin(pin: str) -> Pin:
    """`pin` as it is kept.

    Raises:
        SettingsError: it is not made of `MIN_PIN` to `MAX_PIN` digits.
    """
    if not (pin.isascii() and pin.isdigit() and MIN_PIN <= len(pin) <= MAX_PIN):
        raise SettingsError(f"A PIN is made of {MIN_PIN} to {MAX_PIN} digits.", "Choose another one.")
    salt = os.urandom(16)
    return Pin(salt, _pin_hash(pin, salt, _PIN_MEMORY_KIB, _PIN_PASSES), _PIN_MEMORY_KIB, _PIN_PASSES)


def pin_fits(pin: str, kept: Pin) -> bool:
    """Whether `pin` is the one that was kept."""
    return hmac.compare_digest(_pin_hash(pin, kept.salt, kept.memory_kib, kept.passes), kept.hash)


def _pin_hash(pin: str, salt: bytes, memory_kib: int, passes: int) -> bytes:
    return Argon2id(salt=salt, length=32, iterations=passes, lanes=4, memory_cost=memory_kib).derive(
        pin.encode()
    )

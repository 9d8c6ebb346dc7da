"""This laptop's settings: who the kiosk is, whose packs it takes, the staff's PIN, and how it shows itself.

One typed file, `kiosk.json`, readable by its owner only. Its existence is what makes
a data folder a kiosk.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from kiosk.campaign.pack import Pinned
from kiosk.errors import NewerVersionError, SettingsError
from kiosk.exchange.record import kiosk_id
from kiosk.files import read_capped, storage, write_whole
from kiosk.stall import folder
from kiosk.stall.pin import Pin
from kiosk.versioned import decode_versioned

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VERSION: Final = 6
"""Version 1 had no `display`, version 2 no `taken_words`, version 3 no `display.country`, version 4 no
`verified`."""
_SEED_BYTES = 32


class Display(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the kiosk shows itself to every new visitor, as staff chose.

    `language` is the start's (a tag; empty for the campaign's first). `beep` rings a
    chime when a signature is stored. `country` is the stall's own (an ISO 3166 code; empty
    where staff named none), which is offered first. A visit ends after `idle_minutes` in which nobody
    touches anything; three times as long where there is much to read.
    """

    language: str = ""
    text_size: Literal["normal", "large", "largest"] = "normal"
    beep: bool = False
    country: str = ""
    idle_minutes: Literal[1, 2, 5] = 1


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `kiosk.json` holds.

    `signing_seed` is the kiosk's own Ed25519 seed (32 bytes). `signer` and `public_key`
    are the campaign's, pinned at set-up; `edition` is that of the pack in use, and `verified` the SHA-256 of
    its file, empty where an earlier version verified it. `taken_words` has the
    nonces of the coordinator's words on a new PIN (`kiosk.stall.new_pin`) that were taken.
    """

    version: Literal[1, 2, 3, 4, 5, 6]
    name: str
    campaign: str
    signing_seed: bytes
    signer: bytes
    public_key: bytes
    edition: int
    pin: Pin | None = None
    display: Display = Display()
    taken_words: tuple[bytes, ...] = ()
    verified: bytes = b""

    @property
    def pinned(self) -> Pinned:
        """What packs are held against."""
        return Pinned(self.signer, self.public_key, self.edition, self.verified)

    @property
    def signing_key(self) -> Ed25519PrivateKey:
        """The key that signs this kiosk's checkpoints."""
        return signing_key_of(self.signing_seed)

    @property
    def kiosk(self) -> bytes:
        """The kiosk's 16-byte id."""
        return kiosk_id(self.signing_key.public_key().public_bytes_raw())


def signing_key_of(seed: bytes) -> Ed25519PrivateKey:
    """The Ed25519 key that grows from `seed` (32 bytes; RFC 8032)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,  # the first screen needs none
    )

    return Ed25519PrivateKey.from_private_bytes(seed)


def load_settings(data: Path) -> Settings:
    """The settings in the data folder `data`; those of an older version as the next change writes them.

    Raises:
        SettingsError: the folder is no kiosk's, or the file is damaged.
        NewerVersionError: a newer program wrote it.
        StorageError: it cannot be read.
    """
    path = data / folder.SETTINGS
    with storage(data):
        is_kiosk = path.is_file()
    if not is_kiosk:
        raise SettingsError(
            "{data} is not set up as a kiosk.",
            "Set it up first, with a pack of the campaign.",
            data=data,
        )
    raw = read_capped(path, 64 * 1024, SettingsError)
    damaged = SettingsError(
        "The settings {path} are damaged.",
        "Keep a copy of the whole folder and ask for help; do not delete it.",
        path=path,
    )
    newer = NewerVersionError(
        "{path} belongs to a newer version of this program.", "Update this program.", path=path
    )
    settings = decode_versioned(raw, Settings, VERSION, newer=lambda: newer, damaged=lambda: damaged)
    if len(settings.signing_seed) != _SEED_BYTES:
        raise damaged
    return msgspec.structs.replace(settings, version=VERSION)


def save_settings(data: Path, settings: Settings) -> None:
    """Writes `settings` into the data folder `data`, whole or not at all."""
    path = data / folder.SETTINGS
    write_whole(path, msgspec.json.format(msgspec.json.encode(settings)), private=True)
    folder.settle(data)

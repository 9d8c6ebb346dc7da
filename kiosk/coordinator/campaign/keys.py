"""The campaign key: 32 random bytes from which every other key of a campaign follows.

Kept in a file under a passphrase (Argon2id, RFC 9106); specified in docs/format.md,
"Campaign key file". It is made on a coordinator's desk and never goes to a stall.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from kiosk.campaign.pack import campaign_key_id
from kiosk.coordinator.campaign import passphrases
from kiosk.errors import CampaignError, NewerVersionError, PassphraseError
from kiosk.files import patiently, read_capped, storage, sync_folder, write_whole
from kiosk.signing.seal import OpeningKey, SealingKey, public_key
from kiosk.signing.signature import Signature
from kiosk.versioned import decode_versioned

VERSION: Final = 1
MEMORY_KIB = 256 * 1024
"""What one guess at the passphrase costs in memory."""
PASSES = 4
LANES = 4
_MAX_MEMORY_KIB = 4 * 1024 * 1024
_MAX_PASSES = 100
_MAX_LANES = 16
_LABEL = b"signing-kiosk key file v1\0"


@dataclass(frozen=True)
class CampaignKeys:
    """All keys of a campaign, derived from its seed (HKDF-Expand with SHA-256, RFC 5869, one label each)."""

    seed: bytes = field(repr=False)

    @classmethod
    def new(cls) -> CampaignKeys:
        """The keys of a new campaign."""
        return cls(os.urandom(32))

    @cached_property
    def opening_seed(self) -> bytes:
        """The X-Wing seed that opens signatures (32 bytes)."""
        return self._derive(b"open signatures")

    @cached_property
    def public_key(self) -> bytes:
        """The public key that seals them; it goes into packs."""
        return public_key(self.opening_seed)

    @cached_property
    def signing_key(self) -> Ed25519PrivateKey:
        """The coordinator's key, which signs packs and receipts."""
        return Ed25519PrivateKey.from_private_bytes(self._derive(b"sign packs and receipts"))

    @cached_property
    def signer(self) -> bytes:
        """Its public half (32 bytes), which kiosks pin."""
        return self.signing_key.public_key().public_bytes_raw()

    @cached_property
    def register_key(self) -> bytes:
        """The key under which the register keeps signatures (32 bytes)."""
        return self._derive(b"register boxes")

    @cached_property
    def fingerprint_key(self) -> bytes:
        """The key of the register's duplicate fingerprints (32 bytes)."""
        return self._derive(b"register fingerprints")

    @cached_property
    def rule_key(self) -> bytes:
        """The key that hides by which rule a fingerprint was made (32 bytes)."""
        return self._derive(b"register rules")

    @cached_property
    def seal_key(self) -> bytes:
        """The key of the seals on the register's rows (32 bytes)."""
        return self._derive(b"register seals")

    @cached_property
    def word_key(self) -> bytes:
        """The key under which the register keeps the coordinator's words (32 bytes)."""
        return self._derive(b"register words")

    @cached_property
    def decision_key(self) -> bytes:
        """The key that sealed the log of decisions in registers of earlier versions (32 bytes)."""
        return self._derive(b"register decisions")

    @cached_property
    def key_id(self) -> bytes:
        """The campaign's 16-byte key id."""
        return campaign_key_id(self.public_key, self.signer)

    def check_opens(self, public_key: bytes, key_id: bytes) -> None:
        """Seals a test signature as a kiosk does that has these public keys, and opens it.

        Raises:
            CampaignError: it does not open.
        """
        test = Signature(
            version=1,
            date="2000-01-01",
            kind="person",
            name="Test 測試",
            consent="test",
            language="en",
        )
        sealed = SealingKey(public_key, key_id).seal(test)
        if OpeningKey(self.opening_seed, self.key_id).open(sealed) != test:
            raise CampaignError(
                "A test signature did not open with the campaign key.", "Try again on another computer."
            )

    def _derive(self, label: bytes) -> bytes:
        return HKDFExpand(SHA256(), 32, b"signing-kiosk v1 " + label).derive(self.seed)


class _KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: Literal[1]
    kdf: Literal["argon2id"]
    memory_kib: int
    passes: int
    lanes: int
    salt: bytes
    nonce: bytes
    box: bytes


def save_keys(path: Path, keys: CampaignKeys, passphrase: str) -> None:
    """Writes the key file: the seed, sealed under `passphrase`.

    Raises:
        PassphraseError: the passphrase cannot be taken (`passphrases.chosen`).
        StorageError: the file cannot be written.
    """
    words = passphrases.chosen(passphrase)
    salt, nonce = os.urandom(16), os.urandom(12)
    header = _KeyFile(VERSION, "argon2id", MEMORY_KIB, PASSES, LANES, salt, nonce, b"")
    box = ChaCha20Poly1305(_stretch(words, header)).encrypt(nonce, keys.seed, _bound(header))
    file = msgspec.structs.replace(header, box=box)
    write_whole(path, msgspec.json.format(msgspec.json.encode(file)), private=True)


def replace_keys(path: Path, keys: CampaignKeys, passphrase: str) -> None:
    """Puts a key file under another passphrase in the place of `path`, once it has been opened as a test.

    Raises:
        PassphraseError: the passphrase cannot be taken.
        CampaignError, StorageError: it cannot be written, or does not open; the old file stays.
    """
    written = path.with_name(f".{path.name}.new")
    try:
        save_keys(written, keys, passphrase)
        if load_keys(written, passphrase) != keys:
            raise CampaignError("The new key file did not open again.", "Try again; check this disk.")
        with storage(path):
            patiently(lambda: written.replace(path))
            sync_folder(path.parent)
    finally:
        with storage(path):
            written.unlink(missing_ok=True)


def load_keys(path: Path, passphrase: str) -> CampaignKeys:
    """The keys in the key file `path`.

    Raises:
        PassphraseError: the passphrase does not open it.
        CampaignError: there is none, or it is damaged.
        NewerVersionError: a newer program wrote it.
    """
    if not path.is_file():
        raise CampaignError(
            "There is no campaign key {path}.",
            "Check the campaign folder, or put a copy of it back.",
            path=path,
        )
    raw = read_capped(path, 64 * 1024, CampaignError)
    damaged = CampaignError("The campaign key {path} is damaged.", "Put a copy of it back.", path=path)
    newer = NewerVersionError(
        "{path} was made by a newer version of this program.", "Update this program.", path=path
    )
    file = decode_versioned(raw, _KeyFile, VERSION, newer=lambda: newer, damaged=lambda: damaged)
    sane = 1 <= file.lanes <= _MAX_LANES and 1 <= file.passes <= _MAX_PASSES
    if not sane or not 8 * file.lanes <= file.memory_kib <= _MAX_MEMORY_KIB:
        raise damaged
    try:
        seed = next(_seeds(file, passphrase), None)
    except ValueError as error:
        raise damaged from error
    if seed is None:
        raise PassphraseError("This passphrase does not open the campaign key.", "Check it, and try again.")
    if len(seed) != 32:
        raise damaged
    return CampaignKeys(seed)


def _seeds(file: _KeyFile, passphrase: str) -> Iterator[bytes]:
    """What comes out of the box with each form of the passphrase that opens it."""
    for words in passphrases.entered(passphrase):
        with suppress(InvalidTag):
            yield ChaCha20Poly1305(_stretch(words, file)).decrypt(file.nonce, file.box, _bound(file))


def _stretch(words: str, file: _KeyFile) -> bytes:
    kdf = Argon2id(
        salt=file.salt, length=32, iterations=file.passes, lanes=file.lanes, memory_cost=file.memory_kib
    )
    return kdf.derive(words.encode())


def _bound(file: _KeyFile) -> bytes:
    """The cost parameters, bound to the box so that nobody can lower them unseen."""
    return _LABEL + b"".join(
        number.to_bytes(4, "big") for number in (file.memory_kib, file.passes, file.lanes)
    )

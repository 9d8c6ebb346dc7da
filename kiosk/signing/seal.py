"""Seals a signature so that only the campaign key opens it, and opens it again.

HPKE base mode (RFC 9180), one suite and no fallback: MLKEM768-X25519 (X-Wing,
draft-connolly-cfrg-xwing-kem), HKDF-SHA256, ChaCha20-Poly1305. Specified in
docs/format.md, "Sealed signature".
"""

from __future__ import annotations

import hashlib
import secrets

import msgspec
from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from kiosk.errors import SealError
from kiosk.signing.signature import RECORD_BYTES, Signature, decode, encode

PUBLIC_KEY_BYTES = 1184 + 32
"""An ML-KEM-768 encapsulation key followed by an X25519 public key."""
SEED_BYTES = 32
ID_BYTES = 16
OVERHEAD_BYTES = 1120 + 16
"""What sealing adds to a padded signature: the encapsulated key and the Poly1305 tag."""

_INFO = b"signing-kiosk signature v1\0"


class Sealed(msgspec.Struct, frozen=True):
    """A sealed signature: its random record id (16 bytes) and the ciphertext."""

    id: bytes
    data: bytes


class SealingKey:
    """A campaign's public key: it can seal, and nothing else.

    Args:
        public_key: `PUBLIC_KEY_BYTES`, as in the pack.
        key_id: the campaign's 16 bytes, bound into every seal.
        record_bytes: the size to which this campaign pads its signatures.

    Raises:
        SealError: not a public key, or this computer lacks the suite.
    """

    def __init__(self, public_key: bytes, key_id: bytes, record_bytes: int = RECORD_BYTES) -> None:
        self._suite = _suite()
        self._key_id = key_id
        self._record_bytes = record_bytes
        if len(public_key) != PUBLIC_KEY_BYTES:
            raise SealError(
                "The campaign’s public key has a wrong length.", "Ask the coordinator for a new pack."
            )
        try:
            self._key = MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(public_key[:1184]),
                X25519PublicKey.from_public_bytes(public_key[1184:]),
            )
        except ValueError as error:
            raise SealError(
                "The campaign’s public key is damaged.", "Ask the coordinator for a new pack."
            ) from error

    def check(self, signature: Signature) -> None:
        """Whether `signature` could be sealed.

        Raises:
            SignatureError: its texts are too long for one record.
        """
        encode(signature, self._record_bytes)

    def seal(self, signature: Signature) -> Sealed:
        """`signature` sealed under a new random record id.

        Raises:
            SignatureError: its texts are too long for one record.
        """
        id = secrets.token_bytes(ID_BYTES)
        data = encode(signature, self._record_bytes)
        return Sealed(id, self._suite.encrypt(data, self._key, info=_info(self._key_id, id)))


class OpeningKey:
    """A campaign's private key, which never leaves the coordinator's desk.

    Args:
        seed: 32 bytes, expanded with SHAKE256 as X-Wing does.
        key_id: the campaign's 16 bytes.
    """

    def __init__(self, seed: bytes, key_id: bytes) -> None:
        self._suite = _suite()
        self._key_id = key_id
        self._key = private_key(seed)

    def open(self, sealed: Sealed) -> Signature:
        """The signature inside `sealed`.

        Raises:
            SealError: sealed for another campaign or record, damaged, or cut short.
            SignatureError, NewerVersionError: it opens, but is not a signature of this version.
        """
        return decode(self.unseal(sealed))

    def unseal(self, sealed: Sealed) -> bytes:
        """What was sealed, as bytes that only `decode` may believe.

        Raises:
            SealError: sealed for another campaign or record, damaged, or cut short.
        """
        try:
            return self._suite.decrypt(sealed.data, self._key, info=_info(self._key_id, sealed.id))
        except (InvalidTag, ValueError) as error:
            raise SealError("This signature cannot be opened with this campaign’s key.") from error


def private_key(seed: bytes) -> MLKEM768X25519PrivateKey:
    """The X-Wing private key of a 32-byte seed."""
    return MLKEM768X25519PrivateKey(*_expand(seed))


def public_key(seed: bytes) -> bytes:
    """The `PUBLIC_KEY_BYTES` of the public key that belongs to `seed`."""
    mlkem, x25519 = _expand(seed)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def _expand(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """Both halves of an X-Wing key: SHAKE256 makes ML-KEM's 64 and X25519's 32 bytes of the seed."""
    if len(seed) != SEED_BYTES:
        raise ValueError("an X-Wing seed has 32 bytes")
    expanded = hashlib.shake_256(seed).digest(96)
    mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    return mlkem, X25519PrivateKey.from_private_bytes(expanded[64:])


def _suite() -> Suite:
    try:
        return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    except (UnsupportedAlgorithm, AttributeError) as error:
        raise SealError(
            "This computer’s cryptography library cannot seal signatures (it lacks X-Wing).",
            "Install this program again with 'make install': it brings a library that can.",
        ) from error


def _info(key_id: bytes, id: bytes) -> bytes:
    return _INFO + key_id + id

"""A sealed signature on its way: its number, digest and place in the kiosk's hash chain.

Specified in docs/format.md, "Record" and "Hash chain".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

GENESIS = bytes(32)
"""The chain before the first record."""

_RECORD = b"signing-kiosk record v1\0"
_CHAIN = b"signing-kiosk chain v1\0"
_KIOSK = b"signing-kiosk kiosk v1\0"


@dataclass(frozen=True)
class Record:
    """One sealed signature of one kiosk.

    Attributes:
        kiosk: the kiosk's 16-byte id.
        seq: its number on that kiosk, from 1.
        id: the record's random 16-byte id.
        sealed: the ciphertext.
    """

    kiosk: bytes
    seq: int
    id: bytes
    sealed: bytes

    def digest(self) -> bytes:
        """SHA-256 over all four, 32 bytes."""
        known: bytes | None = self.__dict__.get("_digest")
        if known is None:
            place = _RECORD + self.kiosk + self.seq.to_bytes(8, "big") + self.id
            known = hashlib.sha256(place + self.sealed).digest()
            self.__dict__["_digest"] = known  # it is asked for again and again
        return known


def chain_over(chain: bytes, digests: Iterable[bytes]) -> bytes:
    """The chain's value after records with `digests`, given its value before."""
    for digest in digests:
        chain = next_link(chain, digest)
    return chain


def next_link(chain: bytes, digest: bytes) -> bytes:
    """The chain's value after the record with `digest`, given its value before."""
    return hashlib.sha256(_CHAIN + chain + digest).digest()


def kiosk_id(public_key: bytes) -> bytes:
    """The 16-byte id of the kiosk whose Ed25519 public key this is."""
    return hashlib.sha256(_KIOSK + public_key).digest()[:16]

"""Seals: what a merge learned is bound together under a key of the campaign, so that a change shows.

Keyed BLAKE2b (RFC 7693) of 16 bytes over MessagePack, in which no two rows are written alike.
Whoever runs the database can delete a row, or put an older one back, but make none and change none.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import msgspec

_encode = msgspec.msgpack.Encoder().encode


def record_seal(
    key: bytes,
    place: tuple[bytes, int, bytes, bytes],
    outcome: str,
    failed_because: str,
    facts: tuple[str, str, str, str],
    receipt: bytes | None,
    box: bytes | None,
    fingerprints: Iterable[tuple[bytes, int]],
) -> bytes:
    """The seal of a record.

    Args:
        key: `CampaignKeys.seal_key`.
        place: kiosk, number, id, digest.
        failed_because: why it could not be opened, or is rejected for what is in it.
        facts: day, kind, country, language.
        fingerprints: each with its rule as the register keeps it, in whatever order.
    """
    return _seal(key, ("record", *place, outcome, failed_because, *facts, receipt, box, sorted(fingerprints)))


def kiosk_seal(key: bytes, id: bytes, name: str, last_seq: int, first_seen: str) -> bytes:
    """The seal of what a kiosk says of itself."""
    return _seal(key, ("kiosk", id, name, last_seq, first_seen))


def lost_seal(key: bytes, kiosk: bytes, seq: int, reason: str) -> bytes:
    """The seal of a number whose record was lost on its way."""
    return _seal(key, ("lost", kiosk, seq, reason))


def suggestion_seal(key: bytes, one: bytes, other: bytes, probability: float) -> bytes:
    """The seal of a probable pair (digests)."""
    return _seal(key, ("suggestion", one, other, probability))


def head_seal(key: bytes, number: int, link: bytes) -> bytes:
    """The seal of where the coordinator's words end."""
    return _seal(key, ("words", number, link))


def _seal(key: bytes, parts: tuple[object, ...]) -> bytes:
    return blake2b(_encode(parts), key=key, digest_size=16).digest()

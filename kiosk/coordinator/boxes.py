"""How a signature is kept in the register: encrypted, bound to its place, padded."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kiosk.errors import CampaignError
from kiosk.signing.signature import Signature, decode, to_json

_BLOCK = 256
"""Boxes are padded to multiples of this many bytes."""


def box(cipher: ChaCha20Poly1305, signature: Signature, kiosk: bytes, seq: int, id: bytes) -> bytes:
    """`signature` encrypted for the register, bound to its kiosk, number and record id."""
    data = to_json(signature)
    nonce = os.urandom(12)
    return nonce + cipher.encrypt(nonce, data.ljust(-(-len(data) // _BLOCK) * _BLOCK), _bound(kiosk, seq, id))


def unbox(cipher: ChaCha20Poly1305, data: bytes, kiosk: bytes, seq: int, id: bytes) -> Signature:
    """The signature that `box` encrypted.

    Raises:
        CampaignError: it was changed in the register, or the key is another campaign's.
    """
    try:
        return decode(cipher.decrypt(data[:12], data[12:], _bound(kiosk, seq, id)))
    except (InvalidTag, ValueError) as error:  # ValueError: it is shorter than a nonce
        raise CampaignError(
            "Record {number} of kiosk {kiosk} in the register was changed or damaged.",
            "Make a new register: move this one away and merge the signatures files again.",
            number=seq,
            kiosk=kiosk.hex()[:8],
        ) from error


def _bound(kiosk: bytes, seq: int, id: bytes) -> bytes:
    return b"signing-kiosk register v1\0" + kiosk + seq.to_bytes(8, "big") + id

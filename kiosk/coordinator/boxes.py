"""How a signature is kept in the register: encrypted, bound to its record, padded."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kiosk.errors import CampaignError, SignatureError
from kiosk.signing.signature import Signature, decode, to_json

_BLOCK = 256
"""Boxes are padded to multiples of this many bytes."""


Place = tuple[bytes, int, bytes, bytes]
"""Which record it is: kiosk, number, id, digest."""


def box(cipher: ChaCha20Poly1305, signature: Signature, place: Place) -> bytes:
    """`signature` encrypted for the register, bound to its record."""
    data = to_json(signature)
    nonce = os.urandom(12)
    return nonce + cipher.encrypt(nonce, data.ljust(-(-len(data) // _BLOCK) * _BLOCK), _bound(*place))


def unbox(cipher: ChaCha20Poly1305, data: bytes, place: Place) -> Signature:
    """The signature that `box` encrypted.

    Raises:
        CampaignError: it was changed in the register, or the key is another campaign's.
    """
    return _unbox(cipher, data, place, _bound(*place))


def unbox_old(cipher: ChaCha20Poly1305, data: bytes, place: Place) -> Signature:
    """The same for a box that a register of an earlier version holds: it is not bound to its digest.

    Raises:
        CampaignError: as `unbox` says.
    """
    kiosk, seq, id, _ = place
    return _unbox(cipher, data, place, b"signing-kiosk register v1\0" + kiosk + seq.to_bytes(8, "big") + id)


def _unbox(cipher: ChaCha20Poly1305, data: bytes, place: Place, bound: bytes) -> Signature:
    try:
        return decode(cipher.decrypt(data[:12], data[12:], bound))
    except (InvalidTag, ValueError, TypeError, SignatureError) as error:
        # A hand can shorten it below a nonce (ValueError), or put a text in its place (TypeError).
        raise CampaignError(
            "Record {number} of kiosk {kiosk} in the register was changed or damaged.",
            "Merge its signatures file again.",
            number=place[1],
            kiosk=place[0].hex()[:8],
        ) from error


def _bound(kiosk: bytes, seq: int, id: bytes, digest: bytes) -> bytes:
    return b"signing-kiosk register v2\0" + kiosk + seq.to_bytes(8, "big") + id + digest

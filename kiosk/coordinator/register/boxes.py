"""How a signature is kept in the register: encrypted, bound to its record, padded.

Inside are its fields without their names, as MessagePack, and the six words of its receipt as the number that
they write: nearly all boxes have one size then. Before them stands the mark of its very content
(`Fingerprinter.of_sealed`): of all that is kept of a record it alone cannot be made of the signature, and a
record must be made anew from its box.

Until version 4 of the register it was JSON, with the mark behind it; such boxes are read still.
"""

from __future__ import annotations

import os
from operator import attrgetter
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kiosk.errors import CampaignError, SignatureError
from kiosk.signing.receipt_code import code_number, code_of
from kiosk.signing.signature import Signature, check, decode

FIELDS: Final = (
    "version", "date", "kind", "name", "consent", "language", "organisation", "role", "country", "city",
    "postcode", "email", "phone", "public", "updates", "help", "paper_ref", "drawn", "typed_signature",
    "receipt", "own", "identified_by",
)  # fmt: skip
"""Their order in a box. A new one comes last, with a value for boxes without it; none ever goes."""
_fields = attrgetter(*FIELDS)
_RECEIPT = FIELDS.index("receipt")
_TYPES = {field.name: field.type for field in msgspec.structs.fields(Signature)} | {"receipt": int | str}
_Inside: Any = msgspec.defstruct(
    "_Inside",
    [("mark", bytes | None), *((name, _TYPES[name]) for name in FIELDS)],
    array_like=True,
    frozen=True,
    gc=False,
)
_LENGTH = 4
"""Bytes of the number that says how long it is without its padding. The first is 0, unlike that of JSON."""
_BLOCK = 208
"""Boxes are padded to multiples of this many bytes."""
_MARK = 16
_SIGN = b"\0"
"""Stood before the mark; in JSON and its padding it cannot."""


RecordRef = tuple[bytes, int, bytes, bytes]
"""Which record it is: kiosk, number, id, digest."""


def box(cipher: ChaCha20Poly1305, signature: Signature, place: RecordRef, copy: bytes | None = None) -> bytes:
    """`signature` encrypted for the register, bound to its record; `copy`: the mark of its very content."""
    fields = list(_fields(signature))
    if (number := code_number(signature.receipt)) is not None:
        fields[_RECEIPT] = number
    data = msgspec.msgpack.encode((copy, *fields))
    size = -(-(_LENGTH + len(data)) // _BLOCK) * _BLOCK
    inside = (len(data).to_bytes(_LENGTH, "big") + data).ljust(size, b"\0")
    nonce = os.urandom(12)
    return nonce + cipher.encrypt(nonce, inside, _bound(*place))


def unbox(cipher: ChaCha20Poly1305, data: bytes, place: RecordRef) -> Signature:
    """The signature that `box` encrypted.

    Raises:
        CampaignError: it was changed in the register, or the key is another campaign's.
    """
    return unbox_all(cipher, data, place)[0]


def unbox_all(cipher: ChaCha20Poly1305, data: bytes, place: RecordRef) -> tuple[Signature, bytes | None]:
    """The same, and the mark of its very content; None in boxes from before they held it.

    Raises:
        CampaignError: as `unbox` says.
    """
    return _unbox(cipher, data, place, _bound(*place))


def unbox_old(cipher: ChaCha20Poly1305, data: bytes, place: RecordRef) -> Signature:
    """The same for a box that a register of an earlier version holds: it is not bound to its digest.

    Raises:
        CampaignError: as `unbox` says.
    """
    kiosk, seq, id, _ = place
    bound = b"signing-kiosk register v1\0" + kiosk + seq.to_bytes(8, "big") + id
    return _unbox(cipher, data, place, bound)[0]


def _unbox(
    cipher: ChaCha20Poly1305, data: bytes, place: RecordRef, bound: bytes
) -> tuple[Signature, bytes | None]:
    try:
        inside = cipher.decrypt(data[:12], data[12:], bound)
        if not inside.startswith(b"{"):
            return _read(inside)
        if inside[-_MARK - 1 : -_MARK] == _SIGN:
            return decode(inside[: -_MARK - 1]), inside[-_MARK:]
        return decode(inside), None
    except (InvalidTag, ValueError, TypeError, msgspec.MsgspecError, SignatureError) as error:
        # A hand can shorten it below a nonce (ValueError), or put a text in its place (TypeError).
        raise CampaignError(
            "Record {number} of kiosk {kiosk} in the register was changed or damaged.",
            "Merge its signatures file again.",
            number=place[1],
            kiosk=place[0].hex()[:8],
        ) from error


def _read(inside: bytes) -> tuple[Signature, bytes | None]:
    end = _LENGTH + int.from_bytes(inside[:_LENGTH], "big")
    one = msgspec.msgpack.decode(inside[_LENGTH:end], type=_Inside)
    fields = dict(zip(FIELDS, _fields(one), strict=True))
    if isinstance(one.receipt, int):
        fields["receipt"] = code_of(one.receipt)
    signature = Signature(**fields)
    check(signature)
    return signature, one.mark


def _bound(kiosk: bytes, seq: int, id: bytes, digest: bytes) -> bytes:
    return b"signing-kiosk register v2\0" + kiosk + seq.to_bytes(8, "big") + id + digest

"""One signature: its fields, their limits, and its fixed-size form for sealing.

Specified in docs/format.md, "Signature".
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from operator import attrgetter, le
from typing import Literal

import msgspec

from kiosk.errors import NewerVersionError, SignatureError
from kiosk.signing.receipt_code import is_receipt_code
from kiosk.signing.strokes import decode_strokes
from kiosk.versioned import decode_versioned

VERSION = 1
RECORD_BYTES = 2048
"""Bytes to which a campaign's signatures are padded, unless its pack says otherwise."""
DRAWN_RECORD_BYTES = 4096
"""The same for a campaign that asks for a drawn signature: as much room for text beside the drawing."""

LIMITS: dict[str, int] = {
    "name": 300,
    "organisation": 300,
    "role": 200,
    "country": 100,
    "city": 100,
    "postcode": 40,
    "email": 254,
    "phone": 60,
    "paper_ref": 120,
}
"""Characters that each text field may have. All of them at their longest need not fit one record."""
_texts = attrgetter(*LIMITS)

MAX_LANGUAGE = 20
MAX_CONSENT = 40
MAX_HELP = 20
"""Actions that one person can offer help with."""
MAX_HELP_ITEM = 60

Kind = Literal["person", "organisation"]
Public = Literal["name", "initials", "no"]


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a person signed with, exactly as typed.

    `country` is an ISO 3166 code where it was chosen from the list, else the text as
    typed. `date` is the day (ISO 8601), never the time. `public` says what may be
    listed publicly. `help` holds the ids of the actions that the person offers help with.
    `drawn` is the signature as drawn (`strokes.encode_strokes`); `typed_signature` says that
    the person signed with the typed name instead. `receipt` is the visitor's receipt code.
    """

    version: int
    date: str
    kind: Kind
    name: str
    consent: str
    language: str
    organisation: str = ""
    role: str = ""
    country: str = ""
    city: str = ""
    postcode: str = ""
    email: str = ""
    phone: str = ""
    public: Public = "no"
    updates: bool = False
    help: tuple[str, ...] = ()
    paper_ref: str = ""
    drawn: str = ""
    typed_signature: bool = False
    receipt: str = ""


def record_bytes(asked: Mapping[str, str]) -> int:
    """Bytes to which a campaign pads its signatures.

    Args:
        asked: "required", "asked" or "off" for each field of the campaign's form.
    """
    return RECORD_BYTES if asked.get("signature", "off") == "off" else DRAWN_RECORD_BYTES


def to_json(signature: Signature) -> bytes:
    """`signature` as JSON; fields that are empty are left out."""
    return msgspec.json.encode(signature)


def encode(signature: Signature, size: int = RECORD_BYTES) -> bytes:
    """`signature` as JSON followed by spaces, `size` bytes long.

    All signatures of a campaign have one size, so a sealed one tells nothing of its length.

    Raises:
        SignatureError: its texts together are too long to fit, or one is longer than `LIMITS` say.
    """
    data = to_json(signature)
    if len(data) > size or not _within_limits(signature):
        raise SignatureError(
            "This is more text than one signature can hold.", "Please shorten the longest answer."
        )
    return data.ljust(size, b" ")


def decode(data: bytes) -> Signature:
    """The signature that `encode` made `data` from.

    Raises:
        NewerVersionError: a newer kiosk made it.
        SignatureError: it is not a signature.
    """
    signature = decode_versioned(
        data,
        Signature,
        VERSION,
        newer=lambda: NewerVersionError(
            "A signature was made by a newer version of this program.",
            "Update this program, then merge again.",
        ),
        # The reason may quote what a person typed, so it is not passed on.
        damaged=lambda: SignatureError("What was sealed is not a signature."),
    )
    if signature.version != VERSION or not signature.name.strip() or not signature.consent:
        raise SignatureError("What was sealed is not a complete signature: it lacks a name or the consent.")
    if not _within_limits(signature):
        raise SignatureError(
            "What was sealed has a field that is too long, or a date, drawing or receipt that is none."
        )
    return signature


def _within_limits(signature: Signature) -> bool:
    try:
        day = datetime.date.fromisoformat(signature.date)
        if signature.drawn:
            decode_strokes(signature.drawn)
    except (ValueError, SignatureError):
        return False
    return (
        all(map(le, map(len, _texts(signature)), LIMITS.values()))
        and signature.date == day.isoformat()
        and len(signature.language) <= MAX_LANGUAGE
        and len(signature.consent) <= MAX_CONSENT
        and len(signature.help) <= MAX_HELP
        and all(len(item) <= MAX_HELP_ITEM for item in signature.help)
        and not (signature.drawn and signature.typed_signature)
        and (not signature.receipt or is_receipt_code(signature.receipt))
    )

"""One signature: its fields, their limits, and its fixed-size form for sealing.

Specified in docs/format.md, "Signature".
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import attrgetter, le
from typing import Annotated, Final, Literal

import msgspec

from kiosk.errors import NewerVersionError, SignatureError
from kiosk.signing.fields import Asked, Compared, Field
from kiosk.signing.own_values import Own, OwnValue, are_own
from kiosk.signing.receipt_code import is_receipt_code
from kiosk.signing.strokes import decode_strokes
from kiosk.versioned import decode_versioned

RECORD_BYTES = 2048
"""Bytes to which a campaign's signatures are padded, unless its pack says otherwise."""
DRAWN_RECORD_BYTES = 4096
"""The same for a campaign that asks for a drawn signature: as much room for text beside the drawing."""

RECORD_STEP = 256
"""What sizes of records are multiples of."""

MAX_LANGUAGE = 20
MAX_CONSENT = 40
MAX_HELP = 20
"""Actions that one person can offer help with."""
MAX_HELP_ITEM = 60

Kind = Literal["person", "organisation"]
Public = Literal["name", "initials", "no"]


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a person signed with, exactly as typed; and the table of all fields, in the order of their keys.

    `country` is an ISO 3166 code where it was chosen from the list, else the text as
    typed. `date` is the day (ISO 8601), never the time. `public` says what may be
    listed publicly. `help` holds the ids of the actions that the person offers help with.
    `drawn` is the signature as drawn (`strokes.encode_strokes`); `typed_signature` says that
    the person signed with the typed name instead. `receipt` is the visitor's receipt code.
    `own` has the campaign's own fields by id; `identified_by` is the one of them by which its
    people are told apart.
    """

    version: int
    date: Annotated[str, Field(title="Day")]
    kind: Annotated[Kind, Field(title="Kind")]
    name: Annotated[
        str,
        Field(
            title="Name", question="Your name", limit=300, form="required", page="name", place=1,
            compared=Compared.NAME, correctable=True, public=1, helpers=1, mailing=True, petition=True,
        ),
    ]  # fmt: skip
    consent: Annotated[str, Field(title="Version of the privacy notice")]
    language: Annotated[str, Field(title="Language", helpers=8, mailing=True)]
    organisation: Annotated[
        str,
        Field(
            title="Organisation", question="Name of the organisation", limit=300, form="off", page="name",
            place=2, compared=Compared.NAME, correctable=True, public=2, helpers=2, petition=True,
        ),
    ] = ""  # fmt: skip
    role: Annotated[
        str,
        Field(
            title="Role", question="Your role in it", limit=200, page="name", place=3, correctable=True,
            public=3, helpers=3, petition=True,
        ),
    ] = ""  # fmt: skip
    country: Annotated[
        str,
        Field(
            title="Country", question="Type the first letters, or choose", limit=100, form="required",
            page="country", place=1, compared=Compared.COUNTRY, correctable=True, public=5, helpers=7,
            mailing=True, petition=True,
        ),
    ] = ""  # fmt: skip
    city: Annotated[
        str,
        Field(
            title="City", limit=100, form="off", page="contact", place=3, compared=Compared.NAME,
            correctable=True, public=4, helpers=6, mailing=True, petition=True,
        ),
    ] = ""  # fmt: skip
    postcode: Annotated[
        str,
        Field(
            title="Postcode", limit=40, form="off", page="contact", place=4, compared=Compared.POSTCODE,
            correctable=True, mailing=True,
        ),
    ] = ""  # fmt: skip
    email: Annotated[
        str,
        Field(
            title="E-mail", limit=254, form="off", page="contact", place=1, compared=Compared.EMAIL,
            correctable=True, helpers=4, mailing=True,
        ),
    ] = ""  # fmt: skip
    phone: Annotated[
        str,
        Field(
            title="Phone", limit=60, form="off", page="contact", place=2, compared=Compared.PHONE,
            correctable=True, helpers=5,
        ),
    ] = ""  # fmt: skip
    public: Annotated[Public, Field(title="Listed publicly", form="off", page="listing")] = "no"
    updates: Annotated[bool, Field(title="Wants news", form="off", page="contact")] = False
    help: Annotated[tuple[str, ...], Field(title="Offers help", form="off", page="help", helpers=9)] = ()
    paper_ref: Annotated[str, Field(title="On paper", limit=120)] = ""
    drawn: Annotated[
        str,
        Field(
            title="Signature as drawn", form="off", form_key="signature", page="drawn", petition=True,
            never=True,
        ),
    ] = ""  # fmt: skip
    typed_signature: Annotated[
        bool, Field(title="The typed name stands for a drawn signature", never=True)
    ] = False
    receipt: Annotated[str, Field(title="The six words of the receipt", never=True)] = ""
    own: Own = {}
    identified_by: str = ""

    def __hash__(self) -> int:
        return hash(to_json(self))  # what has a mapping in it has none by itself


def _fields() -> Iterator[tuple[str, Field]]:
    for name, hint in Signature.__annotations__.items():  # as they are: this module does not put them off
        yield from ((name, said) for said in getattr(hint, "__metadata__", ()) if isinstance(said, Field))


FIELDS: Final[Mapping[str, Field]] = dict(_fields())
"""Every field that the program has by itself, by name."""
LIMITS: Final[Mapping[str, int]] = {name: field.limit for name, field in FIELDS.items() if field.limit}
"""Characters that each text field may have. All of them at their longest need not fit one record."""
FORM: Final[Mapping[str, Asked]] = {
    field.form_key or name: field.form for name, field in FIELDS.items() if field.form
}
"""What a campaign's `[form]` can say something of, and what holds if it does not."""
_SINCE: Final = {"own": 2, "identified_by": 2} | {
    name: field.since for name, field in FIELDS.items() if field.since > 1
}
"""From which version on there is what version 1 did not have."""
VERSION = max(_SINCE.values())
"""Of the newest signatures that this program reads; it reads all before, too."""
_texts = attrgetter(*LIMITS)


@cache
def fields_on(page: str) -> tuple[str, ...]:
    """The text fields on a page of the form, in their order there."""
    on_it = (name for name, field in FIELDS.items() if field.page == page and field.place)
    return tuple(sorted(on_it, key=lambda name: FIELDS[name].place))


def fields_in(column: Callable[[Field], int]) -> tuple[str, ...]:
    """The fields of a list, by their column there (0: not in it)."""
    there = {column(field): name for name, field in FIELDS.items() if column(field)}
    return tuple(there[place] for place in sorted(there))


def value_of(signature: Signature, name: str) -> OwnValue:
    """What `signature` has in a field, built in or the campaign's own; an empty text if it lacks it."""
    value: OwnValue = getattr(signature, name) if name in FIELDS else signature.own.get(name, "")
    return value


def version_of(signature: Signature) -> int:
    """The lowest version that has all that is in `signature`."""
    return max((since for name, since in _SINCE.items() if getattr(signature, name)), default=1)


def lowest_version(signature: Signature) -> Signature:
    """`signature` as it is written: in the lowest version that can say it, so that older programs read it."""
    return msgspec.structs.replace(signature, version=version_of(signature))


def record_bytes(asked: Mapping[str, str], own: int = 0) -> int:
    """Bytes to which a campaign pads its signatures.

    Args:
        asked: "required", "asked" or "off" for each field of the campaign's form.
        own: bytes that its own fields may need (`own_fields.room`); whole steps of them come on top.
    """
    size = RECORD_BYTES if asked.get("signature", "off") == "off" else DRAWN_RECORD_BYTES
    return size + own // RECORD_STEP * RECORD_STEP


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
    check(signature)
    return signature


def check(signature: Signature) -> None:
    """Looks at what its types leave open.

    Raises:
        SignatureError: it lacks a field that each has, or has one that cannot be.
    """
    if signature.version < 1 or not signature.name.strip() or not signature.consent:
        raise SignatureError("What was sealed is not a complete signature: it lacks a name or the consent.")
    if not _within_limits(signature):
        raise SignatureError(
            "What was sealed has a field that is too long, or a date, drawing or receipt that is none."
        )


def _within_limits(signature: Signature) -> bool:
    try:
        day = datetime.date.fromisoformat(signature.date)
        if signature.drawn:
            decode_strokes(signature.drawn)
    except (ValueError, SignatureError):
        return False
    return (
        version_of(signature) <= signature.version
        and (signature.version == 1 or _own_is_sound(signature))
        and all(map(le, map(len, _texts(signature)), LIMITS.values()))
        and signature.date == day.isoformat()
        and len(signature.language) <= MAX_LANGUAGE
        and len(signature.consent) <= MAX_CONSENT
        and len(signature.help) <= MAX_HELP
        and all(len(item) <= MAX_HELP_ITEM for item in signature.help)
        and not (signature.drawn and signature.typed_signature)
        and (not signature.receipt or is_receipt_code(signature.receipt))
    )


def _own_is_sound(signature: Signature) -> bool:
    """Whether its own fields can be that: they are why there is a version 2; a later one may do without."""
    has_none = not signature.own and not signature.identified_by
    return (has_none and signature.version > 2) or are_own(signature.own, signature.identified_by)

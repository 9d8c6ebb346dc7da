"""What of a signature the model compares: one row a record, and the keys by which candidates are found."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

import msgspec

from kiosk.coordinator.counting.likeness.forms import loose_words, sounds
from kiosk.signing.countries import resolve_country
from kiosk.signing.normalise import email_key, phone_key, postcode_key
from kiosk.signing.signature import Signature

MIN_SOUNDS = 3
"""Consonants that a name must have before "sounds the same" means anything."""
MIN_LOCAL = 5
"""Letters of an e-mail's local part before the same one elsewhere means anything: not "info"."""


class Columns(msgspec.Struct, frozen=True):
    """One record as the model sees it. What is missing is None, and agrees with nothing.

    `unique_id` is the caller's key. `words` are the loose forms of the name's words, and
    `name` is these as one text; for an organisation it is the organisation's name that
    counts. `spelling`, `first`, `last` (the name, its first and its last word) and
    `city_spelling` have one byte for every letter, to count typos in. `keys` are numbers:
    records that share one are compared.
    """

    unique_id: int
    name: str | None
    words: list[str]
    spelling: str | None
    first: str | None
    last: str | None
    mandarin: str | None
    cantonese: str | None
    city: str | None
    city_spelling: str | None
    postcode: str | None
    email: str | None
    local: str | None
    phone: str | None
    keys: list[int]


def columns(key: int, signature: Signature) -> Columns:
    """The row of `signature`, whose key with the caller is `key`."""
    words = loose_words(signature.organisation if signature.kind == "organisation" else signature.name)
    mandarin, cantonese = (sound if len(sound) >= MIN_SOUNDS else "" for sound in sounds(words))
    city = " ".join(loose_words(signature.city))
    postcode = postcode_key(signature.postcode)
    email = email_key(signature.email)
    local = email.partition("@")[0]
    phone = phone_key(signature.phone, resolve_country(signature.country))
    row = Columns(
        unique_id=key,
        name=" ".join(words) or None,
        words=words,
        spelling=_spelling(" ".join(words)),
        first=_spelling(words[0]) if words else None,
        last=_spelling(words[-1]) if words else None,
        mandarin=mandarin or None,
        cantonese=cantonese or None,
        city=city or None,
        city_spelling=_spelling(city),
        postcode=postcode or None,
        email=email or None,
        local=local if len(local) >= MIN_LOCAL else None,
        phone=phone or None,
        keys=[],
    )
    return msgspec.structs.replace(row, keys=sorted(set(_keys(signature.kind, row))))


def _keys(kind: str, row: Columns) -> Iterator[int]:
    """Two records of one person have at least one of these in common, unless nearly everything differs."""
    alone = {
        "name": row.name,
        "mandarin": row.mandarin,
        "cantonese": row.cantonese,
        "email": row.email,
        "local": row.local,
        "phone": row.phone,
    }
    for what, value in alone.items():
        if value:
            yield _number(kind, what, value)
    if row.city and row.postcode:
        yield _number(kind, "place", row.city, row.postcode)
    for word in {*row.words[:1], *row.words[-1:]}:
        start = word[:3] if word.isascii() else word[:1]
        for what, value, rough in (("city", row.city, 4), ("postcode", row.postcode, 3)):
            if value:
                yield _number(kind, what, value, "start", start)
                yield _number(kind, what, value[:rough], "word", word)


def _spelling(text: str) -> str | None:
    """`text` with some ASCII character for every letter: databases count typos in bytes."""
    return "".join(char if char.isascii() else chr(33 + ord(char) % 94) for char in text) or None


def _number(*parts: str) -> int:
    """A number for `parts` that is the same on every machine (63 bits)."""
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest()) >> 1

"""Keyed fingerprints: marks by which the signatures of one person, or with one contact, meet.

Without the campaign's fingerprint key a mark tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from kiosk.signing.compared import own_key
from kiosk.signing.countries import resolve_country
from kiosk.signing.normalise import email_key, name_key, phone_key, postcode_key
from kiosk.signing.signature import Signature


class Rule(IntEnum):
    """What a fingerprint is made of. The contact rules alone make no duplicate: they raise questions."""

    OLD = 0
    """An exact one, made before fingerprints said their rule."""
    EMAIL = 1
    """Name and e-mail."""
    PHONE = 2
    """Name and phone."""
    POSTCODE = 3
    """Name and postcode."""
    COPY = 4
    """The very same sealed record."""
    EMAIL_ALONE = 5
    PHONE_ALONE = 6
    PAPER = 7
    """Name, and sheet and row of the paper: the sheet was typed up twice."""
    OWN = 8
    """The campaign's own field that tells people apart: where it is answered, this rule stands alone."""


_SIZE = 16
"""Bytes of a fingerprint, and of a block of AES."""
_RULES = {rule.value: rule for rule in Rule}

EXACT = (Rule.OLD, Rule.EMAIL, Rule.PHONE, Rule.POSTCODE, Rule.COPY, Rule.PAPER, Rule.OWN)
"""The rules that make two signatures one person's, unless a coordinator chooses otherwise (`rules.py`)."""


class HiddenRules:
    """Hides by which rule a fingerprint was made, for that tells what a person left.

    In the register the rule is masked with a byte that only the key can make of the fingerprint: the
    first one of AES over its 16 bytes. No two fingerprints share a mask, and one is always of one rule.

    Args:
        key: `CampaignKeys.rule_key`.
    """

    def __init__(self, key: bytes) -> None:
        self._blocks = Cipher(AES(key), ECB()).encryptor()

    def hide(self, made: Sequence[Sequence[tuple[Rule, bytes]]]) -> list[list[tuple[bytes, int]]]:
        """What the register keeps of each record's fingerprints: their values, and the rules masked."""
        masks = iter(self._masks([value for some in made for _, value in some]))
        return [[(value, rule ^ next(masks)) for rule, value in some] for some in made]

    def read(self, kept: Sequence[tuple[bytes, int]]) -> list[Rule | None]:
        """The rules of what `hide` made; None for what it never made."""
        masks = self._masks([value for value, _ in kept])
        return [_RULES.get(hidden ^ mask) for (_, hidden), mask in zip(kept, masks, strict=True)]

    def copy_among(self, kept: Sequence[tuple[bytes, int]]) -> bytes | None:
        """The one that is of the very sealed record; None where there is none."""
        rules = zip(kept, self.read(kept), strict=True)
        return next((value for (value, _), rule in rules if rule is Rule.COPY), None)

    def _masks(self, values: Sequence[bytes]) -> bytes:
        return self._blocks.update(b"".join(values))[::_SIZE]


class Fingerprinter:
    """Makes fingerprints, of 16 bytes each: HMAC-SHA256, shortened.

    Args:
        key: `CampaignKeys.fingerprint_key`.
    """

    def __init__(self, key: bytes) -> None:
        self._keyed = HMAC(key, SHA256())  # copied for each: making it anew takes three times as long

    def of(self, signature: Signature) -> tuple[tuple[Rule, bytes], ...]:
        """The fingerprints by which `signature` meets its duplicates, by rule."""
        if signature.identified_by and (own := own_key(signature)):
            return self._alone(signature, own)
        name = name_key(signature.name)
        if signature.kind == "organisation":
            name = f"{name}\0{name_key(signature.organisation)}"
        email = email_key(signature.email)
        phone = phone_key(signature.phone, resolve_country(signature.country)) if signature.phone else ""
        made: list[tuple[Rule, bytes]] = []
        if email:
            made.append((Rule.EMAIL, self._mark("email", signature.kind, name, email)))
            made.append((Rule.EMAIL_ALONE, self._mark("email alone", email)))
        if phone:
            made.append((Rule.PHONE, self._mark("phone", signature.kind, name, phone)))
            made.append((Rule.PHONE_ALONE, self._mark("phone alone", phone)))
        if email or phone:
            return tuple(made)
        if postcode := postcode_key(signature.postcode):
            made.append((Rule.POSTCODE, self._mark("postcode", signature.kind, name, postcode)))
        elif len(re.findall(r"[0-9]+", paper := name_key(signature.paper_ref))) > 1:
            # With one number alone it may be the sheet's, which others of that name are on too.
            made.append((Rule.PAPER, self._mark("paper", signature.kind, name, paper)))
        return tuple(made)

    def _alone(self, signature: Signature, own: str) -> tuple[tuple[Rule, bytes], ...]:
        """The fingerprints of who is told apart by an `own` field; a contact still raises questions."""
        made = [(Rule.OWN, self._mark("own", signature.identified_by, own))]
        if email := email_key(signature.email):
            made.append((Rule.EMAIL_ALONE, self._mark("email alone", email)))
        if phone := phone_key(signature.phone, resolve_country(signature.country)) if signature.phone else "":
            made.append((Rule.PHONE_ALONE, self._mark("phone alone", phone)))
        return tuple(made)

    def of_sealed(self, id: bytes, sealed: bytes) -> bytes:
        """The fingerprint of a sealed record: one copied into another kiosk's file has the same."""
        return self._mark("record", id.hex(), sha256(sealed).hexdigest())

    def of_receipt(self, code: str) -> bytes | None:
        """The mark by which the signature with this receipt code is found; None without a code."""
        return self._mark("receipt", code) if code else None

    def _mark(self, *parts: str) -> bytes:
        """The mark of `parts`, of which the first says what it is made of."""
        keyed = self._keyed.copy()
        keyed.update("\0\0".join(parts).encode())
        return keyed.finalize()[:_SIZE]


def withdrawal_mark(digest: bytes) -> bytes:
    """The mark (16 bytes) by which the record with this digest is withdrawn."""
    return digest[:16]

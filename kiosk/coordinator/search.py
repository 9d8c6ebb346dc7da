"""Finding a signature when somebody writes in: the opened signatures are looked through in memory.

No index of names is kept, so that there is none to be found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from kiosk.coordinator.keys import CampaignKeys
from kiosk.coordinator.register import Register, Row
from kiosk.signing.countries import resolve_country
from kiosk.signing.normalise import email_key, name_key, phone_key
from kiosk.signing.signature import Signature
from kiosk.wording import searchable

_MIN_DIGITS = 5
"""Digits from which on a text may be a phone number, or a piece of one."""


def search(register: Register, keys: CampaignKeys, text: str) -> Iterator[Row]:
    """The records whose signature has `text` in its name, e-mail, phone, organisation or place on paper.

    They come as they are found; what is withdrawn is not among them, for nothing of it is left.

    Raises:
        CampaignError: a record was changed in the register.
    """
    fits = finder(text)
    return (row for row in register.rows(keys.register_key) if row.signature and fits(row.signature))


def finder(text: str) -> Callable[[Signature], bool]:
    """Tells whether a signature has `text` in it, however either is written.

    Names are compared without case, accents and spacing; an e-mail address, or a phone number
    of at least five digits, as duplicates are; either may be a piece.
    """
    folded, name = searchable(text), name_key(text)
    email = email_key(text) if "@" in text else ""
    digits = _digits(text)

    def fits(signature: Signature) -> bool:
        if not folded:
            return False
        if email and signature.email:
            return email_key(signature.email) == email or folded in searchable(signature.email)
        if digits and signature.phone:
            country = resolve_country(signature.country)
            if phone_key(signature.phone, country) == phone_key(text, country):
                return True
            if digits in _digits(signature.phone):
                return True
        return any(
            folded in searchable(field) or bool(name and name in name_key(field))
            for field in (signature.name, signature.organisation, signature.email, signature.paper_ref)
        )

    return fits


def _digits(text: str) -> str:
    """The digits of what is written like a phone number; empty for anything else."""
    if any(unicodedata.category(char)[0] == "L" for char in text):
        return ""
    digits = "".join(
        str(unicodedata.digit(char)) for char in text if unicodedata.digit(char, None) is not None
    )
    return digits if len(digits) >= _MIN_DIGITS else ""

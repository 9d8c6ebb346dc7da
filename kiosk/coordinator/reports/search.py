"""Finding a signature when somebody writes in: the opened signatures are looked through in memory.

No index of names is kept, so that there is none to be found. What is compared, and how, is as in
the search for duplicates (docs/duplicates.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Generator

import phonenumbers

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.likeness.columns import MIN_LOCAL
from kiosk.coordinator.counting.likeness.names import Fit, WantedName, is_slip
from kiosk.coordinator.records.corrections import corrections, standing, with_fields
from kiosk.coordinator.register.register import Register, Row
from kiosk.signing.countries import resolve_country
from kiosk.signing.normalise import email_key, name_key, phone_key
from kiosk.signing.own_fields import text_of
from kiosk.signing.signature import Signature
from kiosk.wording import searchable

_LABEL = re.compile(r"^\s*[^\W\d_]+(?:[.:：]|\s)+(?=[+(\d])")
"""What people write before a number: Tel., 電話."""
_EXTENSION = re.compile(r"(?<=\d)\s*(?:ext\.?|x|#)\s*\d{1,5}\s*$", re.IGNORECASE)
_MIN_DIGITS = 5
"""Digits from which on a text may be a phone number, or a piece of one."""
_WHOLE_NUMBER = 7
"""Digits of a phone number from which on another that differs in one is near it."""

__all__ = ("Finder", "Fit", "RecordFinder", "finder", "record_finder", "search")

Finder = Callable[[Signature], Fit | None]
"""Tells whether a signature is what is looked for, or near it."""
RecordFinder = Callable[[bytes, Signature], Fit | None]
"""The same of a record, by its digest and what was signed."""


def search(
    register: Register,
    keys: CampaignKeys,
    text: str,
    near: Callable[[Row], object] = lambda row: None,
    *,
    progress: Callable[[int, int], object] = lambda done, of: None,
    stop: Callable[[], bool] = lambda: False,
) -> Generator[Row, None, None]:
    """The records whose signature has `text` in a name, contact, own field or place on paper.

    They come as they are found; what is withdrawn is not among them, for nothing of it is left.

    Args:
        near: given those meanwhile that are not it, but near.
        progress: told how many records are looked at, of how many.
        stop: whether nobody waits for more.

    Raises:
        CampaignError: a record was changed in the register.
    """
    of = register.count()
    fits = record_finder(register, keys, text)
    for looked, row in enumerate(register.rows(keys.register_key), 1):
        if stop():
            return
        progress(looked, of)
        fit = fits(row.digest, row.signature) if row.signature else None
        if fit is Fit.FOUND:
            yield row
        elif fit:
            near(row)


def record_finder(register: Register, keys: CampaignKeys, text: str) -> RecordFinder:
    """The same as `finder` for records: one is found by what was signed, and by what was put right on it."""
    fits = finder(text)
    with register.reading() as connection:
        fields = standing(corrections(connection, keys)).fields

    def record_fits(digest: bytes, signed: Signature) -> Fit | None:
        fit = fits(signed)
        if fit is Fit.FOUND or digest not in fields:
            return fit
        return fits(with_fields(signed, fields[digest])) or fit

    return record_fits


def finder(text: str) -> Finder:
    """Tells whether a signature has `text` in it, however either is written.

    A name is found whatever its case, accents, width and order of words, in Traditional or Simplified
    Chinese; an e-mail address or a phone number as duplicates are; a piece of any will do. Near are names
    that may be misspelt, sound the same, or have some of the words, and addresses with a slip.
    """
    folded, place = searchable(text), name_key(text)
    email = email_key(text) if "@" in text else ""
    phone = _WantedPhone(text)
    name = WantedName("" if email or phone else text)

    def fits(signature: Signature) -> Fit | None:
        if not folded:
            return None
        found = [name.fit(signature.name), name.fit(signature.organisation)]
        if signature.phone and phone:
            found.append(phone.fit(signature))
        if signature.email:
            found.append(_email_fit(email, folded, signature.email))
        if _is_in_own(folded, signature):
            found.append(Fit.FOUND)
        if place and place in name_key(signature.paper_ref):
            found.append(Fit.FOUND)
        return Fit.FOUND if Fit.FOUND in found else Fit.NEAR if Fit.NEAR in found else None

    return fits


def _is_in_own(folded: str, signature: Signature) -> bool:
    """Whether an answer to one of the campaign's own fields has the text in it."""
    return any(folded in searchable(text_of(answer)) for answer in signature.own.values())


def _email_fit(email: str, folded: str, given: str) -> Fit | None:
    if folded in searchable(given):
        return Fit.FOUND
    if not email:
        return None
    key = email_key(given)
    if key == email:
        return Fit.FOUND
    local, _, domain = email.rpartition("@")
    same_local = len(local) >= MIN_LOCAL and key.startswith(f"{local}@")
    return Fit.NEAR if domain and (same_local or is_slip(email, key)) else None


class _WantedPhone:
    """A phone number that is looked for, or a piece of one; false if the text is none."""

    def __init__(self, text: str) -> None:
        self._text = text
        digits = _digits(text)
        pieces = {digits, digits.lstrip("0"), _national(text)} if digits else set()
        self._keys: dict[str | None, str] = {}
        self._pieces = tuple(piece for piece in pieces if len(piece) >= _MIN_DIGITS)

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def fit(self, signature: Signature) -> Fit | None:
        """How well the phone number of `signature` fits."""
        digits = _digits(signature.phone)
        if any(piece in digits for piece in self._pieces):
            return Fit.FOUND
        country = resolve_country(signature.country)
        given, wanted = phone_key(signature.phone, country), self._key(country)
        if given == wanted:
            return Fit.FOUND
        return Fit.NEAR if len(wanted) > _WHOLE_NUMBER and _one_digit(given, wanted) else None

    def _key(self, country: str | None) -> str:
        if country not in self._keys:
            self._keys[country] = phone_key(self._text, country)
        return self._keys[country]


def _one_digit(one: str, other: str) -> bool:
    """Whether two numbers differ in one digit, or in two that have changed places."""
    if len(one) != len(other):
        return False
    differ = [at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    return len(differ) == 1 or (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and one[differ[0] : differ[1] + 1] == other[differ[0] : differ[1] + 1][::-1]
    )


def _national(text: str) -> str:
    """The number within its country, where `text` says which country's it is."""
    try:
        return str(phonenumbers.parse(text, None).national_number)
    except phonenumbers.NumberParseException:
        return ""


def _digits(text: str) -> str:
    """The digits of what is written like a phone number; empty for anything else."""
    if text.isascii() and text.isdigit():
        return text if len(text) >= _MIN_DIGITS else ""
    text = _EXTENSION.sub("", _LABEL.sub("", text))
    if any(unicodedata.category(char)[0] == "L" for char in text):
        return ""
    digits = "".join(
        str(unicodedata.digit(char)) for char in text if unicodedata.digit(char, None) is not None
    )
    return digits if len(digits) >= _MIN_DIGITS else ""

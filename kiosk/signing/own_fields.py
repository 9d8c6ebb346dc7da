"""A campaign's own fields: what its pack says of each, and what of an answer does not fit."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal

import msgspec

from kiosk.signing.findings import FieldFinding, FieldRemark, is_blank
from kiosk.signing.own_values import MAX_OWN_TEXT, Own, OwnValue
from kiosk.signing.pattern import Pattern

OwnKind = Literal["text", "number", "choice", "choices", "yes-no", "date"]
Check = Literal["", "luhn", "mod11-2"]

TYPED: Final = ("text", "number", "date")
"""The kinds that are typed, in one line."""
COUNTED: Final = ("choice", "choices", "yes-no")
"""The kinds whose answers can be counted: there are few of them."""
MAX_ON_PAGE = 3
"""Short fields on one page of the form."""

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


class OwnField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One table under `[[fields]]` of campaign.toml; its words are in each language's fields.toml.

    Attributes:
        pattern: what a text must fit as a whole (`Pattern`); its check digit is then looked at by `check`.
        example: an answer that fits, shown beside the field; the same in every language.
        limit: code points that a text may have.
        options: the ids of what can be chosen.
        identifies: it tells the campaign's people apart, so that two with the same are one person.
        petition: the petition's pages have it.
        sensitive: it goes into the list of everything, and into no other.
    """

    id: str
    kind: OwnKind
    asked: Literal["required", "asked", "off"] = "asked"
    pattern: str = ""
    check: Check = ""
    example: str = ""
    limit: int = 100
    options: tuple[str, ...] = ()
    identifies: bool = False
    petition: bool = False
    sensitive: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether it is a line to type in."""
        return self.kind in TYPED

    @cached_property
    def _pattern(self) -> Pattern:
        return Pattern(self.pattern)

    def findings(self, answer: object, *, required: bool) -> list[FieldFinding]:
        """What there is to say about an answer as a draft has it."""
        if is_unanswered(answer):
            return [FieldFinding(self.id, FieldRemark.REQUIRED)] if required else []
        if isinstance(answer, str):
            text = plain(answer)
            if len(answer) > min(self.limit, MAX_OWN_TEXT):
                return [FieldFinding(self.id, FieldRemark.TOO_LONG)]
            if not self._fits(text):
                return [FieldFinding(self.id, FieldRemark.DOES_NOT_FIT)]
        return []

    def _fits(self, text: str) -> bool:
        if self.kind == "number":
            return _NUMBER.fullmatch(text) is not None and self._fits_pattern(text)
        if self.kind == "date":
            return is_day(text)
        if self.kind == "choice":
            return text in self.options
        return self._fits_pattern(text)

    def _fits_pattern(self, text: str) -> bool:
        return (not self.pattern or self._pattern.fits(text)) and CHECKS[self.check](text)


def plain(text: str) -> str:
    """`text` as it is compared with a pattern: in NFKC (full-width digits are digits), without its ends."""
    return unicodedata.normalize("NFKC", text).strip()


def is_unanswered(answer: object) -> bool:
    """Whether a draft's answer is none: nothing typed, nothing chosen, neither yes nor no."""
    if isinstance(answer, str):
        return is_blank(answer)
    return answer is None or answer == () or answer == set()


def is_day(text: str) -> bool:
    """Whether `text` is a day of the calendar, written as ISO 8601 does: 2026-11-29."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def own_values(fields: Sequence[OwnField], answers: Mapping[str, object]) -> Own:
    """What a signature carries of a draft's answers: those that were given, in the campaign's order."""
    own: Own = {}
    for field in fields:
        answer = answers.get(field.id)
        if is_unanswered(answer) or field.asked == "off":
            continue
        if isinstance(answer, bool):
            own[field.id] = answer
        elif isinstance(answer, str):
            own[field.id] = answer if field.kind == "text" else plain(answer)
        elif isinstance(answer, set | frozenset | tuple):
            own[field.id] = tuple(option for option in field.options if option in answer)
    return own


def identifier(fields: Sequence[OwnField], own: Own) -> str:
    """The id of the field by which who signed is told apart; empty if there is none, or no answer."""
    return next((field.id for field in fields if field.identifies and field.id in own), "")


def pages_of(fields: Sequence[OwnField]) -> list[tuple[OwnField, ...]]:
    """The pages that the form needs for `fields`: one decision each, or up to three short lines to type in.

    What is required and what is not stand on pages of their own.
    """
    pages: list[list[OwnField]] = []
    for field in fields:
        if field.asked == "off":
            continue
        last = pages[-1] if pages else []
        fits = last and last[-1].is_typed and field.is_typed and last[-1].asked == field.asked
        if fits and len(last) < MAX_ON_PAGE:
            last.append(field)
        else:
            pages.append([field])
    return [tuple(page) for page in pages]


def room(fields: Sequence[OwnField]) -> int:
    """Bytes that answers to all of `fields` may need beside the rest, in a script of three bytes a letter."""
    return sum(len(field.id) + 8 + _longest(field) for field in fields)


def _longest(field: OwnField) -> int:
    if field.kind == "text":
        return field.limit if field.pattern else 3 * field.limit
    if field.kind == "choices":
        return sum(len(option) + 3 for option in field.options)
    return max(map(len, field.options), default=20)


def parts_of(value: OwnValue) -> tuple[str, ...]:
    """The texts of a value: of several choices each one's id, else one; "yes" or "no"."""
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return value if isinstance(value, tuple) else (value,)


def text_of(value: OwnValue) -> str:
    """A value in a cell of a list: options by their ids, yes or no."""
    return "; ".join(parts_of(value))


def _luhn(text: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    digits = [int(char) for char in text if char in "0123456789"]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return bool(digits) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _mod11_2(text: str) -> bool:
    """ISO/IEC 7064, MOD 11-2: the last character is a digit or X."""
    signs = [char for char in text.upper() if char in "0123456789X"]
    if not signs or "X" in signs[:-1]:
        return False
    product = 0
    for char in signs[:-1]:
        product = (product + int(char)) * 2 % 11
    last = 10 if signs[-1] == "X" else int(signs[-1])
    return (product + last) % 11 == 1


CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "": lambda text: True,
    "luhn": _luhn,
    "mod11-2": _mod11_2,
}
"""Whether the last digit of a number fits the others, by the name of the rule."""

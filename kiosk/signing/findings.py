"""What there can be to say about a field of the form."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

import msgspec


class FieldRemark(StrEnum):
    """What there is to say about a field."""

    REQUIRED = "required"
    TOO_LONG = "too long"
    DOUBTFUL_EMAIL = "doubtful e-mail"
    DOUBTFUL_PHONE = "doubtful phone"
    UNKNOWN_COUNTRY = "unknown country"
    SEVERAL_COUNTRIES = "several countries"
    DOES_NOT_FIT = "does not fit"
    """An answer to a campaign's own field; the campaign says so in its own words."""

    @property
    def stops(self) -> bool:
        """Whether the person must change the field before going on."""
        return self in (FieldRemark.REQUIRED, FieldRemark.TOO_LONG, FieldRemark.DOES_NOT_FIT)


class FieldFinding(msgspec.Struct, frozen=True):
    """A remark about one field of the form."""

    field: str
    remark: FieldRemark


_EMPTY = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols that are drawn as nothing: Hangul's fillers, and Braille without a dot."""


def is_blank(text: str) -> bool:
    """Whether nothing visible was typed: spaces, joiners, control characters, marks without a letter."""
    return all(char in _EMPTY or unicodedata.category(char)[0] in "ZCM" for char in text)

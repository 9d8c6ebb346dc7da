"""What the register tells of a signature without the key, so that totals need none: never free text."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from babel.localedata import locale_identifiers

from kiosk.signing.countries import resolve_country
from kiosk.signing.signature import Signature

OTHER = "other"
"""Stands for a country or language that is on no list."""


@dataclass(frozen=True)
class ClearFacts:
    """`country` is an ISO 3166 code, empty or `OTHER`; `language` a tag that CLDR knows, or `OTHER`."""

    kind: str
    country: str
    language: str


def clear_facts(signature: Signature) -> ClearFacts:
    """What of `signature` is kept in the clear. A forged one cannot bring in a text of its own."""
    country = (resolve_country(signature.country) or OTHER) if signature.country.strip() else ""
    language = signature.language if signature.language in _languages() else OTHER
    return ClearFacts(signature.kind, country, language)


@functools.cache
def _languages() -> frozenset[str]:
    return frozenset(identifier.replace("_", "-") for identifier in locale_identifiers())

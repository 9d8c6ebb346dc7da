"""Countries: their names in a visitor's language, and the country that a typed text means (CLDR).

Three-letter codes are not read: CLDR has none, kiosks store two letters, and a typed "HKG"
costs only a telephone number without prefix its country.
"""

from __future__ import annotations

import functools
import re

from babel import Locale, localedata
from babel.localedata import locale_identifiers

from kiosk.signing.normalise import name_key
from kiosk.wording import searchable

_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
# CLDR's own short names of these two, which Babel does not carry.
_SHORT = {
    "HK": {"en": "Hong Kong", "zh": "香港"},
    "MO": {"en": "Macao", "zh": "澳門"},
}
_ALIASES = {
    "usa": "US", "u s a": "US", "u s": "US", "us of a": "US", "united states of america": "US",
    "america": "US", "uk": "GB", "u k": "GB", "great britain": "GB", "britain": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "hong kong": "HK", "hongkong": "HK", "hk": "HK", "香港": "HK", "中國香港": "HK",
    "中国香港": "HK", "macau": "MO", "澳门": "MO", "澳門": "MO", "台灣": "TW", "臺灣": "TW", "holland": "NL",
    "czech republic": "CZ", "burma": "MM", "turkey": "TR", "türkiye": "TR", "swaziland": "SZ",
    "ivory coast": "CI", "republic of ireland": "IE", "south korea": "KR", "north korea": "KP",
}  # fmt: skip


@functools.cache
def country_names(language: str) -> dict[str, str]:
    """ISO 3166 code to name in `language` (a tag such as "zh-Hant"), in alphabetical order of the names."""
    locale = Locale.parse(language, sep="-")
    names = {
        code: name
        for code, name in locale.territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }
    for code, short in _SHORT.items():
        if locale.language in short:
            names[code] = short[locale.language]
    if locale.language == "zh" and locale.script != "Hant":
        names["MO"] = "澳门"
    return dict(sorted(names.items(), key=lambda item: searchable(item[1])))


def country_name(code_or_text: str, language: str) -> str:
    """The name of a country in `language`; a text that is no code stays as it is."""
    return country_names(language).get(code_or_text, code_or_text)


def country_code(typed: str, language: str) -> str:
    """The code of the country whose name in `language` is typed out in full, else the text as typed."""
    name = typed.strip().casefold()
    for code, full in country_names(language).items():
        if full.casefold() == name:
            return code
    return typed


def find_countries(typed: str, language: str, limit: int = 8) -> list[str]:
    """The codes of the countries that a few typed letters can mean, likeliest first.

    Names in `language` come first, then English names, codes and common short names.
    """
    key = name_key(typed)
    if not key:
        return []
    own = country_names(language)
    english = country_names("en")
    ranked: list[tuple[int, int, str]] = []
    plain = searchable(typed)
    for position, code in enumerate(own):
        names = [searchable(own[code]), searchable(english.get(code, ""))]
        if names[0] == plain or code.lower() == key or _ALIASES.get(key) == code:
            rank = 0
        elif names[0].startswith(plain):
            rank = 1
        elif any(f" {plain}" in f" {name}" for name in names):
            rank = 2
        elif plain in names[0]:
            rank = 3
        else:
            continue
        ranked.append((rank, position, code))
    return [code for _, _, code in sorted(ranked)[:limit]]


def resolve_country(text: str) -> str | None:
    """The ISO 3166 code of the country that `text` names (as a code or in any language), or None."""
    typed = text.strip()
    if len(typed) == 2 and typed.upper() in country_names("en"):
        return typed.upper()
    key = name_key(typed)
    return _ALIASES.get(key) or (_english().get(key) or _everywhere().get(key) if key else None)


@functools.cache
def _english() -> dict[str, str]:
    return {name_key(name): code for code, name in country_names("en").items()}


@functools.cache
def _everywhere() -> dict[str, str]:
    """Every country name of every language in CLDR; read once, and only when a text is no English name."""
    names: dict[str, str] = {}
    codes = set(_english().values())
    for identifier in locale_identifiers():
        if identifier.count("_") > 1 or (identifier.count("_") == 1 and len(identifier.split("_")[1]) != 4):
            continue  # regional variants add next to nothing
        kept = identifier in localedata._cache
        for code, name in Locale.parse(identifier).territories.items():
            if code in codes:
                names.setdefault(name_key(name), code)
                # "Гонконг (САР)" is also "Гонконг".
                names.setdefault(name_key(re.split(r"[(（]", name)[0]), code)
        if not kept:  # Babel keeps all it has ever read: 150 MB in each process of a merge
            localedata._cache.pop(identifier, None)
    return names

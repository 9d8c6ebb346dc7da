"""Countries: their names in a visitor's language (CLDR), and the country that a typed text means.

What people call countries is in resources/countries/: in all languages, with the names in use
("UAE", "Viet Nam", 南韓) and the three-letter codes. A name that several countries go by ("Congo")
is none of them: it finds them all, and whoever typed it chooses.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
import unicodedata
from collections.abc import Sequence

from kiosk import paths
from kiosk.signing.han import one_form
from kiosk.signing.normalise import name_key
from kiosk.wording import searchable

_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
# CLDR's own short names of these two, which Babel does not carry.
_SHORT = {
    "HK": {
        "en": "Hong Kong", "zh": "香港", "de": "Hongkong", "fr": "Hong Kong", "es": "Hong Kong",
        "pt": "Hong Kong", "it": "Hong Kong", "sv": "Hongkong", "da": "Hongkong", "pl": "Hongkong",
        "uk": "Гонконг", "tr": "Hong Kong", "ar": "هونغ كونغ",
    },
    "MO": {
        "en": "Macao", "zh": "澳門", "de": "Macau", "fr": "Macao", "es": "Macao", "pt": "Macau",
        "it": "Macao", "sv": "Macao", "da": "Macao", "pl": "Makau",
        "uk": "Макао", "tr": "Makao", "ar": "ماكاو",
    },
}  # fmt: skip
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = str.maketrans("`´", "''")
_LEFT_OUT = {"the", "and"}
_SHORTER = {"saint": "st", "republic": "rep", "democratic": "dem"}
_ARTICLES = {
    "a", "as", "de", "der", "die", "das", "el", "gli", "het", "i", "il", "l", "la", "las", "le", "les", "lo",
    "los", "o", "os",
}  # fmt: skip
_WIDE = re.compile("[\u2e80-\U0010ffff]+")
"""What is in the scripts of East Asia, and all that Unicode has behind them."""
_BETWEEN = re.compile(r"[(),，、/]|\s[-–—]\s")
"""What stands between two names of one country."""
_MIN_BEGINNING = 3
"""Letters from which on the beginning of a name in another language finds a country; two in Chinese."""


@functools.cache
def country_names(language: str) -> dict[str, str]:
    """ISO 3166 code to name in `language` (a tag such as "zh-Hant"), in alphabetical order of the names."""
    from babel import Locale  # the start names no country, and need not wait for it

    locale = Locale.parse(language, sep="-")
    names = {
        code: name
        for code, name in locale.territories.items()
        if code.isalpha() and code not in _NOT_COUNTRIES  # those of regions are digits
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


def country_code(typed: str) -> str:
    """The code of the one country that has the name `typed`, else the text as typed.

    Two Latin letters stay, too: whoever types "Is" may be about to write "Israel".
    """
    begun = typed.isascii() and len(typed.strip()) < 3
    return typed if begun else resolve_country(typed) or typed


def find_countries(typed: str, language: str, limit: int = 8, first: Sequence[str] = ()) -> list[str]:
    """The codes of the countries that a few typed letters can mean, likeliest first.

    Whoever has the name comes first, then names in `language` and in English, then those
    whose name in another language, or another name in use, begins so.

    Args:
        first: of several that fit as well as each other, these come first.
    """
    words = " ".join(_words(typed))
    if not words:
        return []
    named, begun = countries_named(typed), _begun(words.replace(" ", ""))
    usual = {code: place - len(first) for place, code in enumerate(first)}
    ranked: list[tuple[int, int, int, str]] = []
    for position, (code, own, english) in enumerate(_searched(language)):
        likely = (
            code.lower() == words or code in named,
            own.startswith(words),
            f" {words}" in f" {own}" or f" {words}" in f" {english}",
            words in own,
            code in begun,
        )
        if any(likely):
            ranked.append((likely.index(True), usual.get(code, 0), position, code))
    return [code for *_, code in sorted(ranked)[:limit]]


def resolve_country(text: str) -> str | None:
    """The ISO 3166 code of the one country that `text` names (as a code or in any language), or None."""
    typed = text.strip()
    if len(typed) == 2 and typed.upper() in country_names("en"):
        return typed.upper()
    match countries_named(typed):
        case (code,):
            return code
    return None


def countries_named(typed: str) -> tuple[str, ...]:
    """The countries that go by the name `typed`, or by each of its names: "Hong Kong 香港", "England, UK"."""
    words = _words(typed)
    names = _names()
    found = names.get("".join(words))
    if found is None and words and words[0] in _ARTICLES:
        found = names.get("".join(words[1:]))
    wide, narrow = "".join(_WIDE.findall(typed)), _WIDE.sub("", typed)
    for parts in ([wide, narrow], _BETWEEN.split(typed)):
        if found is None:
            each = {names.get(key) for part in parts if (key := country_key(part))}
            found = each.pop() if len(each) == 1 else None
    return found or ()


def country_key(name: str) -> str:
    """A name of a country without what people write now so, now so.

    That is: case, accents, width, punctuation, spaces, the form of a Han character,
    articles and "and", and how a few words are shortened.
    """
    return "".join(_words(name))


def _words(name: str) -> list[str]:
    folded = searchable(name_key(name.translate(_APOSTROPHES)))
    plain = unicodedata.normalize("NFC", folded.translate(_LETTERS))
    return [_SHORTER.get(word, word) for word in one_form(plain).split() if word not in _LEFT_OUT]


@functools.cache
def _searched(language: str) -> list[tuple[str, str, str]]:
    """Code, name in `language` and English name of each country, in the words that a search compares."""
    english = country_names("en")
    return [
        (code, " ".join(_words(name)), " ".join(_words(english.get(code, ""))))
        for code, name in country_names(language).items()
    ]


def _begun(key: str) -> set[str]:
    """The countries of which a name begins with `key`, if that is long enough to mean something."""
    if len(key) < (_MIN_BEGINNING if key.isascii() else 2):
        return set()
    names, in_order = _names(), _names_in_order()
    first = bisect.bisect_left(in_order, key)
    beginning = itertools.takewhile(
        lambda name: name.startswith(key), itertools.islice(in_order, first, None)
    )
    return {code for name in beginning for code in names[name]}


@functools.cache
def _names() -> dict[str, tuple[str, ...]]:
    """Which countries go by each name (as `country_key` writes it)."""
    names: dict[str, tuple[str, ...]] = {}
    for line in (paths.resources() / "countries" / "names.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            codes, _, keys = line.partition("\t")
            names.update(dict.fromkeys(keys.split("|"), tuple(codes.split())))
    return names


@functools.cache
def _names_in_order() -> list[str]:
    return sorted(_names())

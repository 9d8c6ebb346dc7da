"""Looser forms of a name than `signing.normalise` makes: those in which it is likely the same.

They propose duplicates to the coordinator and decide nothing. Not covered: a name
that is written in Latin letters here and in Cyrillic, Greek, Arabic or Thai there.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from kiosk.signing.han import han_lines, one_form
from kiosk.signing.normalise import name_key

_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_SPELT_OUT = re.compile(r"(?:HANGUL SYLLABLE|(?:HIRAGANA|KATAKANA) LETTER(?: SMALL)?) (\w+)")

_SOUNDS = (
    ("SZ|HS|SCH|SH|S|X", "s"),
    ("TSZ|TCH|TS|TZ|DZ|DJ|CZ|CH|ZH|C|Z|J|Q", "c"),
    ("PH|F", "f"),
    ("TH|T|DH|D", "t"),
    ("KH|K|GH|G", "k"),
    ("BH|B|P", "p"),
    (r"\bNG|NG(?![AEIOU])|N", "n"),
    ("W(?=[AEIOU])|V", "w"),
    ("M", "m"),
    ("L", "l"),
    ("R", "r"),
    ("H(?=[AEIOU])", "h"),
)
_CONSONANT = re.compile("|".join(f"(?P<{sound}>{letters})" for letters, sound in _SOUNDS), re.IGNORECASE)
_DOUBLE = re.compile(r"(.)\1")


class Sounds(NamedTuple):
    """How a name sounds: with its Han characters read in Mandarin, and in Cantonese."""

    mandarin: str
    cantonese: str


def loose_text(name: str) -> str:
    """A name without case, accents and punctuation, and in one form of each Han character."""
    key = name_key(name)
    if key.isascii():
        return key
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", key.translate(_LETTERS)))
    return one_form(unicodedata.normalize("NFC", plain))


def loose_words(name: str) -> list[str]:
    """The words of `loose_text` in alphabetical order; a name that is written without spaces is one word."""
    return sorted(loose_text(name).split())


def sounds(words: list[str]) -> Sounds:
    """The consonants of a name as they sound, in alphabetical order; empty for a script that is not covered.

    Latin letters, Han, Hangul and kana. Voiced and unvoiced are one (Daai, Tai), as are
    the spellings of one sound in Pinyin, Jyutping, Wade-Giles and Hong Kong's own (Zung,
    Chung). The order of the words does not matter, nor where a name is divided into them.
    """
    text = _DOUBLE.sub(r"\1", " ".join(words))
    mandarin, cantonese = _readings()
    if text.isascii():
        return Sounds(*[_consonants(text, mandarin)] * 2)
    return Sounds(_consonants(text, mandarin), _consonants(text, cantonese))


def _consonants(text: str, readings: dict[str, str]) -> str:
    spoken = text if text.isascii() else "".join(_spoken(char, readings) for char in text)
    if not spoken.isascii():
        return ""
    return "".join(sorted(match.lastgroup or "" for match in _CONSONANT.finditer(spoken)))


def _spoken(char: str, readings: dict[str, str]) -> str:
    """A Han character, Hangul or kana as a word of its own in Latin letters; any other letter as it is."""
    if char in readings:
        return f" {readings[char]}"
    syllable = _SPELT_OUT.fullmatch(unicodedata.name(char, ""))
    return f" {syllable.group(1).lower()}" if syllable else char


@cache
def _readings() -> tuple[dict[str, str], dict[str, str]]:
    """Each Han character's reading in Mandarin and in Cantonese, in plain letters."""
    mandarin, cantonese = {}, {}
    for line in han_lines("readings.txt"):
        pinyin, jyutping, chars = line.split()
        # Jyutping's j is the y of everybody else: no consonant here.
        mandarin.update(dict.fromkeys(chars, pinyin))
        cantonese.update(dict.fromkeys(chars, jyutping.replace("j", "y")))
    return mandarin, cantonese

"""One name against many, by the forms in which duplicates are searched: is it that one, or near it?"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from rapidfuzz.distance import OSA

from kiosk.coordinator.counting.likeness.columns import MIN_SOUNDS
from kiosk.coordinator.counting.likeness.forms import loose_text, sounds


class Fit(Enum):
    """How well something fits what is looked for: all of that is in it, or nearly, or only a part."""

    FOUND = "found"
    NEAR = "near"


_ONE_SLIP: Final = 4
"""Letters of a word from which on one of them may be wrong, missing, too many, or changed with the next."""
_TWO_SLIPS: Final = 8
"""Letters from which on two may be."""
_ADDRESSED: Final = re.compile(
    r"(?<=\w\w)\s*(?:先生|女士|小姐|太太|同學|同学|老師|老师|教授|博士|醫生|医生)\s*$"
)
"""What Chinese writes behind a name, as others write Mr or Dr before it."""


class WantedName:
    """A name, or a piece of one, that is looked for.

    Without case, accents, width and order of the words; Traditional and Simplified Chinese are one, and
    a single letter stands for a word that begins with it.
    """

    def __init__(self, text: str) -> None:
        self._text = loose_text(_ADDRESSED.sub("", text))
        self._words = sorted(self._text.split())
        self._solid = "".join(self._words)
        self._digits = _digits(self._solid)
        self._sounds = {sound for sound in sounds(self._words) if len(sound) >= MIN_SOUNDS}

    def fit(self, name: str) -> Fit | None:
        """How well `name` fits."""
        if not self._text:
            return None
        text = loose_text(name)
        words = sorted(text.split())
        if self._text in text or _number_there(self._words, words) == len(self._words):
            return Fit.FOUND
        return Fit.NEAR if self._is_near(words) else None

    def _is_near(self, words: list[str]) -> bool:
        solid = "".join(words)
        if not words or _digits(solid) != self._digits:
            return False
        there = _number_there(self._words, words, loosely=True)
        return (
            there in (len(self._words), len(words))
            or there >= max(2, len(self._words) - 1)
            or is_slip(self._solid, solid)
            or not self._sounds.isdisjoint(sounds(words))
        )


def is_slip(one: str, other: str) -> bool:
    """Whether it takes no more to make one of the other than mistyping it may."""
    shorter = min(len(one), len(other))
    if shorter < _ONE_SLIP or _digits(one) != _digits(other):
        return False
    most = 1 if shorter < _TWO_SLIPS else 2
    return OSA.distance(one, other, score_cutoff=most) <= most


def _number_there(wanted: list[str], words: list[str], *, loosely: bool = False) -> int:
    """How many of the `wanted` are among `words`, each of which serves once; `loosely`: with slips."""
    left = list(words)
    missing = []
    for word in wanted:
        if word in left:
            left.remove(word)
        else:
            missing.append(word)
    number = len(wanted) - len(missing)
    for word in missing:
        match = next((other for other in left if _stands_for(word, other, loosely=loosely)), None)
        if match is not None:
            left.remove(match)
            number += 1
    return number


def _stands_for(wanted: str, word: str, *, loosely: bool) -> bool:
    if len(wanted) == 1 and wanted.isalpha():
        return word.startswith(wanted)
    if not loosely:
        return False
    return wanted.startswith(word) if len(word) == 1 and word.isalpha() else is_slip(wanted, word)


def _digits(text: str) -> str:
    return "" if text.isalpha() else "".join(char for char in text if char.isdigit())

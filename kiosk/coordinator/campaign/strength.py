"""How long a passphrase would hold against somebody who has the key file: an honest guess, never a verdict.

zxcvbn (Wheeler, USENIX Security 2016) counts how many guesses a passphrase takes from somebody
who knows English words, names, dates and keyboards. It knows no other language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import Any, Final

from zxcvbn import zxcvbn

GUESSES_A_SECOND: Final = 300_000
"""What a state may have: a thousand graphics cards.

One guess moves about 3 GB through memory (256 MiB, 4 passes, each block read twice and written
once), so a card with 1 TB/s makes 300 guesses a second at best.
"""
LONGEST: Final = 72
"""Characters that are looked at: zxcvbn gets slow beyond, and refuses more."""
GOOD: Final = 3
"""The level from which on no warning is due."""
_GUESSES_A_CHARACTER: Final = 32
"""For scripts that zxcvbn does not know: running Chinese text tells about 5 bits a character."""
_LAST_LATIN = 0x24F

_DAY = 24 * 3600.0
_YEAR = 365.25 * _DAY


class Lasts(StrEnum):
    """How long it would hold: only the order of magnitude can be told."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    DECADES = "decades"
    CENTURIES = "centuries"
    LONGER = "longer"


class Advice(StrEnum):
    """What would make it better, or is to be known of the guess."""

    RANDOM_WORDS = "random-words"
    COMMON_WORD = "common-word"
    DATE = "date"
    KEYBOARD = "keyboard"
    REPEATED = "repeated"
    ONLY_BY_LENGTH = "only-by-length"


_STEPS: tuple[tuple[float, Lasts, int], ...] = (
    (3600, Lasts.MINUTES, 0),
    (_DAY, Lasts.HOURS, 0),
    (30 * _DAY, Lasts.DAYS, 1),
    (_YEAR, Lasts.MONTHS, 1),
    (10 * _YEAR, Lasts.YEARS, 2),
    (100 * _YEAR, Lasts.DECADES, 2),
    (1000 * _YEAR, Lasts.CENTURIES, 3),
    (inf, Lasts.LONGER, 4),
)
"""Up to how many seconds, what that is called, and its level: ciphertext is kept for twenty years."""

_PATTERNS = {
    "dictionary": Advice.COMMON_WORD,
    "date": Advice.DATE,
    "regex": Advice.DATE,  # a recent year
    "spatial": Advice.KEYBOARD,
    "repeat": Advice.REPEATED,
    "sequence": Advice.REPEATED,
}
"""What zxcvbn calls the parts that it recognises."""

_LASTS_TEXT = {
    Lasts.MINUTES: "minutes at most",
    Lasts.HOURS: "hours",
    Lasts.DAYS: "days",
    Lasts.MONTHS: "months",
    Lasts.YEARS: "a few years",
    Lasts.DECADES: "decades",
    Lasts.CENTURIES: "centuries",
    Lasts.LONGER: "longer than a thousand years",
}
_ADVICE_TEXT = {
    Advice.RANDOM_WORDS: "Six words drawn by chance, with dice or from a list, are strong and can be learnt.",
    Advice.COMMON_WORD: "Words and passwords that many people use are tried first.",
    Advice.DATE: "Years and dates are tried early.",
    Advice.KEYBOARD: "Rows of keys are tried early.",
    Advice.REPEATED: "Repeating something, or counting on, adds next to nothing.",
    Advice.ONLY_BY_LENGTH: "This is estimated from its length alone: whether it is a saying, a lyric or a "
    "name in that script cannot be seen.",
}


@dataclass(frozen=True)
class Strength:
    """What is thought of a passphrase.

    Attributes:
        level: 0 (found at once) to 4 (longer than a thousand years); below `GOOD` is worth a warning.
        lasts: how long somebody with the key file and `GUESSES_A_SECOND` would need.
        advice: what to do about it, the most important first; for a good one perhaps nothing.
    """

    level: int
    lasts: Lasts
    advice: tuple[Advice, ...]

    @property
    def sentences(self) -> list[str]:
        """In English: how long it would hold, then the advice."""
        return [
            f"Somebody with the key file and a thousand graphics cards would need {_LASTS_TEXT[self.lasts]}.",
            *(_ADVICE_TEXT[advice] for advice in self.advice),
        ]


def strength(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """What to think of `passphrase`.

    Spaces do not count: zxcvbn takes them for secrets of their own, and would call three common
    words strong. Of long passphrases only the beginning is looked at, so it may be better than said.

    Args:
        known: words that somebody would try first, such as the campaign's name.
    """
    letters = "".join(passphrase.split())[:LONGEST]
    latin = "".join(char for char in letters if ord(char) <= _LAST_LATIN)
    others = {char for char in letters if ord(char) > _LAST_LATIN}
    found: dict[str, Any] = (
        zxcvbn(latin, user_inputs=list(known)) if latin else {"guesses": 1, "sequence": []}
    )
    guesses = float(found["guesses"]) * _GUESSES_A_CHARACTER ** len(others)
    seconds = guesses / GUESSES_A_SECOND
    lasts, level = next((lasts, level) for limit, lasts, level in _STEPS if seconds < limit)
    return Strength(level, lasts, tuple(dict.fromkeys(_advice(found, level, bool(others)))))


def _advice(found: dict[str, Any], level: int, other_script: bool) -> Iterator[Advice]:
    if level < GOOD:
        yield Advice.RANDOM_WORDS
        for part in found["sequence"]:
            if part["pattern"] in _PATTERNS:
                yield _PATTERNS[part["pattern"]]
    if other_script:
        yield Advice.ONLY_BY_LENGTH

"""The receipt code: six words with which a visitor can later ask for the signature to be withdrawn.

Random, and kept nowhere but in the sealed signature and by the visitor.
Specified in docs/format.md, "Receipt code".
"""

from __future__ import annotations

import functools
import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence

from kiosk.errors import ReceiptError

WORDS = 6
"""Ten bits each: 50 random ones, then 10 that tell a slip from a code."""

_RANDOM_BITS = 50
_CHECK_BITS = 10
_MAX_TEXT = 400
_PREFIX = 4
"""Letters in which no two words of SLIP-39's list are alike."""
_ASK = "Look at the receipt again: it has six English words."


def new_receipt_code(randomness: Callable[[int], int] = secrets.randbits) -> str:
    """A new code: six words with a space between.

    Args:
        randomness: gives a number of so many random bits.
    """
    number = randomness(_RANDOM_BITS)
    whole = number << _CHECK_BITS | _check(number)
    return _in_words(whole)


def read_receipt_code(text: str) -> str:
    """The code that a person wrote or read out as `text`, as `new_receipt_code` makes them.

    Capitals, hyphens, commas, numbers and line ends do not matter, and of each word the
    first four letters are enough.

    Raises:
        ReceiptError: a word is not in the list, or the words are not a code.
    """
    if _is_code(text):  # as it is written itself: a merge reads millions
        return text
    if len(text) > _MAX_TEXT:
        raise ReceiptError("This is too long for a receipt code.", _ASK)
    typed = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text).casefold())
    if len(typed) != WORDS:
        raise ReceiptError(f"A receipt code has {WORDS} words, not {len(typed)}.", _ASK)
    whole = 0
    for place, word in enumerate(typed, 1):
        number = _numbers().get(word)
        if number is None:
            raise ReceiptError(f"Word {place} of the receipt code is not one that receipts have.", _ASK)
        whole = whole << 10 | number
    if _check(whole >> _CHECK_BITS) != whole & 1023:
        raise ReceiptError("These words do not belong together: one is wrong, or in a wrong place.", _ASK)
    return _in_words(whole)


def _is_code(text: str) -> bool:
    """Whether `text` is a code exactly as `new_receipt_code` writes it."""
    words = text.split(" ")
    places = _places()
    if len(words) != WORDS or not all(word in places for word in words):
        return False
    whole = functools.reduce(lambda whole, word: whole << 10 | places[word], words, 0)
    return _check(whole >> _CHECK_BITS) == whole & 1023


def _in_words(whole: int) -> str:
    words = _word_list()
    return " ".join(words[whole >> shift & 1023] for shift in range(10 * (WORDS - 1), -1, -10))


def _check(number: int) -> int:
    digest = hashlib.sha256(b"signing-kiosk receipt v1\0" + number.to_bytes(8, "big")).digest()
    return int.from_bytes(digest[:2], "big") >> (16 - _CHECK_BITS)


@functools.cache
def _places() -> dict[str, int]:
    return {word: number for number, word in enumerate(_word_list())}


@functools.cache
def _numbers() -> dict[str, int]:
    """The number of each word, and of its beginnings."""
    return {
        word[:length]: number
        for number, word in enumerate(_word_list())
        for length in range(_PREFIX, len(word) + 1)
    }


def _word_list() -> Sequence[str]:
    from shamir_mnemonic.wordlist import WORDLIST

    words: Sequence[str] = WORDLIST
    return words

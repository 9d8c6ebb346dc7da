"""The receipt code: six words with which a visitor can later ask for the signature to be withdrawn.

Random, and kept nowhere but in the sealed signature and by the visitor.
Specified in docs/format.md, "Receipt code".
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import itertools
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from kiosk.errors import ReceiptError

WORDS = 6
"""Ten bits each: 50 random ones, then 10 that tell a slip from a code."""

_RANDOM_BITS = 50
_CHECK_BITS = 10
_MAX_TEXT = 400
_PREFIX = 4
"""Letters in which no two words of SLIP-39's list are alike."""
_MAX_NEAR = 20
"""Words that a slip may have been meant for: one in a thousand fits the others by chance."""
_ASK = "Look at the receipt again: it has six English words."
_ASK_ONE = "Look at the receipt again: it has six English words. It may be {words}."


def new_receipt_code(randomness: Callable[[int], int] = secrets.randbits) -> str:
    """A new code: six words with a space between.

    Args:
        randomness: gives a number of so many random bits.
    """
    number = randomness(_RANDOM_BITS)
    whole = number << _CHECK_BITS | _check(number)
    return code_of(whole)


def read_receipt_code(text: str) -> str:
    """The code that a person wrote or read out as `text`, as `new_receipt_code` makes them.

    Capitals, hyphens, commas, numbers and line ends do not matter, a zero in a word is
    an o, and of each word the first four letters are enough.

    Raises:
        ReceiptError: a word is not in the list, or the words are not a code.
    """
    if len(text) > _MAX_TEXT:
        raise ReceiptError("This is too long for a receipt code.", _ASK)
    folded = unicodedata.normalize("NFKC", text).casefold()
    typed = re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-z])0|0(?=[a-z])", "o", folded))
    if len(typed) != WORDS:
        raise ReceiptError("A receipt code has six words, not {number}.", _ASK, number=len(typed))
    numbers = [_numbers().get(word) for word in typed]
    if None in numbers:
        place = numbers.index(None)
        fitting = _fitting(typed[place], numbers) if numbers.count(None) == 1 else []
        if fitting:
            raise ReceiptError(
                "Word {place} of the receipt code is not one that receipts have.",
                _ASK_ONE,
                place=place + 1,
                words=" / ".join(fitting),
            )
        raise ReceiptError(
            "Word {place} of the receipt code is not one that receipts have.", _ASK, place=place + 1
        )
    whole = _whole(numbers)
    if not _is_code(whole):
        raise ReceiptError("These words do not belong together: one is wrong, or in a wrong place.", _ASK)
    return code_of(whole)


def is_receipt_code(text: str) -> bool:
    """Whether `text` is a code exactly as `new_receipt_code` makes them; quick, for a merge of millions."""
    number = code_number(text)
    return number is not None and _is_code(number)


def code_number(text: str) -> int | None:
    """The number of 60 bits that is written so in six words of the list; None where they are none."""
    bits = _bits_of_word()
    whole = 0
    words = text.split(" ")
    for word in words:
        if word not in bits:
            return None
        whole = whole << 10 | bits[word]
    return whole if len(words) == WORDS else None


def code_of(number: int) -> str:
    """The six words of a number of 60 bits: `code_number` the other way."""
    words = word_list()
    return " ".join(words[number >> 10 * place & 1023] for place in reversed(range(WORDS)))


def _fitting(word: str, numbers: list[int | None]) -> list[str]:
    """Which words of the list `word` may be a slip of: it is the only one that is not there."""
    place = numbers.index(None)
    near = difflib.get_close_matches(word, word_list(), n=_MAX_NEAR, cutoff=0.5)
    return [
        repr(one)
        for one in near
        if _is_code(_whole([*numbers[:place], _numbers()[one], *numbers[place + 1 :]]))
    ]


def _whole(numbers: Iterable[int | None]) -> int:
    """The 60 bits of the words with these numbers, none of which is missing."""
    known = (number for number in numbers if number is not None)
    return functools.reduce(lambda whole, number: whole << 10 | number, known, 0)


def _is_code(whole: int) -> bool:
    """Whether the last ten bits check the others."""
    return _check(whole >> _CHECK_BITS) == whole & 1023


def _check(number: int) -> int:
    digest = hashlib.sha256(b"signing-kiosk receipt v1\0" + number.to_bytes(8, "big")).digest()
    return int.from_bytes(digest[:2], "big") >> (16 - _CHECK_BITS)


@functools.cache
def _numbers() -> dict[str, int]:
    """The number of each word, and of its beginnings."""
    return {
        beginning: number
        for number, word in enumerate(word_list())
        for beginning in itertools.accumulate(word)
        if len(beginning) >= _PREFIX
    }


@functools.cache
def _bits_of_word() -> dict[str, int]:
    """The number of each word, written out."""
    return {word: number for number, word in enumerate(word_list())}


def word_list() -> Sequence[str]:
    """The 1,024 words that a code can have."""
    from shamir_mnemonic.wordlist import WORDLIST

    words: Sequence[str] = WORDLIST
    return words

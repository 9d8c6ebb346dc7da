"""The words of shares in a text, typed, pasted or saved: in rows, with numbers, as a whole sheet.

Numbers before the words say their order: a sheet has them in columns, and whoever reads across its rows
types 1 12 23, 2 13 24 and so on. What else stands on a sheet is passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from shamir_mnemonic.wordlist import WORDLIST

from kiosk.errors import ShareError

WORDS: Final = 33
"""In a share of a 32-byte seed."""
PREFIX: Final = 4
"""Letters in which no two words of SLIP-39's list are alike."""
MOST_TEXT: Final = 64 * 1024
_WORD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(r"(\d{1,4})[\W_]*([^\W\d_]+)")
_NUMBERED = re.compile(rf"\W*(?:{_PAIR.pattern}[\W_]*)+")
_SOFT_HYPHEN = "\u00ad"
"""Stands unseen in what is copied from some PDFs."""
_BEGINNINGS = frozenset(word[:PREFIX] for word in WORDLIST)
_WHOLE = range(25, 42)
"""So many words in a line, or in lines without a blank one between, are meant for one share."""


def sheets_in(text: str, place: int) -> list[list[str]]:
    """The words of each share in `text`, small and in their order, whether or not they are right.

    Args:
        place: which share the first is, from 1: what errors call it.

    Raises:
        ShareError: the numbers before the words do not fit.
    """
    seen = text[:MOST_TEXT].replace(_SOFT_HYPHEN, "")
    lines = unicodedata.normalize("NFKC", seen).casefold().splitlines()
    if any(_NUMBERED.fullmatch(line) for line in lines):
        return _numbered(lines, place)
    return _unnumbered(lines)


def has_words(line: str) -> bool:
    """Whether most words in `line` are such as shares are made of; not so in the rest of a sheet."""
    words = _WORD.findall(unicodedata.normalize("NFKC", line).casefold())
    return bool(words) and 2 * sum(word[:PREFIX] in _BEGINNINGS for word in words) > len(words)


def is_numbered(line: str) -> bool:
    """Whether each word in `line` has a number before it."""
    return bool(_NUMBERED.fullmatch(unicodedata.normalize("NFKC", line)))


def _unnumbered(lines: list[str]) -> list[list[str]]:
    by_line = [words for line in lines if (words := _WORD.findall(line))]
    blocks = [
        [word for line in block for word in _WORD.findall(line)]
        for is_text, block in groupby(lines, lambda line: bool(_WORD.search(line)))
        if is_text
    ]
    for parts in (by_line, blocks):
        if all(len(words) in _WHOLE for words in parts):
            return parts
    words = [word for line in by_line for word in line]
    return [words[first : first + WORDS] for first in range(0, len(words), WORDS)]


def _numbered(lines: list[str], place: int) -> list[list[str]]:
    """Shares with numbers: what stands together and has them all, or else all that has numbers."""
    blocks: list[list[tuple[int, str]]] = [[]]
    bare = False
    for line in lines:
        if _NUMBERED.fullmatch(line):
            blocks[-1] += [(int(number), word) for number, word in _PAIR.findall(line)]
        elif _WORD.search(line):
            blocks.append([])
            bare = bare or has_words(line)
    sheets = [list(_cut(block)) for block in blocks]
    whole = [sheet for cut in sheets for sheet in cut if sorted(number for number, _ in sheet) == _ALL]
    rest = [sheet for cut in sheets for sheet in cut if sheet not in whole and len(sheet) > WORDS // 3]
    if not whole and not rest:
        rest = [[pair for block in blocks for pair in block]]
    for sheet in rest:
        raise _misnumbered([number for number, _ in sheet], bare, place + len(whole))
    return [[word for _, word in sorted(sheet)] for sheet in whole]


_ALL = list(range(1, WORDS + 1))


def _cut(pairs: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Sheets that follow each other: a new one begins when one is complete."""
    for first in range(0, len(pairs), WORDS):
        yield pairs[first : first + WORDS]


def _misnumbered(numbers: list[int], bare: bool, place: int) -> ShareError:
    for number in numbers:
        if number not in _ALL:
            return ShareError(
                "Key sheet {place} has a word with the number {number}, but there are only {all}.",
                "Look at the sheet again.",
                place=place,
                number=number,
                all=WORDS,
            )
        if numbers.count(number) > 1:
            return ShareError(
                "Key sheet {place} has the number {number} twice.",
                "Look at the sheet again.",
                place=place,
                number=number,
            )
    if bare:
        return ShareError(
            "Some words of key sheet {place} have numbers, and others have none.",
            "Give all words with their numbers, or all without.",
            place=place,
        )
    return ShareError(
        "Key sheet {place} lacks the word with the number {number}.",
        "Look at the sheet again.",
        place=place,
        number=next(number for number in _ALL if number not in numbers),
    )

"""Patterns that a campaign gives for its own fields, matched in time that cannot run away.

A pattern is a row of characters and sets of them, each with a number: `[0-9]{8}`, `[A-Z]{2}-?\\d+`. There are
no groups, alternatives or references, so a text is gone through once with the set of places that are
reached in the pattern (Thompson, "Regular expression search algorithm", 1968): characters x places steps,
whatever the pattern. Python's `re` would try them one after the other, which a pack could make to take years.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_PATTERN = 200
"""Characters of a pattern."""
MAX_PLACES = 300
"""Places of a pattern, each of which takes one character."""

_SPECIAL = set("\\[]{}()*+?|^$.")
_NUMBER = re.compile(r"\{(\d{1,3})(?:(,)(\d{0,3}))?\}")


class _Place(NamedTuple):
    """One character: any of `ranges`, or any at all; it may be left out, or come again."""

    ranges: tuple[tuple[str, str], ...]
    optional: bool
    repeats: bool

    def takes(self, char: str) -> bool:
        return any(first <= char <= last for first, last in self.ranges)


class Pattern:
    """A pattern that a whole text must fit.

    Raises:
        ValueError: it is none, or would be too long.
    """

    def __init__(self, text: str) -> None:
        if len(text) > MAX_PATTERN:
            raise ValueError("too long")
        self._places = _parse(text.removeprefix("^").removesuffix("$") if _ends(text) else text)

    def fits(self, text: str) -> bool:
        """Whether all of `text` fits."""
        reached = self._skipped({0})
        for char in text:
            taken = set()
            for at in reached:
                if at < len(self._places) and self._places[at].takes(char):
                    taken.add(at + 1)
                    if self._places[at].repeats:
                        taken.add(at)
            reached = self._skipped(taken)
            if not reached:
                return False
        return len(self._places) in reached

    def _skipped(self, reached: set[int]) -> set[int]:
        """`reached`, and the places after those that may be left out."""
        found = set(reached)
        for at in reached:
            while at < len(self._places) and self._places[at].optional and at + 1 not in found:
                at += 1
                found.add(at)
        return found


def _ends(text: str) -> bool:
    """Whether a `$` at the end means the end, and is no character with a backslash before it."""
    backslashes = len(text[:-1]) - len(text[:-1].rstrip("\\"))
    return not text.endswith("$") or backslashes % 2 == 0


def _parse(text: str) -> list[_Place]:
    places: list[_Place] = []
    at = 0
    while at < len(text):
        ranges, at = _characters(text, at)
        least, most, at = _how_often(text, at)
        places += [_Place(ranges, False, False)] * least
        if most is None:
            places.append(_Place(ranges, True, True))
        else:
            places += [_Place(ranges, True, False)] * (most - least)
        if len(places) > MAX_PLACES:
            raise ValueError("too many places")
    return places


def _characters(text: str, at: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """The characters that the pattern takes at `at`, and where it goes on."""
    char = text[at]
    if char == "[":
        return _set(text, at + 1)
    if char == ".":
        return (("\0", "\U0010ffff"),), at + 1
    if char == "\\":
        return _escaped(text, at)
    if char in _SPECIAL:
        raise ValueError(f"{char} has no place here")
    return ((char, char),), at + 1


def _escaped(text: str, at: int) -> tuple[tuple[tuple[str, str], ...], int]:
    char = text[at + 1 : at + 2]
    if char == "d":
        return (("0", "9"),), at + 2
    if not char or char.isalnum():
        raise ValueError("an unknown character after a backslash")
    return ((char, char),), at + 2


def _set(text: str, at: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """The characters in square brackets."""
    ranges: list[tuple[str, str]] = []
    while at < len(text) and text[at] != "]":
        if text[at] in "[^":
            raise ValueError("no set inside a set, and none of what is not in it")
        found, at = _escaped(text, at) if text[at] == "\\" else (((text[at], text[at]),), at + 1)
        (first, last) = found[0]
        if first == last and text[at : at + 1] == "-" and text[at + 1 : at + 2] not in ("", "]", "\\", "["):
            last, at = text[at + 1], at + 2
        if first > last:
            raise ValueError("a range that goes down")
        ranges.append((first, last))
    if at == len(text) or not ranges:
        raise ValueError("square brackets that do not close, or hold nothing")
    return tuple(ranges), at + 1


def _how_often(text: str, at: int) -> tuple[int, int | None, int]:
    """How often at least and at most (None: without end), and where the pattern goes on."""
    char = text[at : at + 1]
    if char in ("?", "*", "+"):
        return {"?": (0, 1), "*": (0, None), "+": (1, None)}[char] + (at + 1,)
    if char != "{":
        return 1, 1, at
    number = _NUMBER.match(text, at)
    if number is None:
        raise ValueError("braces without a number")
    least = int(number[1])
    most = least if number[2] is None else int(number[3]) if number[3] else None
    if most is not None and most < max(least, 1):
        raise ValueError("a number that goes down")
    return least, most, number.end()

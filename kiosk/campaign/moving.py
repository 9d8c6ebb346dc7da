"""Moves a table of a TOML file before or behind its neighbour; every other byte stays where it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEADER = re.compile(r'\s*\[\[?\s*(?:"([^"\\]+)"|\'([^\']+)\'|([\w-]+))\s*[\].]')
_QUOTES = re.compile(r'"""|\'\'\'')


@dataclass(frozen=True)
class _Block:
    """The lines of a table and of those below it, with the comment right above; no empty line at the end."""

    id: str
    first: int
    end: int


def moved(text: str, id: str, by: int) -> str:
    """`text` with the table `id` moved by so many places (-1: one up), if there are that many.

    Args:
        text: of a TOML file whose tables stand each in one piece; else it stays as it is.
    """
    lines = text.splitlines(keepends=True)
    blocks = list(_blocks(lines))
    place = next((place for place, block in enumerate(blocks) if block.id == id), len(blocks))
    other = place + by
    if len({block.id for block in blocks}) < len(blocks) or place == len(blocks):
        return text
    if not 0 <= other < len(blocks):
        return text
    order = list(blocks)
    order.insert(other, order.pop(place))
    pieces: list[str] = []
    at = 0
    for here, there in zip(blocks, order, strict=True):  # what stands between two tables stays there
        pieces += lines[at : here.first]
        piece = "".join(lines[there.first : there.end])
        pieces.append(piece if piece.endswith("\n") or here is blocks[-1] else piece + "\n")
        at = here.end
    return _if_same(text, "".join([*pieces, *lines[at:]]))


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    headers = list(_headers(lines))
    starts = [one for place, one in enumerate(headers) if place == 0 or headers[place - 1][0] != one[0]]
    firsts = []
    for _, first in starts:
        while first and lines[first - 1].lstrip().startswith("#"):
            first -= 1
        firsts.append(first)
    for (id, _), first, end in zip(starts, firsts, [*firsts[1:], len(lines)], strict=False):
        while end > first and not lines[end - 1].strip():
            end -= 1
        yield _Block(id, first, end)


def _headers(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The first key of every table's header, and its line; not what looks like one inside a text."""
    open_quotes = ""
    for number, line in enumerate(lines):
        if not open_quotes and (found := _HEADER.match(line)):
            yield next(filter(None, found.groups())), number
            continue
        for quotes in _QUOTES.findall(line):
            open_quotes = "" if quotes == open_quotes else open_quotes or quotes


def _if_same(text: str, other: str) -> str:
    """`other` if it says the same as `text`, in whatever order."""
    try:
        return other if tomllib.loads(other) == tomllib.loads(text) else text
    except tomllib.TOMLDecodeError:
        return text

"""Moves a table of a TOML file before or behind its neighbour, adds one to a list, or takes one away.

Every other byte stays where it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

_HEADER = re.compile(r'\s*(\[\[?)\s*(?:"([^"\\]+)"|\'([^\']+)\'|([\w-]+))\s*[\].]')
_QUOTES = re.compile(r'"""|\'\'\'')


class _Header(NamedTuple):
    """The first key of a table's header, whether it is one of a list (`[[key]]`), and its line."""

    key: str
    in_list: bool
    line: int


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
    lines = _lines(text)
    blocks = list(_blocks(lines))
    place = next((place for place, block in enumerate(blocks) if block.id == id), len(blocks))
    if len({block.id for block in blocks}) < len(blocks) or not _is_way(len(blocks), place, by):
        return text
    other = _reordered(lines, blocks, place, by)
    return other if _says(other, tomllib.loads(text)) else text


def moved_in_list(text: str, key: str, place: int, by: int) -> str:
    """`text` with the table at `place` of the list `key` moved by so many places, if there are that many."""
    lines = _lines(text)
    blocks = _blocks_of(lines, key)
    if not _is_way(len(blocks), place, by):
        return text
    wanted = tomllib.loads(text)
    wanted[key].insert(place + by, wanted[key].pop(place))
    other = _reordered(lines, blocks, place, by)
    return other if _says(other, wanted) else text


def with_another(text: str, key: str, table: str) -> str:
    """`text` with one more `table` (its lines) behind the last of the list `key`, if there is any."""
    lines = _lines(text)
    blocks = _blocks_of(lines, key)
    if not blocks:
        return text
    wanted = tomllib.loads(text)
    wanted[key] += tomllib.loads(table)[key]
    end = blocks[-1].end
    before, after = "".join(lines[:end]), "".join(lines[end:])
    other = before + ("" if before.endswith("\n") else "\n") + "\n" + table + after
    return other if _says(other, wanted) else text


def without(text: str, key: str, place: int = 0) -> str:
    """`text` without the table `key`, or that at `place` of the list `key`, and the empty lines above it."""
    lines = _lines(text)
    blocks = _blocks_of(lines, key)
    if place >= len(blocks):
        return text
    wanted = tomllib.loads(text)
    if isinstance(wanted[key], list) and len(wanted[key]) > 1:
        del wanted[key][place]
    else:
        del wanted[key]
    first = blocks[place].first
    while first and not lines[first - 1].strip():
        first -= 1
    other = "".join([*lines[:first], *lines[blocks[place].end :]])
    return other if _says(other, wanted) else text


def _lines(text: str) -> list[str]:
    """The lines of a TOML file, which nothing but a line feed ends."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _is_way(count: int, place: int, by: int) -> bool:
    return 0 <= place < count and 0 <= place + by < count


def _reordered(lines: Sequence[str], blocks: Sequence[_Block], place: int, by: int) -> str:
    order = list(blocks)
    order.insert(place + by, order.pop(place))
    pieces: list[str] = []
    at = 0
    for here, there in zip(blocks, order, strict=True):  # what stands between two tables stays there
        pieces += lines[at : here.first]
        piece = "".join(lines[there.first : there.end])
        pieces.append(piece if piece.endswith("\n") or here is blocks[-1] else piece + "\n")
        at = here.end
    return "".join([*pieces, *lines[at:]])


def _blocks(lines: Sequence[str], key: str = "") -> Iterator[_Block]:
    """All tables; those with one first key are one block, but for those of the list `key`."""
    headers = list(_headers(lines))
    starts = [
        one
        for place, one in enumerate(headers)
        if place == 0 or headers[place - 1].key != one.key or (one.in_list and one.key == key)
    ]
    firsts = []
    for start in starts:
        first = start.line
        while first and lines[first - 1].lstrip().startswith("#"):
            first -= 1
        firsts.append(first)
    for start, first, end in zip(starts, firsts, [*firsts[1:], len(lines)], strict=False):
        while end > first and not lines[end - 1].strip():
            end -= 1
        yield _Block(start.key, first, end)


def _blocks_of(lines: Sequence[str], key: str) -> list[_Block]:
    """The table `key`, or those of the list `key`."""
    return [block for block in _blocks(lines, key) if block.id == key]


def _headers(lines: Sequence[str]) -> Iterator[_Header]:
    """The header of every table; not what looks like one inside a text."""
    open_quotes = ""
    for number, line in enumerate(lines):
        if not open_quotes and (found := _HEADER.match(line)):
            brackets, *keys = found.groups()
            yield _Header(next(filter(None, keys)), brackets == "[[", number)
            continue
        if not open_quotes and line.lstrip().startswith("#"):
            continue
        for quotes in _QUOTES.findall(line):
            open_quotes = "" if quotes == open_quotes else open_quotes or quotes


def _says(text: str, wanted: Mapping[str, Any]) -> bool:
    """Whether that is what `text` says, in whatever order its tables stand."""
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False

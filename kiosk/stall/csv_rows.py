"""The rows of a CSV text, as spreadsheets write it: each with its line, in time that grows with the text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from kiosk.signing.findings import is_blank

_SEPARATORS = ",;\t"
_SEPARATOR_SAID = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""Some spreadsheets write this before the header."""
_MOST_LINES = 50
"""Lines over which one row may go."""


def csv_rows(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each row's line and cells; None for one whose quotation marks do not fit.

    A cell may go over several lines. Where quotation marks open and never close, the
    line that opens them is the bad row, and reading goes on with the next line. The
    first row, which is not blank, says what separates cells.
    """
    lines = list(io.StringIO(text, newline=""))
    at = next((number for number, line in enumerate(lines) if not is_blank(line)), len(lines))
    if at == len(lines):
        return
    said = _SEPARATOR_SAID.fullmatch(lines[at])
    separator = said[1] if said else max(_SEPARATORS, key=lines[at].count)
    at += bool(said)
    closing = _closing(lines)
    while at < len(lines):
        cells = _parse(lines[at], separator)
        last = at
        if cells is None and closing[at] - at in range(1, _MOST_LINES):
            cells = _parse("".join(lines[at : closing[at] + 1]), separator)
            last = closing[at] if cells is not None else at
        yield at + 1, cells
        at = last + 1


def _closing(lines: list[str]) -> list[int]:
    """For each line that leaves a quotation mark open, the line with the next odd number of them."""
    closing = [0] * len(lines)
    following = 0
    for number in range(len(lines) - 1, -1, -1):
        if lines[number].count('"') % 2:
            closing[number] = following
            following = number
    return closing


def _parse(text: str, separator: str) -> list[str] | None:
    try:
        return next(csv.reader([text], delimiter=separator, strict=True))
    except csv.Error:
        return None

"""Reads a typed-up paper sheet: a CSV file as spreadsheets write it, row by row.

What one row does wrong costs that row: it comes with a reason, and the others with
their cells.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import PaperError
from kiosk.exchange.columns import COLUMNS
from kiosk.files import read_capped
from kiosk.signing.checks import is_blank

MAX_CSV = 64 * 1024 * 1024
"""Bytes of a CSV file."""

_UNREADABLE = "Its quotation marks do not fit."
_WRONG_COUNT = "It has more or fewer cells than the first line names."


@dataclass(frozen=True)
class SheetRow:
    """One row: its line in the file, and its cells by column, or else the reason why it has none."""

    line: int
    cells: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True)
class Sheet:
    """A CSV file, read: its name, what it is known by (32 bytes), and its rows."""

    name: str
    digest: bytes
    rows: list[SheetRow]


def read_sheet(path: Path, required: list[str]) -> Sheet:
    """The rows of the CSV file `path`.

    Args:
        required: the columns that it must have.

    Raises:
        PaperError: not UTF-8, not CSV, empty, a needed column is missing, or one is not known.
        StorageError: it cannot be read.
    """
    raw = read_capped(path, MAX_CSV, PaperError)
    lines = _lines(path, raw)
    _, header = next(lines, (1, ""))
    if re.fullmatch(r"sep=.\s*", header, re.IGNORECASE):  # some spreadsheets write this before the header
        _, header = next(lines, (1, ""))
    delimiter = max(",;\t", key=header.count)
    parsed = _parse_line(header, delimiter)
    if parsed is None or not header:
        raise PaperError(
            f"{path} is empty, or its first line is not CSV.", "Its first line must name the columns."
        )
    columns = [column.strip().lower() for column in parsed]
    _check_columns(path, columns, required)
    rows = []
    for line, cells in _rows(list(lines), delimiter):
        if cells is None:
            rows.append(SheetRow(line, {}, _UNREADABLE))
        elif all(is_blank(cell) for cell in cells):
            continue
        elif len(cells) != len(columns):
            rows.append(SheetRow(line, {}, _WRONG_COUNT))
        else:
            named = {column: cell for column, cell in zip(columns, cells, strict=True) if column}
            spilled = any(
                not is_blank(cell) for column, cell in zip(columns, cells, strict=True) if not column
            )
            rows.append(SheetRow(line, named, _WRONG_COUNT if spilled else ""))
    return Sheet(path.stem, hashlib.sha256(raw).digest(), rows)


def _lines(path: Path, raw: bytes) -> Iterator[tuple[int, str]]:
    """The file's lines from the first that is not blank, with their numbers."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise PaperError(
            f"{path} is not UTF-8 text (line {line}).",
            "In the spreadsheet, save it as 'CSV UTF-8', then try again.",
        ) from error
    if "\0" in text:
        raise PaperError(f"{path} is not a CSV file.", "Save the sheet as 'CSV UTF-8', then try again.")
    begun = False
    for number, content in enumerate(io.StringIO(text, newline=""), 1):
        begun = begun or not is_blank(content)
        if begun:
            yield number, content


def _rows(lines: list[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each row's line and cells; None for one whose quotation marks do not fit.

    A cell may go over several lines. Where quotation marks open and never close, the
    line that opens them is the bad row, and reading goes on with the next line.
    """
    at = 0
    while at < len(lines):
        number, text = lines[at]
        cells = _parse_line(text, delimiter)
        taken = 1
        while cells is None and at + taken < len(lines) and taken < 50:
            text += lines[at + taken][1]
            taken += 1
            cells = _parse_line(text, delimiter)
        yield number, cells
        at += taken if cells is not None else 1


def _parse_line(text: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _check_columns(path: Path, columns: list[str], required: list[str]) -> None:
    lacking = [name for name in required if name not in columns]
    if lacking:
        raise PaperError(
            f"{path} lacks the column {', '.join(map(repr, lacking))}.",
            "Its first line must name the columns: " + ", ".join(required) + ", and any of the others.",
        )
    for column in columns:
        if column and column not in COLUMNS:
            close = difflib.get_close_matches(column, COLUMNS, n=1, cutoff=0.5)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise PaperError(
                f"{path} has a column {column!r}, which is not known.{hint}",
                "Rename it or take it out: nothing was stored. Known are " + ", ".join(COLUMNS) + ".",
            )
        if column and columns.count(column) > 1:
            raise PaperError(f"{path} names the column {column!r} twice.", "Rename or delete one of them.")

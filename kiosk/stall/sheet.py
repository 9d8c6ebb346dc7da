"""Reads a typed-up paper sheet, row by row: a CSV file as spreadsheets write it, or a workbook (XLSX).

What one row does wrong costs that row: it comes with a reason, and the others with
their cells.
"""

from __future__ import annotations

import difflib
import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from kiosk.campaign.own_fields import plain_name
from kiosk.errors import PaperError
from kiosk.exchange.columns import COLUMNS
from kiosk.files import read_capped
from kiosk.signing.findings import is_blank
from kiosk.signing.own_fields import OwnField
from kiosk.stall.csv_rows import csv_rows
from kiosk.stall.encoding import read_text
from kiosk.stall.spoilt import spoilt, unquoted
from kiosk.stall.workbook import MADE_A_DAY, is_workbook, workbook_rows
from kiosk.wording import printable, without_unseen

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of a sheet's file."""

_UNREADABLE = "Its quotation marks do not fit."
_TOO_MANY = "It has more cells than the first line names."


@dataclass(frozen=True)
class SheetRow:
    """One row: its line in the file, and its cells by column, or else the reason why it has none."""

    line: int
    cells: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True)
class PaperSheet:
    """A file, read.

    Attributes:
        digest: what it is known by (32 bytes).
        guessed: the encoding that it seems to have, for a person to confirm; "" if that is sure.
    """

    name: str
    digest: bytes
    rows: list[SheetRow]
    guessed: str = ""


def read_sheet(
    path: Path, required: list[str], encoding: str | None = None, own: Sequence[OwnField] = ()
) -> PaperSheet:
    """The rows of the CSV file or workbook `path`.

    Spreadsheets leave out the empty cells at a row's end, so a row may have fewer than
    the first line names.

    Args:
        required: the columns that it must have.
        encoding: in which a CSV file is, where a person says so.
        own: the campaign's own fields, which are columns too.

    Raises:
        PaperError: it is neither, is in no encoding that can be told, is empty, a needed
            column is missing, or one is not known.
        StorageError: it cannot be read.
    """
    raw = read_capped(path, MAX_BYTES, PaperError)
    guessed = ""
    rows: Iterable[tuple[int, list[str] | None, list[str]]]
    if is_workbook(raw):
        rows = workbook_rows(path, raw)
    else:
        text = read_text(path, raw, encoding)
        guessed = text.guessed
        if "\0" in text.content:
            raise PaperError(f"{path} is not a CSV file.", "Save the sheet as 'CSV UTF-8', then try again.")
        rows = ((line, cells, []) for line, cells in csv_rows(text.content))
    coming = iter(rows)
    _, header, _ = next(coming, (1, None, []))
    if header is None:
        raise PaperError(
            f"{path} is empty, or its first line is not CSV.", "Its first line must name the columns."
        )
    known = (*COLUMNS, *(field.id for field in own))
    columns = _named_by(header, known)
    _check_columns(path, columns, required, known)
    days = {"date", *(field.id for field in own if field.kind == "date")}
    rows_read = list(_named(coming, columns, days))
    return PaperSheet(printable(path.stem), hashlib.sha256(raw).digest(), rows_read, guessed)


def _named_by(header: Iterable[str], known: Iterable[str]) -> list[str]:
    """The columns that headings name, as people write them: "E-mail", "Paper ref"; else the headings."""
    plain = {plain_name(column): column for column in known}
    headings = [without_unseen(unicodedata.normalize("NFKC", heading)).strip().lower() for heading in header]
    return [plain.get(plain_name(heading), heading) for heading in headings]


def _named(
    rows: Iterable[tuple[int, list[str] | None, list[str]]], columns: list[str], days: Collection[str]
) -> Iterator[SheetRow]:
    """The rows that are not blank, their cells by column; in those of `days` a spreadsheet may make a day."""
    for line, cells, reasons in rows:
        if cells is None:
            yield SheetRow(line, {}, _UNREADABLE)
            continue
        if all(is_blank(cell) for cell in cells) and not any(reasons):
            continue
        named, reason = {}, ""
        for column, cell, why in zip_longest(columns, cells, reasons, fillvalue=""):
            if column:
                named[column] = unquoted(cell)
                if column in days and why == MADE_A_DAY:
                    continue
                reason = reason or (f"Its {column} {why}" if why else spoilt(column, named[column]))
            elif why or not is_blank(cell):
                reason = _TOO_MANY
        yield SheetRow(line, {} if reason else named, reason)


def _check_columns(path: Path, columns: list[str], required: list[str], known: Collection[str]) -> None:
    lacking = [name for name in required if name not in columns]
    if lacking:
        raise PaperError(
            f"{path} lacks the column {', '.join(map(repr, lacking))}.",
            "Its first line must name the columns: " + ", ".join(required) + ", and any of the others.",
        )
    for column in columns:
        if column and column not in known:
            close = difflib.get_close_matches(column, known, n=1, cutoff=0.5)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise PaperError(
                f"{path} has a column {column!r}, which is not known.{hint}",
                "Rename it or take it out: nothing was stored. Known are " + ", ".join(known) + ".",
            )
        if column and columns.count(column) > 1:
            raise PaperError(f"{path} names the column {column!r} twice.", "Rename or delete one of them.")

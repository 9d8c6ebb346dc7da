"""Paper sheets, typed up as CSV, become signatures like the rest.

The columns are those of the coordinator's CSV export. A bad row is listed with its
line and the others go in.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import hmac
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from kiosk.errors import PaperError, SignatureError
from kiosk.exchange.columns import COLUMNS
from kiosk.files import read_capped
from kiosk.signing.checks import Remark, check_fields, is_blank
from kiosk.signing.signature import (
    LIMITS,
    MAX_HELP,
    MAX_HELP_ITEM,
    MAX_LANGUAGE,
    VERSION,
    Kind,
    Public,
    Signature,
)
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.vault import SheetMark

MAX_CSV = 64 * 1024 * 1024
"""Bytes of a CSV file."""
_YES = {"yes", "y", "true", "1", "x", "ja", "oui", "sí", "si", "是", "好"}
_NO = {"", "no", "n", "false", "0", "nein", "non", "否", "不"}


@dataclass(frozen=True)
class Sheet:
    """A CSV file, read: its name, what it is known by, its rows by line, and the columns passed over."""

    name: str
    digest: bytes
    rows: list[tuple[int, dict[str, str] | None]]
    unknown_columns: list[str]


@dataclass(frozen=True)
class Row:
    """What became of one row: its line in the file, and its number in the vault or the reason it has none."""

    line: int
    seq: int | None
    reason: str = ""


def read_sheet(path: Path, asked: Mapping[str, str]) -> Sheet:
    """The rows of the CSV file `path`.

    Args:
        asked: "required", "asked" or "off" for each field of the campaign's form.

    Raises:
        PaperError: not UTF-8, not CSV, empty, or a needed column is missing.
        StorageError: it cannot be read.
    """
    raw = read_capped(path, MAX_CSV, PaperError)
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
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = [column.strip().lower() for column in next(reader, [])]
        _check_columns(path, columns, asked)
        rows: list[tuple[int, dict[str, str] | None]] = []
        line = reader.line_num + 1
        for cells in reader:
            if any(not is_blank(cell) for cell in cells):
                rows.append(
                    (line, dict(zip(columns, cells, strict=True)) if len(cells) == len(columns) else None)
                )
            line = reader.line_num + 1
    except csv.Error as error:
        raise PaperError(
            f"{path} cannot be read as CSV near line {reader.line_num}.", "Check the quotation marks there."
        ) from error
    unknown = [column for column in columns if column not in COLUMNS]
    return Sheet(path.stem, hashlib.sha256(raw).digest(), rows, unknown)


def sign_sheet(kiosk: Kiosk, sheet: Sheet) -> Iterator[Row]:
    """Seals and stores each row of `sheet`; a row is yielded when it is durable, or cannot be taken.

    A sheet without a column `paper_ref` gets its name and the line as reference. Of a
    file that was taken in before, or in part, only what is left is stored.

    Raises:
        StorageError, VaultError: the vault failed; the rows already yielded are stored.
    """
    # The kiosk's secret goes in, so that the mark tells nothing about the file.
    known_by = hmac.digest(kiosk.settings.signing_seed, b"signing-kiosk sheet v1\0" + sheet.digest, "sha256")
    done = kiosk.vault.rows_done(known_by)
    for number, (line, cells) in enumerate(sheet.rows, 1):
        if number <= done:
            continue
        try:
            signature = _signature(kiosk, cells, f"{sheet.name} line {line}")
            yield Row(line, kiosk.sign(signature, SheetMark(known_by, number)))
        except (PaperError, SignatureError) as error:
            yield Row(line, None, error.what)


def _check_columns(path: Path, columns: list[str], asked: Mapping[str, str]) -> None:
    if not columns:
        raise PaperError(f"{path} is empty.", "Its first line must name the columns.")
    needed = [
        "name",
        *(name for name, how in asked.items() if how == "required" and name in COLUMNS and name != "name"),
    ]
    lacking = [name for name in needed if name not in columns]
    if lacking:
        raise PaperError(
            f"{path} lacks the column {', '.join(map(repr, lacking))}.",
            "Its first line must name the columns: " + ", ".join(needed) + ", and any of the others.",
        )
    if len(set(columns)) != len(columns):
        raise PaperError(f"{path} names a column twice.", "Rename or delete one of them.")


def _signature(kiosk: Kiosk, cells: dict[str, str] | None, reference: str) -> Signature:
    if cells is None:
        raise PaperError("It has more or fewer cells than the first line names.")
    cells = {"paper_ref": reference[: LIMITS["paper_ref"]], **cells}
    kind = _kind(cells)
    needed: dict[str, str] = dict(kiosk.campaign.asked)
    if kind == "organisation":
        needed["organisation"] = "required"
    elif needed.get("organisation") == "required":
        needed["organisation"] = "asked"
    for finding in check_fields(
        cells, needed, tuple(name for name in LIMITS if name in cells or name == "name")
    ):
        if finding.remark is Remark.REQUIRED:
            raise PaperError(f"It has no {finding.field}.")
        if finding.remark is Remark.TOO_LONG:
            raise PaperError(f"Its {finding.field} is longer than {LIMITS[finding.field]} characters.")
    return Signature(
        version=VERSION,
        date=_date(cells.get("date", ""), kiosk.today()),
        kind=kind,
        consent=kiosk.campaign.consent_version,
        language=cells.get("language", "").strip()[:MAX_LANGUAGE] or kiosk.campaign.languages[0],
        public=_public(cells.get("public", "")),
        updates=_yes_or_no("updates", cells.get("updates", "")),
        help=_help(cells.get("help", "")),
        **{name: cells.get(name, "") for name in LIMITS},
    )


def _kind(cells: Mapping[str, str]) -> Kind:
    kind = cells.get("kind", "").strip().lower() or "person"
    if kind not in ("person", "organisation"):
        raise PaperError("Its kind is neither 'person' nor 'organisation'.")
    return cast(Kind, kind)


def _date(text: str, today: datetime.date) -> str:
    if not text.strip():
        return today.isoformat()
    try:
        return datetime.date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise PaperError("Its date is not written as 2026-12-31 (year-month-day).") from error


def _public(text: str) -> Public:
    word = text.strip().lower()
    if word in ("initials", "name"):
        return cast(Public, word)
    return "name" if _yes_or_no("public", text) else "no"


def _yes_or_no(column: str, text: str) -> bool:
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise PaperError(f"Its {column} is neither yes nor no.")


def _help(text: str) -> tuple[str, ...]:
    items = [item.strip() for item in text.split(";") if item.strip()]
    if [item.lower() for item in items] == ["no"]:
        return ()
    if len(items) > MAX_HELP or any(len(item) > MAX_HELP_ITEM for item in items):
        raise PaperError(
            f"Its help names more than {MAX_HELP} things, or one longer than {MAX_HELP_ITEM} characters."
        )
    return tuple(items)

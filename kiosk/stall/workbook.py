"""The rows of an XLSX workbook, as text, whatever its author made it of."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kiosk.errors import PaperError

MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes of a workbook, unpacked."""
_MAX_PARTS, _MAX_COLUMNS = 2_000, 100
_BLOCK = 1024 * 1024
MADE_A_DAY = "was made a day by the spreadsheet. Format the column as text and type it again."
"""Said of a cell that holds a day: wrong, unless it is to hold one."""
_ROUNDED = "is a number that the spreadsheet rounded. Format the column as text and type it again."
_SHOWN_SO = "is a number with zeros that are only shown. Format the column as text and type it again."
_WITH_ZEROS = re.compile(r"00+(?!\d*\.)")
"""A format that shows zeros in front, as for postcodes and phone numbers."""
_TIME_OF_DAY = "is a time of day. Format the column as text and type it again."
_FORMULA = "is a formula. Type what it shall be, or save the sheet as 'CSV UTF-8'."
_EXACT = 10**15
"""From here on a spreadsheet's numbers are rounded."""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
    OSError, NotImplementedError, RuntimeError, SyntaxError, OverflowError,
)  # fmt: skip
"""What reading a damaged or hostile workbook may raise (a fault in XML is a SyntaxError)."""


class WorkbookRow(NamedTuple):
    """A row with its number, its cells as text, and by cell why it has none ("" if it has)."""

    line: int
    cells: list[str]
    reasons: list[str]


def is_workbook(raw: bytes) -> bool:
    """Whether `raw` is what spreadsheet programs save of their own: a zip archive, or the older form."""
    return raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def workbook_rows(path: Path, raw: bytes) -> list[WorkbookRow]:
    """The rows of the one table in the workbook that have something in them.

    Raises:
        PaperError: it is no XLSX, is damaged or too large, or has several tables.
    """
    odd = PaperError(
        f"{path} is no XLSX workbook that can be read.",
        "In the spreadsheet, save it as XLSX without a password, or as 'CSV UTF-8', then try again.",
    )
    try:
        _check_size(path, raw)
        tables = list(_tables(raw))
    except _BROKEN as error:
        raise odd from error
    if len(tables) > 1:
        raise PaperError(
            f"{path} has several tables: {len(tables)} with something in them.",
            "Save each as a file of its own, then sign one after the other.",
        )
    return tables[0] if tables else []


def _check_size(path: Path, raw: bytes) -> None:
    """Unpacks all of it once, a little at a time: what an archive says of its size may be a lie."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        left = MAX_UNPACKED
        for part in parts[:_MAX_PARTS]:
            with archive.open(part) as file:
                while left >= 0 and (block := file.read(_BLOCK)):
                    left -= len(block)
        if left < 0 or len(parts) > _MAX_PARTS:
            raise PaperError(
                f"{path} is larger, once it is unpacked, than the {MAX_UNPACKED // 2**20} MiB allowed here.",
                "Choose the right file, or divide it.",
            )


def _tables(raw: bytes) -> Iterator[list[WorkbookRow]]:
    # With defusedxml installed openpyxl takes no XML that grows by itself.
    from openpyxl import load_workbook

    with warnings.catch_warnings(action="ignore"):  # about colours and the like that it does not know
        book = load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # the file may say anything
            rows: list[WorkbookRow] = []
            blank: Any = (
                None  # openpyxl makes one for all rows that are left out: a million before a far cell
            )
            for line, cells in enumerate(sheet.iter_rows(max_col=_MAX_COLUMNS), 1):
                read = [] if cells is blank else [_text(cell) for cell in cells]
                if not any(text.strip() or reason for text, reason in read):
                    blank = cells
                else:
                    rows.append(WorkbookRow(line, [text for text, _ in read], [reason for _, reason in read]))
            if rows:
                yield rows


def _text(cell: Any) -> tuple[str, str]:
    """What stands in a cell, and why it cannot be taken."""
    from openpyxl.utils.escape import unescape  # _x000D_ is how such a file writes a line end in a cell

    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return "", _FORMULA
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat(), MADE_A_DAY
    if isinstance(value, int | float):
        if abs(value) >= _EXACT:
            return "", _ROUNDED
        if _WITH_ZEROS.match(cell.number_format or ""):
            return "", _SHOWN_SO
        return (str(int(value)) if value == int(value) else str(value)), ""
    if isinstance(value, datetime.time | datetime.timedelta):
        return "", _TIME_OF_DAY
    return unescape(str(value)).replace("\r\n", "\n"), ""

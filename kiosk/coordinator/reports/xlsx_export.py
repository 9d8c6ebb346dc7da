"""Lists as a spreadsheet (XLSX, ECMA-376): every cell is text, so that nothing in it can run.

XlsxWriter makes the workbook with its sheets and looks, but either holds all rows in memory
or in temporary files, where names would lie readable. So the rows are written into its
first sheet here, one after the other, straight into the finished file.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

import msgspec
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.reports.answers import Answers
from kiosk.coordinator.reports.lists import Sheet
from kiosk.coordinator.reports.totals import TITLES, Totals
from kiosk.errors import SettingsError
from kiosk.files import writing_private

MAX_ROWS = 1_048_576
"""Of a sheet, with its header (Excel's specification)."""
MAX_BYTES = 2_000_000_000
"""Of a sheet's rows. More needs ZIP64, of which Excel takes one form only: not that of Python 3.11.2."""

_FIRST_SHEET = "xl/worksheets/sheet1.xml"
_WIDTHS = {"id": 34, "duplicate_of": 34, "name": 28, "First Name": 28, "first_name": 28, "organisation": 28,
           "email": 32, "Email": 32, "help": 40}  # fmt: skip
"""In characters; other columns have `_WIDTH`."""
_WIDTH = 16
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def write_xlsx(sheet: Sheet, path: Path) -> int:
    """Writes `sheet`, and its totals on a second one, to the spreadsheet `path`; returns how many rows.

    Raises:
        SettingsError: there are more or longer rows than a spreadsheet can have.
        CampaignError: a record was changed in the register.
        StorageError: the file cannot be written; an older one is untouched.
    """
    workbook, style = _workbook(sheet)
    with zipfile.ZipFile(workbook) as empty, writing_private(path) as file:
        with zipfile.ZipFile(file, "w") as filled:
            for info in empty.infolist():
                data = empty.read(info)
                with filled.open(_member(info.filename), "w") as part:
                    if info.filename == _FIRST_SHEET:
                        head, end, tail = data.partition(b"</sheetData>")
                        part.write(re.sub(rb"<dimension[^>]*>", b"", head))  # it names the header only
                        number = _write_rows(part, sheet, style)
                        part.write(end + tail)
                    else:
                        part.write(data)
    return number


def _workbook(sheet: Sheet) -> tuple[io.BytesIO, int]:
    """A workbook with all but the rows of `sheet`, and the number of the cells' style in it."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    # The day, never the time.
    book.set_properties({"created": datetime.datetime.combine(datetime.date.today(), datetime.time())})
    # Text stays text also after somebody has edited the cell.
    text = book.add_format({"num_format": "@", "valign": "top"})
    bold = book.add_format({"bold": True, "bottom": 1})
    first = book.add_worksheet(sheet.title)
    for number, column in enumerate(sheet.columns):
        first.set_column(number, number, _WIDTHS.get(column, _WIDTH), text)
        first.write_string(0, number, column, bold)
    first.freeze_panes(1, 0)
    if sheet.totals is not None:
        _write_totals(book, *sheet.totals(), bold, text)
    book.close()
    return file, int(text.xf_index)


def _write_totals(book: Any, totals: Totals, answers: Answers, bold: Any, text: Any) -> None:
    second = book.add_worksheet("Totals")
    second.set_column(0, 0, 34)
    second.set_column(1, len(Account.__struct_fields__), 12)
    row = 0
    for group, title in TITLES.items():
        for column, heading in enumerate((title, *Account.__struct_fields__)):
            second.write_string(row, column, heading, bold)
        for name, account in getattr(totals, group).items():
            row += 1
            second.write_string(row, 0, totals.label(group, name), text)
            for column, number in enumerate(msgspec.structs.astuple(account), 1):
                second.write_number(row, column, number)
        row += 2
    for field, counted in answers.items():
        for column, heading in enumerate((field, "counted")):
            second.write_string(row, column, heading, bold)
        for answer, number in counted.items():
            row += 1
            second.write_string(row, 0, answer or "no answer", text)
            second.write_number(row, 1, number)
        row += 2


def _write_rows(part: IO[bytes], sheet: Sheet, style: int) -> int:
    letters = [xl_col_to_name(number) for number in range(len(sheet.columns))]
    number = written = 0
    for number, row in enumerate(sheet.rows, 1):
        line = number + 1  # below the header
        cells = "".join(
            f'<c r="{letter}{line}" s="{style}" t="inlineStr"><is>{_xml(cell)}</is></c>'
            for letter, cell in zip(letters, row, strict=True)
            if cell
        )
        data = f'<row r="{line}">{cells}</row>'.encode()
        written += len(data)
        if line > MAX_ROWS or written > MAX_BYTES:
            raise SettingsError(
                "A spreadsheet can have {most} rows, and there are more.",
                "Write a CSV file instead.",
                most=f"{number - 1:,}",
            )
        part.write(data)
    return number


def _xml(cell: str) -> str:
    """`cell` as an XML text; what XML cannot hold is written `_x0007_` (ECMA-376, ST_Xstring)."""
    if not cell.isalnum():  # most are
        cell = _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPED.sub("_x005F_", cell))
    return f'<t xml:space="preserve">{escape(cell)}</t>'


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # of 1980, as every new one: the day is nobody's business
    info.compress_type = zipfile.ZIP_DEFLATED
    return info

"""Lists as CSV: every field as typed, and no cell that a spreadsheet would run.

The file is plaintext: it is written for its owner only, whole or not at all.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.lists import Sheet, full_list
from kiosk.files import writing_private

_PARTS = re.compile(r"([;\t\r\n])")
_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf", "Mn"}
_PHONE = re.compile(r"\+?[0-9 ()./-]+")


def export_csv(register: Register, keys: CampaignKeys, path: Path) -> int:
    """Writes every record of `register` to the CSV file `path`; returns how many. Raises as `write_csv`."""
    return write_csv(full_list(register, keys), path)


def write_csv(sheet: Sheet, path: Path) -> int:
    """Writes `sheet` to the CSV file `path` (UTF-8), row by row; returns how many rows.

    For people it begins with a byte order mark (without it Excel takes UTF-8 for an old code page) and has
    an apostrophe before what a spreadsheet would run. A program that reads the list gets neither.

    Raises:
        CampaignError: a record was changed in the register.
        StorageError: the file cannot be written; an older one is untouched.
    """
    number, for_people = 0, not sheet.for_programs
    with writing_private(path) as file:
        text = io.TextIOWrapper(file, "utf-8-sig" if for_people else "utf-8", newline="")
        writer = csv.writer(text)
        writer.writerow(sheet.columns)
        for row in sheet.rows:
            cells = zip(sheet.columns, row, strict=True)
            writer.writerow([harmless(column, cell) if for_people else cell for column, cell in cells])
            number += 1
        text.detach()  # writes what is left
    return number


def harmless(column: str, cell: str) -> str:
    """`cell` with an apostrophe before what a spreadsheet would run as a formula (OWASP, CSV injection).

    Each part after a semicolon, tab or line end is looked at too: some spreadsheets cut
    there. A phone number may start with "+": its own column allows only what a number
    is written with.
    """
    if column == "phone" and _PHONE.fullmatch(cell):
        return cell
    guarded = "".join(f"'{part}" if _runs(part) else part for part in _PARTS.split(cell))
    return f"'{guarded}" if guarded.startswith(("\t", "\r", "\n")) else guarded


def _runs(part: str) -> bool:
    """Whether the first character to be seen, full-width or not, makes a formula of it."""
    first = next((char for char in part if unicodedata.category(char) not in _UNSEEN), "")
    return unicodedata.normalize("NFKC", first).startswith(("=", "+", "-", "@"))

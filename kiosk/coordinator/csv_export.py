"""The list as CSV: every field as typed, and no cell that a spreadsheet would run.

The file is plaintext: it is written for its owner only, whole or not at all.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path

from kiosk.coordinator.books import kiosk_names
from kiosk.coordinator.keys import CampaignKeys
from kiosk.coordinator.register import Register, Row
from kiosk.exchange.columns import COLUMNS
from kiosk.files import write_whole

_PARTS = re.compile(r"([;\t\r\n])")
_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf", "Mn"}
_PHONE = re.compile(r"\+?[0-9 ()./-]+")


def export_csv(register: Register, keys: CampaignKeys, path: Path) -> int:
    """Writes every record of `register` to the CSV file `path` (UTF-8); returns how many.

    Rows are ordered by kiosk and number. A duplicate names the id of the one that counts.

    Raises:
        CampaignError: a record was changed in the register.
        StorageError: the file cannot be written; an older one is untouched.
    """
    names = kiosk_names(register)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    number = 0
    for row in register.rows(keys.register_key):
        writer.writerow({column: _harmless(column, cell) for column, cell in _cells(row, names).items()})
        number += 1
    write_whole(path, text.getvalue().encode(), private=True)
    return number


def _cells(row: Row, names: dict[bytes, str]) -> dict[str, str]:
    cells = {
        "id": row.id.hex(),
        "kiosk": names[row.kiosk],
        "status": row.status.value,
        "duplicate_of": row.duplicate_of.hex() if row.duplicate_of else "",
    }
    signature = row.signature
    if signature is None:
        return cells
    for column in COLUMNS:
        value = getattr(signature, column, "")
        if isinstance(value, str) and column not in cells:
            cells[column] = value
    cells["public"] = {"name": "yes", "initials": "initials", "no": "no"}[signature.public]
    cells["updates"] = "yes" if signature.updates else "no"
    cells["help"] = "; ".join(signature.help) or "no"
    return cells


def _harmless(column: str, cell: str) -> str:
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

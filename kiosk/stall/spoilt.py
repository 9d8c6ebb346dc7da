"""What a spreadsheet makes of what was typed into it, which nobody wrote on the paper."""

from __future__ import annotations

import re

_ERROR = re.compile(r"#[^\s#]{1,20}[!?]|#N/?[AVD]|#GETTING_DATA|#+|Err:\d+", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]\d{1,3}", re.IGNORECASE)
_DECIMAL = re.compile(r"[+-]?\d+[.,]0+")
_QUOTED = re.compile(r'="([^"]*)"')
_LOST_LETTERS = re.compile(r"\?\?|\ufffd|^\s*\?\s*$")
_TWICE_ENCODED = re.compile(r"[ÂÃ][\u0080-\u00bf]|â€|å[\u0080-\u00bf]{2}")
_DAY = re.compile(
    r"\d{1,2}[-/ ][A-Za-z]{3}|[A-Za-z]{3}[-/ ]\d{1,2}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}月\d{1,2}日"
)
"""What a spreadsheet makes of 3/12, or of 12-3, and shows in a CSV file."""
_AS_TEXT = "Format the column as text and type it again."


def unquoted(cell: str) -> str:
    """`cell` without the formula that keeps a spreadsheet from reading a number: ="0123" is 0123."""
    found = _QUOTED.fullmatch(cell.strip())
    return found[1] if found else cell


def spoilt(column: str, cell: str) -> str:
    """Why `cell` is no longer what was typed, as a sentence; "" if it may well be."""
    text = cell.strip()
    if _ERROR.fullmatch(text):
        return f"Its {column} is an error of the spreadsheet. {_AS_TEXT}"
    if text.startswith("="):
        return f"Its {column} is a formula. Type what it shall be."
    if _SCIENTIFIC.fullmatch(text):
        return f"Its {column} is a number that the spreadsheet shortened, and the digits are lost. {_AS_TEXT}"
    if column in ("phone", "postcode", "name", "email") and _DECIMAL.fullmatch(text):
        return f"Its {column} is a number with a decimal point. {_AS_TEXT}"
    if _LOST_LETTERS.search(text):
        return f"Its {column} has question marks for lost letters. Save the sheet as 'CSV UTF-8' or XLSX."
    return ""


def is_doubtful(column: str, cell: str) -> bool:
    """Whether something else may have got into `cell` than what belongs there."""
    if column == "name" and (not any(char.isalpha() for char in cell) or "@" in cell):
        return True
    if column in ("phone", "postcode", "paper_ref") and _DAY.fullmatch(cell.strip()):
        return True
    return bool(_TWICE_ENCODED.search(cell)) or _is_encoded_twice(cell)


def _is_encoded_twice(cell: str) -> bool:
    """Whether it is UTF-8 that a program read as Windows-1252, as Excel does with a CSV file."""
    try:
        # Five bytes stand for nothing in Windows-1252, and are kept as they are.
        raw = b"".join(char.encode("latin-1" if "\x80" <= char <= "\x9f" else "cp1252") for char in cell)
        raw.decode("utf-8")
    except UnicodeError:
        return False
    return not cell.isascii()

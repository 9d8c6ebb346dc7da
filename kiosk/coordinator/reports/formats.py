"""The kinds of files that a list is written as, and what is printed beside lists.

To add a kind of file: a function that writes it, and a line in `FORMATS`. The commands and the
window's buttons follow from that line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.coordinator.reports.csv_export import write_csv
from kiosk.coordinator.reports.lists import Sheet
from kiosk.coordinator.reports.xlsx_export import write_xlsx


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes:
        name: what people call it, in every language unless the window has a word of its own.
        write: writes a list to a path and returns how many rows it has; raises what `write_csv` raises.
    """

    name: str
    write: Callable[[Sheet, Path], int]


FORMATS: dict[str, Format] = {
    ".xlsx": Format("XLSX", write_xlsx),
    ".csv": Format("CSV", write_csv),
}
"""By ending, in lower case; the one that most people open first."""


class Print(StrEnum):
    """What is printed or published of the numbers and the public list."""

    PETITION = "petition"
    SUMMARY = "summary"
    OPEN_LETTER = "open-letter"
    PICTURE = "picture"


PRINTS: dict[Print, str] = {
    Print.PETITION: ".pdf",
    Print.SUMMARY: ".pdf",
    Print.OPEN_LETTER: ".pdf",
    Print.PICTURE: ".png",
}
"""Each with its file's ending."""

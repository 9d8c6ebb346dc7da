"""What comes out of the cells of a workbook, and how large one may be."""

from __future__ import annotations

import datetime
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from kiosk.errors import PaperError
from kiosk.stall import workbook
from kiosk.stall.workbook import MADE_A_DAY, WorkbookRow, is_workbook, workbook_rows

MIB = 2**20


def rows(file: Path) -> list[WorkbookRow]:
    """The rows without the empty cells at their ends."""
    trimmed = []
    for line, cells, reasons in workbook_rows(file, file.read_bytes()):
        assert len(cells) == len(reasons)
        end = max(n for n, both in enumerate(zip(cells, reasons, strict=True), 1) if any(both))
        trimmed.append(WorkbookRow(line, cells[:end], reasons[:end]))
    return trimmed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sheet.xlsx"


def saved(file: Path, *lines: tuple[Any, ...]) -> Path:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    book.save(file)
    return file


def changed(file: Path, part: str, old: str, new: str) -> None:
    """Writes the workbook `file` anew, with `old` (a pattern) in its `part` replaced by `new`."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text, found = re.subn(old, new, parts[part].decode())
    assert found
    parts[part] = text.encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("cell", "text", "reason"),
    [
        (10**15 - 1, "999999999999999", ""),
        (10**15, "", "rounded"),
        (1 - 10**15, "-999999999999999", ""),
        (-(10**15), "", "rounded"),
        (12.5, "12.5", ""),
        (7.0, "7", ""),
        (0, "0", ""),
        (True, "yes", ""),
        (False, "no", ""),
        (datetime.datetime(2026, 3, 12, 9, 30), "2026-03-12", MADE_A_DAY),
        (datetime.time(9, 30), "", "time of day"),
        (datetime.timedelta(hours=30), "", "time of day"),
        ("=A1", "", "formula"),
        (" Ana ", " Ana ", ""),
        ("0123", "0123", ""),
    ],
)
def test_a_cell_is_what_was_typed_or_has_a_reason(file: Path, cell: Any, text: str, reason: str) -> None:
    ((line, cells, reasons),) = rows(saved(file, ("x", cell, "y")))
    assert (line, cells) == (1, ["x", text, "y"])
    assert (reasons[0], reasons[2]) == ("", "")
    assert (reason in reasons[1]) if reason else (reasons[1] == "")


def test_a_row_with_nothing_but_a_spoilt_cell_is_a_row(file: Path) -> None:
    assert [row.line for row in rows(saved(file, ("a",), (" ",), (), ("=A1",), (None, "b")))] == [1, 4, 5]


def test_the_hundredth_column_is_the_last_that_is_read(file: Path) -> None:
    ((_, cells, _),) = rows(saved(file, ("a", *[None] * 98, "hundredth", "and one more")))
    assert (len(cells), cells[99]) == (100, "hundredth")


def test_how_large_a_table_says_it_is_does_not_count(file: Path) -> None:
    saved(file, ("a", "b"), ("c", "d"))
    changed(file, "xl/worksheets/sheet1.xml", '<dimension ref="[^"]+"', '<dimension ref="A1"')
    assert [row.cells for row in rows(file)] == [["a", "b"], ["c", "d"]]


def test_what_a_workbook_has_beside_its_table_is_nobodys_warning(file: Path) -> None:
    saved(file, ("a",))
    changed(file, "xl/styles.xml", "<cellStyles.*</cellStyles>", "")
    assert [row.cells for row in rows(file)] == [["a"]]


@pytest.mark.parametrize("raw", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0 and more"])
def test_a_workbook_is_known_by_its_first_bytes(raw: bytes) -> None:
    assert is_workbook(raw)
    assert not is_workbook(b"name" + raw)
    assert not is_workbook(raw[:3])


def archive(file: Path, *sizes: int) -> Path:
    """A zip archive that is no workbook, with parts of these sizes."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for number, size in enumerate(sizes):
            with made.open(str(number), "w", force_zip64=True) as part:
                for _ in range(size // MIB):
                    part.write(bytes(MIB))
                part.write(bytes(size % MIB))
    return file


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ((200 * MIB, 56 * MIB), "no XLSX"),
        ((200 * MIB, 56 * MIB + 1), "larger, once it is unpacked, than the 256 MiB"),
        ([0] * 2000, "no XLSX"),
        ([0] * 2001, "larger"),
    ],
)
def test_a_workbook_of_256_mib_and_2000_parts_is_looked_into(
    file: Path, sizes: tuple[int, ...], said: str
) -> None:
    with pytest.raises(PaperError, match=said):
        rows(archive(file, *sizes))


def test_nothing_more_is_unpacked_once_it_is_too_much(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a small file could keep the laptop busy for hours: here what comes next cannot be unpacked."""
    monkeypatch.setattr(workbook, "MAX_UNPACKED", MIB)
    archive(file, MIB + 1, MIB)
    raw = bytearray(file.read_bytes())
    second = raw.rindex(b"PK\x03\x04")
    raw[second + 60 : second + 80] = bytes(20)
    file.write_bytes(raw)
    with pytest.raises(PaperError, match="larger"):
        rows(file)


def test_a_workbook_that_only_excel_writes_is_read_too(file: Path) -> None:
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet("empty")
        book.add_worksheet("full").write_row(2, 1, ("a", 5))
    assert rows(file) == [WorkbookRow(3, ["", "a", "5"], ["", "", ""])]

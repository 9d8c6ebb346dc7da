"""The spreadsheet: every script as typed, all cells text, nothing that runs, no name in a temporary file."""

from __future__ import annotations

import csv
import datetime
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.reports import xlsx_export
from kiosk.coordinator.reports.csv_export import write_csv
from kiosk.coordinator.reports.lists import Sheet, full_list
from kiosk.coordinator.reports.totals import Totals
from kiosk.coordinator.reports.xlsx_export import MAX_BYTES, MAX_ROWS, write_xlsx
from kiosk.errors import SettingsError
from tests import patience
from tests.exports import HandmadeKiosk
from tests.people import NAMES, person

pytestmark = pytest.mark.slow

NASTY = ("=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "https://example.org", "00123", "1e5", "2026-11-01", "TRUE",
         "#REF!", "<b>&",'"', "_x0041_", "a\nb", " two  spaces ", "𠮷野家 😀", "e\u0301ä")  # fmt: skip


@pytest.fixture
def sheet(desk, keys, tmp_path: Path) -> Sheet:
    """The list of people of many scripts, and of names that a spreadsheet would like to compute."""
    kiosk = HandmadeKiosk(keys, "Library steps")
    file = tmp_path / "x.signatures"
    people = [person(n, name=name) for n, name in enumerate((*NAMES, *NASTY))]
    file.write_bytes(kiosk.batch(kiosk.sign(*people)))
    desk.merge(file)
    return full_list(desk.register, keys)


def widths_of(page: Any) -> list[int]:
    """How many characters wide the columns are, without what a program adds for the edges."""
    found = {
        number: int(columns.width)
        for columns in page.column_dimensions.values()
        for number in range(columns.min, columns.max + 1)
    }
    return [found[number] for number in range(1, page.max_column + 1)]


def is_heading(cell: Any) -> bool:
    return bool(cell.font.bold) and cell.border.bottom.style == "thin"


def test_every_cell_is_the_text_that_was_typed(sheet: Sheet, desk, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    assert write_xlsx(sheet, path) == len(NAMES) + len(NASTY)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Signatures", "Totals"]
    header, *rows = book["Signatures"].iter_rows()
    assert tuple(cell.value for cell in header) == sheet.columns
    names = [row[sheet.columns.index("name")] for row in rows]
    escaped = ["_x005F_x0041_" if name == "_x0041_" else name for name in (*NAMES, *NASTY)]
    assert [cell.value for cell in names] == escaped
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} <= {"s", "inlineStr"}
    assert {cell.number_format for cell in names} == {"@"}
    assert book["Signatures"].freeze_panes == "A2"
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_xml_cannot_hold_is_escaped(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_xlsx(Sheet("List", ("name",), [("a\x00b\x1b\r\ufffe",)]), path)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        assert b"a_x0000_b_x001B__x000D__xFFFE_" in archive.read("xl/worksheets/sheet1.xml")


def test_a_column_is_as_wide_as_what_stands_in_it(sheet: Sheet, tmp_path: Path) -> None:
    write_xlsx(sheet, tmp_path / "all.xlsx")
    page = openpyxl.load_workbook(tmp_path / "all.xlsx").worksheets[0]
    widths = {cell.value: page.column_dimensions[cell.column_letter].width for cell in page[1]}
    assert widths["email"] > widths["name"] > 1.5 * widths["city"]


def test_the_totals_are_numbers(sheet: Sheet, desk, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_xlsx(sheet, path)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["Totals"].iter_rows()]
    assert ["Library steps", len(NAMES) + len(NASTY), 0, 0, 0, 0] in [row[:6] for row in rows]
    assert ["Country", "counted"] in [row[:2] for row in rows]


def test_how_many_gave_which_answer_stands_below_the_totals(sheet: Sheet, tmp_path: Path) -> None:
    assert sheet.totals is not None
    totals, _ = sheet.totals()
    answers = {"faculty": {"arts": 2, "": 1}, "member": {"yes": 3}}
    path = tmp_path / "list.xlsx"
    write_xlsx(Sheet("List", ("name",), [("Ana",)], totals=lambda: (totals, answers)), path)
    page = openpyxl.load_workbook(path)["Totals"]
    assert [[cell.value for cell in row[:2]] for row in page.iter_rows()][-6:] == [
        ["faculty", "counted"],
        ["arts", 2],
        ["no answer", 1],
        [None, None],
        ["member", "counted"],
        ["yes", 3],
    ]
    assert page.column_dimensions["A"].width > 2 * page.column_dimensions["B"].width


def test_the_page_of_totals_has_a_table_for_each_and_a_free_line_between_them(tmp_path: Path) -> None:
    three, one = Account(counted=3, duplicate=1, unreadable=2), Account(withdrawn=1, rejected=4)
    totals = Totals(
        days={"2026-11-01": three, "": one},
        stalls={"a1": three},
        countries={"HK": three, "": one},
        kinds={"person": three},
        languages={"en": three},
        names={"a1": "Gate"},
    )
    path = tmp_path / "list.xlsx"
    write_xlsx(Sheet("List", ("name",), [], totals=lambda: (totals, {"faculty": {"arts": 2, "": 1}})), path)
    page = openpyxl.load_workbook(path)["Totals"]
    states = ("counted", "duplicate", "withdrawn", "rejected", "unreadable")
    numbers, others, free = (3, 1, 0, 0, 2), (0, 0, 1, 4, 0), (None,) * 6
    assert [tuple(cell.value for cell in row) for row in page.iter_rows()] == [
        ("Day", *states), ("2026-11-01", *numbers), ("not known", *others), free,
        ("Stall", *states), ("Gate", *numbers), free,
        ("Country", *states), ("Hong Kong", *numbers), ("not known", *others), free,
        ("Kind", *states), ("person", *numbers), free,
        ("Language", *states), ("en", *numbers), free,
        ("faculty", "counted", None, None, None, None), ("arts", 2, None, None, None, None),
        ("no answer", 1, None, None, None, None),
    ]  # fmt: skip
    assert widths_of(page) == [34, *(12,) * 5]
    headings = {cell.value for row in page.iter_rows() for cell in row if is_heading(cell)}
    assert headings == {"Day", "Stall", "Country", "Kind", "Language", "faculty", *states}


def test_the_headings_stand_out_and_each_column_has_its_width(tmp_path: Path) -> None:
    columns = {
        "id": 34, "duplicate_of": 34, "name": 28, "First Name": 28, "first_name": 28, "organisation": 28,
        "email": 32, "Email": 32, "help": 40, "city": 16, "anything": 16,
    }  # fmt: skip
    path = tmp_path / "list.xlsx"
    assert write_xlsx(Sheet("List", tuple(columns), []), path) == 0
    page = openpyxl.load_workbook(path)["List"]
    assert widths_of(page) == list(columns.values())
    assert all(is_heading(cell) for cell in page[1])


def test_a_file_is_packed_as_excel_wants_it_and_has_no_time_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does anything of it pass through the system's folder of temporary files, which is not there."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    path = tmp_path / "list.xlsx"
    assert write_xlsx(Sheet("List", ("name",), [("A" * 5000,)] * 2), path) == 2
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            assert member.compress_type == zipfile.ZIP_DEFLATED
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert member.extract_version == 20, "no ZIP64"
            archive.fp.seek(member.header_offset + 28)
            assert archive.fp.read(2) == b"\0\0", "nothing more in the header before it, either"
        assert b"<dimension" not in archive.read("xl/worksheets/sheet1.xml"), (
            "it would be of the heading alone"
        )


def test_a_sheet_of_as_many_rows_as_there_can_be_is_written_and_one_more_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_ROWS == 1_048_576
    monkeypatch.setattr(xlsx_export, "MAX_ROWS", 5)
    path = tmp_path / "list.xlsx"
    assert write_xlsx(Sheet("List", ("name",), [("Ana",)] * 4), path) == 4
    with pytest.raises(SettingsError, match="can have 4 rows"):
        write_xlsx(Sheet("List", ("name",), [("Ana",)] * 5), path)
    assert openpyxl.load_workbook(path)["List"].max_row == 5


def test_rows_so_long_that_excel_would_not_open_them_are_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_BYTES < zipfile.ZIP64_LIMIT
    path = tmp_path / "list.xlsx"
    row = '<row r="2"><c r="A2" s="1" t="inlineStr"><is><t xml:space="preserve">李</t></is></c></row>'
    monkeypatch.setattr(xlsx_export, "MAX_BYTES", 3 * len(row.encode()))
    assert write_xlsx(Sheet("List", ("name",), [("李",)] * 3), path) == 3
    with pytest.raises(SettingsError, match="can have 3 rows"):
        write_xlsx(Sheet("List", ("name",), [("李",)] * 4), path)
    with pytest.raises(SettingsError, match="can have 2 rows"):
        write_xlsx(Sheet("List", ("name",), [("李",), ("李",), ("李李",)]), path)


def test_the_same_list_makes_the_same_file_but_for_the_day(tmp_path: Path) -> None:
    one, other = tmp_path / "1.xlsx", tmp_path / "2.xlsx"

    def written(path: Path) -> int:
        write_xlsx(Sheet("List", ("name",), [("Ana",)]), path)
        return int(time.time()) // 2  # the steps of the times in a ZIP

    day = None
    while day != datetime.date.today():  # anew where midnight came between
        day = datetime.date.today()
        first = written(one)
        patience.until(lambda first=first: int(time.time()) // 2 != first)
        written(other)
    assert one.read_bytes() == other.read_bytes()


def test_more_rows_than_a_spreadsheet_has_are_refused_and_nothing_is_left(quick_path: Path) -> None:
    path = quick_path / "list.xlsx"
    with pytest.raises(SettingsError, match="1,048,575 rows"):
        write_xlsx(Sheet("List", ("name",), (("",) for _ in range(MAX_ROWS))), path)
    assert list(quick_path.iterdir()) == []


_WRITER = """
import sys
from pathlib import Path
from kiosk.coordinator.reports.csv_export import write_csv
from kiosk.coordinator.reports.lists import Sheet
from kiosk.coordinator.reports.xlsx_export import write_xlsx

def rows():
    for number in range(200_000):
        if number == 100_000:
            print("half", flush=True)
            sys.stdin.read()
        yield (f"CANARY{number} " * 9,)

write = {".csv": write_csv, ".xlsx": write_xlsx}
path = Path(sys.argv[1])
write[path.suffix](Sheet("List", ("name",), rows()), path)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files without a name")
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_killed_in_the_middle_it_leaves_nothing_anywhere(tmp_path: Path, ending: str) -> None:
    temporary, folder = tmp_path / "temporary", tmp_path / "out"
    temporary.mkdir()
    folder.mkdir()
    writing = subprocess.Popen(
        [sys.executable, "-c", _WRITER, folder / f"list{ending}"],
        env={"TMPDIR": str(temporary), "PYTHONPATH": str(Path(__file__).parents[3])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert writing.stdout is not None
    assert writing.stdin is not None
    assert writing.stdout.readline() == b"half\n"
    assert list(temporary.iterdir()) == [], "no temporary file has a name while it is written"
    writing.kill()
    writing.wait()
    writing.stdout.close()
    writing.stdin.close()
    assert [*folder.iterdir(), *temporary.iterdir()] == []


def _shown_by_libreoffice(soffice: str, path: Path) -> list[dict[str, str]]:
    """What LibreOffice shows of the first sheet of `path`."""
    utf_8 = "44,34,76"  # comma, quotation mark, and what the import dialog proposes where there is the mark
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation=file://{path.parent}/profile",
            "--headless",
            *([f"--infilter=CSV:{utf_8}"] if path.suffix == ".csv" else []),
            "--convert-to",
            f"csv:Text - txt - csv (StarCalc):{utf_8},1,,0,false,true",
            "--outdir",
            path.parent / "shown",
            path,
        ],
        check=True,
        capture_output=True,
        timeout=patience.LONG_SECONDS,
    )
    with (path.parent / "shown" / f"{path.stem}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_libreoffice_shows_every_script_and_runs_nothing(sheet: Sheet, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"list.{ending}"
    (write_csv if ending == "csv" else write_xlsx)(sheet, path)
    names = [row["name"] for row in _shown_by_libreoffice(shutil.which("soffice") or "", path)]
    assert names[: len(NAMES)] == list(NAMES)
    nasty = names[len(NAMES) :]
    if ending == "xlsx":
        assert nasty == list(NASTY)
    else:  # what only looks like a number or a day is taken for one there
        assert nasty[:6] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "{=1}", "https://example.org"]

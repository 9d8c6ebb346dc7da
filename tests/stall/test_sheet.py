"""Typed-up sheets as spreadsheets save them: workbooks, encodings, separators, and what is hostile."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kiosk.errors import PaperError
from kiosk.signing.own_fields import OwnField
from kiosk.stall.sheet import PaperSheet, read_sheet

pytestmark = pytest.mark.slow

HAN_HANT = "name,country,city\r\n陳大文,香港,九龍\r\n李小龍,香港,沙田\r\n"
HAN_HANS = "name,country,city\r\n陈大文,中国,广州\r\n李小龙,香港,沙田\r\n"
LATIN = "name;country;city\r\nJosé Núñez;ES;León\r\nZoë Müller;DE;Köln\r\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sheet"


def read(file: Path, encoding: str | None = None) -> PaperSheet:
    return read_sheet(file, ["name", "country"], encoding)


def cells(sheet: PaperSheet) -> list[list[str]]:
    return [list(row.cells.values()) for row in sheet.rows]


def reasons(sheet: PaperSheet) -> list[str]:
    return [row.reason for row in sheet.rows]


def as_typed(text: str) -> list[list[str]]:
    """What a spreadsheet would show of a CSV text, without the header."""
    return [line.replace(";", ",").split(",") for line in text.split("\r\n")[1:-1]]


@pytest.mark.parametrize(
    "text", [HAN_HANT, HAN_HANS, LATIN, LATIN.replace(";", "\t"), LATIN.replace(";", ",")]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_an_encoding_that_says_itself_is_read_without_a_question(
    file: Path, text: str, encoding: str
) -> None:
    file.write_bytes(text.encode(encoding))
    sheet = read(file)
    assert sheet.guessed == ""
    assert cells(sheet) == as_typed(text.replace("\t", ","))


@pytest.mark.parametrize(
    ("text", "encoding", "guessed"),
    [
        (HAN_HANT, "big5", "Big5"),
        (HAN_HANT.replace("沙田", "深水埗"), "big5hkscs", "Big5"),
        ("name,country\r\n陳大文,HK\r\n", "big5", "Big5"),
        (HAN_HANS, "gbk", "GBK"),
        (HAN_HANS, "gb2312", "GBK"),
        ("name,country\r\n张伟,CN\r\n", "gbk", "GBK"),
        (LATIN, "cp1252", "Windows-1252"),
        ("name,country\r\nJosé,ES\r\n", "latin-1", "Windows-1252"),
        (HAN_HANT, "utf-16-le", "UTF-16LE"),
        (HAN_HANT, "utf-16-be", "UTF-16BE"),
        (LATIN, "utf-16-le", "UTF-16LE"),
    ],
)
def test_an_encoding_that_does_not_say_itself_is_guessed_and_told(
    file: Path, text: str, encoding: str, guessed: str
) -> None:
    file.write_bytes(text.encode(encoding))
    sheet = read(file)
    assert sheet.guessed == guessed
    assert cells(sheet) == as_typed(text)
    confirmed = read(file, guessed.lower())
    assert (confirmed.guessed, confirmed.rows) == ("", sheet.rows)


def test_an_encoding_that_a_person_names_is_taken(file: Path) -> None:
    file.write_bytes("name,country\r\nŁukasz,PL\r\n".encode("cp1250"))
    with pytest.raises(PaperError, match="cannot be told"):
        read(file)
    assert cells(read(file, "cp1250")) == [["Łukasz", "PL"]]
    with pytest.raises(PaperError, match=r"not in utf-8 \(line 2\)"):
        read(file, "utf-8")
    for unknown in ("klingon", "zlib", "rot13"):
        with pytest.raises(PaperError, match="no encoding"):
            read(file, unknown)


@pytest.mark.parametrize("quote", ['"', '"x', 'a,"b', '"a"b,"', '"\n\n'])
def test_open_quotation_marks_cost_time_that_grows_with_the_file(file: Path, quote: str) -> None:
    """A mebibyte of them took 27 seconds."""

    def spent(size: int) -> float:
        file.write_text("name,country\n" + f"{quote}\n" * (size // (len(quote) + 1)))
        begun = time.process_time()
        read(file)
        return time.process_time() - begun

    spent(1024)
    small, large = spent(2**17), spent(2**20)
    assert large < 8 * small * 3
    assert large < 20


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8), min_size=2, max_size=4),
        min_size=1, max_size=5,
    ),
    st.sampled_from(",;\t"),
)  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_read_as_it_was_typed(file: Path, rows: list[list[str]], separator: str) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator)
    writer.writerow(("name", "country", "city", "role"))
    writer.writerows([["x" + row[0], *row[1:]] for row in rows])
    file.write_bytes(written.getvalue().encode("utf-8-sig"))
    sheet = read(file)
    for typed, row in zip(rows, sheet.rows, strict=True):
        if not row.reason:
            expected = ["x" + typed[0], *typed[1:], *[""] * (4 - len(typed))]
            assert list(row.cells.values()) == expected or any("=" in cell for cell in typed)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("name,country,tel", "'tel', which is not known. Did you mean 'help'?"),
        ("name,country,mail adress", "'mail adress', which is not known. Did you mean 'email'?"),
        ("name,country,xyz", "'xyz', which is not known.$"),
        ("name,country,city,City", "names the column 'city' twice"),
        ("country", "lacks the column 'name'.$"),
        ("city", "lacks the column 'name', 'country'.$"),
    ],
)
def test_a_first_line_that_does_not_fit_is_told_with_what_may_have_been_meant(
    file: Path, header: str, said: str
) -> None:
    file.write_text(f"{header}\nAna,HK,x,y\n")
    with pytest.raises(PaperError) as told:
        read(file)
    assert re.search(said, told.value.what)


def test_columns_are_known_as_people_write_them(file: Path) -> None:
    file.write_text("Name,COUNTRY,E-mail, Paper ref ,Duplicate-of\nAna,HK,a@example.org,sheet 1 row 2,\n")
    (row,) = read(file).rows
    assert list(row.cells) == ["name", "country", "email", "paper_ref", "duplicate_of"]

    file.write_text("name,country,email,E-Mail\nAna,HK,a@example.org,\n")
    with pytest.raises(PaperError, match="names the column 'email' twice"):
        read(file)


def test_columns_without_a_name_may_be_empty(file: Path) -> None:
    file.write_text("name,,country,,\nAna,,HK\nBo,,DK,,\nCy,note,CY\nDee,,DK,,,more\n,,,,\n,,,,,x\n")
    sheet = read(file)
    assert cells(sheet) == [["Ana", "HK"], ["Bo", "DK"], [], [], []]
    assert [row.line for row in sheet.rows if row.reason.startswith("It has more cells")] == [4, 5, 7]


def test_the_first_reason_of_a_row_is_told(file: Path) -> None:
    file.write_text("name,country,date\n#REF!,HK,#REF!\nAna,=A1,#N/A\nAna,HK,#N/A\n")
    assert [reason.split()[1] for reason in reasons(read(file))] == ["name", "country", "date"]
    workbook(file, ("name", "country", "phone"), ("#REF!", "HK", 10**16), ("Ana", "HK", 10**16))
    assert [reason.split()[1] for reason in reasons(read(file))] == ["name", "phone"]


def test_a_file_of_64_mib_is_read_and_a_larger_one_is_not(file: Path) -> None:
    for more, said in ((0, "no XLSX"), (1, "larger")):
        with file.open("wb") as sparse:
            sparse.write(b"PK\x03\x04")
            sparse.truncate(64 * 2**20 + more)
        with pytest.raises(PaperError, match=said):
            read(file)


def test_a_sheet_is_known_by_its_bytes_and_its_name(tmp_path: Path) -> None:
    text = b"name,country\nAna,HK\n"
    first, second = tmp_path / "Sheet 3.csv", tmp_path / "a\u202eb.csv"
    for path in (first, second):
        path.write_bytes(text)
    assert read(first).digest == read(second).digest == hashlib.sha256(text).digest()
    assert read(first).name == "Sheet 3"
    assert "\u202e" not in read(second).name


def workbook(file: Path, *rows: tuple[Any, ...]) -> Path:
    """Saves typed cells as XlsxWriter, hence Excel, writes them: empty ones are left out."""
    with xlsxwriter.Workbook(str(file), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, column, cell)
    return file


def test_a_workbook_is_read_as_it_was_typed(file: Path) -> None:
    workbook(
        file,
        ("Name", "Country", "date", "phone", "postcode", "updates", "email"),
        ("陳大文", "HK", datetime.date(2026, 11, 22), 85225551234, "01234", True, "a@example.org"),
        ("José", "ES", "2026-11-21", "+34 600 000 000", 28001, False),
        (),
        ("Ana", "HK"),
    )
    sheet = read(file)
    assert cells(sheet) == [
        ["陳大文", "HK", "2026-11-22", "85225551234", "01234", "yes", "a@example.org"],
        ["José", "ES", "2026-11-21", "+34 600 000 000", "28001", "no", ""],
        ["Ana", "HK", "", "", "", "", ""],
    ]
    assert [row.line for row in sheet.rows] == [2, 3, 5]
    assert reasons(sheet) == ["", "", ""]


def test_digits_that_are_only_shown_are_not_taken_and_a_line_end_is_no_text(file: Path) -> None:
    book = Workbook()
    table = book.active
    table.append(("Name", "\u200bcountry", "postcode", "phone"))
    table.append(("Ana", "HK", 1234, 912345678))
    table.append(("Bea", "HK", 1234, 912345678))
    table.append(("Cy_x000D_\nLee", "HK", 1234, 912345678))
    table["C2"].number_format = "00000"
    table["D3"].number_format = "0000-000-000"
    book.save(file)
    sheet = read(file)
    assert [row.reason.split(".")[0] for row in sheet.rows] == [
        "Its postcode is a number with zeros that are only shown",
        "Its phone is a number with zeros that are only shown",
        "",
    ]
    assert sheet.rows[2].cells["name"] == "Cy\nLee"


def test_what_a_workbook_made_of_a_cell_is_refused_with_its_column(file: Path) -> None:
    book = Workbook()
    table = book.active
    for row in (
        ("name", "country", "date", "phone", "paper_ref"),
        ("Ana", "HK", None, "=A1", None),
        ("Ana", "HK", None, 8.5225551234567e18, None),
        ("Ana", "HK", None, None, datetime.datetime(2026, 3, 12)),
        ("Ana", "HK", datetime.time(9, 30), None, None),
        ("Ana", "#REF!", None, None, None),
        ("Ana", "HK", datetime.datetime(2026, 3, 12, 9, 30), 25551234.0, "sheet 1 row 2"),
    ):
        table.append(row)
    table["B6"].data_type = "e"
    book.save(file)
    sheet = read(file)
    told = [(row.line, row.reason.split(".")[0]) for row in sheet.rows if row.reason]
    assert told == [
        (2, "Its phone is a formula"),
        (3, "Its phone is a number that the spreadsheet rounded"),
        (4, "Its paper_ref was made a day by the spreadsheet"),
        (5, "Its date is a time of day"),
        (6, "Its country is an error of the spreadsheet"),
    ]
    assert cells(sheet)[-1] == ["Ana", "HK", "2026-03-12", "25551234", "sheet 1 row 2"]


def test_a_row_with_nothing_but_what_a_workbook_made_of_a_cell_is_refused_and_not_passed_over(
    file: Path,
) -> None:
    workbook(file, ("name", "country"), ("Ana", "HK"), (None, "=A1"), (None, None, "=A1"), ("Bo", "DK"))
    assert [(row.line, row.reason.split(".")[0]) for row in read(file).rows] == [
        (2, ""),
        (3, "Its country is a formula"),
        (4, "It has more cells than the first line names"),
        (5, ""),
    ]


def test_a_day_may_be_one_in_a_field_of_the_campaigns_own_that_asks_for_it(file: Path) -> None:
    own = (OwnField("born", "date"), OwnField("card", "text"))
    day = datetime.date(1999, 12, 3)
    workbook(file, ("name", "Born", "Card"), ("Ana", day, "12"), ("Bo", "", day))
    first, second = read_sheet(file, ["name"], None, own).rows
    assert first.cells == {"name": "Ana", "born": "1999-12-03", "card": "12"}
    assert second.reason.startswith("Its card was made a day by the spreadsheet.")
    with pytest.raises(PaperError, match="'born', which is not known"):
        read_sheet(file, ["name"])


def test_a_workbook_of_several_tables_is_asked_about(file: Path) -> None:
    book = Workbook()
    book.active.append(("name", "country"))
    book.create_sheet("empty")
    book.save(file)
    assert read(file).rows == []
    book.create_sheet("more").append(("name", "country"))
    book.save(file)
    with pytest.raises(PaperError, match="several tables"):
        read(file)


def test_a_workbook_that_grows_is_refused(file: Path, tmp_path: Path) -> None:
    """Much in little, and a sheet with one cell at its far end."""
    workbook(tmp_path / "good", ("name", "country"), ("Ana", "HK"))
    with zipfile.ZipFile(tmp_path / "good") as good, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bad:
        for part in good.namelist():
            bad.writestr(part, good.read(part))
        with bad.open("xl/more.xml", "w") as big:
            for _ in range(300):
                big.write(b" " * 2**20)
    assert file.stat().st_size < 4 * 2**20
    with pytest.raises(PaperError, match="unpacked"):
        read(file)
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("name", "country"))
        sheet.write_row(999_999, 0, ("Ana", "HK"))
        sheet.write(999_999, 16_383, "far away")
    assert cells(read(file)) == [["Ana", "HK"]]


@pytest.mark.parametrize("entity", ['<!ENTITY a "aaaaaaaaaa">', '<!ENTITY a SYSTEM "file:///etc/passwd">'])
def test_a_workbook_with_xml_that_makes_more_of_itself_is_refused(
    file: Path, tmp_path: Path, entity: str
) -> None:
    workbook(tmp_path / "good", ("name", "country"), ("Ana", "HK"))
    with zipfile.ZipFile(tmp_path / "good") as good, zipfile.ZipFile(file, "w") as bad:
        for part in good.namelist():
            content = good.read(part).decode()
            if part == "xl/sharedStrings.xml":
                content = content.replace("?>\n", f"?>\n<!DOCTYPE sst [{entity}]>\n", 1).replace(
                    ">Ana<", ">&a;<"
                )
            bad.writestr(part, content)
    with pytest.raises(PaperError, match="no XLSX"):
        read(file)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=5),
    st.floats(0.5, 1),
)
def test_a_damaged_workbook_is_read_or_refused(
    file: Path, damage: list[tuple[float, int]], kept: float
) -> None:
    raw = bytearray(workbook(file, ("name", "country"), ("Ana", "HK")).read_bytes())
    for place, byte in damage:
        raw[int(place * len(raw))] = byte
    file.write_bytes(raw[: int(kept * len(raw))])
    with suppress(PaperError):
        read(file)

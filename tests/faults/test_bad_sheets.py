"""Typed-up sheets with mistakes, as the person at the laptop meets them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.stall.kiosk import Kiosk
from tests.people import row, write_csv
from tests.program import kiosk, refused


@pytest.mark.parametrize(
    ("data", "saying"),
    [
        (b"name,email\nAna,a@b.org\n", ("'country'", "first line")),
        ("name,country\n陳大文,HK\n".encode("big5"), ("not UTF-8", "Big5", "CSV UTF-8")),
        (
            "name,country\nŁukasz,PL\n".encode("cp1250"),
            ("encoding cannot be told", "CSV UTF-8", "--encoding"),
        ),
        (b"", ("empty",)),
        (b"PK\x03\x04\x00\x00", ("CSV UTF-8",)),
    ],
    ids=["missing column", "Big5", "an encoding that cannot be told", "empty", "a spreadsheet's own file"],
)
def test_a_sheet_that_cannot_be_read(
    stall: Kiosk, tmp_path: Path, data: bytes, saying: tuple[str, ...]
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(data)
    said = refused("sign", sheet, "--data", stall.data, saying=saying)
    assert "Ana" not in said
    assert stall.vault.count() == 0


def test_a_bad_row_is_listed_with_its_line_and_the_others_go_in(stall: Kiosk, tmp_path: Path) -> None:
    rows = [row(1), row(2, name=""), row(3), row(4, date="yesterday"), row(5)]
    result = kiosk("sign", write_csv(tmp_path / "sheet.csv", rows), "--data", stall.data)
    assert result.returncode == 1
    assert "3 signatures are sealed and stored." in result.stdout
    assert "line 3 was not taken" in result.stderr
    assert "line 5 was not taken" in result.stderr
    assert "yesterday" not in result.stderr
    assert [
        f"line {line}: stored as number {n}" in result.stdout for n, line in ((1, 2), (2, 4), (3, 6))
    ] == [True] * 3
    assert stall.vault.count() == 3


def test_a_file_name_that_is_no_text_is_no_fault(stall: Kiosk, tmp_path: Path) -> None:
    sheet = tmp_path / os.fsdecode(b"sheet\xff\xe9.csv")
    result = kiosk("sign", write_csv(sheet, [row(1), row(2)]), "--data", stall.data)
    assert result.returncode == 0, result.stderr
    assert stall.vault.count() == 2


def test_a_missing_sheet_and_no_kiosk(stall: Kiosk, tmp_path: Path) -> None:
    refused("sign", tmp_path / "none.csv", "--data", stall.data, saying=("does not exist",))
    refused("sign", tmp_path / "none.csv", "--data", tmp_path / "none", saying=("not set up", "Set it up"))

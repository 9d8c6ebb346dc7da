"""Sheets of paper, typed up at a desk: a row is found by sheet and row, also when it is typed up twice."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from kiosk.coordinator.reports.search import search
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.paper import check_sheet, required_columns, seal_rows
from kiosk.stall.sheet import read_sheet
from kiosk.stall.sync import sync
from tests.conftest import Desk, MakeKiosk
from tests.people import write_csv

SHEET = [
    {"name": "陳大文", "country": "HK", "paper_ref": "sheet 12 row 1"},
    {"name": "Ana Canário", "country": "HK", "paper_ref": "sheet 12 row 2"},
    {"name": "Ana Canário", "country": "HK", "paper_ref": "sheet 12 row 3"},
]


def type_up(kiosk: Kiosk, path: Path, rows: list[dict[str, str]]) -> None:
    sheet = read_sheet(write_csv(path, rows, rows[0]), required_columns(kiosk.campaign.asked))
    assert len(list(seal_rows(kiosk, sheet, check_sheet(kiosk, sheet)))) == len(sheet.rows)


def test_a_sheet_that_two_people_typed_up_counts_once(make_kiosk: MakeKiosk, desk: Desk, stick: Path) -> None:
    one, other = make_kiosk("Typist one"), make_kiosk("Typist two")
    type_up(one, stick / "a.csv", SHEET)
    respelt = [
        {**row, "paper_ref": row["paper_ref"].replace("sheet", "Sheet").replace(" row", ", row")}
        for row in SHEET
    ]
    type_up(other, stick / "b.csv", respelt)
    file = stick / "paper.signatures"
    for kiosk in (one, other):
        sync(kiosk, file)
    total = desk.merge(file).books.total
    # Two people of one name on one sheet stay two.
    assert (total.counted, total.duplicate) == (3, 3)
    listed = list(csv.DictReader(io.StringIO(desk.list().decode())))
    # Which of the two kiosks comes first, and so counts, is chance.
    counted = {row["paper_ref"].lower().replace(",", "") for row in listed if row["status"] == "counted"}
    assert counted == {row["paper_ref"] for row in SHEET}


def test_who_signed_on_paper_is_found_by_sheet_and_row(stall: Kiosk, desk: Desk, stick: Path) -> None:
    type_up(stall, stick / "a.csv", SHEET)
    sync(stall, stick / "paper.signatures")
    desk.merge(stick / "paper.signatures")
    (row,) = search(desk.register, desk.keys, "Sheet 12, row 2")
    assert row.signature
    assert row.signature.name == "Ana Canário"

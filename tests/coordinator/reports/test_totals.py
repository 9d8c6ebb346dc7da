"""Totals by day, stall, country, kind and language: right, without the key, and nobody is in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from kiosk.cli import kiosk as program
from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.reports.totals import total
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import done

STEPS = [
    person(1, date="2026-11-02"),
    person(2, country="Deutschland", language="zh-Hant", date="2026-11-01"),
    person(3, country="GB", kind="organisation", organisation="Union", date="2026-11-02"),
    person(1, date="2026-11-03"),
    person(4, consent=""),
]
SQUARE = [person(5, country=""), person(6, country="Atlantis, CANARY street", language="tlh")]


@pytest.fixture
def files(keys, tmp_path: Path) -> list[Path]:
    """What two stalls collected."""
    found = []
    for name, signatures in (("Library steps", STEPS), ("Market [red]square", SQUARE)):
        kiosk = HandmadeKiosk(keys, name)
        found.append(tmp_path / f"{len(found)}.signatures")
        found[-1].write_bytes(kiosk.batch(kiosk.sign(*signatures)))
    return found


def test_each_total_says_what_became_of_them(desk, files: list[Path]) -> None:
    desk.merge(*files)
    totals = total(desk.register)
    assert totals.days == {
        "": Account(rejected=1),
        "2026-11-01": Account(counted=3),
        "2026-11-02": Account(counted=2),
        "2026-11-03": Account(duplicate=1),
    }
    assert list(totals.stalls.values()) == [Account(counted=3, duplicate=1, rejected=1), Account(counted=2)]
    assert {code: one.counted for code, one in totals.countries.items()} == {
        "HK": 1, "DE": 1, "GB": 1, "": 1, "other": 1,
    }  # fmt: skip
    assert [totals.label("days", name) for name in totals.days] == [
        "not known", "2026-11-01", "2026-11-02", "2026-11-03",
    ]  # fmt: skip
    assert [totals.label("stalls", id) for id in totals.stalls] == ["Library steps", "Market [red]square"]
    assert (totals.label("countries", "DE"), totals.label("kinds", "person")) == ("Germany", "person")
    assert (totals.kinds["person"], totals.kinds["organisation"]) == (
        Account(counted=4, duplicate=1),
        Account(counted=1),
    )
    assert {tag: one.counted for tag, one in totals.languages.items()} == {
        "en": 3, "zh-Hant": 1, "other": 1, "": 0,
    }  # fmt: skip


def test_where_most_signed_comes_first(desk, keys, tmp_path: Path) -> None:
    made = sorted((HandmadeKiosk(keys, name) for name in "ABCD"), key=lambda kiosk: kiosk.id)
    number = 0
    for place, kiosk in enumerate(made):
        people = [
            person(number + n, country=("PT", "GB", "HK")[n % 3], language=("pt", "en")[n % 2])
            for n in range(place + 1)
        ]
        number += len(people)
        file = tmp_path / "x.signatures"
        file.write_bytes(kiosk.batch(kiosk.sign(*people)))
        desk.merge(file)
    totals = total(desk.register)
    assert list(totals.stalls) == [kiosk.id.hex() for kiosk in reversed(made)]
    assert [(code, one.counted) for code, one in totals.countries.items()] == [
        ("PT", 5),
        ("GB", 3),
        ("HK", 2),
    ]
    assert [(tag, one.counted) for tag, one in totals.languages.items()] == [("pt", 6), ("en", 4)]


def test_every_total_adds_up_to_the_books(desk, files: list[Path]) -> None:
    desk.merge(*files)
    totals = total(desk.register)
    for group in (totals.days, totals.stalls, totals.countries, totals.kinds, totals.languages):
        assert sum(one.collected for one in group.values()) == 7
        assert sum(one.counted for one in group.values()) == 5


def test_the_report_prints_them_and_asks_for_no_passphrase(
    desk_folder: Path, files: list[Path], passphrase_file: Path
) -> None:
    key = ("--campaign", str(desk_folder), "--passphrase-file", str(passphrase_file))
    CliRunner().invoke(program, ["merge", *map(str, files), *key])
    said = CliRunner().invoke(program, ["report", "--campaign", str(desk_folder)]).output
    lines = [line.split() for line in said.splitlines()]
    assert ["Hong", "Kong", "1", "1", "0"] in lines
    assert ["Market", "[red]square", "2", "0", "0"] in lines
    assert "CANARY" not in said
    asked = ["report", "--json", "--campaign", str(desk_folder)]
    report = json.loads(CliRunner().invoke(program, asked).output)
    assert report["totals"]["kinds"]["person"] == {
        "collected": 5, "counted": 4, "duplicate": 1, "withdrawn": 0, "rejected": 0, "unreadable": 0,
    }  # fmt: skip
    assert report["totals"]["days"]["2026-11-02"]["counted"] == 2


def test_the_report_is_drawn_into_a_pdf_whose_words_can_be_read(
    desk_folder: Path, files: list[Path], passphrase_file: Path, tmp_path: Path
) -> None:
    key = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    done("merge", *files, *key)
    out = tmp_path / "charts.pdf"
    done("report", "--campaign", desk_folder, "--pdf", out)
    words = " ".join(word for page in PdfReader(out).pages for word in page.extract_text().split())
    for expected in (
        "Stop Repression in Hong Kong",
        "Day by day",
        "Stalls",
        "Library steps",
        "Organisations",
    ):
        assert expected in words

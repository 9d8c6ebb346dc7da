"""Typed-up paper sheets: what is taken as it stands, what is refused, and how that is said."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kiosk.coordinator.keys import CampaignKeys
from kiosk.errors import PaperError, StorageError
from kiosk.signing.seal import OpeningKey, Sealed
from kiosk.signing.signature import Signature
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.paper import Row, required_columns, sign_sheet
from kiosk.stall.sheet import Sheet, read_sheet
from tests.conftest import TODAY
from tests.people import NAMES, row, write_csv


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "Sheet 3.csv"


def read(stall: Kiosk, path: Path) -> Sheet:
    return read_sheet(path, required_columns(stall.campaign.asked))


def sign(stall: Kiosk, path: Path) -> list[Row]:
    return list(sign_sheet(stall, read(stall, path)))


def signed(stall: Kiosk, keys: CampaignKeys) -> list[Signature]:
    """What is in the vault, opened with the coordinator's key."""
    opening = OpeningKey(keys.opening_seed, keys.key_id)
    return [opening.open(Sealed(s.record.id, s.record.sealed)) for s in stall.vault.records()]


def test_every_field_arrives_as_it_was_typed_in_every_script(stall: Kiosk, keys, sheet: Path) -> None:
    rows = [row(n) for n in range(len(NAMES))]
    assert [one.seq for one in sign(stall, write_csv(sheet, rows))] == list(range(1, len(rows) + 1))
    for typed, kept in zip(rows, signed(stall, keys), strict=True):
        for field in ("date", "kind", "name", "country", "city", "postcode", "email", "phone", "language"):
            assert getattr(kept, field) == typed[field]
        assert kept.paper_ref == typed["paper_ref"]
        assert kept.public == {"yes": "name", "no": "no", "initials": "initials"}[typed["public"]]
        assert kept.updates is (typed["updates"] == "yes")
        assert kept.help == (("write", "speak") if typed["help"] == "write; speak" else ())
        assert kept.consent == stall.campaign.consent_version


@pytest.mark.parametrize(
    "text",
    [
        "name,country\r\nAna,HK\r\n",
        "name;country\nAna;HK\n",
        "name\tcountry\nAna\tHK",
        "\ufeffname,country\nAna,HK\n",
        " Name , COUNTRY\nAna,HK\n",
        '"name","country"\n"Ana","HK"\n',
        "country,name\n\nHK,Ana\n,\n \t , \n",
        "\n\nname,country\nAna,HK\n",
        "name,country,,\nAna,HK,,\n",
        "sep=;\r\nname;country\r\nAna;HK\r\n",
    ],
    ids=[
        "CRLF",
        "semicolons",
        "tabs",
        "byte order mark",
        "capitals",
        "quotes",
        "blank rows",
        "blank lines first",
        "empty columns",
        "separator named",
    ],
)
def test_what_spreadsheets_save_is_read(stall: Kiosk, keys, sheet: Path, text: str) -> None:
    sheet.write_bytes(text.encode())
    assert [one.reason for one in sign(stall, sheet)] == [""]
    assert [(one.name, one.country) for one in signed(stall, keys)] == [("Ana", "HK")]


def test_a_name_keeps_its_commas_quotes_spaces_and_line_ends(stall: Kiosk, keys, sheet: Path) -> None:
    name = ' O"Brien, Seán \n the younger '
    sign(stall, write_csv(sheet, [row(1, name=name)]))
    assert [one.name for one in signed(stall, keys)] == [name]


def test_a_bad_row_is_listed_with_its_line_and_the_others_go_in(stall: Kiosk, keys, sheet: Path) -> None:
    rows = [
        row(1, name="Two\nlines"),  # lines 2 and 3
        row(2, name=" \u200d "),
        row(3, country=""),
        row(4, name="x" * 301),
        row(5, date="22.11.2026"),
        row(6, kind="robot"),
        row(7, public="perhaps"),
        row(8, updates="maybe"),
        row(9, help="; ".join(["x"] * 21)),
        row(10, kind="organisation"),
        row(11),
    ]
    write_csv(sheet, rows)
    with sheet.open("a") as file:
        file.write("only one cell\n")
    result = {one.line: one for one in sign(stall, sheet)}
    reasons = {line: one.reason for line, one in result.items() if one.seq is None}
    assert sorted(reasons) == [*range(4, 13), 14]
    assert (result[2].seq, result[13].seq) == (1, 2)
    for line, word in zip(
        range(4, 13),
        ("name", "country", "name", "date", "kind", "public", "updates", "help", "organisation"),
        strict=True,
    ):
        assert word in reasons[line]
    assert "cells" in reasons[14]
    typed = {one[field] for one in rows for field in ("name", "city", "email", "date") if one[field].strip()}
    assert not any(cell in reason for cell in typed for reason in reasons.values()), "never quote a person"


def test_more_text_than_one_record_holds_is_refused_and_not_cut(stall: Kiosk, sheet: Path) -> None:
    long = {"name": "陳" * 300, **dict.fromkeys(("role", "city", "country", "organisation"), "陳" * 100)}
    (one,) = sign(stall, write_csv(sheet, [row(1, **long)]))
    assert one.seq is None
    assert "more text" in one.reason
    assert stall.vault.count() == 0


def test_an_organisation_signs_with_its_name(stall: Kiosk, keys, sheet: Path) -> None:
    sign(stall, write_csv(sheet, [row(1, kind="Organisation", organisation="工人連線", role="Chair")]))
    (one,) = signed(stall, keys)
    assert (one.kind, one.organisation, one.role) == ("organisation", "工人連線", "Chair")


def test_only_the_needed_columns_are_enough(stall: Kiosk, keys, sheet: Path) -> None:
    sheet.write_text("name,country\n陳大文,HK\n")
    sign(stall, sheet)
    (one,) = signed(stall, keys)
    assert (one.date, one.language, one.public, one.updates) == (TODAY.isoformat(), "en", "no", False)
    assert one.paper_ref == "Sheet 3 line 2"


def test_a_coordinators_own_list_is_no_paper(stall: Kiosk, sheet: Path) -> None:
    sheet.write_text("id,kiosk,name,country,status,consent\nabc,x,Ana,HK,counted,\n,,Bob,HK,,yes\n")
    first, second = sign(stall, sheet)
    assert "exported list" in first.reason
    assert second.seq == 1


@pytest.mark.parametrize(("consent", "taken"), [("", True), ("yes", True), ("no", False), ("2001-01", False)])
def test_a_sheet_cannot_say_that_somebody_did_not_consent(
    stall: Kiosk, sheet: Path, consent: str, taken: bool
) -> None:
    sheet.write_text(f"name,country,consent\nAna,HK,{consent}\n")
    (one,) = sign(stall, sheet)
    assert (one.seq is not None) is taken
    assert taken or "consent" in one.reason


def test_a_sheet_goes_on_where_it_stopped(stall: Kiosk, keys, sheet: Path) -> None:
    write_csv(sheet, [row(n) for n in range(6)])
    coming = sign_sheet(stall, read(stall, sheet))
    assert [next(coming).seq for _ in range(4)] == [1, 2, 3, 4]
    coming.close()  # the laptop was switched off
    assert [one.seq for one in sign(Kiosk.open(stall.data), sheet)] == [5, 6]
    with pytest.raises(PaperError, match="taken in before"):
        sign(stall, sheet)
    assert len(list(sign_sheet(stall, read(stall, sheet), again=True))) == 6
    assert len({one.name + one.paper_ref for one in signed(stall, keys)}) == 6
    write_csv(sheet, [row(n) for n in range(7)])
    assert len(sign(stall, sheet)) == 7, "another file is another sheet"


def test_what_may_have_been_misread_is_doubted_and_taken(stall: Kiosk, keys, sheet: Path) -> None:
    sheet.write_text("name,country,email,phone\nAna,Atlantis,ana at home,abc\nBob,HK,b@example.org,\n")
    first, second = sign(stall, sheet)
    assert first.doubts == ("country", "email", "phone")
    assert second.doubts == ()
    assert [one.email for one in signed(stall, keys)] == ["ana at home", "b@example.org"]


@pytest.mark.parametrize(
    "bad", ['"Quote"d,GB', '"never closed,GB', "x" * 140_000 + ",GB"], ids=["stray", "open", "huge"]
)
def test_a_row_whose_quotation_marks_do_not_fit_costs_only_itself(
    stall: Kiosk, keys, sheet: Path, bad: str
) -> None:
    sheet.write_text(f"name,country\nAna,HK\n{bad}\nBob,HK\nCyd,HK\n")
    result = sign(stall, sheet)
    assert [one.line for one in result if one.seq is None] == [3]
    assert [one.name for one in signed(stall, keys)] == ["Ana", "Bob", "Cyd"]


@pytest.mark.parametrize(
    ("text", "what", "todo"),
    [
        (b"", "empty", "first line"),
        (b"name,email\nAna,a@b.org\n", "lacks the column 'country'", "name, country"),
        (b"vorname,nachname\nAna,B\n", "'name', 'country'", "name, country"),
        (b"name,country,name\nAna,HK,B\n", "twice", "Rename"),
        ("name,country\n陳大文,HK\n".encode("big5"), "line 2", "CSV UTF-8"),
        ("name,country\nAna,HK\nJosé,ES\n".encode("latin-1"), "line 3", "CSV UTF-8"),
        ("name,country\nAna,HK\n".encode("utf-16"), "not UTF-8", "CSV UTF-8"),
        (b"name,country\nAna\0,HK\n", "not a CSV", "CSV UTF-8"),
        (b"name,country,e-mail\nAna,HK,a@b.org\n", "Did you mean 'email'?", "nothing was stored"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_whole(
    stall: Kiosk, sheet: Path, text: bytes, what: str, todo: str
) -> None:
    sheet.write_bytes(text)
    with pytest.raises(PaperError) as told:
        sign(stall, sheet)
    assert what in told.value.what
    assert todo in told.value.todo
    assert stall.vault.count() == 0


def test_a_missing_a_huge_and_no_file(stall: Kiosk, sheet: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="does not exist"):
        sign(stall, sheet)
    with pytest.raises(StorageError, match="folder"):
        sign(stall, tmp_path)
    with sheet.open("wb") as file:
        file.truncate(10 * 2**30)
    with pytest.raises(PaperError, match="larger"):
        sign(stall, sheet)


@pytest.mark.parametrize("date", ["2026-02-30", "31-12-2026", "yesterday", "2026-1-1", "1/2/2026"])
def test_a_date_is_a_real_day(stall: Kiosk, sheet: Path, date: str) -> None:
    (one,) = sign(stall, write_csv(sheet, [row(1, date=date)]))
    assert "date" in one.reason


def test_a_date_may_be_long_ago(stall: Kiosk, keys, sheet: Path) -> None:
    sign(stall, write_csv(sheet, [row(1, date=" 2026-01-09 ")]))
    assert datetime.date.fromisoformat(signed(stall, keys)[0].date) == datetime.date(2026, 1, 9)


def test_a_full_disk_stops_after_the_rows_that_are_stored(small_disk, make_kiosk, sheet: Path) -> None:
    stall = make_kiosk(data=small_disk.path / "A")
    write_csv(sheet, [row(n) for n in range(400)])
    reported = []
    with pytest.raises(StorageError, match="full"):  # noqa: PT012 (what was yielded before counts)
        for one in sign_sheet(stall, read(stall, sheet)):
            reported.append(one.seq)
    assert 0 < len(reported) < 400
    again = Kiosk.open(stall.data)
    assert [stored.record.seq for stored in again.vault.records()] == reported
    again.vault.check()

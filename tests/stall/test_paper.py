"""Typed-up paper sheets: what is taken as it stands, what is refused, and how that is said."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from kiosk.campaign.content import read_folder
from kiosk.campaign.pack import build_pack
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.errors import ClockError, PaperError, StorageError
from kiosk.signing.own_fields import OwnField
from kiosk.signing.seal import OpeningKey, Sealed
from kiosk.signing.signature import RECORD_BYTES, Signature
from kiosk.stall.days import DateOrder
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.paper import Checked, check_sheet, required_columns, seal_rows
from kiosk.stall.sheet import PaperSheet, read_sheet
from tests.conftest import CAMPAIGNS, TODAY, MakeKiosk, on
from tests.people import NAMES, row, write_csv

HELPFUL = ("union-motion", "write-speak-donate", "students", "parliament", "local-group", "protest", "media")
"""All that one can offer to help with in the bundled campaign."""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "Sheet 3.csv"


def read(stall: Kiosk, path: Path) -> PaperSheet:
    return read_sheet(path, required_columns(stall.campaign.asked))


def check(stall: Kiosk, path: Path, **how: object) -> list[Checked]:
    return check_sheet(stall, read(stall, path), **how)  # type: ignore[arg-type]


def sign(stall: Kiosk, path: Path) -> list[Checked]:
    """All rows; those that could be taken are in the vault."""
    sheet = read(stall, path)
    checked = check_sheet(stall, sheet)
    assert [row for row, _ in seal_rows(stall, sheet, checked)] == [row for row in checked if row.signature]
    return checked


def signed(stall: Kiosk, keys: CampaignKeys) -> list[Signature]:
    """What is in the vault, opened with the coordinator's key."""
    opening = OpeningKey(keys.opening_seed, keys.key_id)
    return [opening.open(Sealed(s.record.id, s.record.sealed)) for s in stall.vault.records()]


def test_every_field_arrives_as_it_was_typed_in_every_script(stall: Kiosk, keys, sheet: Path) -> None:
    rows = [row(n) for n in range(len(NAMES))]
    assert [one.reason for one in sign(stall, write_csv(sheet, rows))] == [""] * len(rows)
    for typed, kept in zip(rows, signed(stall, keys), strict=True):
        for field in ("date", "kind", "name", "country", "city", "postcode", "email", "phone", "language"):
            assert getattr(kept, field) == typed[field]
        assert kept.paper_ref == typed["paper_ref"]
        assert kept.public == {"yes": "name", "no": "no", "initials": "initials"}[typed["public"]]
        assert kept.updates is (typed["updates"] == "yes")
        assert kept.help == (
            ("union-motion", "students") if typed["help"] == "union-motion; students" else ()
        )
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
        row(5, date="22 November"),
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
    reasons = {line: one.reason for line, one in result.items() if one.signature is None}
    assert sorted(reasons) == [*range(4, 13), 14]
    assert result[2].signature
    assert result[13].signature
    for line, word in zip(
        range(4, 13),
        ("name", "country", "name", "date", "kind", "public", "updates", "help", "organisation"),
        strict=True,
    ):
        assert word in reasons[line]
    assert "name" in reasons[14]
    typed = {one[field] for one in rows for field in ("name", "city", "email", "date") if one[field].strip()}
    assert not any(cell in reason for cell in typed for reason in reasons.values()), "never quote a person"


def test_more_text_than_one_record_holds_is_refused_and_not_cut(stall: Kiosk, sheet: Path) -> None:
    long = {"name": "陳" * 300, **dict.fromkeys(("role", "city", "country", "organisation"), "陳" * 100)}
    (one,) = sign(stall, write_csv(sheet, [row(1, **long)]))
    assert one.signature is None
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


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"help": ";".join(["x"] * 20)}, ""),
        ({"help": ";".join(["x"] * 21)}, "Its help names more than 20 things"),
        ({"help": "x" * 60}, ""),
        ({"help": "x" * 61}, "one longer than 60 characters"),
        ({"help": "x; " + "x" * 61}, "one longer than 60 characters"),
        ({"help": f" ;; {'x' * 60} ; "}, ""),
        ({"help": "No"}, ""),
        ({"city": "x" * 100}, ""),
        ({"city": "x" * 101}, "Its city is longer than 100 characters."),
        ({"name": "陳" * 300, "city": ""}, ""),
        ({"name": "\u3164"}, "It has no name."),
        ({"country": " "}, "It has no country."),
        ({"kind": "organization", "organisation": "Us"}, ""),
        ({"kind": "organization", "organisation": " "}, "It has no organisation."),
        ({"kind": " Individual "}, ""),
        ({"kind": "people"}, "Its kind is neither 'person' nor 'organisation'."),
        ({"updates": " JA "}, ""),
        ({"updates": "nein"}, ""),
        ({"updates": "?x"}, "Its updates is neither yes nor no."),
        ({"public": "Count"}, ""),
        ({"public": " NAME "}, ""),
        ({"public": "all"}, "Its public is neither yes nor no."),
    ],
)
def test_a_row_is_taken_up_to_its_limits_and_not_beyond(
    stall: Kiosk, sheet: Path, changes: dict[str, str], why: str
) -> None:
    (one,) = check(stall, write_csv(sheet, [row(1, **changes)]))
    assert (one.signature is None) is bool(why)
    assert why in one.reason
    assert (one.number, one.line) == (1, 2)


@pytest.mark.parametrize(
    ("changes", "field", "kept"),
    [
        ({"updates": "SÍ"}, "updates", True),
        ({"updates": "否"}, "updates", False),
        ({"public": "count"}, "public", "no"),
        ({"public": "none"}, "public", "no"),
        ({"public": "Initials"}, "public", "initials"),
        ({"public": "name"}, "public", "name"),
        ({"public": "1"}, "public", "name"),
        ({"public": ""}, "public", "no"),
        ({"help": "no"}, "help", ()),
        ({"help": "Nein"}, "help", ()),
        ({"help": "否"}, "help", ()),
        ({"help": "none"}, "help", ()),
        ({"help": "-"}, "help", ()),
        ({"help": " no ; write "}, "help", ("no", "write")),
        ({"kind": "Organisation", "organisation": "Us"}, "kind", "organisation"),
        ({"kind": ""}, "kind", "person"),
        ({"language": " " + "x" * 25}, "language", "x" * 20),
        ({"language": " "}, "language", "en"),
        ({"date": " \u200d "}, "date", TODAY.isoformat()),
    ],
)
def test_what_stands_in_a_cell_is_taken_at_its_word(
    stall: Kiosk, sheet: Path, changes: dict[str, str], field: str, kept: object
) -> None:
    (one,) = check(stall, write_csv(sheet, [row(1, **changes)]))
    assert one.signature, one.reason
    assert getattr(one.signature, field) == kept
    assert one.signature.typed_signature is False


def test_a_row_without_a_reference_gets_its_sheet_and_line_and_no_more_than_fits(
    stall: Kiosk, tmp_path: Path
) -> None:
    for name, expected in (
        ("Sheet", "Sheet line 2"),
        ("x" * 113, "x" * 113 + " line 2"),
        ("x" * 150, "x" * 120),
    ):
        path = tmp_path / f"{name}.csv"
        path.write_text("name,country\nAna,HK\n")
        (one,) = check(stall, path)
        assert one.signature
        assert one.signature.paper_ref == expected
    path.write_text("name,country,paper_ref\nAna,HK,\n")
    (one,) = check(stall, path)
    assert one.signature
    assert one.signature.paper_ref == "", "the sheet says that there is none"


def test_the_consent_to_this_very_wording_is_taken(stall: Kiosk, sheet: Path) -> None:
    version = stall.campaign.consent_version
    sheet.write_text(f"name,country,consent\nAna,HK, {version} \nBo,DK,{version}x\nCy,CY, X \n")
    assert [one.signature is not None for one in check(stall, sheet)] == [True, False, True]


def test_a_sheet_without_rows_has_nothing_to_take(stall: Kiosk, sheet: Path) -> None:
    sheet.write_text("name,country\n")
    assert check(stall, sheet) == []


def test_an_organisation_on_a_sheet_without_that_column_is_refused(stall: Kiosk, sheet: Path) -> None:
    sheet.write_text("name,country,kind\nAna,HK,organisation\nBo,HK,person\n")
    checked = check_sheet(stall, read_sheet(sheet, []))
    assert [one.reason for one in checked] == ["It has no organisation.", ""]


def test_which_columns_a_sheet_must_have_the_form_says() -> None:
    asked = {"name": "required", "city": "asked", "email": "required", "drawn": "required", "role": "no"}
    assert required_columns(asked) == ["name", "email"]
    own = [OwnField("card", "text", "required"), OwnField("note", "text"), OwnField("gone", "text", "off")]
    assert required_columns(asked, own) == ["name", "email", "card"]


def test_a_sheet_without_names_is_refused_row_by_row(stall: Kiosk, sheet: Path) -> None:
    sheet.write_text("country\nHK\n")
    (one,) = check_sheet(stall, read_sheet(sheet, []))
    assert one.reason == "It has no name."


@pytest.fixture
def campus(tmp_path: Path, keys: CampaignKeys, make_kiosk: MakeKiosk) -> Kiosk:
    """A kiosk of a campaign with fields of its own, where who signs for an organisation names it."""
    content = Path(shutil.copytree(CAMPAIGNS / "campus-library-hours", tmp_path / "content"))
    top = content / "campaign.toml"
    text = top.read_text("utf-8")
    top.write_text(text.replace('organisation = "off"', 'organisation = "required"'), "utf-8")
    pack = tmp_path / "campus.kioskpack"
    pack.write_bytes(
        build_pack(
            read_folder(content), public_key=keys.public_key, signing_key=keys.signing_key, edition=1,
            made=TODAY.isoformat(), record_bytes=RECORD_BYTES + 512,
        )
    )  # fmt: skip
    return make_kiosk("Fair", pack=pack)


def test_answers_to_a_campaigns_own_fields_are_sealed_with_the_rest(campus: Kiosk, sheet: Path) -> None:
    rows: list[dict[str, str]] = [
        {"name": "Ana", "Student number": "20261234", "Faculty": "Law"},
        {"name": "Bo", "Student number": "2026"},
        {"name": "Cy", "Student number": "20261235", "kind": "organisation"},
        {"name": "Dee", "Student number": "20261236", "kind": "organisation", "organisation": "Choir"},
    ]
    columns = ("name", "email", "kind", "organisation", "Student number", "Faculty")
    write_csv(sheet, [{"email": "a@example.org", **cells} for cells in rows], columns)
    campaign = campus.campaign
    read = read_sheet(sheet, required_columns(campaign.asked, campaign.fields), None, campaign.fields)
    ana, bo, cy, dee = check_sheet(campus, read)
    assert ana.signature
    assert (ana.signature.kind, ana.signature.organisation) == ("person", "")
    assert ana.signature.own == {"student-number": "20261234", "faculty": "law"}
    assert ana.signature.identified_by == "student-number"
    assert (bo.signature, bo.reason) == (None, "Its student-number does not fit what the campaign asks for.")
    assert (cy.signature, cy.reason) == (None, "It has no organisation.")
    assert dee.signature
    assert dee.signature.own == {"student-number": "20261236"}


def test_by_a_clock_that_cannot_be_right_no_sheet_is_taken(stall: Kiosk, sheet: Path) -> None:
    write_csv(sheet, [row(1)])
    with pytest.raises(ClockError):
        check(Kiosk.open(stall.data, on(datetime.date(2000, 1, 1))), sheet)
    Journal(stall.data, lambda: TODAY + datetime.timedelta(days=9)).note(Event.STARTED)
    (one,) = check(stall, sheet)
    assert one.signature, "one that only went back may be right, and the paper says its days"


def test_a_coordinators_own_list_is_no_paper(stall: Kiosk, sheet: Path) -> None:
    sheet.write_text("id,kiosk,name,country,status,consent\nabc,x,Ana,HK,counted,\n,,Bob,HK,,yes\n")
    first, second = sign(stall, sheet)
    assert "exported list" in first.reason
    assert second.signature


@pytest.mark.parametrize(("consent", "taken"), [("", True), ("yes", True), ("no", False), ("2001-01", False)])
def test_a_sheet_cannot_say_that_somebody_did_not_consent(
    stall: Kiosk, sheet: Path, consent: str, taken: bool
) -> None:
    sheet.write_text(f"name,country,consent\nAna,HK,{consent}\n")
    (one,) = sign(stall, sheet)
    assert (one.signature is not None) is taken
    assert taken or "consent" in one.reason


def test_a_sheet_goes_on_where_it_stopped(stall: Kiosk, keys, sheet: Path) -> None:
    write_csv(sheet, [row(n) for n in range(6)])
    coming = seal_rows(stall, read(stall, sheet), check(stall, sheet))
    assert [next(coming)[1] for _ in range(4)] == [1, 2, 3, 4]
    coming.close()  # type: ignore[attr-defined]  # the laptop was switched off
    assert [one.line for one in sign(Kiosk.open(stall.data), sheet)] == [6, 7]
    with pytest.raises(PaperError, match="taken in before"):
        check(stall, sheet)
    assert len(check(stall, sheet, again=True)) == 6
    assert len({one.name + one.paper_ref for one in signed(stall, keys)}) == 6
    write_csv(sheet, [row(n) for n in range(7)])
    assert len(sign(stall, sheet)) == 7, "another file is another sheet"


def as_excel_reads(text: str) -> str:
    """UTF-8, read as Windows-1252; the bytes that are nothing there stay control characters."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    ("changes", "doubted"),
    [
        ({"help": "union-motion; write-speak-donate"}, False),
        ({"help": "; ".join(HELPFUL)}, False),
        ({"help": "wirte"}, True),
        ({"help": "sign-and-spread"}, True),
        ({"help": "write, speak"}, True),
        ({"help": "yes"}, True),
        ({"name": "José Łukasz 陳"}, False),
        ({"paper_ref": "12-Mar"}, True),
        ({"paper_ref": "12月3日"}, True),
        ({"postcode": "2026-03-12"}, True),
        ({"phone": "03/12/2026"}, True),
        ({"paper_ref": "sheet 3 row 12"}, False),
        *(({"name": as_excel_reads(name)}, True) for name in ("Иван", "Čapek", "فاطمة", "陳志明", "Nguyễn")),
        ({"name": "陳志明".encode().decode("latin-1")}, True),
    ],
)
def test_a_help_that_there_is_not_and_letters_that_were_read_wrongly_are_doubted(
    stall: Kiosk, sheet: Path, changes: dict[str, str], doubted: bool
) -> None:
    (one,) = check(stall, write_csv(sheet, [row(1, **changes)]))
    assert one.signature, one.reason
    assert set(changes) & set(one.doubts) == (set(changes) if doubted else set())


def test_what_may_have_been_misread_is_doubted_and_taken(stall: Kiosk, keys, sheet: Path) -> None:
    sheet.write_text("name,country,email,phone\nAna,Atlantis,ana at home,abc\nBob,HK,b@example.org,\n")
    first, second = sign(stall, sheet)
    assert set(first.doubts) == {"country", "email", "phone"}
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
    assert [one.line for one in result if one.signature is None] == [3]
    assert [one.name for one in signed(stall, keys)] == ["Ana", "Bob", "Cyd"]


def test_empty_cells_that_a_spreadsheet_leaves_out_at_the_end_are_empty(
    stall: Kiosk, keys, sheet: Path
) -> None:
    sheet.write_text(
        "name,country,city,email,phone\nAna,HK\nBob,HK,,b@example.org\nCyd,HK,,,,,\nDee,HK,,,,x\nEve\n"
    )
    checked = sign(stall, sheet)
    assert [(one.name, one.country, one.email) for one in signed(stall, keys)] == [
        ("Ana", "HK", ""), ("Bob", "HK", "b@example.org"), ("Cyd", "HK", "")
    ]  # fmt: skip
    assert [(one.line, one.reason) for one in checked if one.reason] == [
        (5, "It has more cells than the first line names."), (6, "It has no country.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("phone", "8.52255E+11"),
        ("phone", "8,52255E+11"),
        ("postcode", "1.2E+05"),
        ("phone", "25551234.0"),
        ("phone", "25551234,00"),
        ("name", "#NAME?"),
        ("city", "#REF!"),
        ("email", "#VALUE!"),
        ("city", "#N/A"),
        ("city", "#¡REF!"),
        ("city", "#¿NOMBRE?"),
        ("city", "#DIV/0!"),
        ("date", "########"),
        ("city", "Err:502"),
        ("email", "=A2&B2"),
        ("name", "=+Ana"),
        ("name", "J??"),
        ("name", "???"),
        ("name", "Jos\ufffd"),
    ],
)
def test_what_a_spreadsheet_spoilt_is_refused_before_it_is_sealed(
    stall: Kiosk, sheet: Path, column: str, cell: str
) -> None:
    write_csv(sheet, [row(1, **{column: cell}), row(2)])
    first, second = sign(stall, sheet)
    assert first.signature is None
    assert first.reason.startswith(f"Its {column} ")
    assert cell not in first.reason
    assert second.signature
    assert stall.vault.count() == 1


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("name", "#1 Fan?"), ("postcode", "1E5"), ("postcode", "E1 6AN"), ("city", "Why?"), ("role", "A+"),
        ("phone", "+852 2555 1234"), ("organisation", "Room 2.0"), ("email", "a+b@example.org"),
        ("postcode", '="01234"'),
    ],
)  # fmt: skip
def test_what_looks_a_little_like_it_is_taken(stall: Kiosk, sheet: Path, column: str, cell: str) -> None:
    (one,) = sign(stall, write_csv(sheet, [row(1, **{column: cell})]))
    assert one.reason == ""
    assert getattr(one.signature, column) == ("01234" if "=" in cell else cell)


def test_days_are_read_as_the_rest_of_the_sheet_writes_them(stall: Kiosk, keys, sheet: Path) -> None:
    write_csv(sheet, [row(1, date="03/04/2026"), row(2, date="22/11/2026"), row(3, date="46348")])
    sign(stall, sheet)
    assert [one.date for one in signed(stall, keys)] == ["2026-04-03", "2026-11-22", "2026-11-22"]


def test_a_day_that_can_be_two_waits_for_a_word(stall: Kiosk, sheet: Path) -> None:
    write_csv(sheet, [row(1, date="03/04/2026"), row(2)])
    first, second = check(stall, sheet)
    assert "--days day-first" in first.reason
    assert second.signature
    first, _ = check(stall, sheet, order=DateOrder.MONTH_FIRST)
    assert first.signature
    assert first.signature.date == "2026-03-04"


def test_checking_stores_nothing(stall: Kiosk, sheet: Path) -> None:
    check(stall, write_csv(sheet, [row(1), row(2)]))
    assert stall.vault.count() == 0
    assert len(sign(stall, sheet)) == 2


@pytest.mark.parametrize(
    ("text", "what", "todo"),
    [
        (b"", "empty", "first line"),
        (b"name,email\nAna,a@b.org\n", "lacks the column 'country'", "name, country"),
        (b"vorname,nachname\nAna,B\n", "'name', 'country'", "name, country"),
        (b"name,country,name\nAna,HK,B\n", "twice", "Rename"),
        ("name,country\nŁukasz,PL\n".encode("cp1250"), "encoding cannot be told", "--encoding"),
        ("name,country\nИван,RU\n".encode("koi8-r"), "encoding cannot be told", "CSV UTF-8"),
        (b"name,country\nAna\0,HK\n", "not a CSV", "CSV UTF-8"),
        (b"PK\x03\x04 no archive", "no XLSX", "CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0 an older Excel, or a password", "no XLSX", "without a password"),
        (b"name,country,e-mial\nAna,HK,a@b.org\n", "Did you mean 'email'?", "nothing was stored"),
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


def test_a_full_disk_stops_after_the_rows_that_are_stored(small_disk, make_kiosk, sheet: Path) -> None:
    stall = make_kiosk(data=small_disk.path / "A")
    write_csv(sheet, [row(n) for n in range(400)])
    reported = []
    with pytest.raises(StorageError, match="full"):  # noqa: PT012 (what was yielded before counts)
        for _, seq in seal_rows(stall, read(stall, sheet), check(stall, sheet)):
            reported.append(seq)
    assert 0 < len(reported) < 400
    again = Kiosk.open(stall.data)
    assert [stored.record.seq for stored in again.vault.records()] == reported
    again.vault.check()

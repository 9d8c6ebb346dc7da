"""A campaign's own fields at the desk: merged, people told apart by them, listed, found and counted."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk as program
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.counting.questions import questions, side_by_side
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.answers import count_answers
from kiosk.coordinator.reports.search import search
from kiosk.errors import ContentError
from kiosk.signing.own_fields import OwnField
from kiosk.signing.signature import Signature
from kiosk.stall.kiosk import set_up
from kiosk.stall.paper import check_sheet, required_columns
from kiosk.stall.sheet import read_sheet
from tests.conftest import CAMPAIGNS, PASSPHRASE, TODAY, Desk, make_cheap, on
from tests.exports import HandmadeKiosk
from tests.people import NEWER, PAPER_COLUMNS, person, row, write_csv

pytestmark = pytest.mark.slow


def student(n: int, number: str, faculty: str = "", **changes: object) -> Signature:
    """Somebody who signed with a student number, and a faculty if they said it."""
    own = {"student-number": number, **({"faculty": faculty} if faculty else {})}
    return person(n, version=2, own=own, identified_by="student-number", **changes)


@pytest.fixture(scope="module")
def campus_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[CampaignFolder, CampaignKeys]:
    content = CAMPAIGNS / "campus-library-hours"
    folder = CampaignFolder.create(tmp_path_factory.mktemp("campus") / "C", content, PASSPHRASE, TODAY)
    keys = folder.unlock(PASSPHRASE)
    make_cheap(folder.path, keys)
    return folder, keys


@pytest.fixture
def campus(campus_made: tuple[CampaignFolder, CampaignKeys], tmp_path: Path) -> Desk:
    return Desk(tmp_path, campus_made[1])


def collect(desk: Desk, *signatures: Signature) -> Account:
    file = desk.folder / "x.signatures"
    kiosk = HandmadeKiosk(desk.keys, "Library")
    file.write_bytes(kiosk.batch(kiosk.sign(*signatures)))
    return desk.merge(file).books.total


def test_a_stick_with_signatures_of_both_versions_merges(campus: Desk) -> None:
    total = collect(campus, person(1), student(2, "20260002"), person(3), student(4, "20260004", "law"))
    assert total == Account(counted=4)
    signed = [one.signature for one in campus.register.rows(campus.keys.register_key)]
    assert [one.version for one in signed if one] == [1, 2, 1, 2]


def test_a_kiosk_that_is_newer_still_loses_nothing(campus: Desk) -> None:
    total = collect(campus, student(1, "20260001"), person(2, version=NEWER), person(3))
    assert total == Account(counted=2, rejected=1)
    (failure,) = campus.merge(campus.folder / "x.signatures").books.failures
    assert "newer version of this program" in failure.reason


def test_the_same_number_is_one_person_and_another_number_is_another(campus: Desk) -> None:
    same_name = {"name": "Ana", "email": "ana@example.org"}
    first, again = student(1, "20260001"), student(2, " 2026-0001 ")
    total = collect(
        campus, first, again, student(3, "20260003", **same_name), student(4, "20260004", **same_name)
    )
    assert total == Account(counted=3, duplicate=1)
    (question,) = questions(campus.register, campus.keys)
    lines = {line.field: line for line in side_by_side(campus.register, campus.keys, question)}
    assert (question.one.seq, question.other.seq) == (3, 4)
    assert (lines["student-number"].one, lines["student-number"].agrees) == ("20260003", False)


def test_who_signed_before_there_was_a_number_is_told_apart_as_before(campus: Desk) -> None:
    same = {"name": "Ana", "email": "ana@example.org"}
    total = collect(campus, person(1, **same), person(2, **same), student(3, "20260003", **same))
    assert total == Account(counted=2, duplicate=1)


def test_a_forged_rule_joins_nobody_who_did_not_choose_it(campus: Desk) -> None:
    forged = person(9, version=2, own={"faculty": "law"}, identified_by="faculty")
    empty = person(8, version=2, own={"student-number": "---"}, identified_by="student-number")
    total = collect(campus, student(1, "20260001", "law"), student(2, "20260002", "law"), forged, empty)
    assert total == Account(counted=4)


def test_a_number_is_found_and_so_is_a_faculty(campus: Desk) -> None:
    collect(campus, student(1, "20260001", "law"), student(2, "20260002"))
    for text, numbers in (("20260001", [1]), ("0260002", [2]), ("law", [1]), ("20269999", [])):
        assert [one.seq for one in search(campus.register, campus.keys, text)] == numbers, text


class Commands:
    """The desk's commands in a campaign folder where some have signed."""

    def __init__(self, desk: Desk, folder: CampaignFolder, passphrase_file: Path) -> None:
        self.folder = desk.folder
        self.key = ("--campaign", str(folder.path), "--passphrase-file", str(passphrase_file))
        self.register = ("--register", str(desk.folder / "register.sqlite"))

    def run(self, *arguments: object) -> str:
        result = CliRunner().invoke(program, [*map(str, arguments), *self.key, *self.register])
        assert result.exit_code == 0, result.output
        return result.output

    def rows(self, kind: str) -> list[dict[str, str]]:
        out = self.folder / "out.csv"
        self.run("export", out, "--list", kind)
        with out.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def commands(
    campus: Desk, campus_made: tuple[CampaignFolder, CampaignKeys], passphrase_file: Path, tmp_path: Path
) -> Commands:
    unknown = person(4, version=2, own={"card": "=1+1", "tongues": ("en", "ar")})
    collect(
        campus,
        student(1, "20260001", "law", public="name", help=("count-seats",)),
        student(2, "20260002", "arts", public="initials"),
        student(3, "20260003"),
        unknown,
        person(5, version=2, own={"faculty": "magic"}),
    )
    # A copy: what is said in one test's register stays in the folder, and the next one's lacks it.
    folder = CampaignFolder.open(shutil.copytree(campus_made[0].path, tmp_path / "C"))
    return Commands(campus, folder, passphrase_file)


def test_the_full_list_has_every_answer_and_no_other_list_what_is_sensitive(commands: Commands) -> None:
    rows = commands.rows("all")
    assert [one["student-number"] for one in rows] == ["20260001", "20260002", "20260003", "", ""]
    assert [one["faculty"] for one in rows] == ["law", "arts", "", "", "magic"]
    assert [one["other_fields"] for one in rows] == ["", "", "", "card: =1+1; tongues: en; ar", ""]
    public = commands.rows("public")
    assert sorted(one["faculty"] for one in public) == ["", "Law"]
    assert "student-number" not in public[0]
    assert [set(one) & {"student-number", "faculty"} for one in commands.rows("helpers")] == [{"faculty"}]
    assert "student-number" not in commands.rows("mailing-civicrm")


def test_answers_are_counted_with_the_key_alone(commands: Commands) -> None:
    told = json.loads(commands.run("report", "--json"))
    counted = {"arts": 1, "engineering": 0, "law": 1, "medicine": 0, "science": 0, "social-sciences": 0}
    assert told["answers"] == {"faculty": {**counted, "": 2, "other": 1}}
    said = commands.run("report")
    assert "Which faculty are you in?" in said
    assert "Social Sciences" in said


def test_what_was_written_or_is_sensitive_is_not_counted(campus: Desk) -> None:
    collect(campus, student(1, "20260001", "law"))
    written, sensitive = OwnField("student-number", "text"), OwnField("faculty", "choice", sensitive=True)
    assert count_answers(campus.register, campus.keys, [written, sensitive]) == {}
    open_to_all = msgspec.structs.replace(sensitive, options=("law",), sensitive=False)
    assert count_answers(campus.register, campus.keys, [written, open_to_all]) == {"faculty": {"law": 1}}


def test_the_spreadsheet_has_them_on_both_sheets(commands: Commands) -> None:
    out = commands.folder / "out.xlsx"
    commands.run("export", out)
    with zipfile.ZipFile(out) as book:
        first = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "20260001" in first
    assert "social-sciences" in strings


def test_the_petition_is_drawn_with_the_faculties(commands: Commands) -> None:
    out = commands.folder / "out.pdf"
    commands.run("export", out)
    assert out.read_bytes().startswith(b"%PDF")


def test_a_person_gets_their_answers_with_their_titles(commands: Commands) -> None:
    out = commands.folder / "copy.html"
    commands.run("person-data", out, "--record", "Library:1")
    page = out.read_text("utf-8")
    assert "20260001" in page
    assert "Your student number" in page


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('id = "faculty"', 'id = "school"', "not there any more"),
        ('kind = "choice"', 'kind = "choices"', "not there any more"),
        ('"law", ', "", "lost its option"),
    ],
)
def test_what_people_may_have_answered_stays_in_the_content(
    campus_made: tuple[CampaignFolder, CampaignKeys], tmp_path: Path, old: str, new: str, reason: str
) -> None:
    made, _ = campus_made
    folder = CampaignFolder.open(Path(shutil.copytree(made.path, tmp_path / "C")))
    top = folder.content / "campaign.toml"
    before = top.read_text("utf-8")
    assert old in before
    top.write_text(before.replace(old, new), "utf-8")
    if "school" in new:
        for words in folder.content.glob("*/fields.toml"):
            words.write_text(words.read_text("utf-8").replace("[faculty", "[school"), "utf-8")
    with pytest.raises(ContentError, match=reason):
        folder.check_content()


def test_a_field_that_is_not_asked_any_more_can_be_put_off(
    campus_made: tuple[CampaignFolder, CampaignKeys], tmp_path: Path
) -> None:
    made, _ = campus_made
    folder = CampaignFolder.open(Path(shutil.copytree(made.path, tmp_path / "C")))
    top = folder.content / "campaign.toml"
    top.write_text(top.read_text("utf-8").replace('"choice"', '"choice"\nasked = "off"'), "utf-8")
    folder.check_content()


def test_a_sheet_of_paper_has_a_column_for_each_field(
    campus_made: tuple[CampaignFolder, CampaignKeys], tmp_path: Path
) -> None:
    stall = set_up(campus_made[0].pack_file, "Fair", tmp_path / "stall", None, on(TODAY))
    cells = [
        {"Student number": "２０２６１２３４", "Faculty": "Law"},
        {"Student number": "20261235", "Faculty": "法學院"},
        {"Student number": "20261236", "Faculty": ""},
        {"Student number": "2026", "Faculty": "law"},
        {"Student number": "", "Faculty": "law"},
        {"Student number": "20261237", "Faculty": "magic"},
    ]
    rows = [{**row(n, email=f"a{n}@example.org", help="no"), **more} for n, more in enumerate(cells)]
    path = write_csv(tmp_path / "sheet.csv", rows, (*PAPER_COLUMNS, "Student number", "Faculty"))
    campaign = stall.campaign
    sheet = read_sheet(path, required_columns(campaign.asked, campaign.fields), None, campaign.fields)
    checked = check_sheet(stall, sheet)
    assert [one.signature.own if one.signature else one.reason for one in checked] == [
        {"student-number": "２０２６１２３４", "faculty": "law"},
        {"student-number": "20261235", "faculty": "law"},
        {"student-number": "20261236"},
        "Its student-number does not fit what the campaign asks for.",
        "It has no student-number.",
        "Its faculty is none of: arts, engineering, law, medicine, science, social-sciences.",
    ]
    assert "student-number" in required_columns(campaign.asked, campaign.fields)


def test_a_campaign_without_own_fields_goes_on_as_before(desk: Desk, tmp_path: Path) -> None:
    kiosk = HandmadeKiosk(desk.keys)
    file = tmp_path / "x.signatures"
    file.write_bytes(kiosk.batch(kiosk.sign(person(1), person(2))))
    merge(Register(desk.folder / "register.sqlite", desk.keys.key_id), desk.keys, [file])
    assert b"other_fields" in desk.list().splitlines()[0]
    assert desk.list().count(b"\n") == 3


def test_a_number_that_was_misread_from_paper_is_put_right_and_tells_apart_anew(
    commands: Commands, campus: Desk
) -> None:
    (commands.folder / "right.json").write_text('{"student-number": "20260002"}')
    commands.run(
        "corrections", "make", "Library:1", "--values", commands.folder / "right.json", "--who", "AB"
    )
    rows = commands.rows("all")
    assert [one["student-number"] for one in rows[:2]] == ["20260002", "20260002"]
    assert sorted(one["status"] for one in rows) == ["counted"] * 4 + ["duplicate"]
    copy = commands.folder / "copy.html"
    commands.run("person-data", copy, "--record", "Library:1", "--alone")
    page = copy.read_text("utf-8")
    assert "20260002 (as signed: 20260001)" in page
    assert "<bdi>Law</bdi>" in page
    (commands.folder / "wrong.json").write_text('{"student-number": "2026"}')
    result = CliRunner().invoke(
        program,
        [
            *("corrections", "make", "Library:1", "--values", str(commands.folder / "wrong.json")),
            *("--who", "AB", *commands.key, *commands.register),
        ],
    )
    assert "does not fit" in str(result.exception)

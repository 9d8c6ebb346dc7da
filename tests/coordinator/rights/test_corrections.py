"""A field, or how somebody is listed, is put right at their wish: recorded, sealed, and gone with them."""

from __future__ import annotations

import csv
import io
import itertools
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk as program
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.integrity.checking import check
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.records.corrections import corrections
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.reports.browse import list_records, search_records
from kiosk.coordinator.reports.lists import public_list
from kiosk.coordinator.reports.receipts import merged
from kiosk.coordinator.reports.search import search
from kiosk.coordinator.reports.totals import total
from kiosk.coordinator.rights.correcting import (
    answer,
    choice_questions,
    correct,
    read_record,
    undo_correction,
)
from kiosk.coordinator.rights.withdrawals import plan_by_code, plan_by_digest, withdraw
from kiosk.errors import CampaignError, KioskError
from kiosk.signing.choices import Choices
from kiosk.signing.own_fields import OwnField
from kiosk.signing.signature import Signature
from tests.conftest import TODAY, Desk, MakeDesk
from tests.exports import HandmadeKiosk
from tests.people import person

pytestmark = pytest.mark.slow

CODE = "priority temple employer counter rescue broken"
ANA = person(1, name="Ana Leee", email="ana@exmaple.org", country="HK", public="name", updates=True,
             receipt=CODE)  # fmt: skip
TYPED_RIGHT = person(1, name="Ana Lee", email="ana@example.org", date="2026-11-02", public="name",
                     updates=True, country="HK")  # fmt: skip


class Corrected:
    """A desk at which Ana's signature, with two typos, is merged."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder
        self.register = desk.register
        self.keys = desk.keys
        self._number = itertools.count(1)
        self.stall = HandmadeKiosk(desk.keys, "Library")
        self.ana = self.bring(ANA, self.stall)

    def bring(self, signature: Signature, stall: HandmadeKiosk | None = None) -> bytes:
        stall = stall or HandmadeKiosk(self.keys, f"Stall {next(self._number)}")
        (record,) = stall.sign(signature)
        file = self.folder / f"{stall.name}-{record.seq}.signatures"
        file.write_bytes(stall.batch([record]))
        self.desk.merge(file)
        return record.digest()

    def correct(self, record: bytes | None = None, choices: Choices | None = None, **fields: str) -> int:
        return correct(self.register, self.keys, record or self.ana, fields, choices, "Kim", "wrote", TODAY)

    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.desk.list().decode("utf-8-sig"))))

    def listed(self) -> list[str]:
        return [one.name for one in public_list(self.register, self.keys)]

    def log(self):  # type: ignore[no-untyped-def]
        with self.register.reading() as connection:
            return corrections(connection, self.keys)


@pytest.fixture
def ana(desk: Desk, tmp_path: Path) -> Corrected:
    return Corrected(desk, tmp_path)


def test_a_corrected_field_is_in_every_list(ana: Corrected) -> None:
    ana.correct(name="Ana Lee", email="ana@example.org", country="PT")
    (row,) = ana.rows()
    assert (row["name"], row["email"], row["country"]) == ("Ana Lee", "ana@example.org", "PT")
    assert ana.listed() == ["Ana Lee"]
    assert list(total(ana.register).countries) == ["PT"]


def test_a_corrected_name_is_found_and_so_is_the_one_that_was_signed(ana: Corrected) -> None:
    ana.correct(name="Maria Canary")
    for name in ("Maria Canary", "Ana Leee"):
        assert [row.digest for row in search(ana.register, ana.keys, name)] == [ana.ana]
        found, _ = search_records(ana.register, ana.keys, list_records(ana.register), name)
        assert len(found) == 1
    for name in ("Maria Canery", "Ana Lese"):
        _, near = search_records(ana.register, ana.keys, list_records(ana.register), name)
        assert len(near) == 1


def test_the_record_stays_as_it_was_signed(ana: Corrected) -> None:
    before = list(ana.register.rows(ana.keys.register_key))
    receipts = merged(ana.register)
    ana.correct(name="Ana Lee")
    assert list(ana.register.rows(ana.keys.register_key)) == before
    assert merged(ana.register) == receipts
    assert plan_by_code(ana.register, ana.keys, CODE).asked[0].place.digest == ana.ana


def test_duplicates_are_looked_for_with_what_is_right_now(ana: Corrected) -> None:
    second = ana.bring(TYPED_RIGHT)
    assert ana.register.tally()[ana.stall.id][State.COUNTED] == 1
    assert len([row for row in ana.rows() if row["status"] == "counted"]) == 2
    number = ana.correct(name="Ana Lee", email="ana@example.org")
    assert [row["status"] for row in sorted(ana.rows(), key=lambda row: row["date"])] == [
        "counted",
        "duplicate",
    ]
    undo_correction(ana.register, ana.keys, number, "Kim", TODAY)
    assert {row["status"] for row in ana.rows()} == {"counted"}
    assert second


def test_whom_it_met_only_by_the_mistake_counts_again(ana: Corrected) -> None:
    ana.bring(person(1, name="Ana Leee", email="ana@exmaple.org", date="2026-11-03"))
    assert sorted(row["status"] for row in ana.rows()) == ["counted", "duplicate"]
    ana.correct(email="ana@example.org")
    assert [row["status"] for row in ana.rows()] == ["counted", "counted"]


def test_a_listing_is_corrected_for_all_of_the_persons_signatures(ana: Corrected) -> None:
    ana.bring(person(1, name="Ana Leee", email="ana@exmaple.org", date="2026-11-03", public="name"))
    ana.correct(choices=Choices("no", False))
    assert ana.listed() == []
    assert {row["public"] for row in ana.rows()} == {"no"}


def test_who_wants_to_be_listed_after_all_is(ana: Corrected) -> None:
    """Though one of the signatures says otherwise, and came later."""
    ana.bring(person(1, name="Ana Leee", email="ana@exmaple.org", date="2026-11-03"))
    assert ana.listed() == []
    ana.correct(choices=Choices("name"))
    assert ana.listed() == ["Ana Leee"]


def test_who_did_it_when_and_why_is_kept_and_it_can_be_taken_back(ana: Corrected) -> None:
    number = ana.correct(name="Ana Lee")
    back = undo_correction(ana.register, ana.keys, number, "Lou", TODAY)
    first, second = ana.log()
    assert (first.contents.who, first.contents.reason, first.day) == ("Kim", "wrote", TODAY.isoformat())
    assert (second.id, second.takes_back, second.contents.who) == (back, number, "Lou")
    assert not first.stands
    assert ana.rows()[0]["name"] == "Ana Leee"
    with pytest.raises(CampaignError):
        undo_correction(ana.register, ana.keys, number, "Lou", TODAY)


def test_nothing_of_it_is_in_the_clear(ana: Corrected) -> None:
    ana.correct(name="Canary Corrected", city="Canary City")
    for path in Path(ana.desk.folder).iterdir():
        assert b"Canary" not in path.read_bytes()


def test_a_withdrawal_takes_what_was_corrected_away(ana: Corrected, desk_folder: Path) -> None:
    ana.correct(name="Ana Lee", choices=Choices("initials"))
    folder = CampaignFolder.open(desk_folder)
    withdraw(ana.register, ana.keys, folder, plan_by_digest(ana.register, ana.keys, ana.ana), TODAY)
    (left,) = ana.log()
    assert left.contents is None
    assert ana.rows()[0]["name"] == ""
    ana.desk.merge(*ana.folder.glob("Library-*.signatures"))
    assert ana.log()[0].contents is None
    with pytest.raises(CampaignError):
        ana.correct(name="Ana")


def test_it_holds_again_when_the_record_is_made_anew_from_its_box(ana: Corrected) -> None:
    second = ana.bring(TYPED_RIGHT)
    ana.correct(name="Ana Lee", email="ana@example.org")
    with closing(sqlite3.connect(ana.desk.folder / "register.sqlite")) as register, register:
        register.execute("UPDATE record SET country = 'TW' WHERE digest = ?", (ana.ana,))
    assert check(ana.register, ana.keys)
    assert sorted(row["status"] for row in ana.rows()) == ["counted", "duplicate"]
    assert check(ana.register, ana.keys) == []
    assert second


def test_it_holds_again_when_the_record_is_taken_anew_from_its_file(ana: Corrected) -> None:
    ana.bring(TYPED_RIGHT)
    ana.correct(name="Ana Lee", email="ana@example.org")
    with closing(sqlite3.connect(ana.desk.folder / "register.sqlite")) as register, register:
        register.execute("UPDATE record SET box = zeroblob(300) WHERE digest = ?", (ana.ana,))
    ana.desk.merge(*ana.folder.glob("Library-*.signatures"))
    assert sorted(row["status"] for row in ana.rows()) == ["counted", "duplicate"]
    assert ana.listed() == ["Ana Lee"]


@pytest.mark.parametrize(
    "fields", [{}, {"name": " "}, {"name": "Ana Leee"}, {"city": "x" * 101}, {"date": "2026-01-01"},
               {"city": "a\nb"}]
)  # fmt: skip
def test_what_is_no_correction_is_refused(ana: Corrected, fields: dict[str, str]) -> None:
    with pytest.raises(CampaignError):
        ana.correct(**fields)
    assert ana.log() == []


def test_only_who_says_a_name_puts_right_takes_back_or_decides(ana: Corrected) -> None:
    number = ana.correct(name="Ana Lee")
    ana.bring(person(2, name="Ben Ho", email="ben@example.org"))
    later = ana.bring(person(2, name="Ben Ho", email="ben@example.org", public="name", date="2026-11-02"))
    with pytest.raises(CampaignError, match="Nobody says"):
        correct(ana.register, ana.keys, ana.ana, {"name": "Ana"}, None, " ", "she wrote", TODAY)
    with pytest.raises(CampaignError, match="Nobody says"):
        undo_correction(ana.register, ana.keys, number, "", TODAY)
    with pytest.raises(CampaignError, match="Nobody says"):
        answer(ana.register, ana.keys, later, take=True, who="", reason="she wrote", today=TODAY)
    assert len(ana.log()) == 1
    correct(ana.register, ana.keys, ana.ana, {"name": "Ana"}, None, " Kim ", "", TODAY)
    assert (ana.log()[-1].contents.who, ana.log()[-1].contents.reason) == ("Kim", "")


def test_choices_that_hold_already_are_no_correction(ana: Corrected) -> None:
    with pytest.raises(CampaignError, match="Nothing would change"):
        ana.correct(choices=Choices("name", True))
    ana.correct(choices=Choices("name", True), city="Porto")
    (one,) = ana.log()
    assert (one.contents.fields, one.contents.choices) == ({"city": "Porto"}, None)


def test_a_signature_or_a_correction_that_is_not_there_is_told(ana: Corrected, desk_folder: Path) -> None:
    number = ana.correct(name="Ana Lee")
    with pytest.raises(CampaignError, match="not there any more"):
        ana.correct(bytes(32), name="Ana")
    with pytest.raises(CampaignError, match="does not stand"):
        undo_correction(ana.register, ana.keys, number + 1, "Kim", TODAY)
    folder = CampaignFolder.open(desk_folder)
    withdraw(ana.register, ana.keys, folder, plan_by_digest(ana.register, ana.keys, ana.ana), TODAY)
    with pytest.raises(CampaignError, match="does not stand"):
        undo_correction(ana.register, ana.keys, number, "Kim", TODAY)
    with pytest.raises(CampaignError, match="not there any more"):
        ana.correct(name="Ana")


@pytest.mark.parametrize(
    ("country", "kept"), [("Portugal", "PT"), ("hk", None), (" Atlantis ", "Atlantis"), ("", "")]
)
def test_a_country_that_is_known_is_kept_as_its_code(ana: Corrected, country: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(CampaignError, match="Nothing would change"):
            ana.correct(country=country)
    else:
        ana.correct(country=country, city="Georgia")
        (row,) = ana.rows()
        assert (row["country"], row["city"]) == (kept, "Georgia")


def test_a_value_may_be_as_long_as_at_a_stall(ana: Corrected) -> None:
    ana.correct(city="x" * 100)
    assert ana.rows()[0]["city"] == "x" * 100


OWN = (
    OwnField("number", "text", pattern="^[0-9]{4}$"),
    OwnField("faculty", "choice", options=("arts", "law")),
    OwnField("tongues", "choices", options=("en", "ar")),
    OwnField("member", "yes-no"),
)


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"number": "1235", "faculty": "arts"}, None),
        ({"number": "", "city": "Porto"}, None),
        ({"number": "12345"}, "does not fit"),
        ({"faculty": "magic"}, "does not fit"),
        ({"name": "Ana", "number": "12"}, "does not fit"),
        ({"tongues": "ar"}, "Only what a person typed"),
        ({"member": "yes"}, "Only what a person typed"),
        ({"number": "1235", "card": "1"}, "Only what a person typed"),
        ({"city": "Porto", "date": "2026-11-02"}, "Only what a person typed"),
    ],
)
def test_an_own_field_is_corrected_to_what_the_campaign_asks_for(
    ana: Corrected, fields: dict[str, str], refused: str | None
) -> None:
    signed = person(7, version=2, own={"number": "1234", "faculty": "law", "tongues": ("en",)})
    record = ana.bring(signed)

    def put_right() -> None:
        correct(ana.register, ana.keys, record, fields, None, "Kim", "", TODAY, OWN)

    if refused:
        with pytest.raises(CampaignError, match=refused):
            put_right()
        assert ana.log() == []
    else:
        put_right()
        assert ana.log()[0].contents.fields == fields
    corrected = read_record(ana.register, ana.keys, record)
    assert corrected.signed == signed
    assert len(corrected.corrections) == len(ana.log())
    assert (corrected.holds == signed) == bool(refused)


def test_what_was_put_right_on_one_signature_is_told_of_it_alone(ana: Corrected) -> None:
    other = ana.bring(person(2, name="Ben Ho"))
    number = ana.correct(name="Ana Lee")
    ana.correct(other, name="Ben Hoo")
    corrected = read_record(ana.register, ana.keys, ana.ana)
    assert (corrected.signed.name, corrected.holds.name) == ("Ana Leee", "Ana Lee")
    assert [one.id for one in corrected.corrections] == [number]


def test_two_desks_that_merged_in_another_order_agree(
    make_desk: MakeDesk, ana: Corrected, tmp_path: Path
) -> None:
    ana.bring(TYPED_RIGHT)
    ana.correct(name="Ana Lee", email="ana@example.org")
    expected = sorted((row["name"], row["status"]) for row in ana.rows())
    ana.desk.merge(*sorted(tmp_path.glob("*.signatures"), reverse=True))
    assert sorted((row["name"], row["status"]) for row in ana.rows()) == expected


def test_a_later_wider_choice_is_asked_about_and_holds_once_it_is_taken(ana: Corrected) -> None:
    base = {"name": "Ben Ho", "email": "ben@example.org"}
    stall = HandmadeKiosk(ana.keys, "Ben's")
    earlier = ana.bring(person(2, public="no", date="2026-11-01", **base), stall)  # type: ignore[arg-type]
    later = ana.bring(person(2, public="name", date="2026-11-02", **base), stall)  # type: ignore[arg-type]
    (asked,) = choice_questions(ana.register, ana.keys)
    assert (asked.place.digest, asked.holds.public, asked.wants.public) == (later, "no", "name")
    assert (asked.name, asked.place.seq) == ("Ben Ho", 2)
    assert [(place.seq, day, choices.public) for place, day, choices in asked.signed] == [
        (1, "2026-11-01", "no"), (2, "2026-11-02", "name"),
    ]  # fmt: skip
    with pytest.raises(CampaignError, match="not asked of this signature"):
        answer(ana.register, ana.keys, earlier, take=True, who="Kim", reason="", today=TODAY)
    assert "Ben Ho" not in ana.listed()
    number = answer(ana.register, ana.keys, later, take=True, who="Kim", reason="asked her", today=TODAY)
    (said,) = ana.log()
    assert (said.contents.who, said.contents.reason, said.record) == ("Kim", "asked her", later)
    assert "Ben Ho" in ana.listed()
    assert choice_questions(ana.register, ana.keys) == []
    undo_correction(ana.register, ana.keys, number, "Kim", TODAY)
    assert "Ben Ho" not in ana.listed()
    answer(ana.register, ana.keys, later, take=False, who="Kim", reason="", today=TODAY)
    assert "Ben Ho" not in ana.listed()
    assert choice_questions(ana.register, ana.keys) == []
    with pytest.raises(CampaignError):
        answer(ana.register, ana.keys, later, take=True, who="Kim", reason="", today=TODAY)


def test_a_narrower_choice_after_the_answer_takes_effect_by_itself(ana: Corrected) -> None:
    base = {"name": "Ben Ho", "email": "ben@example.org"}
    ana.bring(person(2, public="no", date="2026-11-01", **base))  # type: ignore[arg-type]
    later = ana.bring(person(2, public="name", date="2026-11-02", **base))  # type: ignore[arg-type]
    answer(ana.register, ana.keys, later, take=True, who="Kim", reason="", today=TODAY)
    ana.bring(person(2, public="initials", date="2026-11-03", **base))  # type: ignore[arg-type]
    assert "BH" in ana.listed()
    assert choice_questions(ana.register, ana.keys) == []


def test_on_one_day_at_two_kiosks_the_narrower_holds_and_it_is_asked(ana: Corrected) -> None:
    base = {"name": "Ben Ho", "email": "ben@example.org", "date": "2026-11-05"}
    ana.bring(person(2, public="no", **base))  # type: ignore[arg-type]
    ana.bring(person(2, public="name", **base))  # type: ignore[arg-type]
    assert "Ben Ho" not in ana.listed()
    assert len(choice_questions(ana.register, ana.keys)) == 1


def test_an_earlier_wider_choice_is_no_question(ana: Corrected) -> None:
    base = {"name": "Ben Ho", "email": "ben@example.org"}
    ana.bring(person(2, public="name", date="2026-11-05", **base))  # type: ignore[arg-type]
    ana.bring(person(2, public="no", date="2026-11-06", **base))  # type: ignore[arg-type]
    assert choice_questions(ana.register, ana.keys) == []


def test_an_older_narrower_signature_that_comes_late_narrows_and_is_asked(ana: Corrected) -> None:
    base = {"name": "Ben Ho", "email": "ben@example.org"}
    stall = HandmadeKiosk(ana.keys, "Ben's")
    ana.bring(person(2, public="no", date="2026-11-02", **base), stall)  # type: ignore[arg-type]
    later = ana.bring(person(2, public="name", date="2026-11-03", **base), stall)  # type: ignore[arg-type]
    answer(ana.register, ana.keys, later, take=True, who="Kim", reason="", today=TODAY)
    ana.bring(person(2, public="no", date="2026-11-01", **base))  # type: ignore[arg-type]
    assert "Ben Ho" not in ana.listed()
    assert len(choice_questions(ana.register, ana.keys)) == 1


Run = Callable[..., str]


@pytest.fixture
def run(desk_folder: Path, keys, passphrase_file: Path, tmp_path: Path) -> Run:
    """Runs commands on a campaign folder into which Ana's signature is merged."""
    unlock = ("--campaign", str(desk_folder), "--passphrase-file", str(passphrase_file))

    def invoke(*arguments: object, input: str | None = None, fails: bool = False) -> str:
        result = CliRunner().invoke(program, [*map(str, arguments), *unlock], input=input)
        assert fails == isinstance(result.exception, KioskError), result.output
        assert fails or result.exit_code == 0, result.output
        return result.output

    stall = HandmadeKiosk(keys, "Library")
    file = tmp_path / "x.signatures"
    wider = person(2, name="Ben Ho", email="ben@example.org", public="name", date="2026-11-02")
    no = person(2, name="Ben Ho", email="ben@example.org", date="2026-11-01")
    file.write_bytes(stall.batch(stall.sign(ANA, no, wider)))
    invoke("merge", file)
    return invoke


def test_the_commands_put_right_list_and_take_back(run: Run, tmp_path: Path) -> None:
    values = tmp_path / "values.json"
    values.write_text('{"name": "Ana Lee"}')
    done = run("corrections", "make", "Library:1", "--values", values, "--public", "initials",
               "--who", "Kim", "--reason", "she wrote")  # fmt: skip
    number = done.split()[1].rstrip(":")
    out = tmp_path / "p.csv"
    run("export", out, "--list", "public")
    assert "AL" in out.read_text(encoding="utf-8-sig")
    log = run("corrections")
    assert "Library:1" in log
    assert "name: Ana Lee" in log
    assert "she wrote" in log
    run("corrections", "undo", number, "--who", "Kim")
    assert "no longer stands" in run("corrections")
    run("corrections", "make", "Library:1", "--who", "Kim", fails=True)


def test_the_commands_ask_about_wider_choices(run: Run, tmp_path: Path) -> None:
    assert "1 wider choice to decide" in run("duplicates")
    assert "Library:3" in run("choices")
    run("choices", "decide", "Library:3", "--take", "--who", "Kim")
    assert "No question" in run("choices")
    out = tmp_path / "p.csv"
    run("export", out, "--list", "public")
    assert "Ben Ho" in out.read_text(encoding="utf-8-sig")


def test_a_copy_for_the_person_has_the_corrections_and_not_who_made_them(run: Run, tmp_path: Path) -> None:
    values = tmp_path / "values.json"
    values.write_text('{"name": "Ana Lee"}')
    run("corrections", "make", "Library:1", "--values", values, "--who", "Kim Staff", "--reason", "she wrote")
    for ending in (".json", ".html"):
        out = tmp_path / f"copy{ending}"
        run("person-data", out, "--record", "Library:1")
        text = out.read_text(encoding="utf-8")
        for words in ("Ana Leee", "Ana Lee", "she wrote"):
            assert words in text
        assert "Kim Staff" not in text


def test_a_register_made_anew_from_the_files_has_the_corrections_too(
    run: Run, desk_folder: Path, tmp_path: Path
) -> None:
    run("corrections", "make", "Library:1", "--public", "no", "--who", "Kim")
    (desk_folder / "register.sqlite").unlink()
    run("merge", tmp_path / "x.signatures")
    out = tmp_path / "p.csv"
    run("export", out, "--list", "public")
    assert "Ana" not in out.read_text(encoding="utf-8-sig")
    assert "public: no" in run("corrections")


def test_a_register_on_a_server_is_corrected_too(address: str, keys, tmp_path: Path) -> None:
    register = Register(address, keys.key_id)
    stall = HandmadeKiosk(keys, "Library")
    records = stall.sign(ANA, TYPED_RIGHT)
    file = tmp_path / "x.signatures"
    file.write_bytes(stall.batch(records))
    merge(register, keys, [file])
    fields = {"name": "Ana Lee", "email": "ana@example.org"}
    number = correct(register, keys, records[0].digest(), fields, Choices("initials"), "Kim", "", TODAY)
    assert [(one.name, one.initials) for one in public_list(register, keys)] == [("AL", True)]
    assert register.tally()[stall.id] == {State.COUNTED: 1, State.DUPLICATE: 1}
    undo_correction(register, keys, number, "Kim", TODAY)
    assert register.tally()[stall.id] == {State.COUNTED: 2}

"""Who asks what is kept of them gets all of it as a file, and nothing of anybody else."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import kiosk as program
from kiosk.coordinator.counting.kiosk_names import RecordPlace
from kiosk.coordinator.rights.person_data import person_data
from kiosk.errors import CampaignError, KioskError
from kiosk.signing.signature import Signature
from tests.conftest import TODAY, MakeDesk
from tests.exports import HandmadeKiosk
from tests.people import person

pytestmark = pytest.mark.slow

CODE = "priority temple employer counter rescue broken"
ANA = person(1, name="Ana <b>Lee</b>", email="ana@example.org", phone="+351 912 345 678", public="name",
             city="Porto", receipt=CODE, drawn="AQIEAWQB", help=("media",))  # fmt: skip
AGAIN = person(1, name="Ana <b>Lee</b>", email="ana@example.org", date="2026-11-02", city="Lisbon")
BEN = person(2, name="Ben Ho", email="ana@example.org", city="Secret City")


class PersonDesk:
    """A desk where Ana signed twice, and Ben with her e-mail."""

    def __init__(self, folder: Path, passphrase_file: Path, out: Path) -> None:
        self.out = out
        self._unlock = ("--campaign", str(folder), "--passphrase-file", str(passphrase_file))

    def run(self, *arguments: object) -> Result:
        return CliRunner().invoke(program, [*map(str, arguments), *self._unlock])

    def copy(self, *arguments: object, ending: str = ".json") -> str:
        file = self.out.with_suffix(ending)
        result = self.run("person-data", file, *arguments)
        assert result.exit_code == 0, result.output
        assert file.stat().st_mode & 0o777 == 0o600
        return file.read_text(encoding="utf-8")


def merged(desk: PersonDesk, tmp_path: Path, keys, name: str, *signed: Signature) -> HandmadeKiosk:
    stall = HandmadeKiosk(keys, name)
    file = tmp_path / f"{name}.signatures"
    file.write_bytes(stall.batch(stall.sign(*signed)))
    assert desk.run("merge", file).exit_code == 0
    return stall


@pytest.fixture
def desk(desk_folder: Path, keys, tmp_path: Path, passphrase_file: Path) -> PersonDesk:
    desk = PersonDesk(desk_folder, passphrase_file, tmp_path / "copy")
    merged(desk, tmp_path, keys, "Library", ANA, BEN)
    merged(desk, tmp_path, keys, "Market", AGAIN)
    return desk


def test_it_has_every_field_of_all_of_the_persons_signatures(desk: PersonDesk) -> None:
    data = json.loads(desk.copy(*CODE.split(), "--yes"))
    first, second = data["records"]
    assert {name: first["signed"][name] for name in ("name", "phone", "city", "public", "receipt", "consent",
            "date", "help", "drawn", "email")} == {
        "name": ANA.name, "phone": ANA.phone, "city": "Porto", "public": "name", "receipt": CODE,
        "consent": ANA.consent, "date": ANA.date, "help": ["media"], "drawn": "AQIEAWQB", "email": ANA.email,
    }  # fmt: skip
    assert (first["kiosk"], first["number"], first["status"]) == ("Library", 1, "counted")
    assert (second["status"], second["same_as"]) == ("duplicate", "Library:1")
    assert second["signed"]["city"] == "Lisbon"
    assert data["person_data"] == 1
    assert "version" not in first["signed"]


def test_it_says_which_choices_hold_where_they_are_not_those_that_were_signed(desk: PersonDesk) -> None:
    first, second = json.loads(desk.copy("--record", "Library:1", "--yes"))["records"]
    assert first["signed"]["public"] == "name"
    assert first["holds"] == {"public": "no", "help": []}
    assert second["holds"] == {}


def test_nothing_of_anybody_else_is_in_it(desk: PersonDesk) -> None:
    assert desk.run("duplicates", "decide", "Library:1", "Library:2", "--different", "--reason",
                    "Ben is her brother", "--who", "Kim Staff").exit_code == 0  # fmt: skip
    for ending in (".json", ".html"):
        text = desk.copy("--record", "Library:1", "--yes", ending=ending)
        for canary in ("Ben", "Secret City", "Kim Staff", "brother", "Library:2", "Library · 2"):
            assert canary not in text
    (decision,) = json.loads(desk.copy("--record", "Library:1", "--yes"))["records"][0]["decisions"]
    assert datetime.date.fromisoformat(decision.pop("day"))
    assert decision == {"verdict": "different", "stands": True, "other": "", "reason": ""}


def test_what_was_put_right_is_in_it_of_the_persons_own_signatures_alone(
    desk: PersonDesk, tmp_path: Path
) -> None:
    values = tmp_path / "values.json"
    for record, city in (("Library:2", "Secret Place"), ("Library:1", "Lisboa")):
        values.write_text(json.dumps({"city": city}))
        made = desk.run(
            "corrections", "make", record, "--values", values, "--who", "Kim", "--reason", "wrote"
        )
        assert made.exit_code == 0, made.output
    number = made.output.split()[1].rstrip(":")
    assert desk.run("corrections", "undo", number, "--who", "Kim Staff").exit_code == 0
    text = desk.copy("--record", "Library:1", "--yes")
    assert "Secret Place" not in text
    first, second = json.loads(text)["records"]
    ((correction,), none) = first["corrections"], second["corrections"]
    assert datetime.date.fromisoformat(correction.pop("day"))
    assert correction == {"stands": False, "reason": "wrote", "fields": {"city": "Lisboa"}, "choices": None}
    assert none == []
    assert desk.run("withdraw", "--record", "Library:2", "--yes").exit_code == 0
    (gone,) = json.loads(desk.copy("--record", "Library:2"))["records"]
    assert gone["corrections"] == []


def test_the_signatures_come_by_day_and_of_one_day_by_kiosk_and_number(make_desk: MakeDesk) -> None:
    at = make_desk()
    low, high = sorted(
        (HandmadeKiosk(at.keys, name) for name in ("Gate", "Market")), key=lambda kiosk: kiosk.id
    )
    days = ((high, ("2026-11-01",)), (low, ("2026-11-02", "2026-11-01", "2026-11-01")))
    places = []
    for stall, signed in days:
        records = stall.sign(*(person(1, date=day) for day in signed))
        file = at.folder / "x.signatures"
        file.write_bytes(stall.batch(records))
        at.merge(file)
        places += [RecordPlace(stall.id, stall.name, one.seq, one.digest()) for one in records]
    data = person_data(at.register, at.keys, "demo", places, TODAY)
    assert [(one.kiosk, one.number) for one in data.records] == [
        (low.name, 2), (low.name, 3), (high.name, 1), (low.name, 1),
    ]  # fmt: skip
    assert (data.campaign, data.made) == ("demo", TODAY.isoformat())
    with pytest.raises(CampaignError, match="No signature of this person"):
        person_data(at.register, at.keys, "demo", [], TODAY)


def test_a_question_that_is_open_is_in_it_without_the_other(desk: PersonDesk) -> None:
    (question,) = json.loads(desk.copy("--record", "Library:1", "--yes"))["records"][0]["questions"]
    assert question == {"shared": ["email_alone"], "probability": None, "other": ""}


def test_a_decision_on_two_of_the_persons_own_signatures_is_in_it_with_its_reason(desk: PersonDesk) -> None:
    assert desk.run("duplicates", "decide", "Library:1", "Market:1", "--same", "--reason",
                    "the same handwriting", "--who", "Kim Staff").exit_code == 0  # fmt: skip
    page = desk.copy("--record", "Library:1", "--yes", ending=".html")
    assert "decided that this and Market · 1 are one person’s. the same handwriting" in page
    assert "Kim Staff" not in page


def test_what_is_the_same_of_several_other_people_is_said_once(
    desk: PersonDesk, tmp_path: Path, keys
) -> None:
    merged(desk, tmp_path, keys, "Third", person(7, name="Bea", email="ana@example.org"))
    page = desk.copy("--record", "Library:1", "--yes", ending=".html")
    assert page.count("It is not decided whether this and another person’s signature") == 1


def test_a_person_can_read_it_and_nothing_in_it_is_run(desk: PersonDesk) -> None:
    page = desk.copy("--record", "Library:1", "--yes", ending=".html")
    assert "Ana &lt;b&gt;Lee&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "script" not in page
    for words in ("Porto", "+351 912 345 678", CODE, "Only count me (as signed: List my name)", "<svg"):
        assert words in page
    assert "編號" not in page
    assert "公開列名" in desk.copy("--record", "Library:1", "--yes", "--language", "zh-Hant", ending=".html")


def test_whether_the_others_are_the_persons_too_is_asked_and_they_can_be_left_out(desk: PersonDesk) -> None:
    refused = desk.run("person-data", desk.out.with_suffix(".json"), "--record", "Library:1")
    assert isinstance(refused.exception, KioskError)
    assert "Market:1" in refused.output
    assert not desk.out.with_suffix(".json").exists()
    (alone,) = json.loads(desk.copy("--record", "Market:1", "--alone"))["records"]
    assert alone["signed"]["city"] == "Lisbon"
    assert alone["same_as"] == ""


def test_of_a_withdrawn_signature_only_its_place_is_left(desk: PersonDesk) -> None:
    assert desk.run("withdraw", "--record", "Library:2", "--yes").exit_code == 0
    (record,) = json.loads(desk.copy("--record", "Library:2"))["records"]
    assert (record["status"], record["signed"]) == ("withdrawn", {})
    desk.copy("--record", "Library:2", ending=".html")


@pytest.mark.parametrize("out", ["copy.pdf", "copy"])
def test_a_file_of_another_kind_is_refused(desk: PersonDesk, tmp_path: Path, out: str) -> None:
    result = desk.run("person-data", tmp_path / out, "--record", "Library:1")
    assert isinstance(result.exception, KioskError)


def test_words_of_a_signature_that_has_not_come_yet_are_told(desk: PersonDesk) -> None:
    other = "acid academic academic academic academic academic"
    result = desk.run("person-data", desk.out.with_suffix(".json"), *other.split())
    assert isinstance(result.exception, KioskError)

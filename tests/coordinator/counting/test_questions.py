"""Questions: who may be one person, asked once and side by side; and the commands that answer them."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk as program
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.decisions import decide
from kiosk.coordinator.counting.following import choose_rules
from kiosk.coordinator.counting.kiosk_names import RecordPlace
from kiosk.coordinator.counting.kiosks import revoke
from kiosk.coordinator.counting.questions import (
    CandidatePair,
    find_probable,
    questions,
    side_by_side,
)
from kiosk.coordinator.register.words import Meaning, Verdict
from kiosk.errors import CampaignError, SettingsError
from kiosk.signing.signature import Signature
from tests.conftest import PASSPHRASE, TODAY, Desk
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import refused

FAMILY = {"email": "lee@example.org", "city": "Porto"}
ANA = person(1, name="Ana Lee", **FAMILY)
AGAIN = person(1, name="LEE, Ana", **FAMILY)
BEN = person(1, name="Benedict Lee", phone="+852 9123 4567", **FAMILY)
CHAN = person(3, name="陳大文", email="taiman@example.org", city="香港")
CHAN_IN_LATIN = person(3, name="Chan Tai Man", email="taiman@example.org", city="Hong Kong")


@pytest.fixture
def library(keys) -> HandmadeKiosk:
    return HandmadeKiosk(keys, "Library")


@pytest.fixture
def petition(desk: Desk, library: HandmadeKiosk, tmp_path: Path) -> Desk:
    """A petition of a dozen, in which Ana signed twice and so did Chan; Ben is of Ana's family."""
    collect(desk, library, tmp_path, ANA, BEN, AGAIN, CHAN, CHAN_IN_LATIN, *(person(n) for n in range(4, 12)))
    return desk


def collect(desk: Desk, library: HandmadeKiosk, folder: Path, *signatures: Signature) -> None:
    file = folder / "some.signatures"
    file.write_bytes(library.batch(library.sign(*signatures)))
    desk.merge(file)


def asked(desk: Desk) -> list[tuple[int, int]]:
    return [(one.one.seq, one.other.seq) for one in questions(desk.register, desk.keys)]


def test_the_same_email_with_another_name_is_a_question_even_before_any_search(petition: Desk) -> None:
    assert asked(petition) == [(1, 2), (1, 3), (4, 5)]
    assert all(one.probability is None for one in questions(petition.register, petition.keys))


def test_after_the_search_the_likeliest_come_first(petition: Desk) -> None:
    assert find_probable(petition.register, petition.keys) == 2
    assert sorted(asked(petition)[:2]) == [(1, 3), (4, 5)]
    assert asked(petition)[2] == (1, 2)
    assert find_probable(petition.register, petition.keys) == 2


def test_a_search_says_how_far_it_is_and_what_that_raises_ends_it(petition: Desk) -> None:
    told: list[int] = []
    find_probable(petition.register, petition.keys, told.append)
    assert told[:13] == list(range(1, 14))
    assert set(told[13:]) == {13}, "while they are compared the last number is told again"

    class Enough(Exception):
        pass

    def enough(number: int) -> None:
        if len(told) > 13 and number == 13:
            raise Enough
        told.append(number)

    for begun in (told[:13], told[:14]):  # while they are read, and while they are compared
        told[:] = begun
        with pytest.raises(Enough):
            find_probable(petition.register, petition.keys, enough)
    assert all(one.percent for one in questions(petition.register, petition.keys)[:2]), "what was found stays"


def test_who_does_not_count_is_not_searched(petition: Desk, library: HandmadeKiosk) -> None:
    revoke(petition.register, petition.keys, library.id)
    assert find_probable(petition.register, petition.keys) == 0
    assert asked(petition) == []


def test_two_people_are_asked_about_once_with_the_likeliest_of_what_was_found(
    desk: Desk, library: HandmadeKiosk, tmp_path: Path
) -> None:
    """Ana signed twice, which is certain; the third is near both, and nearer to the second."""
    ana = person(1, name="Ana Lee", email="ana.lee@example.org", city="Porto", postcode="4000-001")
    again = person(1, name="Ana Lee", email="ana.lee@example.org", date="2026-11-02", phone="+852 9123 4567")
    near = person(1, name="Ana Leee", email="ana.lee@example.com", phone="+852 9123 4567")
    collect(desk, library, tmp_path, ana, again, near, *(person(n) for n in range(4, 12)))
    assert find_probable(desk.register, desk.keys) == 3
    (question, *others) = (one for one in questions(desk.register, desk.keys) if one.probability)
    assert ((question.one.seq, question.other.seq), others) == ((1, 3), [])
    with desk.register.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT probability FROM suggestion WHERE (SELECT key FROM record WHERE seq = 3) IN (one, other)"
        ).scalars()
        assert question.probability == max(found)


def test_who_signed_twice_is_asked_about_once(desk: Desk, library: HandmadeKiosk, tmp_path: Path) -> None:
    collect(desk, library, tmp_path, ANA, ANA, BEN, BEN)
    assert asked(desk) == [(1, 3)]
    later = [row.digest for row in desk.register.rows(desk.keys.register_key) if row.seq in (2, 4)]
    decide(desk.register, desk.keys, later[0], later[1], Verdict.DIFFERENT, "", "Kim", TODAY)
    assert asked(desk) == [], "whichever of their records it was about"


def test_who_shares_a_contact_is_asked_about_beside_who_signed_first(
    desk: Desk, keys: CampaignKeys, tmp_path: Path
) -> None:
    """First by day, then by kiosk and number, whatever was merged first."""
    low, high = sorted((HandmadeKiosk(keys, "Gate"), HandmadeKiosk(keys, "Hall")), key=lambda one: one.id)
    first, second = (
        [person(n, email=f"family{family}@example.org") for n in range(family, 30, 10)] for family in (1, 2)
    )
    earlier = person(8, email="family2@example.org", date="2026-10-01")
    collect(desk, high, tmp_path, first[0], earlier)
    collect(desk, low, tmp_path, person(30), person(40), person(50), *first[1:], *second[:2])
    pairs = {
        frozenset([(one.one.kiosk, one.one.seq), (one.other.kiosk, one.other.seq)])
        for one in questions(desk.register, keys)
    }
    assert pairs == {
        frozenset([(low.id, 4), (high.id, 1)]),
        frozenset([(low.id, 4), (low.id, 5)]),
        frozenset([(high.id, 2), (low.id, 6)]),
        frozenset([(high.id, 2), (low.id, 7)]),
    }


def test_no_search_is_called_certain() -> None:
    place = RecordPlace(bytes(16), "Library", 1, bytes(32))
    percents = [CandidatePair(place, place, odds, ()).percent for odds in (1.0, 0.9999, 0.956, None)]
    assert percents == [99, 99, 95, None]


def test_a_question_shows_both_signatures_and_what_agrees(petition: Desk) -> None:
    chan = next(one for one in questions(petition.register, petition.keys) if one.one.seq == 4)
    lines = {line.field: line for line in side_by_side(petition.register, petition.keys, chan)}
    assert (lines["name"].one, lines["name"].other, lines["name"].agrees) == ("陳大文", "Chan Tai Man", False)
    assert lines["email"].agrees is True
    assert "phone" not in lines


def test_a_field_that_one_left_empty_neither_agrees_nor_differs(petition: Desk) -> None:
    ben = next(one for one in questions(petition.register, petition.keys) if one.other.seq == 2)
    lines = {line.field: line for line in side_by_side(petition.register, petition.keys, ben)}
    assert lines["phone"].agrees is None


def test_of_fields_that_only_one_filled_in_each_is_shown(
    desk: Desk, library: HandmadeKiosk, tmp_path: Path
) -> None:
    one = {"number": "1", "year": "2", "room": "1"}
    other = {"faculty": "Law", "year": "2", "room": "7"}
    collect(
        desk,
        library,
        tmp_path,
        person(1, email="lee@example.org", phone="+852 9123 4567", version=2, own=one),
        person(2, email="lee@example.org", postcode="10115", version=2, own=other),
    )
    (question,) = questions(desk.register, desk.keys)
    lines = {line.field: line for line in side_by_side(desk.register, desk.keys, question)}
    found = {name: (lines[name].one, lines[name].other, lines[name].agrees) for name in
             ("phone", "postcode", "number", "faculty", "year", "room")}  # fmt: skip
    assert found == {
        "phone": ("+852 9123 4567", "", None),
        "postcode": ("", "10115", None),
        "number": ("1", "", None),
        "faculty": ("", "Law", None),
        "year": ("2", "2", True),
        "room": ("1", "7", False),
    }


@pytest.mark.parametrize("gone", ["DELETE FROM record", "UPDATE record SET box = NULL"])
def test_a_question_about_a_signature_that_is_gone_says_so(petition: Desk, gone: str) -> None:
    question = next(one for one in questions(petition.register, petition.keys) if one.one.seq == 4)
    with petition.register.transaction() as connection:
        connection.exec_driver_sql(f"{gone} WHERE seq = 5")
    with pytest.raises(CampaignError, match="Library:5 is not there any more"):
        side_by_side(petition.register, petition.keys, question)


def test_days_that_cannot_be_put_in_order_are_refused(petition: Desk) -> None:
    with petition.register.transaction() as connection:
        connection.exec_driver_sql("UPDATE record SET day = x'00' WHERE seq = 4")
    with pytest.raises(CampaignError, match="never writes"):
        list(questions(petition.register, petition.keys))


def answer(desk: Desk, pair: tuple[int, int], verdict: Verdict) -> None:
    question = next(
        one for one in questions(desk.register, desk.keys) if (one.one.seq, one.other.seq) == pair
    )
    decide(desk.register, desk.keys, question.one.digest, question.other.digest, verdict, "", "Kim", TODAY)


def test_what_was_answered_is_not_asked_again_after_more_merges_and_searches(
    petition: Desk, library: HandmadeKiosk, tmp_path: Path
) -> None:
    find_probable(petition.register, petition.keys)
    answer(petition, (1, 3), Verdict.SAME)
    answer(petition, (1, 2), Verdict.DIFFERENT)
    answer(petition, (4, 5), Verdict.DIFFERENT)
    earlier = person(1, name="Ana Lee", date="2026-10-01", **FAMILY)
    collect(petition, library, tmp_path, earlier, person(20))
    find_probable(petition.register, petition.keys)
    assert asked(petition) == []


def test_rules_choose_what_is_asked(petition: Desk) -> None:
    choose_rules(petition.register, petition.keys, {"email": Meaning.NOTHING})
    assert asked(petition) == []


def test_an_offices_email_is_nobodys_question(desk: Desk, library: HandmadeKiosk, tmp_path: Path) -> None:
    office = [person(n, email="office@example.org") for n in range(21)]
    collect(desk, library, tmp_path, *office[:-1])
    assert len(asked(desk)) == 19, "each of twenty beside the first"
    collect(desk, library, tmp_path, office[-1])
    assert asked(desk) == []


@pytest.fixture
def run(desk_folder: Path, petition: Desk, tmp_path: Path):
    """Runs `kiosk duplicates` on that petition."""
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE)
    files = ["--register", str(petition.folder / "register.sqlite"), "--passphrase-file", str(secret)]

    def run(*arguments: str, input: str = "", fails: bool = False) -> Any:
        where = ["--campaign", str(desk_folder), *files]
        done = CliRunner().invoke(program, ["duplicates", *arguments, *where], input=input)
        if fails:
            assert isinstance(done.exception, CampaignError | SettingsError), done.output
            return str(done.exception)
        assert done.exit_code == 0, done.output
        return done

    return run


def test_a_petition_is_searched_reviewed_and_put_right_on_the_command_line(run, petition: Desk) -> None:
    found = json.loads(run("--json").stdout)
    assert found["probable"] == 2
    assert len(found["questions"]) == 3
    review = run("review", "--who", "Kim", input="s\nthe same hand\nd\n\nn\nq\n")
    assert "Decision 2." in review.stdout
    assert "陳大文" in review.stdout
    assert len(asked(petition)) == 1
    log = run("log").stdout.splitlines()
    assert "are one person's: the same hand" in log[0]
    assert "are two people's" in log[1]
    run("undo", "3", "--who", "Kim")
    assert len(asked(petition)) == 2
    assert "no longer stands" in run("log").stdout


def test_two_records_are_decided_by_their_numbers(run, petition: Desk) -> None:
    done = run("decide", "Library:1", "Library:2", "--same", "--reason", "married", "--who", "Kim")
    assert done.stdout == "Decision 2: Library:1 and Library:2 are one person's.\n"
    assert (1, 2) not in asked(petition)


def test_rules_are_listed_and_set(run, petition: Desk) -> None:
    assert "the same name and email: duplicate" in run("rule").stdout
    run("rule", "email", "nothing")
    assert asked(petition) == []


def test_a_log_edited_by_hand_is_told_and_put_back(run, petition: Desk) -> None:
    run("decide", "Library:1", "Library:2", "--same", "--who", "Kim")
    with closing(sqlite3.connect(petition.folder / "register.sqlite")) as database, database:
        database.execute("DELETE FROM word WHERE id = 2")
    assert "It was put back as far as this campaign folder has it." in run("log").stderr
    assert (1, 2) not in asked(petition)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["decide", "Library:1", "Library:99", "--same", "--who", "Kim"], "no opened record Library:99"),
        (["decide", "Library:1", "Library:1", "--same", "--who", "Kim"], "the same as itself"),
        (["decide", "Library:1", "Library:2", "--who", "Kim"], "does not say what the two are"),
        (["undo", "7", "--who", "Kim"], "Decision 7 does not stand"),
        (["rule", "email", "duplicate"], "families share one"),
    ],
)
def test_mistakes_get_their_sentence(run, arguments: list[str], sentence: str) -> None:
    assert sentence in run(*arguments, fails=True)


def test_a_program_without_the_desks_parts_says_so(petition: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a laptop that has the Debian package of the kiosk alone: DuckDB and Splink are not there."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.delitem(sys.modules, "kiosk.coordinator.counting.likeness.memory", raising=False)
    with pytest.raises(CampaignError, match="without the desk’s parts"):
        find_probable(petition.register, petition.keys)


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="pyspark is installed")
def test_a_search_on_spark_says_that_pyspark_is_missing(desk_folder: Path) -> None:
    refused("duplicates", "--spark", "local[2]", "--campaign", desk_folder, saying=("pyspark is not",))

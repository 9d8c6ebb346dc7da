"""Probable duplicates: spelling, another script's forms, swapped names and typos; and nothing on any disk."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.coordinator.counting.likeness.memory import LikenessError, likeness
from kiosk.signing.signature import Signature
from tests import patience
from tests.people import person

pytestmark = pytest.mark.slow

ANA = {"name": "Ana Lee", "city": "Porto", "postcode": "4000-001", "email": "ana.lee@example.org"}
CHAN = {"name": "陳大文", "city": "香港", "email": "chantaiman@example.org"}
ONE_PERSON = [
    (ANA, {**ANA, "name": "Anna Lee"}),
    (ANA, {**ANA, "name": "Lee, Ana"}),
    (ANA, {**ANA, "name": "ANA LÉE"}),
    (ANA, {**ANA, "name": "Ana Maria Lee"}),
    (ANA, {**ANA, "email": "ana.lee@example.com"}),
    (ANA, {**ANA, "email": "ana.le@example.org", "name": "Ana Leee"}),
    ({**ANA, "email": ""}, {**ANA, "email": "", "name": "Ana Leee"}),
    (CHAN, {**CHAN, "name": "陈大文"}),
    (CHAN, {**CHAN, "name": "CHAN Tai Man", "city": "Hong Kong"}),
    (CHAN, {**CHAN, "name": "Chen Dawen", "city": "Hong Kong"}),
    (CHAN, {**CHAN, "name": "陳大汶"}),
    ({**CHAN, "name": "김민준"}, {**CHAN, "name": "Kim Min-jun"}),
    (
        {**CHAN, "email": "", "phone": "+852 9123 4567"},
        {**CHAN, "email": "", "phone": "91234567", "name": "陈大文"},
    ),
    (
        {**ANA, "kind": "organisation", "organisation": "Readers' Union"},
        {**ANA, "kind": "organisation", "organisation": "Readers Union", "name": "Ben Ho"},
    ),
]
TWO_PEOPLE = [
    (ANA, {**ANA, "name": "Benedict Lee"}),
    (ANA, {**ANA, "name": "Xavier Ochoa"}),
    (ANA, {"name": "Ana Leo", "city": "Lisboa", "postcode": "1990-217", "email": "a@example.net"}),
    (CHAN, {**CHAN, "name": "陳小明"}),
    (CHAN, {**CHAN, "name": "Chan Siu Ming"}),
    (ANA, {**ANA, "kind": "organisation", "organisation": "Ana Lee"}),
]


def petition(*signatures: dict[str, str]) -> list[tuple[int, Signature]]:
    """`signatures`, and eight more people's."""
    others = [person(n) for n in range(2, 10)]
    return list(enumerate([person(9, **one) for one in signatures] + others))


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_one_person_is_found_even_in_a_petition_of_ten(one: dict[str, str], other: dict[str, str]) -> None:
    found = likeness(petition(one, other))
    assert [(pair.one, pair.other) for pair in found] == [(0, 1)]


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_two_people_are_left_alone(one: dict[str, str], other: dict[str, str]) -> None:
    assert likeness(petition(one, other)) == []


def test_a_pair_says_what_agrees_and_what_does_not() -> None:
    found = likeness(
        petition({**ANA, "email": ""}, {**ANA, "name": "Ana Leee", "postcode": "4000-002", "email": ""})
    )
    assert found[0].why == {
        "name": "nearly the same",
        "city": "the same",
        "postcode": "nearly the same",
    }


@pytest.mark.parametrize("number", [0, 1, 2])
def test_hardly_anybody_signed(number: int) -> None:
    found = likeness(enumerate(person(n) for n in range(number)))
    assert found == []


def crowd(number: int) -> list[tuple[int, Signature]]:
    """So many people, of whom every twentieth signs again with a typo."""
    people = []
    for n in range(number):
        given = ("Maria", "Jun", "Olga", "Tariq", "Wei")[n % 5]
        name = f"{given} {'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}son"
        one = person(n, name=f"{name}{n // 100}", postcode=f"{n % 400:04}", email=f"p{n:05}@example.org")
        people.append(one)
        if n % 20 == 0:
            people.append(person(n, name=f"{name}{n // 100}e", postcode=one.postcode, email=one.email))
    return [(hash_free(key), one) for key, one in enumerate(people)]


def hash_free(key: int) -> int:
    """A key that stays with its record and says nothing of the order."""
    return key * 0x9E3779B97F4A7C15 % 2**63


@pytest.mark.long
def test_the_same_records_in_another_order_give_the_same_pairs() -> None:
    records = crowd(1000)
    first = likeness(records)
    random.Random(5).shuffle(records)
    assert len(first) >= 50
    assert likeness(records) == first


def test_a_common_name_is_less_of_a_reason_than_a_rare_one() -> None:
    place = {"city": "Porto", "postcode": "4000", "email": ""}
    rare = [person(9, name="Zuleika Ntombi", **place) for _ in range(2)]
    common = [person(n, name="陳大文", city="Porto", postcode=f"4{n:03}", email="") for n in range(60)]
    common += [person(9, name="陳大文", **place) for _ in range(2)]
    found = {pair.one: pair.probability for pair in likeness(enumerate([*rare, *common]))}
    assert found[0] > 0.9
    assert found.get(62, 0) < found[0]


MEMORY_TO_SPILL = 64 * 2**20
"""With so much, DuckDB would get through by means of its temporary folder."""

SEARCH = """
import sys
from kiosk.coordinator.counting.likeness.memory import likeness
from tests.coordinator.counting.likeness.test_likeness import crowd
print(len(likeness(crowd(int(sys.argv[1])), memory=int(sys.argv[2]))))
"""


@dataclass(frozen=True)
class Searched:
    """What a search in a process of its own said, and every file that it had while it ran."""

    said: str
    complained: str
    files: set[str]


def searched(folder: Path, number: int, memory: int) -> Searched:
    """Searches with `folder` as home, working folder and temporary folder, and watches that."""
    environment = {name: str(folder) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    environment |= {"PYTHONPATH": str(Path(__file__).parents[4]), "PYTHONDONTWRITEBYTECODE": "1"}
    files: set[str] = set()
    command = [sys.executable, "-c", SEARCH, str(number), str(memory)]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:

        def ended() -> bool:
            files.update(place for _, folders, names in os.walk(folder) for place in (*folders, *names))
            return process.poll() is not None

        patience.until(ended)
        said, complained = process.communicate()
    return Searched(said, complained, files)


def test_a_search_leaves_no_file_and_says_nothing(tmp_path: Path) -> None:
    done = searched(tmp_path, 1200, 2**30)
    assert int(done.said) >= 60
    assert done.complained == ""
    assert done.files == set()


def test_a_search_that_needs_more_memory_stops_instead_of_writing(tmp_path: Path) -> None:
    done = searched(tmp_path, 20_000, MEMORY_TO_SPILL)
    assert "nothing of it may be written to disk" in done.complained
    assert "son1" not in done.complained
    assert done.files == set()


def test_what_went_wrong_is_told_without_what_people_typed() -> None:
    with pytest.raises(LikenessError) as caught:
        likeness(crowd(300), memory=2**20)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None

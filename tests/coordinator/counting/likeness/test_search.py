"""The search: who is compared with whom, in whatever pieces, and what each agreement is worth."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator

import pytest

from kiosk.coordinator.counting.likeness.memory import likeness
from kiosk.signing.signature import Signature
from tests.people import person

pytestmark = pytest.mark.slow

SEARCH = "kiosk.coordinator.counting.likeness.search"
UNLIKE = (
    "Xu Qi",
    "Olga Pavlova",
    "Yves Durand",
    "Ben Katz",
    "Mia Fuchs",
    "Lars Holm",
    "Tom Reid",
    "Nguyen Vo",
    "Igor Zima",
)


def somebody(**fields: str) -> Signature:
    return person(1, **{"city": "", "email": "", **fields})


@pytest.fixture
def all_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pair that is compared is found, however unlikely it is."""
    monkeypatch.setattr(f"{SEARCH}.LIKELY", 1e-12)


@pytest.mark.parametrize(("most", "compared"), [(10, 10), (9, 4), (0, 0)])
@pytest.mark.usefixtures("all_are_told")
def test_where_there_are_too_many_pairs_what_the_most_share_finds_nobody(
    monkeypatch: pytest.MonkeyPatch, most: int, compared: int
) -> None:
    """Two share a telephone, three another and four a third: 1, 3 and 6 pairs."""
    monkeypatch.setattr(f"{SEARCH}.MAX_PAIRS", most)
    phones = [2] * 2 + [3] * 3 + [4] * 4
    found = likeness(
        (n, somebody(name=name, phone=f"+852 9123 456{phone}"))
        for n, (name, phone) in enumerate(zip(UNLIKE, phones, strict=True))
    )
    pairs = [(one, other) for one in range(9) for other in range(one + 1, 9) if phones[one] == phones[other]]
    assert sorted((pair.one, pair.other) for pair in found) == pairs[:compared]


def neighbours(number: int) -> Iterator[tuple[int, Signature]]:
    """So many at one address, of whom the first two are probably one: they have nothing else in common."""
    for n in range(number):
        name = (
            ("Jonathan Kwiatek", "Onathan Wiatek")[n]
            if n < 2
            else f"{chr(0x4E00 + 7 * n)}{chr(0x5E00 + 11 * n)}"
        )
        yield n, somebody(name=name, city="Porto", postcode="4000-001")


@pytest.mark.parametrize("number", [200, 201])
@pytest.mark.usefixtures("all_are_told")
def test_what_more_than_two_hundred_share_finds_nobody(number: int) -> None:
    found = {(pair.one, pair.other) for pair in likeness(neighbours(number))}
    assert ((0, 1) in found) is (number == 200)


def test_pairs_are_compared_in_pieces_and_what_is_told_between_them_may_end_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records = [
        (7 * n, somebody(name="Ana Lee" + "e" * (n % 2), email=f"ana{n // 2}@example.org")) for n in range(8)
    ]
    told: list[None] = []
    whole = likeness(records, alive=lambda: told.append(None))
    assert len(told) == 1
    assert len(whole) >= 4
    monkeypatch.setattr(f"{SEARCH}._CHUNK", 5)
    assert likeness(records, alive=lambda: told.append(None)) == whole
    assert len(told) > 3

    def enough() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        likeness(records, alive=enough)


def test_two_who_signed_and_nobody_else() -> None:
    (pair,) = likeness(enumerate([somebody(name="Ana Lee", email="ana@example.org")] * 2))
    odds = pair.probability / (1 - pair.probability)
    assert odds == pytest.approx(0.6 / 1e-5 * 0.7 / 0.25), "a rare name, and a contact that a quarter shares"


def test_what_splink_tells_of_a_search_is_heard_by_nobody() -> None:
    """It could quote what people typed."""
    assert likeness(enumerate([somebody(name="Ana Lee", email="ana@example.org")] * 2))
    assert not logging.getLogger("splink").isEnabledFor(logging.ERROR)


PAIRS: list[tuple[dict[str, str], dict[str, str]]] = [
    ({"name": "Zuleika Ntombi", "city": "Aveiro", "postcode": "3800"}, {}),
    ({"name": "Ulf Rasmussen", "email": "ulf@a.example"}, {"city": "Braga", "postcode": "4700"}),
    ({"name": "Priya Deshmukh", "email": "priyad@a.example", "city": "Chaves"},
     {"email": "priyad@b.example"}),
    ({"name": "Goran Ilic", "email": "goran@a.example", "postcode": "5400"}, {"email": "gorane@a.example"}),
    ({"name": "Fatou Ba", "email": "fatou@a.example", "city": "Elvas", "postcode": "7350"},
     {"email": "fatim@a.example"}),
    ({"name": "Xiomara Quint", "city": "Ermesinde", "postcode": "4445"},
     {"name": "Xiomara Quirk", "city": "Ermesindo"}),
    ({"name": "Tobias Hagen", "city": "Faro", "postcode": "8000"},
     {"name": "Tobias Hagan", "postcode": "8001"}),
    ({"name": "Ana Maria Zorn", "city": "Guarda", "postcode": "6300"}, {"name": "Zorn, Ana"}),
    ({"name": "陳大文", "email": "chan@a.example"}, {"name": "Chen Dawen"}),
    ({"name": "黃志強", "email": "wong@a.example"}, {"name": "Wong Chi Keung"}),
    ({"name": "Margaret Hollis", "phone": "+351 912 345 678"}, {"name": "Margarite Hollins"}),
    ({"name": "Karin Vogel", "email": "vogel@a.example", "city": "Porto"}, {"name": "Wim Vogel"}),
    ({"name": "Annika Bruns", "city": "Leiria", "postcode": "2400"}, {"name": "Annike Tölz"}),
    ({"name": "Bodo Wieland", "city": "Moura", "postcode": "7860"}, {"name": "Cyril Wielandt"}),
    ({"name": "Eero Ylinen", "email": "house1@a.example", "city": "Nisa", "postcode": "6050"},
     {"name": "Pilar Sanz", "email": "house1@b.example"}),
    ({"name": "Tjarko Smit", "phone": "+351 912 345 600"}, {"name": "Beatrix Quon"}),
    ({"name": "Maria Santos", "city": "Lisboa", "postcode": "1100"}, {}),
    ({"name": "Dilek Aydin", "city": "Lisboa", "postcode": "1100"}, {"name": "Dilek Aydan"}),
    ({"name": "Rhys Penhallow"}, {"city": "Ovar"}),
    ({"name": "...", "email": "nobody@a.example"}, {}),
    ({"name": "Ghislain Petit", "city": "Penela", "postcode": "3230"},
     {"city": "Pombal", "postcode": "3231"}),
    ({"name": "Rosalind Kerr", "city": "Seia", "postcode": "6270"}, {"postcode": "6299"}),
    ({"name": "Wanda Pasternak", "city": "Tavira", "postcode": "8800"}, {"name": "Wanda Pasternak O"}),
    ({"name": "Piet Sunder", "city": "Trofa", "postcode": "4785"}, {"name": "Piet Eia Sunder"}),
    ({"name": "Konstantin Wenten", "city": "Valongo", "postcode": "4440"}, {"name": "Konsdandin Wenden"}),
    ({"name": "Marguerite Zeller", "city": "Vizela", "postcode": "4815"}, {"name": "Margot Zeller"}),
]  # fmt: skip
"""Twice somebody: as they signed first, and what was otherwise the second time."""
COMMON = ("Maria Santos", "Maria Santos", "Jo Wex")
"""Others in Lisboa."""
WORTH = [
    24.7552408,
    15.0562431,
    16.5708162,
    19.8927443,
    22.4478123,
    21.5487899,
    18.2268618,
    17.5264221,
    6.8274244,
    6.8274244,
    4.5054963,
    -0.4945037,
    9.204494,
    9.204494,
    3.8184356,
    -6.3399938,
    7.4058925,
    15.1739038,
    10.7894565,
    -0.8164318,
    11.6973383,
    12.3188267,
    22.1702783,
    17.5264221,
    16.5264221,
    14.204494,
]
"""What the evidence for each of `PAIRS` comes to, as a binary logarithm of odds."""
LEARNED = [
    24.5894844,
    14.8904866,
    16.4050598,
    19.7269879,
    22.2820558,
    16.2356166,
    8.6933498,
    13.5013135,
    2.2173532,
    2.2173532,
    2.8023157,
    -0.6602602,
    9.0387376,
    9.0387376,
    3.6526791,
    -6.5057502,
    7.2401361,
    7.8268671,
    10.6237001,
    -0.9821883,
    9.364173,
    12.213361,
    14.8232416,
    13.5013135,
    11.916351,
    12.5013135,
]
"""The same where the campaign itself tells how often strangers agree."""


def two_of_each() -> list[tuple[int, Signature]]:
    people = [somebody(**fields) for one, other in PAIRS for fields in (one, {**one, **other})]
    return list(enumerate(people + [somebody(name=name, city="Lisboa", postcode="1100") for name in COMMON]))


def odds_of_each() -> list[float]:
    """How likely it is that those of each pair are one person: binary logarithms of odds."""
    found = {(pair.one, pair.other): pair.probability for pair in likeness(two_of_each())}
    return [math.log2(found[at, at + 1] / (1 - found[at, at + 1])) for at in range(0, 2 * len(PAIRS), 2)]


@pytest.mark.usefixtures("all_are_told")
def test_each_agreement_is_worth_what_it_was_worth_before() -> None:
    """Where the model is changed on purpose, `WORTH` and `LEARNED` become what `odds_of_each` then gives."""
    assert odds_of_each() == pytest.approx(WORTH, abs=1e-6)


@pytest.mark.usefixtures("all_are_told")
def test_what_strangers_share_is_learned_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every two of the sample are compared, and the sample is all who signed."""
    for number in ("LEARN_FROM", "_SAMPLE"):
        monkeypatch.setattr(f"{SEARCH}.{number}", len(two_of_each()))
    assert odds_of_each() == pytest.approx(LEARNED, abs=1e-6)


@pytest.mark.usefixtures("all_are_told")
def test_a_pair_says_how_far_each_thing_agrees() -> None:
    found = likeness(two_of_each())
    assert [pair.probability for pair in found] == sorted((pair.probability for pair in found), reverse=True)
    assert all(pair.one < pair.other for pair in found)
    why = {pair.one: pair.why for pair in found if pair.one % 2 == 0 and pair.other == pair.one + 1}
    told = {
        what: {levels.get(what) for levels in why.values()}
        for what in ("name", "contact", "city", "postcode")
    }
    some = {"the same", "nearly the same", "different", None}
    assert (told["contact"], told["city"], told["postcode"]) == (some, some, some)
    assert told["name"] == {
        "the same",
        "nearly the same",
        "the same, but one has more words",
        "sounds the same",
        "similar in each word",
        "one word the same or nearly so",
        "different",
        None,
    }
    assert why[12] == {"name": "nearly the same", "city": "the same", "postcode": "nearly the same"}

"""How a person names a kiosk, and how kiosks are shown: limits of ids and of what looks like one."""

from __future__ import annotations

import pytest

from kiosk.coordinator.counting.kiosk_names import choices, kiosks_called, short_ids, shown_names
from kiosk.coordinator.counting.looks import look, mixes_alphabets
from kiosk.coordinator.register.register import KioskRow


def kiosk(id: str, name: str) -> KioskRow:
    """One whose id begins with the digits `id`."""
    return KioskRow(bytes.fromhex(id.ljust(32, "0")), name, 1)


LIBRARY, MARKET = kiosk("abcdef12", "Library"), kiosk("0123456789", "Market")
BOTH = [LIBRARY, MARKET]


@pytest.mark.parametrize(
    ("called", "meant"),
    [
        ("Library", LIBRARY),
        (" library ", LIBRARY),
        ("LIBRARY", LIBRARY),
        ("abcdef", LIBRARY),
        ("ABCDEF12", LIBRARY),
        ("abcdef1200", LIBRARY),
        ("abcde", None),
        ("abcdef13", None),
        ("bcdef1", None),
        ("", None),
        ("Librar", None),
    ],
)
def test_a_kiosk_is_known_by_its_name_or_six_digits_of_its_id(called: str, meant: KioskRow | None) -> None:
    assert kiosks_called(BOTH, called) == ({meant.id} if meant else set())


@pytest.mark.parametrize(
    ("name", "called", "both"),
    [
        ("abcdef", "abcdef", False),  # a name, and the beginning of an id, but not as much as is shown
        ("abcdef1", "abcdef1", False),
        ("abcdef12", "abcdef12", True),
        ("abcdef12", "ABCDEF12", True),
        ("abcdef120", "abcdef120", True),
    ],
)
def test_as_much_of_an_id_as_is_shown_is_never_a_name_alone(name: str, called: str, both: bool) -> None:
    forged = kiosk("99", name)
    assert kiosks_called([LIBRARY, forged], called) == {forged.id, *([LIBRARY.id] if both else [])}


def test_the_very_name_comes_before_one_in_other_capitals() -> None:
    small, large = kiosk("11", "gate"), kiosk("22", "Gate")
    assert kiosks_called([small, large], "Gate") == {large.id}
    assert kiosks_called([small, large], "GATE") == {small.id, large.id}
    assert kiosks_called([small, large], "Gate (22000000)") == {large.id}
    assert kiosks_called([small, large], "gate (22000000)") == {large.id}


def test_a_name_is_found_however_its_accents_were_typed() -> None:
    cafe = kiosk("11", "Cafe\u0301")
    assert kiosks_called([cafe], "Caf\u00e9") == kiosks_called([cafe], "Cafe\u0301") == {cafe.id}


@pytest.mark.parametrize(("alike", "digits"), [(0, 8), (7, 8), (8, 16), (15, 16), (16, 32), (31, 32)])
def test_so_much_of_an_id_is_shown_that_no_two_are_alike(alike: int, digits: int) -> None:
    ids = [bytes.fromhex("a" * alike + end.ljust(32 - alike, end)) for end in "bc"]
    assert short_ids(ids) == {id: id.hex()[:digits] for id in ids}
    assert short_ids(ids[:1]) == {ids[0]: ids[0].hex()[:8]}


def test_those_to_choose_from_are_named_with_their_ids() -> None:
    odd = kiosk("33", "Gate\u3164")
    assert (
        choices([LIBRARY, MARKET, odd], [MARKET.id, odd.id]) == "01234567 (Market), 33000000 (Gate[U+3164])"
    )


@pytest.mark.parametrize(
    ("name", "is_doubtful"),
    [
        ("Gate (0123ab)", True),
        ("Gate [0123ab]", True),
        ("Gate ( 0123ab )", True),
        ("Gate {O1l|fF}", True),
        ("Gate (0123a)", False),
        ("Gate 0123ab", False),
        ("Gate (zebras)", False),
        ("Gate", False),
        # Of the other kiosk: the first six digits of its id, wherever they stand
        ("9bf3c7", True),
        ("Gate 9bf3c7", True),
        ("9bf3c7 gate", True),
        ("G9BF-3C7te", True),
        ("9bf3c", False),
        ("Gate 9bf3c", False),
        ("Gate bf3c7e", False),
        ("Gate 777777", False),  # its own
    ],
)
def test_a_name_with_an_id_in_it_is_shown_with_its_own(name: str, is_doubtful: bool) -> None:
    shown = shown_names([kiosk("777777", name), kiosk("9bf3c7e1", "Market")])
    assert list(shown.values()) == [f"{name} (77777700)" if is_doubtful else name, "Market"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Gate 1", "gate l", True),
        ("Gate i", "GATE I", True),
        ("G-a.t,e", "gate", True),
        ("Gate", "Gato", False),
        ("...", "---", False),  # nothing is left of either: each looks like itself
        ("ΑΒΕ", "ABE", True),
        ("rn", "m", True),
    ],
)
def test_names_look_alike_or_not(one: str, other: str, alike: bool) -> None:
    assert (look(one) == look(other)) is alike


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("G\u0430te", True),  # a Cyrillic a
        ("\u0430Z", True),
        ("\u0430A", True),
        ("\u0430a", True),
        ("\u0430z", True),
        ("\u0430", False),
        ("\u0430 Gate", False),
        ("G\u00e9te", False),
        ("Ge\u0301te", False),
        ("Gжte", False),  # which looks like no Latin letter
        ("G大te", False),
        ("\u04301", False),
        ("\u0430[", False),
        ("\u0430_@", False),
    ],
)
def test_a_word_of_two_alphabets_is_told_from_two_words(name: str, mixed: bool) -> None:
    assert mixes_alphabets(name) is mixed

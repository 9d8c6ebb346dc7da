"""What passes for something else: letters of other alphabets, and names that look alike."""

from __future__ import annotations

import pytest

from kiosk.coordinator.counting.looks import look, mixes_alphabets

CYRILLIC_O, CYRILLIC_ZHE, ARABIC_ZERO = "\u043e", "\u0436", "\u0660"


@pytest.mark.parametrize("latin", ["A", "Z", "a", "z"])
def test_any_latin_letter_beside_one_that_looks_latin_is_told(latin: str) -> None:
    assert mixes_alphabets(f"Gate {latin}{CYRILLIC_O}")


@pytest.mark.parametrize(
    "name",
    [
        "Škoda façade",  # accents make no other letter
        f"Gate {CYRILLIC_O}",  # a word of its own
        f"Gate{CYRILLIC_ZHE}",  # it looks like no Latin letter
        f"Gate{ARABIC_ZERO}",  # a digit
        "Gate 1_2",
    ],
)
def test_what_cannot_pass_for_latin_is_not_told(name: str) -> None:
    assert not mixes_alphabets(name)


def test_names_of_punctuation_alone_do_not_all_look_alike() -> None:
    assert look("!!!") != look("???")
    assert look("Gate!") == look("gate ?")

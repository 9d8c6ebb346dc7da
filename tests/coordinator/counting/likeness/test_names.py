"""How near a name is to the one that is looked for: slips, words in another order, what is cut."""

from __future__ import annotations

import pytest

from kiosk.coordinator.counting.likeness.names import Fit, WantedName, is_slip


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("kima", "kina", True),
        ("kim", "kin", False),  # too short: another name
        ("kima", "kim", False),
        ("kimat", "kima", True),
        ("abcdefg", "abcdefx", True),
        ("abcdefg", "abcdexx", False),
        ("abcdefgh", "abcdefxx", True),
        ("abcdefgh", "abcdexxx", False),
        ("abcdefgh", "abcdefg", True),  # the shorter one says how many slips there may be
        ("abcdefghij", "abcdefgh", True),
        ("abcdefghijk", "abcdefgh", False),
        ("marai", "maria", True),  # two letters that changed places are one slip
        ("unit12", "unit13", False),
        ("unit12", "umit12", True),
        ("same", "same", True),
    ],
)
def test_a_slip_is_one_letter_or_in_a_long_name_two(one: str, other: str, is_one: bool) -> None:
    assert is_slip(one, other) is is_one
    assert is_slip(other, one) is is_one


@pytest.mark.parametrize(
    ("wanted", "name", "fit"),
    [
        ("Chan Tai Man", "Tai Man Chan", Fit.FOUND),
        ("Chan Tai Man", "Chan Tai Man Peter", Fit.FOUND),
        ("Chan T", "Chan Tai", Fit.FOUND),
        ("Chan Tai Man", "Chan Tai", Fit.NEAR),
        ("Chan Tai Man Peter", "Chan Man", Fit.NEAR),
        ("Chan Tai Man", "Chan Siu Ming", None),
        ("Maria Lopez", "Marai Lopez", Fit.NEAR),
        ("Maria Lopez", "Ana Lopez", None),
        ("Unit 12", "Unit 13", None),
        ("Kim", "Kin", None),
        ("", "Kim", None),
        ("...", "Kim", None),
        ("Kim", "", None),
        ("Kim", "...", None),
        ("hansen", "Johansen Lee", Fit.FOUND),  # a piece of a word
        ("T Chan", "Chan Tai", Fit.FOUND),  # a letter stands for a word
        ("Chan Tai Man", "Chan T M", Fit.NEAR),
        ("T T Chan", "Chan Tai", Fit.NEAR),  # one word serves once
        ("Tai Tai", "Chan Tai", None),
        ("Chan Tai", "Taiman Chan", None),
        ("1 Unit", "Unit 12", None),  # a digit stands for no number
        ("Unit 12 Gate", "Gate 1 2 Hall", None),
        ("Chan Tai Man 12", "Chan Tai Man 13", None),
        ("Maria Lopez Hernan", "Marai Lopes Hernon", Fit.NEAR),  # a slip in each word
        ("Anna Berg", "Annabelg", Fit.NEAR),  # a slip, and divided otherwise
        ("Chan Tai Man", "Chan Tai Fung", Fit.NEAR),  # of three words two
        ("Chan Tai Man Peter", "Chan Tai Fung Paul", None),  # of four three
        ("Chan Wai", "陳偉", Fit.NEAR),  # it sounds so
        ("Li Na", "李娜", None),  # too little to hear
    ],
)
def test_a_name_is_found_near_or_neither(wanted: str, name: str, fit: Fit | None) -> None:
    assert WantedName(wanted).fit(name) is fit

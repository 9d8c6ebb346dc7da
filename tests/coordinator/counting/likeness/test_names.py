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
    ],
)
def test_a_name_is_found_near_or_neither(wanted: str, name: str, fit: Fit | None) -> None:
    assert WantedName(wanted).fit(name) is fit

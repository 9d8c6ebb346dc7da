"""How somebody is listed publicly: exactly as they were shown it when they chose."""

from __future__ import annotations

import pytest

from kiosk.signing.listing import initials, listed_name
from tests.people import person


@pytest.mark.parametrize(
    ("public", "listed"), [("name", "Ana Lúcia Canário"), ("initials", "AL"), ("no", None)]
)
def test_by_name_by_initials_or_not_at_all(public: str, listed: str | None) -> None:
    assert listed_name(person(1, name=" Ana Lúcia Canário ", public=public)) == listed


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Lúcia Canário", "AL"),
        ("ana", "A"),
        ("ana b", "AB"),
        ("陳大文", "陳"),
        ("陳 大文", "陳"),
        ("Chan 大文", "C大"),
        ("Ana (Coordinator) Silva", "A"),
        ("Ana（主席）Silva", "A"),
        ("(only this)", "?"),
        ("“Nick” Ana Silva", "AS"),
        ('"Nick" Ana Silva', "AS"),
        ("「阿文」陳大文", "陳"),
        ("“Nick Ana", "A"),
        ("Ana “Nick” Silva", "AS"),
        ('"Nick" Ana "x" Silva', "AS"),
        ('"', "?"),
        ('""', "?"),
        ('"Nick"', "?"),
        ("“” Ana", "A"),
        ("陳x Wong", "陳"),
        ("x陳 Wong", "XW"),
        ("Jean·Luc Picard", "JL"),
        ("1 Ana 2 Silva", "AS"),
        ("O'Brien Seán", "OS"),
        ("-Ana Silva", "S"),
        ('""Ana', "A"),
        ("", "?"),
        ("123 !!", "?"),
        ("ßam", "SS"),
        ("ﾁｬﾝ ﾀｲ", "ﾁﾀ"),
    ],
)
def test_initials_are_those_of_the_first_two_words(name: str, letters: str) -> None:
    assert initials(name) == letters

"""The looser forms of a name: how it sounds, and what of its spelling does not matter."""

from __future__ import annotations

import pytest

from kiosk.coordinator.counting.likeness.forms import Sounds, loose_text, sounds


@pytest.mark.parametrize(
    ("words", "mandarin", "cantonese"),
    [
        (["chan", "tai", "man"], "cmnnt", "cmnnt"),
        (["陳大文"], "cnntw", "cmnnt"),  # chen da wen, chan daai man
        (["楊"], "n", "n"),  # yang, joeng: the j of Jyutping is no consonant
        (["김민준"], "ckmmnn", "ckmmnn"),
        (["たなか"], "knt", "knt"),
        (["anna"], "n", "n"),
        (["иван"], "", ""),  # a script that is not covered
        ([], "", ""),
    ],
)
def test_the_consonants_of_a_name(words: list[str], mandarin: str, cantonese: str) -> None:
    assert sounds(words) == Sounds(mandarin, cantonese)


@pytest.mark.parametrize(
    ("name", "loose"),
    [
        ("Ana  LEE", "ana lee"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Nguyễn Đình", "nguyen dinh"),
        ("김민준", "김민준"),
    ],
)
def test_spelling_that_does_not_matter(name: str, loose: str) -> None:
    assert loose_text(name) == loose


def test_traditional_and_simplified_are_one() -> None:
    assert loose_text("陈大文") == loose_text("陳大文")
    assert loose_text("國") != loose_text("文")

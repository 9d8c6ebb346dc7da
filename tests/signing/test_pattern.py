"""A pattern says what an answer looks like, and none keeps a kiosk busy."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.signing.pattern import MAX_PLACES, Pattern


@pytest.mark.parametrize(
    ("pattern", "fit", "misfit"),
    [
        ("^[0-9]{8}$", ["20261234"], ["2026123", "202612345", "2026123a", ""]),
        (r"[A-Z]{2}-?\d+", ["AB1", "AB-99"], ["A1", "AB-", "ab1"]),
        ("s[0-9]{2,3}", ["s12", "s123"], ["s1", "s1234"]),
        (r"\$[.]\\", ["$.\\"], ["$a\\"]),
        (r"a\$", ["a$"], ["a"]),
        ("[a-]x*", ["a", "-xx"], ["b", "ax-"]),
        (".{3}", ["陳大文", "a b"], ["陳大"]),
        ("", [""], ["a"]),
        (r"^\d", ["1"], ["a", ""]),
        (r"a\\$", ["a\\"], ["a", "a$", "a\\$"]),
        ("[xza]", ["x", "z", "a"], ["y", ""]),
        (r"[\d-x]", ["1", "-", "x"], ["a", "w"]),
        ("[a-c-e]", ["a", "b", "c", "-", "e"], ["d"]),
        ("a{2,}", ["aa", "aaaaa"], ["", "a"]),
        ("a*b?ax", ["ax", "aax", "aabax"], ["x", "aabx"]),
        ("a{1}b{0,1}", ["a", "ab"], ["", "b", "aa", "abb"]),
        ("x" * 200, ["x" * 200], ["x" * 199]),
    ],
)
def test_a_pattern_is_what_the_whole_answer_must_fit(pattern: str, fit: list[str], misfit: list[str]) -> None:
    made = Pattern(pattern)
    assert [text for text in fit if not made.fits(text)] == []
    assert [text for text in misfit if made.fits(text)] == []


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", "a|b", "[a", "a{2", "[z-a]", "\\", r"\w", "[^a]", "a{3,2}", "a{0}", "*", "a**", "x" * 201,
     "[a-z]{300}[a-z]", "[]", "a$b", "]"],
)  # fmt: skip
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Pattern(pattern)


class _Counting(str):
    """A text that counts how often one of its characters is compared."""

    compared = 0

    def __le__(self, other: object) -> bool:
        _Counting.compared += 1
        return str(self) <= str(other)

    def __ge__(self, other: object) -> bool:
        _Counting.compared += 1
        return str(self) >= str(other)


@pytest.mark.parametrize("pattern", ["a*" * 90 + "b", "a?" * 80 + "a{100}b", ".*" * 99 + "b", "a{0,299}b"])
def test_no_pattern_takes_longer_than_its_places_times_the_characters(pattern: str) -> None:
    text = [_Counting("a") for _ in range(200)]
    _Counting.compared = 0
    assert not Pattern(pattern).fits(text)  # type: ignore[arg-type]
    assert _Counting.compared <= 2 * len(text) * (MAX_PLACES + 1)


_PIECES = st.tuples(
    st.sampled_from(["a", "[ab]", r"\d", "."]), st.sampled_from(["", "?", "*", "+", "{2}", "{1,2}"])
)


@given(st.lists(_PIECES, max_size=4), st.text("ab1", max_size=6))
def test_a_pattern_means_what_it_means_elsewhere(pieces: list[tuple[str, str]], text: str) -> None:
    pattern = "".join(map("".join, pieces))
    assert Pattern(pattern).fits(text) is (re.fullmatch(pattern, text) is not None)

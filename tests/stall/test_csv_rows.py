"""The rows of a CSV text: what separates cells, cells over several lines, and marks that do not fit."""

from __future__ import annotations

import pytest

from kiosk.stall.csv_rows import csv_rows


def rows(text: str) -> list[tuple[int, list[str] | None]]:
    return list(csv_rows(text))


@pytest.mark.parametrize("text", ["", "\n", " \r\n\t\n\n"])
def test_a_blank_text_has_no_rows(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\nc,d\n", [(1, ["a", "b"]), (2, ["c", "d"])]),
        ("a;b\nc,d;e\n", [(1, ["a", "b"]), (2, ["c,d", "e"])]),
        ("a\tb,c\td\n", [(1, ["a", "b,c", "d"])]),
        ("a,b;c\n", [(1, ["a", "b;c"])]),
        ("a\nb,c\n", [(1, ["a"]), (2, ["b", "c"])]),
        ("a,b\rc,d\r\ne,f", [(1, ["a", "b"]), (2, ["c", "d"]), (3, ["e", "f"])]),
        ("\n\n a;b\nc;d", [(3, [" a", "b"]), (4, ["c", "d"])]),
        ("sep=;\na;b,c\n", [(2, ["a", "b,c"])]),
        ("\nSEP=| \na|b\n", [(3, ["a", "b"])]),
        ("sep=;;\n", [(1, ["sep=", "", ""])]),
    ],
)
def test_the_first_row_or_what_stands_before_it_says_what_separates_cells(
    text: str, expected: list[tuple[int, list[str] | None]]
) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a\nb",c\nd\n', [(1, ["a\nb", "c"]), (3, ["d"])]),
        ('a\n"b\n\nc"', [(1, ["a"]), (2, ["b\n\nc"])]),
        ('a\n"b ""\n"" c"\nd\n', [(1, ["a"]), (2, ['b "\n" c']), (4, ["d"])]),
        ('a\n"b\nc\nd\n', [(1, ["a"]), (2, None), (3, ["c"]), (4, ["d"])]),
        ('"a\nb\n', [(1, None), (2, ["b"])]),
        ('a\n"b"x\nc\n', [(1, ["a"]), (2, None), (3, ["c"])]),
        ('a\n"b\nc"x\nd\n', [(1, ["a"]), (2, None), (3, ['c"x']), (4, ["d"])]),
        ('a"b,"c\nd"\n', [(1, None), (2, ['d"'])]),
        ('"a\nb",c"d\n', [(1, None), (2, ['b"', 'c"d'])]),
        ('a"b\nc"d\n', [(1, ['a"b']), (2, ['c"d'])]),
        ('"a"""\n"b"""\n', [(1, ['a"']), (2, ['b"'])]),
    ],
)
def test_what_a_quotation_mark_opens_ends_with_the_next_that_fits(
    text: str, expected: list[tuple[int, list[str] | None]]
) -> None:
    assert rows(text) == expected


def test_a_row_goes_over_fifty_lines_and_no_more() -> None:
    fifty = '"' + "x\n" * 49 + 'y"\n'
    assert rows("a\n" + fifty + "b\n") == [(1, ["a"]), (2, ["x\n" * 49 + "y"]), (52, ["b"])]
    longer = '"' + "x\n" * 50 + 'y"\n'
    read = rows("a\n" + longer + "b\n")
    assert read[1] == (2, None)
    assert read[2:51] == [(3 + n, ["x"]) for n in range(49)]
    assert read[51:] == [(52, ['y"']), (53, ["b"])]

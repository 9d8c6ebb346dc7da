"""What a spreadsheet makes of what was typed, and what only looks like it."""

from __future__ import annotations

import pytest

from kiosk.stall.spoilt import is_doubtful, spoilt, unquoted


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ('="0123"', "0123"),
        (' ="0123" ', "0123"),
        ('=""', ""),
        ('="a""b"', '="a""b"'),
        ("=A1", "=A1"),
        (" a ", " a "),
    ],
)
def test_a_formula_that_is_only_a_text_is_that_text(cell: str, plain: str) -> None:
    assert unquoted(cell) == plain


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("city", "#REF!", "error of the spreadsheet"),
        ("city", " #REF! ", "error of the spreadsheet"),
        ("city", "#" + "N" * 20 + "?", "error of the spreadsheet"),
        ("city", "#" + "N" * 21 + "?", ""),
        ("city", "##", "error of the spreadsheet"),
        ("city", "#5", ""),
        ("city", " =A1", "formula"),
        ("phone", "8.5E+11", "shortened"),
        ("phone", "-8E-3", "shortened"),
        ("phone", "8E+1234", ""),
        ("phone", "25551234.0", "decimal point"),
        ("postcode", "1234,00", "decimal point"),
        ("name", "7.0", "decimal point"),
        ("email", "7.0", "decimal point"),
        ("phone", "2555.12", ""),
        ("city", "7.0", ""),
        ("name", "?", "question marks"),
        ("name", "A ?? B", "question marks"),
        ("name", "A\ufffdB", "question marks"),
        ("name", "Why?", ""),
        ("name", "", ""),
    ],
)
def test_what_is_spoilt_is_said_with_its_column(column: str, cell: str, said: str) -> None:
    told = spoilt(column, cell)
    assert (said in told) if said else (told == "")
    assert not told or told.startswith(f"Its {column} ")


@pytest.mark.parametrize(
    ("column", "cell", "doubtful"),
    [
        ("name", "Ana", False),
        ("name", "A1", False),
        ("name", "12", True),
        ("name", "", True),
        ("name", "ana@example.org", True),
        ("city", "12", False),
        ("email", "ana@example.org", False),
        ("city", "MÃ¼nchen", True),
        ("name", "MÃ¼ller", True),
        ("city", "München", False),
        ("name", "MÃ¼ller aus Köln", True),
        ("name", "Ð˜Ð²Ð°Ð½", True),
        ("name", "O\u00e2\x80\x99Brien", True),
        ("name", "\u00d0\x9f\u00d0\u00bf", True),
        ("phone", "12-Mar", True),
        ("postcode", " 1/2/2026 ", True),
        ("paper_ref", "3月12日", True),
        ("phone", "2555 1234", False),
        ("city", "12-Mar", False),
    ],
)
def test_what_hardly_belongs_into_a_cell_is_doubtful(column: str, cell: str, doubtful: bool) -> None:
    assert is_doubtful(column, cell) is doubtful

"""Letters of a PDF: a line put together from pieces is the line that Qt makes of the whole."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from kiosk.ui.pdf.cff import EM
from kiosk.ui.pdf.clusters import laid_out, pieces
from kiosk.ui.pdf.letters import PdfLetters
from kiosk.ui.theme import fonts_for

LINES = [
    "Ana María O'Brien", "Müller-Lüdenscheidt 100010", "Иван Петров", "Ἀλέξανδρος 12", "陳大文 12", "陳Ana大",
    "歐陽 娜娜", "Nguyễn Thị Minh", "สมชาย ใจดี 3", "박지민 Kim", "काव्या शर्मा", "שרה לוי", "שרה לוי 123",
    "12 שרה", "فاطمة الزهراء", "محمد علي  حسن", "فاطمة الزهراء 12 34", "مُحَمَّد بن", "ابن ١٢",
    "محمد Ana علي", "علي-حسن", "א",
]  # fmt: skip


def codes(operators: bytes) -> list[bytes]:
    """The fonts and the codes in them, from the left to the right."""
    return re.findall(rb"/F\d+|[0-9A-F]{4}(?=[0-9A-F]*>)", operators)


@pytest.mark.parametrize("text", LINES)
def test_in_pieces_it_is_what_it_is_as_a_whole(qapp: QApplication, text: str) -> None:
    font = QFont(list(fonts_for("en")))
    font.setPixelSize(EM)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    letters = PdfLetters()
    whole = laid_out(text, font).layout
    shown = letters.show(text, font)
    assert codes(shown.operators) == codes(letters.show_line(whole, 0, text, 1))
    assert shown.advance == pytest.approx(whole.lineAt(0).horizontalAdvance(), abs=1)


def test_a_line_is_taken_to_pieces_only_where_they_stand_side_by_side() -> None:
    assert pieces("陳大文 12") == ["陳", "大", "文", " ", "1", "2"]
    assert pieces("Иван Петров") == ["Иван", " ", "Петров"]
    assert pieces("שרה לוי 12") == ["12", " ", "לוי", " ", "שרה"], "from the left to the right"
    turned_or_piled_up = (
        "שרה Ana", "שרה-לוי", "א 1.2", "محمد ١٢", "Иван 1\u0301", "Иван \u0301", "א \u05b8ב",
        "1\ufe0f\u20e3 陳", "а \u200dб",
    )  # fmt: skip
    for text in turned_or_piled_up:
        assert pieces(text) == [text]

"""The screens look as in docs/screenshots. After a change that is meant: `make screenshots`, look, commit."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from tests.screens.compare import difference_of, differs
from tests.screens.render import FONTS, LANGUAGES, SIZES, desk_path_of, fonts_here, path_of, render, small
from tests.screens.render_desk import render_desk

RECEIVED = Path(__file__).parent / "received"
"""Where a screen that looks otherwise is shown: received, difference, expected."""


@pytest.fixture(autouse=True)
def the_same_letters() -> None:
    if not FONTS.is_file() or FONTS.read_text(encoding="utf-8") != fonts_here():
        pytest.skip("this computer draws letters otherwise than the one that made docs/screenshots")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_looks_as_in_its_picture(size: tuple[int, int], language: str) -> None:
    wrong = []
    for name, received in render(size, language):
        expected = QImage(str(path_of(size, language, name)))
        if _looks_otherwise(received, expected):
            wrong.append(_side_by_side(received, expected, f"{name}-{language}-{size[0]}x{size[1]}.png"))
    assert wrong == [], "look at these, then `make screenshots` if it is meant"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_desk_looks_as_in_its_picture(language: str) -> None:
    wrong = []
    for name, received in render_desk(language):
        expected = QImage(str(desk_path_of(language, name)))
        if differs(received, expected):
            wrong.append(_side_by_side(received, expected, f"desk-{name}-{language}.png"))
    assert wrong == [], "look at these, then `make screenshots` if it is meant"


def _looks_otherwise(received: QImage, expected: QImage) -> bool:
    """In all its colours, and in the few that pictures are kept in, which take long to be found."""
    return differs(received, expected) and differs(small(received), expected)


def _side_by_side(received: QImage, expected: QImage, name: str) -> Path:
    width, height = received.width(), received.height()
    sheet = QImage(3 * width + 40, height, QImage.Format.Format_RGB32)
    sheet.fill(QColor("magenta"))
    with QPainter(sheet) as painter:
        for number, image in enumerate((received, difference_of(received, expected), expected)):
            painter.drawImage(number * (width + 20), 0, image)
    RECEIVED.mkdir(exist_ok=True)
    path = RECEIVED / name
    sheet.save(str(path))
    return path


def test_another_picture_is_told_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.screens.test_screenshots.RECEIVED", tmp_path)
    one, other = (QImage(40, 30, QImage.Format.Format_RGB32) for _ in range(2))
    one.fill(QColor("white"))
    other.fill(QColor("white"))
    assert not differs(one, other)
    with QPainter(other) as painter:
        painter.fillRect(5, 6, 10, 10, QColor("black"))
    assert differs(one, other)
    sheet = QImage(str(_side_by_side(one, other, "sheet.png")))
    assert sheet.pixelColor(60 + 5, 6) == QColor("white")  # the difference
    assert sheet.pixelColor(60 + 16, 6) == QColor("black")

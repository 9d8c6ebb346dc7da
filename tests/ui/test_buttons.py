"""How a button sets its words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.campaign.model import Colours
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.lines import break_lines
from kiosk.ui.widgets.tick import Choice, Tick
from tests import patience
from tests.ui.conftest import OpenStall, Stall


def _theme() -> Theme:
    colours = Colours(paper="#ffffff", ink="#111111", accent="#1f2a44", on_accent="#ffd60a")
    return Theme.make(colours, 1366, 768, "en")


@pytest.mark.parametrize("sheet", ["stall", "desk"])
def test_two_lines_keep_off_the_edges(qtbot: QtBot, sheet: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setStyleSheet(_theme().style_sheet(sheet))
    words = "Take the wider choice: List my name"
    made = button(words, "take", lambda: None, parent=window)
    made.ensurePolished()
    metrics = made.fontMetrics()
    width = metrics.horizontalAdvance(words)  # with its frame, too little for one line
    assert len(break_lines(words, metrics, width - 40)) == 2
    room = made.heightForWidth(width) - 2 * metrics.height()
    assert room > 2 * metrics.descent() + 2


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_words_begin_at_the_side_where_one_begins_to_read(
    qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    at_the_right = direction is Qt.LayoutDirection.RightToLeft
    words = "כאן." if at_the_right else "Here."
    made = button(words, "here", lambda: None)
    qtbot.addWidget(made)
    made.setLayoutDirection(direction)
    made.setStyleSheet("border: none; padding: 0; text-align: left; background: white; color: black;")
    made.resize(600, 40)
    picture = made.grab().toImage()
    black = [(x, y) for x in range(600) for y in range(40) if picture.pixelColor(x, y).lightness() < 128]
    across = [x if not at_the_right else 599 - x for x, _ in black]
    assert max(across) < 300
    last = max(across)
    height = [y for (_, y), x in zip(black, across, strict=True) if x > last - 2]
    assert max(height) - min(height) < 8, "the words end with the full stop"


@pytest.mark.parametrize("kind", [Tick, Choice])
def test_words_stand_beside_their_box_where_one_reads_from_right_to_left(
    qtbot: QtBot, kind: type[Tick] | type[Choice]
) -> None:
    made = kind("כאן.", "here", _theme())
    qtbot.addWidget(made)
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    made.resize(600, 60)
    picture = made.grab().toImage()
    ground = picture.pixel(5, 30)
    assert not [x for x in range(300) for y in range(60) if picture.pixel(x, y) != ground]


@pytest.mark.parametrize("text_size", ["normal", "large", "largest"])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 600)])
def test_buttons_of_one_column_have_one_height(
    open_stall: OpenStall, size: tuple[int, int], text_size: str
) -> None:
    stall = open_stall(size=size)
    stall.visitor.read("posters")
    stall.visitor.tap("appearance")
    stall.visitor.tap(f"text-{text_size}")
    stall.visitor.tap("appearance-done")
    _to_a_full_poster(stall, stall.kiosk.campaign.texts["en"].posters[0].id)
    assert _heights(stall, "previous", "next") == 1
    stall.visitor.tap("back")
    stall.visitor.tap("home")
    stall.visitor.tap("appearance")
    stall.visitor.tap(f"text-{text_size}")
    stall.visitor.tap("appearance-done")
    stall.visitor.tap("sign")
    assert _heights(stall, "read-petition", "read-privacy") == 1


def _heights(stall: Stall, *names: str) -> int:
    """How many heights these have."""
    patience.settle()
    return len({stall.visitor.button(name).height() for name in names})


def _to_a_full_poster(stall: Stall, poster: str) -> None:
    stall.visitor.tap(f"poster-{poster}")
    QTest.mouseClick(stall.visitor.find(QWidget, "poster"), Qt.MouseButton.LeftButton)
    stall.visitor.find(QWidget, "full-poster")


@pytest.mark.parametrize("size", [(1366, 768), (1080, 1920)])
def test_where_there_is_one_poster_nothing_leads_to_another(
    open_stall: OpenStall, size: tuple[int, int]
) -> None:
    stall = open_stall("campus-library-hours", size=size)
    (poster,) = stall.kiosk.campaign.texts["en"].posters
    stall.visitor.read("posters")
    stall.visitor.tap(f"poster-{poster.id}")
    assert not _ways(stall)
    assert stall.window.focusWidget().objectName() == "back"
    stall.visitor.tap("back")
    _to_a_full_poster(stall, poster.id)
    assert not _ways(stall)
    stall.visitor.tap("back")


def _ways(stall: Stall) -> list[str]:
    """What leads to another poster, and is shown."""
    patience.settle()
    buttons = [each for each in stall.window.findChildren(QAbstractButton) if each.isVisible()]
    return [each.objectName() for each in buttons if each.objectName() in ("previous", "next")]

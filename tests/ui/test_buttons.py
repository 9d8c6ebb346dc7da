"""How a button sets its words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.campaign.model import Colours
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.lines import break_lines
from kiosk.ui.widgets.tick import Choice, Tick


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

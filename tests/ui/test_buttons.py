"""Buttons whose words take more than one line."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.campaign.model import Colours
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.lines import break_lines


@pytest.mark.parametrize("sheet", ["stall", "desk"])
def test_two_lines_keep_off_the_edges(qtbot: QtBot, sheet: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    colours = Colours(paper="#ffffff", ink="#111111", accent="#1f2a44", on_accent="#ffd60a")
    window.setStyleSheet(Theme.make(colours, 1366, 768, "en").style_sheet(sheet))
    words = "Take the wider choice: List my name"
    made = button(words, "take", lambda: None, parent=window)
    made.ensurePolished()
    metrics = made.fontMetrics()
    width = metrics.horizontalAdvance(words)  # with its frame, too little for one line
    assert len(break_lines(words, metrics, width - 40)) == 2
    room = made.heightForWidth(width) - 2 * metrics.height()
    assert room > 2 * metrics.descent() + 2

"""Buttons whose words take more than one line."""

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
from tests import patience
from tests.ui.conftest import OpenStall, Stall


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

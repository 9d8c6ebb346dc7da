"""Pages that a finger drags."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScroller, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.language import Language
from kiosk.ui.widgets.scroll import ScrollPage
from tests import patience


@pytest.fixture
def pages(qtbot: QtBot) -> Iterator[list[ScrollPage]]:
    """Two long pages, side by side in a window."""
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
    pages = [ScrollPage(Language("en")), ScrollPage(Language("en"))]
    for page in pages:
        row.addWidget(page)
        for number in range(60):
            page.content.addWidget(QLabel(str(number)))
    window.resize(600, 300)
    window.show()
    qtbot.waitExposed(window)
    yield pages
    window.close()


def test_a_finger_drags_each_page(pages: list[ScrollPage], qtbot: QtBot) -> None:
    screen = QTest.createTouchDevice()
    for page in pages:
        target = page.viewport()
        QTest.touchEvent(target, screen).press(0, QPoint(100, 250), target)
        for y in range(240, 40, -10):
            patience.move_on()
            QTest.touchEvent(target, screen).move(0, QPoint(100, y), target)
        QTest.touchEvent(target, screen).release(0, QPoint(100, 40), target)
        qtbot.waitUntil(lambda page=page: page.verticalScrollBar().value() > 100)


def test_pages_share_one_kind_of_gesture(pages: list[ScrollPage]) -> None:
    assert len({QScroller.grabbedGesture(page.viewport()) for page in pages}) == 1

"""The right and the middle button on every widget of every screen, and text that could be dragged away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from kiosk.ui.screen import Screen
from kiosk.ui.window.guard import Guard
from tests.ui.conftest import OpenStall
from tests.ui.tour import tour

_OTHERS = (
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.BackButton,
    Qt.MouseButton.ForwardButton,
)


def test_no_other_button_does_anything_anywhere(qapp: QApplication, open_stall: OpenStall) -> None:
    stall = open_stall(before_set_up=True)
    guard = Guard(qapp)
    QApplication.clipboard().setText("pasted by the middle button")
    try:
        for name in tour(stall.visitor):
            screen = stall.visitor.find(Screen, "screen")
            windows, told = len(qapp.topLevelWidgets()), _all_text(stall.window)
            for widget in stall.window.findChildren(QWidget):
                for button in _OTHERS if widget.isVisible() else ():
                    QTest.mouseClick(widget, button)
            assert stall.visitor.find(Screen, "screen") is screen, name
            assert QApplication.activePopupWidget() is None, name
            assert len(qapp.topLevelWidgets()) == windows, name
            assert _all_text(stall.window) == told, name
    finally:
        guard.close()


def test_no_text_can_be_marked_and_dragged_away(open_stall: OpenStall) -> None:
    stall = open_stall(before_set_up=True)
    for name in tour(stall.visitor):
        for line in stall.window.findChildren(QLineEdit):
            assert not line.dragEnabled(), f"{name}: {line.objectName()}"
            assert not line.acceptDrops(), f"{name}: {line.objectName()}"
        for label in stall.window.findChildren(QLabel):
            flags = label.textInteractionFlags()
            assert flags & _SELECTABLE == Qt.TextInteractionFlag.NoTextInteraction, f"{name}: {label.text()}"


_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


def _all_text(window: QWidget) -> list[str]:
    return [line.text() for line in window.findChildren(QLineEdit)]

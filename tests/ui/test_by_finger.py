"""Signing by touch: with the on-screen keyboard up, whatever one needs next is in sight."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.signing.visit import Step
from kiosk.ui.keyboard.widget import Keyboard
from tests import patience
from tests.ui.conftest import OpenStall, Stall
from tests.ui.faults import faults

SIZES = [(1024, 600), (1280, 800), (1366, 768), (1920, 1080), (1080, 1920)]
by_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
by_language = pytest.mark.parametrize("language", ["en", "zh-Hant"])


def _is_whole(widget: QWidget) -> bool:
    """Whether nothing hides a part of it, be it the page's edge or the window's."""
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


def _until_whole(widget: QWidget) -> None:
    patience.until(lambda: _is_whole(widget))


def _countries(stall: Stall) -> list[QAbstractButton]:
    buttons = stall.window.findChildren(QAbstractButton)
    return [one for one in buttons if one.objectName().startswith("country-")]


def _open_keyboard(stall: Stall, field: str) -> None:
    stall.visitor.tap(f"key-{field}")
    keyboard = stall.window.findChild(Keyboard)
    patience.until(keyboard.isVisible)
    patience.until(
        lambda: (
            stall.window.rect().contains(keyboard.geometry())
            and keyboard.height() >= keyboard.minimumHeight()
        )
    )


@pytest.fixture
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


def _touch(stall: Stall, name: str, finger: QPointingDevice, qtbot: QtBot) -> None:
    """Touches a button as a touch screen does: Qt makes a mouse's press of it."""
    button = stall.visitor.find(QAbstractButton, name)
    qtbot.waitUntil(lambda: button.isEnabled() and _is_whole(button))
    handle = stall.window.windowHandle()
    place = button.mapTo(stall.window, button.rect().center())
    QTest.touchEvent(handle, finger).press(0, place, handle)
    QTest.touchEvent(handle, finger).release(0, place, handle)
    patience.settle()


@by_size
@by_language
def test_the_organisation_that_is_missing_is_seen(
    open_stall: OpenStall, size: tuple[int, int], language: str
) -> None:
    stall = open_stall(size=size)
    stall.window.speak(language)
    visitor = stall.visitor
    visitor.tap("sign")
    _open_keyboard(stall, "name")
    visitor.tap("kind-organisation")
    visitor.type_into("name", "陳大文")
    _until_whole(visitor.find(QLineEdit, "field-name"))
    visitor.tap("next")
    for kind, name in ((QLineEdit, "field-organisation"), (QLabel, "remark-organisation")):
        _until_whole(visitor.find(kind, name))
    assert visitor.find(QLineEdit, "field-organisation").hasFocus()
    _until_whole(visitor.find(QAbstractButton, "next"))


@by_size
@by_language
def test_the_countries_that_are_found_are_seen(
    open_stall: OpenStall, size: tuple[int, int], language: str
) -> None:
    stall = open_stall(size=size)
    stall.window.speak(language)
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Rosa")
    visitor.tap("next")
    _open_keyboard(stall, "country")
    visitor.type_into("country", {"en": "swe", "zh-Hant": "瑞典"}[language])
    _until_whole(visitor.find(QLineEdit, "field-country"))
    _until_whole(visitor.find(QAbstractButton, "country-SE"))
    visitor.find(QLineEdit, "field-country").clear()
    visitor.type_into("country", {"en": "an", "zh-Hant": "亞"}[language])

    def many_are_seen() -> bool:
        found = [one for one in _countries(stall) if one.isVisible()]
        return len([one for one in found if _is_whole(one)]) >= min(4, len(found)) > 0

    patience.until(many_are_seen)


def test_in_the_largest_text_on_the_smallest_screen_what_one_types_is_seen(open_stall: OpenStall) -> None:
    stall = open_stall(size=(1024, 600))
    visitor = stall.visitor
    for tap in ("appearance", "text-largest", "appearance-done", "sign"):
        visitor.tap(tap)
    _open_keyboard(stall, "name")
    visitor.type_into("name", "Rosa")
    _until_whole(visitor.find(QLineEdit, "field-name"))
    visitor.tap("next")
    _open_keyboard(stall, "country")
    visitor.type_into("country", "swe")
    _until_whole(visitor.find(QLineEdit, "field-country"))
    _until_whole(visitor.find(QAbstractButton, "country-SE"))


def test_a_finger_signs_with_six_touches_and_a_name(
    stall: Stall, finger: QPointingDevice, qtbot: QtBot
) -> None:
    _touch(stall, "sign", finger, qtbot)
    keyboard = stall.window.findChild(Keyboard)
    qtbot.waitUntil(keyboard.isVisible)
    line = stall.visitor.find(QLineEdit, "field-name")
    assert stall.window.focusWidget() is line
    QTest.keyClicks(line, "Ann")
    for name in ("next", "country-HK", "next", "consent", "submit"):
        _touch(stall, name, finger, qtbot)
    qtbot.waitUntil(lambda: stall.window.visit.step is Step.THANKS)
    assert keyboard.isHidden()


def test_quick_fingers_give_the_pin(open_stall: OpenStall, finger: QPointingDevice, qtbot: QtBot) -> None:
    stall = open_stall(pin="135790")
    stall.window.staff.enter()
    for digit in "135790":
        _touch(stall, f"digit-{digit}", finger, qtbot)
    _touch(stall, "enter-pin", finger, qtbot)
    stall.visitor.find(QWidget, "leave")  # of the panel


def test_a_country_that_is_half_in_sight_does_not_move_under_the_finger(open_stall: OpenStall) -> None:
    stall = open_stall(size=(1366, 768))
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    visitor.tap("next")
    _open_keyboard(stall, "country")
    visitor.type_into("country", "an")
    patience.settle()
    half = patience.until(
        lambda: next((one for one in _countries(stall) if one.isVisible() and not _is_whole(one)), None)
    )
    at = half.visibleRegion().boundingRect().center()
    before = half.mapTo(stall.window, at)
    QTest.mousePress(half, Qt.MouseButton.LeftButton, pos=at)
    patience.settle()
    assert half.mapTo(stall.window, at) == before
    chosen = half.objectName().removeprefix("country-")
    QTest.mouseRelease(half, Qt.MouseButton.LeftButton, pos=at)
    patience.settle()
    assert stall.window.visit.draft.texts["country"] == chosen


def test_a_mouse_brings_no_keyboard(stall: Stall) -> None:
    sign = stall.visitor.find(QAbstractButton, "sign")
    QTest.mouseClick(sign, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    patience.settle()
    assert stall.window.findChild(Keyboard).isHidden()


def test_a_long_address_is_seen_in_whole(open_stall: OpenStall) -> None:
    stall = open_stall(size=(1024, 600))
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "extra-contact"):
        visitor.tap(tap)
    visitor.type_into("email", "maria.fitzgerald@library.example,org")
    line = visitor.find(QLineEdit, "field-email")
    assert line.fontMetrics().horizontalAdvance(line.text()) < line.width() - 40


@pytest.mark.parametrize("size", [(1024, 600), (1366, 768)])
def test_a_name_without_a_space_breaks(open_stall: OpenStall, size: tuple[int, int]) -> None:
    stall = open_stall(size=size)
    visitor = stall.visitor
    visitor.tap("sign")
    visitor.type_into("name", "N" * 300)
    for tap in ("next", "country-HK", "extra-listing"):
        visitor.tap(tap)
    patience.settle()
    assert faults(stall.window) == []
    for tap in ("next", "next"):
        visitor.tap(tap)
    patience.settle()
    assert faults(stall.window) == []

"""What a screen reader finds: every control with its name, what it is, and how it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QWidget,
)

from kiosk.ui.stall.attract import AttractScreen
from kiosk.ui.stall.over import Over
from kiosk.ui.widgets.ink_pad import InkPad
from tests.ui.conftest import OpenStall, Stall, shown
from tests.ui.heard import Heard, heard
from tests.ui.tour import tour

_ROLES = {
    QCheckBox: QAccessible.Role.CheckBox,
    QRadioButton: QAccessible.Role.RadioButton,
    QLineEdit: QAccessible.Role.EditableText,
    QScrollBar: QAccessible.Role.ScrollBar,
    Over: QAccessible.Role.Dialog,
    QAbstractButton: QAccessible.Role.Button,
    QLabel: QAccessible.Role.StaticText,
}


_TABS = ("section-", "question-")
_PICTURES = ("poster-full",)
"""Screens without a heading: a picture has the focus, and says what is on it."""


@pytest.fixture(autouse=True)
def somebody_listens() -> Iterator[None]:
    """A screen reader runs: each widget is told as soon as there is anything to tell of it."""
    before = QAccessible.isActive()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(before)


def _role(widget: QWidget) -> QAccessible.Role:
    """What it must be called: of several buttons, one is down; those that lead to a page are tabs."""
    if isinstance(widget, QPushButton) and widget.isCheckable():
        is_tab = widget.objectName().startswith(_TABS)
        return QAccessible.Role.PageTab if is_tab else QAccessible.Role.RadioButton
    return next(role for kind, role in _ROLES.items() if isinstance(widget, kind))


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_every_control_says_what_it_is_and_how_it_stands(stall: Stall, language: str) -> None:
    stall.visitor.tap(f"language-{language}")
    for name in tour(stall.visitor):
        for widget in stall.window.findChildren(QWidget):
            if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            told = heard(widget)
            called = f"{name}: {widget.objectName() or type(widget).__name__}"
            assert told is not None, called
            assert told.name.strip(), called
            if not isinstance(widget, InkPad):
                assert told.role == _role(widget), called
            if isinstance(widget, QAbstractButton):
                assert told.checked == widget.isChecked(), called


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_screen_is_called_by_a_heading_and_so_is_its_window(stall: Stall, language: str) -> None:
    stall.visitor.tap(f"language-{language}")
    for name in tour(stall.visitor):
        called = shown(stall.window).accessibleName()
        assert called.strip(), name
        assert stall.window.windowTitle().startswith(called), name
        cards = [card for card in stall.window.findChildren(Over) if card.isVisible()]
        showing = cards[-1] if cards else stall.window
        headings = [told for told in _told(showing) if told.role is QAccessible.Role.Heading]
        assert [told.name for told in headings if told.name.strip()] or name in _PICTURES, name
        for card in cards:
            told = heard(card)
            assert told is not None
            assert told.role is QAccessible.Role.Dialog


def _told(showing: QWidget) -> list[Heard]:
    every = [heard(widget) for widget in showing.findChildren(QWidget) if widget.isVisible()]
    return [told for told in every if told is not None]


def test_a_tab_is_pressed_and_says_which_is_shown(stall: Stall) -> None:
    """As a screen reader presses it, which is no finger and no key."""
    stall.visitor.touch_elsewhere()
    for name, other in (("contact", "demands"), ("demands", "contact")):
        tab = QAccessible.queryAccessibleInterface(stall.visitor.button(f"section-{name}"))
        tab.actionInterface().doAction("Press")
        stall.visitor.find(QAbstractButton, f"section-{name}")
        for section, selected in ((name, True), (other, False)):
            told = heard(stall.visitor.button(f"section-{section}"))
            assert told is not None
            assert told.checked is selected


def test_a_screen_reader_leads_from_the_start_to_the_sections_in_its_own_language(stall: Stall) -> None:
    """Whatever language the slogan has at that moment."""
    start = shown(stall.window)
    assert isinstance(start, AttractScreen)
    start.show_next()
    more = QAccessible.queryAccessibleInterface(stall.visitor.button("read-more"))
    more.actionInterface().doAction("Press")
    assert stall.visitor.button("section-demands").isChecked()
    assert stall.window.visit.language == "en"


def test_what_is_needed_is_said_of_the_field_until_there_is_a_remark(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("sign")
    line = visitor.find(QLineEdit, "field-name")
    described = [_description(line)]
    visitor.tap("next")
    described.append(_description(line))
    visitor.type_into("name", "Ann")
    described.append(_description(line))
    assert described == ["needed", "Please fill this in.", "needed"]
    visitor.tap("next")
    assert _description(visitor.find(QLineEdit, "field-country")) == "needed"
    visitor.tap("country-HK")
    visitor.tap("extra-contact")
    assert _description(visitor.find(QLineEdit, "field-email")) == ""
    visitor.tap("next")
    visitor.tap("next")
    assert _description(visitor.find(QCheckBox, "consent")) == "needed"


def _description(widget: QWidget) -> str:
    told = heard(widget)
    assert told is not None
    return told.description


def test_what_is_wrong_is_said_of_the_field_itself(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("language-zh-Hant")
    visitor.tap("sign")
    visitor.tap("next")
    line = heard(visitor.find(QLineEdit, "field-name"))
    assert line is not None
    assert line.description == "請填寫這一項。"
    visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "next", "submit"):
        visitor.tap(tap)
    consent = visitor.find(QCheckBox, "consent")
    told = heard(consent)
    assert told is not None
    assert told.description
    assert not told.checked
    visitor.tap("consent")
    told = heard(consent)
    assert told is not None
    assert told.checked


def test_what_is_chosen_is_underlined_too(stall: Stall) -> None:
    """Fill and colour alone do not tell everybody."""
    stall.visitor.tap("sign")
    for chosen, other in (("language-en", "language-zh-Hant"), ("kind-person", "kind-organisation")):
        assert stall.visitor.find(QAbstractButton, chosen).isChecked()
        assert _has_long_line(stall, chosen)
        assert not _has_long_line(stall, other)


def _has_long_line(stall: Stall, name: str) -> bool:
    """Whether some row in the middle of a button has one colour unlike the background, as wide as its text."""  # noqa: E501
    widget = stall.visitor.find(QAbstractButton, name)
    image = widget.grab().toImage()
    middle = range(image.height() // 2, image.height() - 10)
    behind = image.pixel(image.width() - 12, image.height() // 2)
    wide = widget.fontMetrics().horizontalAdvance(widget.text()) * 0.9
    return any(
        sum(image.pixel(x, y) != behind for x in range(10, image.width() - 10)) >= wide for y in middle
    )


def test_a_question_is_what_the_card_is_called(open_stall: OpenStall) -> None:
    stall = open_stall()
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", "Ann")
    stall.visitor.tap("home")
    card = stall.visitor.find(QWidget, "over")
    told = heard(card)
    assert told is not None
    assert told.name == "Start anew? What you typed is forgotten then."

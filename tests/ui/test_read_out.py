"""What a screen reader finds: every control with its name, what it is, and how it stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit, QRadioButton, QScrollBar, QWidget

from kiosk.ui.widgets.ink_pad import InkPad
from tests.ui.conftest import OpenStall, Stall
from tests.ui.heard import heard
from tests.ui.tour import tour

_ROLES = {
    QCheckBox: QAccessible.Role.CheckBox,
    QRadioButton: QAccessible.Role.RadioButton,
    QLineEdit: QAccessible.Role.EditableText,
    QScrollBar: QAccessible.Role.ScrollBar,
    QAbstractButton: QAccessible.Role.Button,
    QLabel: QAccessible.Role.StaticText,
}


def _role(widget: QWidget) -> QAccessible.Role:
    if isinstance(widget, QAbstractButton) and widget.isCheckable() and not isinstance(widget, QRadioButton):
        return QAccessible.Role.CheckBox
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

"""Nothing of a visit is left for the next person."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.signing.visit import Step
from kiosk.ui.posters.navigator import PosterNavigator
from kiosk.ui.stall.thanks import SECONDS
from tests.ui.conftest import Clock, Stall

CANARY = "Zanzibar Quux"


def _type_canaries(stall: Stall) -> None:
    visitor = stall.visitor
    visitor.tap("language-zh-Hant")
    visitor.tap("sign")
    visitor.tap("kind-organisation")
    for field in ("name", "organisation", "role"):
        visitor.type_into(field, CANARY)
    line = stall.window.findChild(QLineEdit, "field-name")
    line.selectAll()
    line.copy()
    visitor.tap("next")
    visitor.tap("country-HK")
    visitor.tap("extra-contact")
    for field in ("email", "phone", "city"):
        visitor.type_into(field, CANARY)


def _everything_shown_or_kept() -> str:
    words = []
    for widget in QApplication.allWidgets():
        for read in ("text", "accessibleName", "accessibleDescription", "placeholderText"):
            if hasattr(widget, read):
                words.append(str(getattr(widget, read)()))
    words.append(QGuiApplication.clipboard().text())
    return "\n".join(words)


def _press_undo_everywhere(window: QWidget) -> None:
    for line in window.findChildren(QLineEdit):
        line.setFocus()
        for _ in range(5):
            QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def _nothing_is_left(stall: Stall, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: CANARY not in _everything_shown_or_kept())
    assert stall.window.visit.is_blank()
    assert stall.window.visit.language == "en"
    stall.visitor.tap("sign")
    _press_undo_everywhere(stall.window)
    stall.visitor.tap("kind-organisation")
    _press_undo_everywhere(stall.window)
    assert CANARY not in _everything_shown_or_kept()
    assert stall.window.visit.draft.texts["name"] == ""


def test_after_finishing(stall: Stall, qtbot: QtBot) -> None:
    _type_canaries(stall)
    for tap in ("next", "next", "next", "consent", "submit", "done"):
        stall.visitor.tap(tap)
    assert len(stall.signatures()) == 1
    _nothing_is_left(stall, qtbot)


@pytest.mark.parametrize("where", ["form", "section", "reading", "start anew?"])
def test_after_walking_away(clock: Clock, stall: Stall, qtbot: QtBot, where: str) -> None:
    _type_canaries(stall)
    if where == "reading":
        stall.visitor.tap("read-privacy")
    elif where == "section":
        stall.window.show_section("questions")
    elif where == "start anew?":
        stall.visitor.tap("home")
    clock.pass_by(stall.window, 150 if where == "reading" else 70)  # who reads is given longer
    assert stall.window.visit.is_blank()
    assert stall.window.visit.step is Step.READING
    assert stall.signatures() == []
    _nothing_is_left(stall, qtbot)


def test_after_going_to_the_start(stall: Stall, qtbot: QtBot) -> None:
    _type_canaries(stall)
    stall.visitor.tap("home")
    stall.visitor.tap("go-on")
    assert stall.window.visit.draft.texts["name"] == CANARY, "a slip of the hand loses nothing"
    stall.visitor.tap("home")
    stall.visitor.tap("start-anew")
    _nothing_is_left(stall, qtbot)


def test_the_start_does_not_end_by_itself(clock: Clock, stall: Stall) -> None:
    first = stall.window.visit
    clock.pass_by(stall.window, 200)
    assert stall.window.visit is first


def test_thank_you_clears_itself(clock: Clock, stall: Stall, qtbot: QtBot) -> None:
    _type_canaries(stall)
    for tap in ("next", "next", "next", "consent", "submit"):
        stall.visitor.tap(tap)
    qtbot.waitUntil(lambda: stall.window.visit.step is Step.THANKS)
    clock.pass_by(stall.window, SECONDS)
    assert stall.window.visit.step is Step.READING
    assert len(stall.signatures()) == 1
    assert stall.visitor.find(QLabel, "training")
    _nothing_is_left(stall, qtbot)


def test_leaving_the_thanks_for_what_one_can_do_starts_a_new_visit(stall: Stall, qtbot: QtBot) -> None:
    _type_canaries(stall)
    for tap in ("next", "next", "next", "consent", "submit", "act"):
        stall.visitor.tap(tap)
    assert stall.window.visit.is_blank()
    assert stall.window.visit.language == "zh-Hant"
    qtbot.waitUntil(lambda: CANARY not in _everything_shown_or_kept())


def test_who_is_still_there_goes_on(clock: Clock, stall: Stall) -> None:
    _type_canaries(stall)
    clock.pass_by(stall.window, 50)
    assert stall.window.findChild(QWidget, "over") is not None
    below = stall.window.findChild(QWidget, "back")
    assert stall.window.childAt(below.mapTo(stall.window, below.rect().center())) is not below
    for _ in range(3):
        QTest.keyClick(stall.window.focusWidget(), Qt.Key.Key_Tab)
        assert stall.window.focusWidget().objectName() in ("go-on", "start-anew")
    stall.visitor.tap("go-on")
    clock.pass_by(stall.window, 30)
    assert stall.window.visit.draft.texts["name"] == CANARY
    assert stall.window.focusWidget() is not None


def test_who_does_not_answer_is_gone(clock: Clock, stall: Stall, qtbot: QtBot) -> None:
    _type_canaries(stall)
    clock.pass_by(stall.window, 50)
    assert stall.window.findChild(QWidget, "over") is not None
    assert not stall.window.visit.is_blank()
    clock.pass_by(stall.window, 20)
    assert stall.window.visit.is_blank()
    _nothing_is_left(stall, qtbot)


def test_a_question_waits_for_its_answer_on_a_turned_screen(stall: Stall) -> None:
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", CANARY)
    stall.visitor.tap("home")
    stall.window.resize(768, 1366)
    stall.visitor.tap("start-anew")
    assert stall.window.visit.is_blank()


def test_a_stick_that_hangs_keeps_no_signature_waiting(stall: Stall, qtbot: QtBot) -> None:
    stick_answers = Event()
    posters = stall.window.findChild(PosterNavigator)
    posters._copies.begin(lambda run: stick_answers.wait(), lambda _: None, lambda _: None)
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", "Ann")
    for tap in ("next", "country-HK", "next", "consent", "submit"):
        stall.visitor.tap(tap)
    qtbot.waitUntil(lambda: stall.window.visit.step is Step.THANKS)
    stick_answers.set()

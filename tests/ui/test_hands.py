"""What hands do is noticed wherever they are: somebody is there, and it is a finger or a mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.stall.question import QuestionOver
from tests import patience
from tests.ui.conftest import Clock, Stall
from tests.ui.desk.conftest import DeskHand
from tests.ui.desk.conftest import hand as hand
from tests.ui.desk.conftest import open_desk as open_desk


def test_who_types_is_not_asked_whether_anybody_is_there(clock: Clock, stall: Stall) -> None:
    stall.visitor.tap("sign")
    line = stall.visitor.find(QLineEdit, "field-name")
    for letter in "Ann":
        clock.now += 40  # of 45
        QTest.keyClick(line, letter)
    stall.window._watching.idle._look()
    assert not stall.window.findChildren(QuestionOver)
    clock.now += 46
    stall.window._watching.idle._look()
    assert [one.isVisible() for one in stall.window.findChildren(QuestionOver)] == [True]


def test_a_desk_at_which_somebody_types_does_not_lock_itself(clock: Clock, hand: DeskHand) -> None:
    hand.window._idle.start()
    for _ in range(3):
        clock.now += 400  # of 600
        hand.press(Qt.Key.Key_Shift)
    hand.window._idle._look()
    assert hand.button("lock")
    clock.now += 601
    hand.window._idle._look()
    assert not [one for one in hand.window.findChildren(QAbstractButton, "lock") if one.isVisible()]


def test_a_finger_hides_the_pointer_and_the_mouse_shows_it(stall: Stall) -> None:
    window = stall.window
    QTest.touchEvent(window, QTest.createTouchDevice()).press(0, QPoint(400, 300), window)
    assert window.cursor().shape() is Qt.CursorShape.BlankCursor
    QTest.mouseMove(window, QPoint(300, 200))
    patience.settle()
    assert window.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_a_finger_on_a_field_brings_the_keyboard_and_the_mouse_does_not(stall: Stall) -> None:
    stall.window.activateWindow()
    stall.visitor.tap("sign")
    line = stall.visitor.find(QLineEdit, "field-name")
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert stall.window.findChild(Keyboard).isHidden()
    screen = QTest.createTouchDevice()
    place = QPoint(10, line.height() // 2)
    QTest.touchEvent(line, screen).press(0, place, line)
    QTest.touchEvent(line, screen).release(0, place, line)
    patience.settle()
    assert stall.window.findChild(Keyboard).isVisible()

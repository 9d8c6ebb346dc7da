"""Locked in a hurry: whatever is on the screen is gone at once, and nothing tells what the laptop is for."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app import application
from kiosk.signing.visit import Step
from kiosk.stall.shift import Tally
from kiosk.stall.state import load_state
from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.staff import neutral_screen
from kiosk.ui.staff.neutral_screen import NEUTRAL, NeutralScreen
from kiosk.ui.stall.bands import TopBand
from kiosk.ui.stall.over import Over
from kiosk.ui.window.window import StallWindow
from tests import patience
from tests.ui.canaries import (
    CANARY,
    COMPOSED,
    STEPS,
    drawn_content,
    files_with,
    kept,
    leave_canaries,
    what_keys_bring_back,
)
from tests.ui.conftest import Clock, OpenStall, Stall, shown

PIN = "2468"
CORNER = QPoint(8, 8)


@pytest.fixture(autouse=True)
def _ready_to_be_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neutral_screen, "DEAF_MS", 0)


def _keys(stall: Stall, key: Qt.Key) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(QApplication.focusWidget() or stall.window, key, both)


def _panic(stall: Stall) -> None:
    _keys(stall, Qt.Key.Key_L)


def _tap_corner(stall: Stall, times: int, wait_ms: int = -1) -> None:
    for _ in range(times):
        target = stall.window.childAt(CORNER) or stall.window
        place = target.mapFrom(stall.window, CORNER)
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=place, delay=wait_ms)


def _touch(stall: Stall) -> None:
    QTest.mouseClick(shown(stall.window), Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    patience.settle()


def _give_pin(stall: Stall) -> None:
    for digit in PIN:
        stall.visitor.tap(f"digit-{digit}")
    stall.visitor.tap("enter-pin")
    stall.visitor.find(QWidget, "leave")  # of the panel


def _tells_nothing(window: StallWindow) -> None:
    assert isinstance(shown(window), NeutralScreen)
    seen = [part for part in window.findChildren(QWidget) if part.isVisible()]
    assert not [part for part in seen if isinstance(part, (TopBand, Over, Keyboard))]
    said = [window.windowTitle(), *(str(part.property("text") or "") for part in seen)]
    said += [part.accessibleName() for part in seen]
    assert {words for words in said if words} == {"Locked"}
    picture = window.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1366, 7) for y in range(0, 768, 7)}
    campaign = window.campaign.colours
    assert not colours & {campaign.paper, campaign.accent, campaign.on_accent}
    assert picture.pixelColor(3, 3).name() == NEUTRAL.paper


# After every other step, and the last; those between are tried by who goes to the start (test_canaries.py).
@pytest.mark.parametrize("until", [*list(STEPS)[1::2], "composing"])
def test_nothing_is_left_of_who_was_there(
    open_stall: OpenStall, qtbot: QtBot, tmp_path: Path, until: str
) -> None:
    stall = open_stall(drawn_content(tmp_path))
    leave_canaries(stall.visitor, until)
    _panic(stall)
    _tells_nothing(stall.window)
    qtbot.waitUntil(lambda: CANARY not in kept() and COMPOSED not in kept())
    _touch(stall)
    stall.visitor.tap("back")
    assert stall.window.visit.is_blank()
    stall.visitor.read("questions")
    assert what_keys_bring_back(stall.window) == ""
    stall.visitor.tap("sign")
    stall.visitor.tap("kind-organisation")
    assert what_keys_bring_back(stall.window) == ""
    assert stall.signatures() == []
    for trace in (CANARY, COMPOSED):
        assert files_with(trace, stall.kiosk.data) == []


def test_four_quick_taps_in_the_corner_lock_and_three_do_not(open_stall: OpenStall) -> None:
    stall = open_stall(pin=PIN)
    stall.visitor.read("demands")
    _tap_corner(stall, 3)
    assert not isinstance(shown(stall.window), NeutralScreen)
    _tap_corner(stall, 1)
    _tells_nothing(stall.window)


def test_a_hurry_to_the_start_does_not_lock(open_stall: OpenStall) -> None:
    stall = open_stall(pin=PIN)
    stall.visitor.read("demands")
    home = stall.visitor.find(QWidget, "home")
    assert home.mapTo(stall.window, QPoint()).x() < 90, "it reaches into the corner"
    for _ in range(6):
        home = stall.visitor.find(QWidget, "home")
        QTest.mouseClick(home, Qt.MouseButton.LeftButton, pos=QPoint(5, 10), delay=1)
    assert not isinstance(shown(stall.window), NeutralScreen)


def test_slow_taps_do_not_lock(open_stall: OpenStall) -> None:
    stall = open_stall(pin=PIN)
    _tap_corner(stall, 5, wait_ms=750)
    assert not isinstance(shown(stall.window), NeutralScreen)


def test_whoever_taps_once_too_often_sees_no_words(
    open_stall: OpenStall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neutral_screen, "DEAF_MS", 60_000)
    stall = open_stall(pin=PIN)
    _tap_corner(stall, 7)
    _tells_nothing(stall.window)


@pytest.mark.parametrize("card", ["appearance", "home", "key-name"])
def test_cards_and_the_keyboard_go_too(open_stall: OpenStall, card: str) -> None:
    stall = open_stall(pin=PIN)
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", CANARY)
    stall.visitor.tap(card)
    _panic(stall)
    _tells_nothing(stall.window)


def test_a_signature_that_is_being_stored_is_stored_and_nobody_sees_it(
    open_stall: OpenStall, qtbot: QtBot
) -> None:
    stall = open_stall(pin=PIN)
    go_on = Event()
    store = stall.window.storing._sign

    def store_slowly(signature: object) -> int:
        assert go_on.wait(patience.SECONDS)
        return store(signature)  # type: ignore[arg-type]

    stall.window.storing._sign = store_slowly  # type: ignore[assignment]
    stall.visitor.tap("sign")
    stall.visitor.type_into("name", "Rosa Secret")
    stall.visitor.tap("next")
    stall.visitor.tap("country-HK")
    stall.visitor.tap("next")
    stall.visitor.tap("consent")
    QTest.mouseClick(stall.visitor.find(QWidget, "submit"), Qt.MouseButton.LeftButton)
    assert stall.window.visit.step is Step.SAVING
    _panic(stall)
    _tells_nothing(stall.window)
    go_on.set()
    stall.window.storing.wait()
    qtbot.waitUntil(lambda: stall.window.storing.tally == Tally(1, 1))
    _tells_nothing(stall.window)
    assert [signature.name for signature in stall.signatures()] == ["Rosa Secret"]


def test_the_right_pin_leads_back_to_the_panel(open_stall: OpenStall) -> None:
    stall = open_stall(pin=PIN)
    _panic(stall)
    _touch(stall)
    assert type(shown(stall.window)).__name__ == "PinScreen"
    assert stall.window.grab().toImage().pixelColor(3, 3).name() == NEUTRAL.paper
    assert stall.window.findChild(TopBand) is None or not stall.window.findChild(TopBand).isVisible()
    stall.visitor.tap("back")
    _tells_nothing(stall.window)
    QTest.keyClick(shown(stall.window), Qt.Key.Key_A)
    _give_pin(stall)
    assert type(shown(stall.window)).__name__ == "PanelScreen"
    assert stall.window.windowTitle() != "Locked"


def test_who_walks_away_from_the_pin_leaves_a_screen_that_tells_nothing(
    clock: Clock, open_stall: OpenStall
) -> None:
    stall = open_stall(pin=PIN)
    _panic(stall)
    _touch(stall)
    assert not isinstance(shown(stall.window), NeutralScreen)
    clock.pass_by(stall.window, 70)
    assert isinstance(shown(stall.window), NeutralScreen)
    clock.pass_by(stall.window, 70)
    _tells_nothing(stall.window)


def test_the_staffs_room_locks_too_and_without_a_pin_a_touch_unlocks(open_stall: OpenStall) -> None:
    stall = open_stall()
    _keys(stall, Qt.Key.Key_S)
    assert type(shown(stall.window)).__name__ == "PanelScreen"
    stall.visitor.tap("journal")
    _panic(stall)
    _tells_nothing(stall.window)
    _touch(stall)
    assert type(shown(stall.window)).__name__ == "PanelScreen"


def test_a_restart_does_not_unlock(open_stall: OpenStall, qtbot: QtBot) -> None:
    stall = open_stall(pin=PIN)
    _panic(stall)
    stall.window.close()
    assert load_state(stall.kiosk.data).locked
    again = StallWindow(application(), stall.kiosk)
    qtbot.addWidget(again)
    again.resize(1366, 768)
    again.show()
    _tells_nothing(again)
    other = Stall(stall.training, again, stall.plugged_in)
    _touch(other)
    _give_pin(other)
    again.close()
    assert not load_state(stall.kiosk.data).locked

"""A wait outlasts a restart; what is being composed outlasts a change of language."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.app import application
from kiosk.stall.pin import PinGuard, make_pin
from kiosk.stall.settings import load_settings
from kiosk.ui.staff.pin import PinLock, PinScreen
from kiosk.ui.tasks import Tasks
from kiosk.ui.window.window import StallWindow
from tests import patience
from tests.program import ENVIRONMENT, ROOT
from tests.ui.conftest import OpenStall

PIN = "2468"
WRONG = 8


def test_a_restart_does_not_end_the_wait_after_wrong_pins(open_stall: OpenStall, qtbot: QtBot) -> None:
    kiosk = open_stall(pin=PIN).kiosk
    pin = load_settings(kiosk.data).pin
    assert pin is not None
    guard = PinGuard(kiosk.data, pin)
    for _ in range(WRONG):
        assert not guard.fits("0000")
    again = StallWindow(application(), kiosk, find_sticks=list)
    qtbot.addWidget(again)
    again.resize(1366, 768)
    again.show()
    QTest.keyClick(again, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: isinstance(again._stack.screen, PinScreen))
    remark = again.findChild(QLabel, "remark-pin")
    assert remark.text().startswith("Try again in ")
    assert int(remark.text().split()[3]) > 30
    for key in (*PIN, Qt.Key.Key_Return):
        QTest.keyClick(again._stack.screen, key)
    assert guard.wrong == PinGuard(kiosk.data, pin).wrong == WRONG, "it was not even tried"
    assert isinstance(again._stack.screen, PinScreen)


def test_the_right_pin_is_taken_at_the_end_of_the_wait_and_not_before(tmp_path: Path, qtbot: QtBot) -> None:
    pin = make_pin(PIN)
    guard = PinGuard(tmp_path, pin)
    for _ in range(WRONG):
        guard.fits("0000")
    now = [1000.0]
    owner = QObject()
    tasks = Tasks(owner)
    lock = PinLock(PinGuard(tmp_path, pin), tasks, owner, clock=lambda: now[0])
    assert lock.seconds_left == 64
    now[0] += 63.9
    lock.check(PIN)
    assert not lock.checking
    now[0] += 0.1
    with qtbot.waitSignal(lock.opened):
        lock.check(PIN)
    assert lock.wrong == 0
    assert lock.seconds_left == 0


@pytest.mark.parametrize("because", ["language", "turned"])
def test_what_is_being_composed_is_not_lost_when_the_screen_is_built_anew(because: str) -> None:
    played = subprocess.run(
        [sys.executable, "-m", "tests.ui.composing", because],
        env=ENVIRONMENT,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=patience.SECONDS,
        check=True,
    )
    offered, written = played.stdout.splitlines()
    assert "陳" in offered.split(), "nothing is chosen yet"
    assert written == "陳"

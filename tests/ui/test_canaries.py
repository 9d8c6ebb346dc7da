"""Two visits one after the other: the second finds nothing of the first, wherever that one ended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.signing.visit import Step
from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.theme import Appearance
from tests import patience
from tests.program import ENVIRONMENT, ROOT
from tests.screens.compare import differs
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
from tests.ui.conftest import OpenStall, Stall
from tests.ui.onscreen import Finger
from tests.ui.test_x_window import display as display
from tests.ui.tour import tour


def _nothing_is_left(stall: Stall, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: CANARY not in kept() and COMPOSED not in kept())
    window, visit = stall.window, stall.window.visit
    assert (visit.is_blank(), visit.step, visit.language) == (True, Step.READING, "en")
    assert window._router.appearance == Appearance()
    assert window.findChild(Keyboard).isHidden()
    stall.visitor.read("questions")
    assert what_keys_bring_back(window) == ""
    stall.visitor.tap("sign")
    stall.visitor.tap("kind-organisation")
    assert what_keys_bring_back(window) == ""
    assert CANARY not in kept()


@pytest.mark.parametrize("until", STEPS)
def test_nothing_is_left_by_who_walks_away(
    open_stall: OpenStall, qtbot: QtBot, tmp_path: Path, until: str
) -> None:
    stall = open_stall(drawn_content(tmp_path))
    leave_canaries(stall.visitor, until)
    stall.window.ask_whether_there()
    stall.window._overlays.shown.left = 1  # nobody answers, and the last second runs out
    stall.window._overlays.shown._tick()
    qtbot.waitUntil(lambda: stall.window.visit.is_blank() and stall.window.visit.language == "en")
    _nothing_is_left(stall, qtbot)
    assert stall.signatures() == []


@pytest.mark.parametrize("until", list(STEPS)[::2])  # a visit ends the same way as above, after each step
def test_nothing_is_left_by_who_goes_to_the_start(
    open_stall: OpenStall, qtbot: QtBot, tmp_path: Path, until: str
) -> None:
    stall = open_stall(drawn_content(tmp_path))
    leave_canaries(stall.visitor, until)
    blank = stall.window.visit.is_blank()
    stall.visitor.tap("home")
    if not blank:
        stall.visitor.tap("start-anew")
    _nothing_is_left(stall, qtbot)


def test_what_was_begun_on_the_keyboard_is_not_offered_to_the_next(
    open_stall: OpenStall, qtbot: QtBot, tmp_path: Path
) -> None:
    stall = open_stall(drawn_content(tmp_path))
    leave_canaries(stall.visitor, "composing")
    stall.visitor.tap("home")
    stall.visitor.tap("start-anew")
    stall.visitor.tap("sign")
    stall.window.activateWindow()
    stall.visitor.tap("key-name")
    finger = Finger(stall.window.findChild(Keyboard))
    assert finger.locale() == "en_GB", "the keyboard speaks the first language again"
    assert finger.candidates() == []
    finger.tap("注音")
    assert finger.candidates() == []
    finger.tap("ㄅ", "ㄚ")
    assert COMPOSED not in kept()


_DIFFERENT_EACH_TIME = {
    *("attract", "appearance", "staff", "staff-shift", "staff-wipe"),  # the number of those who signed
    "thanks",  # the receipt
    "staff-clock",  # the time of day
}


def _pictures(stall: Stall) -> Iterator[tuple[str, QImage]]:
    stall.visitor.tap("language-en")
    for name in tour(stall.visitor):
        stall.window.activateWindow()  # only there has anything the focus
        assert QTest.qWaitForWindowActive(stall.window)
        QTest.mouseMove(stall.window, QPoint(1, 1))
        patience.settle()
        if name not in _DIFFERENT_EACH_TIME:
            yield name, stall.window.grab().toImage()


def test_the_second_visitor_sees_what_the_first_of_a_new_kiosk_sees(open_stall: OpenStall) -> None:
    QApplication.setCursorFlashTime(0)
    new = open_stall()
    stall = open_stall(twin_of=new)  # a kiosk's id is on a screen
    visitor = stall.visitor
    for walk in (STEPS[name] for name in STEPS if name not in ("drawn", "consent", "reading", "composing")):
        walk(visitor)
    for tap in ("next", "next", "consent", "submit", "done"):
        visitor.tap(tap)
    different = [
        name
        for (name, picture), (_, seen) in zip(_pictures(new), _pictures(stall), strict=True)
        if differs(picture, seen)
    ]
    assert different == []


@pytest.mark.parametrize("platform", ["offscreen", "xcb"])
def test_nothing_is_left_in_files_or_selections(
    request: pytest.FixtureRequest, tmp_path: Path, platform: str
) -> None:
    home = tmp_path / "home"
    folders = {
        "HOME": home,
        "TMPDIR": home / "tmp",
        "XDG_DATA_HOME": home / "data",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_STATE_HOME": home / "state",
        "XDG_RUNTIME_DIR": home / "run",
        "XDG_CONFIG_HOME": home / "config",
    }
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    (home / "kiosk").mkdir()
    environment = {**ENVIRONMENT, **{name: str(path) for name, path in folders.items()}}
    environment["QT_QPA_PLATFORM"] = platform
    if platform == "xcb":
        environment["DISPLAY"] = request.getfixturevalue("display")
    played = subprocess.run(
        [sys.executable, "-m", "tests.ui.canaries", str(home / "kiosk")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=patience.LONG_SECONDS,
        check=False,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert played.stdout.split("\n")[:-1] == ["played composing", "played name", "played consent"]
    assert played.stderr == ""
    for trace in (CANARY, COMPOSED):
        assert files_with(trace, tmp_path) == []
    assert list((home / "tmp").iterdir()) == []

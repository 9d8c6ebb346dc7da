"""Staff in the locked session, where only root can give the laptop back, switch it off or turn its screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from kiosk.stall import session
from kiosk.stall.journal import Event, Journal
from tests.ui.conftest import OpenStall, Stall


@pytest.fixture
def requests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where root is asked, as the session makes it."""
    folder = tmp_path / "requests"
    folder.mkdir()
    monkeypatch.setattr(session, "REQUESTS", folder)
    return folder


@pytest.fixture
def turn_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The session's program that turns the screen, here one that only keeps how; returns where."""
    kept = tmp_path / "screen-turn"
    program = tmp_path / "turn-screen"
    program.write_text(f'#!/bin/sh\n[ -z "${{LD_LIBRARY_PATH:-}}" ] && echo "$1" >{kept}\n')
    program.chmod(0o755)
    monkeypatch.setattr(session, "_TURN_SCREEN", str(program))
    monkeypatch.setattr(session, "_KEPT", kept)
    return kept


def _asked(requests: Path) -> list[str]:
    return sorted(path.name for path in requests.iterdir())


def test_leaving_asks_root_for_the_laptops_own_login(open_stall: OpenStall, requests: Path) -> None:
    stall = open_stall()
    _come_in(stall)
    stall.visitor.tap("leave")
    assert "The laptop’s own login comes" in _words(stall)
    ended: list[object] = []
    stall.window.ended.connect(ended.append)
    stall.visitor.tap("leave-now")
    assert _asked(requests) == ["leave"]
    assert ended == [], "it is root who ends the kiosk; by itself it would only be started again"
    assert Journal(stall.kiosk.data, stall.kiosk.today).entries()[0].event is Event.LEFT
    assert not stall.visitor.find(QAbstractButton, "leave-now").isEnabled()
    stall.visitor.tap("back")


def test_the_laptop_is_switched_off(open_stall: OpenStall, requests: Path) -> None:
    stall = open_stall()
    _come_in(stall)
    stall.visitor.tap("switch-off")
    assert _asked(requests) == []
    stall.visitor.tap("back")
    stall.visitor.tap("switch-off")
    stall.visitor.tap("switch-off-now")
    assert _asked(requests) == ["switch-off"]


def test_the_screen_is_turned_at_once_and_the_choice_is_shown(
    open_stall: OpenStall, requests: Path, turn_screen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", os.fspath(turn_screen.parent))  # a bundle's, with other libraries
    stall = open_stall()
    _come_in(stall)
    stall.visitor.tap("turn")
    assert stall.visitor.find(QAbstractButton, "turn-normal").isChecked()
    for turn in ("right", "inverted", "left"):
        stall.visitor.tap(f"turn-{turn}")
        assert turn_screen.read_text() == f"{turn}\n"
        assert stall.visitor.find(QAbstractButton, f"turn-{turn}").isChecked()


def test_a_screen_that_cannot_be_turned_says_so(
    open_stall: OpenStall, requests: Path, turn_screen: Path
) -> None:
    (turn_screen.parent / "turn-screen").unlink()
    stall = open_stall()
    _come_in(stall)
    stall.visitor.tap("turn")
    stall.visitor.tap("turn-left")
    assert "This screen cannot be turned." in _words(stall)


def test_a_request_that_cannot_be_made_is_told(open_stall: OpenStall, requests: Path) -> None:
    stall = open_stall()
    _come_in(stall)
    stall.visitor.tap("switch-off")
    requests.rmdir()
    stall.visitor.tap("switch-off-now")
    assert "That did not work." in _words(stall)


def test_without_the_session_there_is_nothing_to_switch_off_or_turn(
    open_stall: OpenStall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "REQUESTS", tmp_path / "no such session")
    stall = open_stall()
    _come_in(stall)
    for name in ("switch-off", "turn"):
        assert stall.window.findChild(QAbstractButton, name) is None
    stall.visitor.tap("leave")
    assert "whoever sits here can use the laptop" in _words(stall)


def _come_in(stall: Stall) -> None:
    stall.window.staff._come_in()
    stall.visitor.find(QLabel, "fact")


def _words(stall: Stall) -> str:
    return " ".join(label.text() for label in stall.window.findChildren(QLabel) if label.isVisible())

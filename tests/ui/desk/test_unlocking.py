"""A campaign is opened, unlocked with its passphrase, and locked again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kiosk.ui.desk.parts.file_dialog import FileDialog
from tests.conftest import PASSPHRASE
from tests.ui.conftest import Clock
from tests.ui.desk.conftest import DeskHand, OpenDesk


def is_locked(hand: DeskHand) -> bool:
    return hand.window.work is None and hand.sees("Passphrase of the campaign")


def test_the_passphrase_unlocks_and_a_wrong_one_is_told(open_desk: OpenDesk, desk_folder: Path) -> None:
    hand = open_desk(desk_folder)
    hand.unlock("not the passphrase")
    hand.wait_for("This passphrase does not open")
    assert is_locked(hand)
    assert hand.window.findChild(QLineEdit, "field-passphrase").text() == ""
    hand.type("passphrase", PASSPHRASE)
    hand.press(Qt.Key.Key_Return)
    hand.wait_for("Nothing has been merged yet")


def test_a_folder_is_chosen_and_offered_again(
    open_desk: OpenDesk, desk_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileDialog, "folder", lambda *_: str(desk_folder))
    hand = open_desk()
    hand.click("choose")
    assert is_locked(hand)
    again = open_desk()
    again.click("recent-0")
    assert is_locked(again)


def test_a_folder_that_is_no_campaign_is_told_and_not_offered_again(
    open_desk: OpenDesk, tmp_path: Path
) -> None:
    hand = open_desk(tmp_path)
    assert hand.sees(str(tmp_path))
    assert hand.button("choose").isVisible()
    assert not open_desk().sees("Opened before")


def test_locking_drops_the_key(hand: DeskHand) -> None:
    hand.click("lock")
    assert is_locked(hand)
    hand.type("passphrase", PASSPHRASE)
    hand.press(Qt.Key.Key_Return)
    hand.wait_for("Nothing has been merged yet")
    hand.window.activateWindow()
    hand.qtbot.waitUntil(hand.window.isActiveWindow)
    hand.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    hand.qtbot.waitUntil(lambda: is_locked(hand))


def test_a_desk_that_nobody_uses_locks_itself(clock: Clock, open_desk: OpenDesk, desk_folder: Path) -> None:
    hand = open_desk(desk_folder, idle_seconds=20)
    hand.unlock()
    hand.button("lock")
    clock.pass_by(hand.window, 21)
    hand.wait_for("has locked itself")
    assert is_locked(hand)


def test_a_damaged_memory_is_no_obstacle(open_desk: OpenDesk, desk_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "desk.json").write_text("{")
    hand = open_desk(desk_folder)
    assert is_locked(hand)
    assert hand.sees("does not know which shared database it uses")


def test_the_language_is_changed_live_and_remembered(open_desk: OpenDesk, desk_folder: Path) -> None:
    hand = open_desk(desk_folder)
    hand.click("language-zh-Hant")
    assert hand.sees("運動的通行短語")
    assert not hand.sees("Passphrase of the campaign")
    assert open_desk(desk_folder).window.language.tag == "zh-Hant"

"""The window that makes a laptop a kiosk, or gives it back, with a system that does what a script says."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from kiosk.app import application
from kiosk.errors import SettingsError
from kiosk.stall.becoming import become, restart
from kiosk.ui.language import Language
from kiosk.ui.laptop import LaptopWindow
from kiosk.ui.staff.neutral_screen import NEUTRAL

Script = Callable[[Path, str], Path]


@pytest.fixture
def script() -> Script:
    """Writes a program that does `lines`."""

    def write(file: Path, lines: str) -> Path:
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\n{lines}\n")
        file.chmod(0o755)
        return file

    return write


@pytest.fixture
def system(tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that come before the system's own: here pkexec runs what it is given."""
    programs = tmp_path / "bin"
    script(programs / "pkexec", 'exec "$@"')
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return programs


def open_window(qtbot: QtBot, commands: Path, *, on: bool, tag: str = "en") -> LaptopWindow:
    application()
    window = LaptopWindow(Language(tag), NEUTRAL, partial(become, on, commands), restart, on=on)
    qtbot.addWidget(window)
    window.show()
    return window


def read(window: LaptopWindow) -> str:
    return "\n".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())


def click(qtbot: QtBot, window: LaptopWindow, name: str) -> None:
    (found,) = (one for one in window.findChildren(QAbstractButton, name) if one.isVisible())
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("on", "command"), [(True, "turn-on"), (False, "turn-off")])
def test_it_says_what_will_happen_and_does_it_when_asked(
    qtbot: QtBot, tmp_path: Path, system: Path, script: Script, on: bool, command: str
) -> None:
    done = tmp_path / "done"
    script(tmp_path / "session" / command, f"touch {done}")
    script(system / "systemctl", f'echo "$*" >{tmp_path}/asked')
    window = open_window(qtbot, tmp_path / "session", on=on)
    assert ("shows the signing kiosk and nothing else" if on else "starts again as it did") in read(window)
    assert not done.exists()
    click(qtbot, window, "become")
    qtbot.waitUntil(lambda: "Done." in read(window))
    assert done.exists()
    click(qtbot, window, "restart")
    qtbot.waitUntil((tmp_path / "asked").exists)
    window.close()
    assert (tmp_path / "asked").read_text() == "reboot\n"


def test_who_gives_no_password_is_told_that_nothing_was_changed(
    qtbot: QtBot, tmp_path: Path, system: Path, script: Script
) -> None:
    script(tmp_path / "session" / "turn-on", "true")
    script(system / "pkexec", "exit 126")
    window = open_window(qtbot, tmp_path / "session", on=True)
    click(qtbot, window, "become")
    qtbot.waitUntil(lambda: "nothing was changed" in read(window))
    script(system / "pkexec", "exit 0")
    click(qtbot, window, "become")
    qtbot.waitUntil(lambda: "Done." in read(window))


def test_without_the_session_it_says_what_to_install(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot, tmp_path / "none", on=True, tag="zh-Hant")
    click(qtbot, window, "become")
    qtbot.waitUntil(lambda: "signing-kiosk-session" in read(window))


def test_what_the_system_refuses_is_told_with_the_command(
    tmp_path: Path, system: Path, script: Script
) -> None:
    command = script(tmp_path / "session" / "turn-off", "exit 1")
    with pytest.raises(SettingsError) as told:
        become(False, tmp_path / "session")
    assert str(command) in told.value.todo
    script(system / "systemctl", "exit 1")
    with pytest.raises(SettingsError, match="could not be restarted"):
        restart()

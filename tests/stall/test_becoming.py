"""Making a laptop a kiosk or giving it back, on a system that does what a script says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.errors import SettingsError
from kiosk.stall.becoming import become, restart

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the session is Linux's")


def script(file: Path, lines: str) -> Path:
    """Writes a program that does `lines`."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{lines}\n")
    file.chmod(0o755)
    return file


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's programs; pkexec says something, and runs what it is given."""
    folder = tmp_path / "system"
    script(folder / "pkexec", 'echo "a password, please"; echo "thanks" >&2; exec "$1"')
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """The session's commands, each of which notes that it ran."""
    folder = tmp_path / "session"
    for command in ("turn-on", "turn-off"):
        script(folder / command, f'echo {command} >>"{tmp_path}/ran"')
    return folder


@pytest.mark.parametrize(("on", "command"), [(True, "turn-on"), (False, "turn-off")])
def test_the_sessions_own_command_is_run_and_nothing_it_says_is_seen(
    system: Path, session: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], on: bool, command: str
) -> None:
    become(on, session)
    assert (tmp_path / "ran").read_text() == f"{command}\n"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (126, "Nobody allowed it"),
        (127, "Nobody allowed it"),
        (1, "The system could not be changed"),
        (125, "The system could not be changed"),
        (128, "The system could not be changed"),
    ],
)
def test_who_gives_no_password_is_told_something_else_than_that_it_failed(
    system: Path, session: Path, code: int, told: str
) -> None:
    script(system / "pkexec", f"exit {code}")
    with pytest.raises(SettingsError, match=told) as error:
        become(True, session)
    assert (str(session / "turn-on") in error.value.todo) is ("could not" in told)


def test_a_laptop_that_lacks_something_is_told_what(system: Path, session: Path) -> None:
    (system / "pkexec").unlink()
    with pytest.raises(SettingsError, match="asks for an administrator’s password") as error:
        become(False, session)
    assert str(session / "turn-off") in error.value.todo
    (session / "turn-off").unlink()
    with pytest.raises(SettingsError, match="is not installed here"):
        become(False, session)


def test_the_laptop_is_restarted_in_silence(
    system: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    script(system / "systemctl", f'echo "$*" >"{tmp_path}/asked"; echo "bye"; echo "see you" >&2')
    restart()
    assert (tmp_path / "asked").read_text() == "reboot\n"
    assert capfd.readouterr() == ("", "")


def test_that_it_could_not_be_restarted_is_told(system: Path) -> None:
    with pytest.raises(SettingsError, match="could not be restarted"):
        restart()
    script(system / "systemctl", "exit 1")
    with pytest.raises(SettingsError, match="could not be restarted"):
        restart()

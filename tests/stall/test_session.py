"""The locked session around the kiosk: what root is asked for, and how the screen is turned."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.errors import SettingsError, StorageError
from kiosk.stall import session
from kiosk.stall.session import TURNS, ask_root, is_locked_session, screen_turn, turn_screen
from tests import patience

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the session is Linux's")


@pytest.fixture
def requests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where root is asked; not there yet."""
    folder = tmp_path / "requests"
    monkeypatch.setattr(session, "REQUESTS", folder)
    return folder


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the session keeps how the screen is turned; nobody has turned it yet."""
    file = tmp_path / "screen-turn"
    monkeypatch.setattr(session, "_KEPT", file)
    return file


@pytest.fixture
def turning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The session's program that turns the screen; a test writes what it does."""
    program = tmp_path / "turn-screen"
    program.touch(mode=0o755)
    monkeypatch.setattr(session, "_TURN_SCREEN", str(program))
    monkeypatch.setattr(session, "_SECONDS", patience.SECONDS)
    return program


def test_root_is_asked_by_a_file_of_the_requests_name(requests: Path) -> None:
    assert not is_locked_session()
    with pytest.raises(StorageError):
        ask_root("leave")
    requests.mkdir()
    assert is_locked_session() is True
    ask_root("leave")
    assert [path.name for path in requests.iterdir()] == ["leave"]


def test_how_the_screen_is_turned_is_what_the_session_kept(kept: Path) -> None:
    assert screen_turn() == "normal"
    for turn in TURNS:
        kept.write_text(f"{turn}\n")
        assert screen_turn() == turn
    kept.write_text("upside down\n")
    assert screen_turn() == "normal"


def test_the_screen_is_turned_by_the_sessions_own_program_in_silence(
    tmp_path: Path,
    turning: Path,
    typed_before: None,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/of/the/bundle")
    monkeypatch.setenv("DISPLAY", ":7")
    asked = tmp_path / "asked"
    turning.write_text(
        "#!/bin/sh\nread typed\n"
        f'echo "$* $DISPLAY ${{LD_LIBRARY_PATH-none}} [$typed]" >"{asked}"\necho "done"; echo "well" >&2\n'
    )
    turn_screen("left")
    assert asked.read_text() == "left :7 none []\n"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("does", ["exit 1", "exec sleep 9"], ids=["refuses", "hangs"])
def test_a_screen_that_cannot_be_turned_is_told(
    turning: Path, does: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_SECONDS", 0.1 if "sleep" in does else 60.0)
    turning.write_text(f"#!/bin/sh\n{does}\n")
    with pytest.raises(SettingsError, match="cannot be turned"):
        turn_screen("right")


def test_without_the_session_no_screen_is_turned(turning: Path) -> None:
    turning.unlink()
    with pytest.raises(SettingsError, match="cannot be turned"):
        turn_screen("right")

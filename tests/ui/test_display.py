"""What staff choose for every visit: a chime, and how bright the screen is, on a laptop that can do it."""

from __future__ import annotations

import importlib.util
import struct
import sys
import wave
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from kiosk import paths
from kiosk.rehearsal import Person
from kiosk.stall import backlight
from kiosk.stall.settings import load_settings
from kiosk.ui import chime
from tests.program import ROOT
from tests.ui.conftest import Clock, OpenStall
from tests.ui.test_staff import PIN, Desk

ROSA = Person("en", "Rosa Secret", "GB", "rosa@example.org")
Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a program that does `lines` onto a laptop that has no others."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))

    def put(name: str, lines: str) -> None:
        (programs / name).write_text(f"#!/bin/sh\n{lines}\n")
        (programs / name).chmod(0o755)

    return put


@pytest.fixture
def lamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That of a laptop's screen, which is half bright."""
    folder = tmp_path / "backlight" / "intel_backlight"
    folder.mkdir(parents=True)
    (folder / "max_brightness").write_text("200\n")
    (folder / "brightness").write_text("104\n")
    monkeypatch.setattr(backlight, "BACKLIGHTS", folder.parent)
    return folder


@pytest.fixture
def desk(open_stall: OpenStall, qtbot: QtBot, tmp_path: Path, install: Install) -> Desk:
    return Desk(open_stall(pin=PIN), qtbot, tmp_path)


def choose(desk: Desk, choice: str) -> None:
    desk.come_in()
    desk.tap("display")
    desk.tap(choice)
    desk.tap("back")
    desk.tap("back")


def test_a_chime_rings_for_a_signature_once_staff_want_it_and_until_they_do_not(
    desk: Desk, install: Install, tmp_path: Path, qtbot: QtBot
) -> None:
    played = tmp_path / "played"
    install("pw-play", f'echo "$1" >>{played}')
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    choose(desk, "beep-on")
    assert not played.exists(), "nothing rings that nobody chose"
    desk.stall.visitor.sign(ROSA)
    qtbot.waitUntil(lambda: played.exists() and played.read_text().endswith("\n"))
    with wave.open(played.read_text().strip()) as file:
        assert 0.3 < file.getnframes() / file.getframerate() < 1
    desk.tap("done")
    choose(desk, "beep-off")
    desk.stall.visitor.sign(ROSA)
    assert len(played.read_text().splitlines()) == 1


@pytest.mark.parametrize("player", [None, "aplay"])
def test_a_laptop_without_sound_thanks_all_the_same(
    desk: Desk, install: Install, monkeypatch: pytest.MonkeyPatch, player: str | None
) -> None:
    """Without a player the bell rings; one that finds no sound device ends by itself."""
    rung: list[int] = []
    monkeypatch.setattr(QApplication, "beep", lambda: rung.append(1))
    if player:
        install(player, "echo no device >&2; exit 1")
    choose(desk, "beep-on")
    desk.stall.visitor.sign(ROSA)
    assert rung == ([] if player else [1])


def test_windows_without_a_sound_device_thanks_all_the_same_and_keeps_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's winsound says it with an error, after the signature is stored."""

    def play(sound: str, flags: int) -> None:
        raise RuntimeError("Failed to play sound")

    rung: list[int] = []
    monkeypatch.setattr(QApplication, "beep", lambda: rung.append(1))
    choose(desk, "beep-on")
    windows = SimpleNamespace(PlaySound=play, SND_FILENAME=0x20000, SND_ASYNC=1, SND_NODEFAULT=2)
    monkeypatch.setitem(sys.modules, "winsound", windows)
    monkeypatch.setattr(chime, "sys", SimpleNamespace(platform="win32"))
    desk.stall.visitor.sign(ROSA)
    assert rung == [1]
    assert desk.screen() == "ThanksScreen"
    desk.tap("done")
    assert desk.window.visit.is_blank()


def test_the_chime_is_what_its_script_makes() -> None:
    spec = importlib.util.spec_from_file_location("chime", ROOT / "packaging" / "chime.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    with wave.open(str(paths.resources() / "sounds" / "chime.wav")) as file:
        made = struct.unpack(f"<{file.getnframes()}h", file.readframes(file.getnframes()))
    pairs = zip(made, script.samples(), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 1, "a sine may be rounded otherwise elsewhere"


def chosen(desk: Desk) -> list[str]:
    shown = [
        one for one in desk.window.findChildren(QAbstractButton) if one.objectName().startswith("bright-")
    ]
    return [one.objectName() for one in shown if one.isChecked()]


def test_staff_make_the_screen_brighter(desk: Desk, install: Install, lamp: Path) -> None:
    install("busctl", f'for value; do :; done; echo "$value" >{lamp}/brightness; echo "$*" >{lamp}/asked')
    desk.come_in()
    desk.tap("display")
    assert chosen(desk) == ["bright-50"]
    desk.tap("bright-75")
    assert (lamp / "brightness").read_text() == "150\n"
    assert (lamp / "asked").read_text().endswith("SetBrightness ssu backlight intel_backlight 150\n")
    assert chosen(desk) == ["bright-75"]


def test_a_brightness_that_the_system_refuses_is_told(desk: Desk, install: Install, lamp: Path) -> None:
    install("busctl", "exit 1")
    desk.come_in()
    desk.tap("display")
    desk.tap("bright-100")
    desk.wait_to_read("The brightness of this screen cannot be set here.")


def test_where_nothing_can_be_set_there_is_no_row_for_it(desk: Desk, lamp: Path) -> None:
    desk.come_in()
    desk.tap("display")
    assert desk.window.findChildren(QAbstractButton, "bright-50") == [], "there is no busctl"


def test_a_visit_ends_later_where_staff_want_it_so(desk: Desk, clock: Clock) -> None:
    choose(desk, "idle-5")
    assert load_settings(desk.stall.kiosk.data).display.idle_minutes == 5
    desk.come_in()
    desk.wait_to_read("signed in this shift")
    clock.pass_by(desk.window, 65)
    assert not desk.window.staff.active, "the room locks itself as before"
    desk.tap("sign")
    clock.pass_by(desk.window, 190)
    assert not desk.window._overlays.asks
    clock.pass_by(desk.window, 12)
    assert desk.window._overlays.asks

"""What went wrong is told in the staff's language, in sentences that fit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.errors import KioskError, SettingsError
from kiosk.stall.findings import Finding
from kiosk.ui.language import Language
from kiosk.ui.places import Stick
from kiosk.ui.staff.cannot_open import CannotOpenWindow
from tests.ui.conftest import OpenStall, tell_of_sticks
from tests.ui.faults import faults
from tests.ui.test_staff import PIN, ROSA, Desk
from tests.ui.told import told

ODD = "{odd} 100% %s {0} }{"
DEEP = "/home/kiosk/.local/share/signing-kiosk/the stall at the library steps/kiosk.json"


@pytest.fixture
def desk(open_stall: OpenStall, qtbot: QtBot, tmp_path: Path) -> Desk:
    """A stall with a signature, whose visits and pages begin in Traditional Chinese."""
    desk = Desk(open_stall(pin=PIN), qtbot, tmp_path)
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    _speak(desk, "zh-Hant")
    return desk


def _speak(desk: Desk, language: str) -> None:
    desk.come_in()
    desk.tap("display")
    desk.tap(f"start-{language}")
    desk.tap("back")
    desk.window.new_visit()


@pytest.mark.parametrize("tag", ["zh-Hant", "zh-Hans"])
def test_every_error_is_told_in_chinese_with_its_values(tag: str) -> None:
    language = Language(tag)
    for one in told():
        sentences = [sentence or "" for sentence in one.sentences]
        error = KioskError(*sentences, **dict.fromkeys(one.values, ODD))
        words = language.error(error)
        assert not words.replace(ODD, "").isascii(), one.where
        assert words.count(ODD) == str(error).count(ODD), one.where
        assert not any(sentence in words for sentence in sentences if sentence), one.where


def test_what_no_catalogue_has_is_told_in_english() -> None:
    error = KioskError("Only a terminal tells this.", "Update this program.")
    assert Language("zh-Hant").error(error) == "Only a terminal tells this.請更新本程式。"
    assert Language("zh-Hant").error(KioskError("Only a terminal tells this.")) == error.what
    assert Language("en").error(error) == str(error)


def test_what_keeps_the_rehearsal_from_looking_is_told_in_chinese_too() -> None:
    error = KioskError("{path} is damaged.", "Tell the coordinator.", path=ODD)
    found = Finding.of("vault", error)
    assert found.sentence == str(error)
    assert (
        Language("zh-Hans").told(found.message, found.todo, **found.values) == f"{ODD} 已损坏。请告诉统筹人。"
    )


def test_a_full_stick_is_told_in_chinese(desk: Desk, small_disk) -> None:
    small_disk.fill()
    desk.stall.plugged_in.append(Stick("RED STICK", small_disk.path, 0))
    tell_of_sticks(desk.window)
    desk.call()
    desk.give_pin()
    desk.tap("sync")
    desk.tap("place-0")
    desk.wait_to_read("未能同步到 RED STICK。")
    assert "RED STICK 的空間不足" in desk.read()
    assert "請在那裏騰出空間" in desk.read()
    assert "space" not in desk.read()
    assert faults(desk.window) == []


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_a_stick_of_any_name_that_was_pulled_out_is_told(desk: Desk, language: str) -> None:
    _speak(desk, language)
    stick = desk.plug_in(ODD.replace("/", ""))
    desk.give_pin()
    shutil.rmtree(stick)
    desk.tap("place-0")
    wanted = {
        "en": "There is no folder",
        "zh-Hant": "這個資料夾。請插入 USB 手指",
        "zh-Hans": "这个文件夹。请插入 U 盘",
    }
    desk.wait_to_read(wanted[language])
    assert stick.name in desk.read()
    assert faults(desk.window) == []


@pytest.mark.parametrize("size", [(1366, 768), (1280, 720), (1080, 1920)])
def test_what_keeps_a_kiosk_from_opening_fits_in_all_languages(qtbot: QtBot, size: tuple[int, int]) -> None:
    error = SettingsError(
        "The settings {path} are damaged.",
        "Keep a copy of the whole folder and ask for help; do not delete it.",
        path=DEEP,
    )
    window = CannotOpenWindow(error, *size)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    assert faults(window) == []

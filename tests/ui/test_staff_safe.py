"""What staff are told is safe, may be pulled out, or needs a new identity, in the real window."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from kiosk.ui.staff import sync_work
from tests.conftest import with_sticks
from tests.people import person
from tests.ui.conftest import OpenStall
from tests.ui.faults import faults
from tests.ui.test_staff import PIN, Desk


@pytest.fixture
def desk(open_stall: OpenStall, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A stall with three signatures; a stick is out of the system when it was asked for."""
    monkeypatch.setattr(sync_work, "eject", lambda folder: True)
    stall = open_stall(pin=PIN)
    for n in (1, 2, 3):
        stall.kiosk.sign(person(n))
    return Desk(stall, qtbot, tmp_path)


def buttons(desk: Desk) -> str:
    found = (button for button in desk.window.findChildren(QPushButton) if button.isVisible())
    return "\n".join(f"{button.text()} {button.accessibleName()}" for button in found)


def sync_to(desk: Desk, folder: Path, *, words: str) -> None:
    if not desk.window.staff.active:
        desk.come_in()
        desk.tap("sync")
    desk.tap("place-0")
    desk.wait_to_read(words)


def test_a_copy_on_the_laptops_own_disk_is_nowhere_called_safe(desk: Desk) -> None:
    folder = desk.plug_in("RED STICK")
    desk.give_pin()
    (folder / "no stick").touch()
    sync_to(desk, folder, words="3 signatures are on RED STICK.")
    said = desk.read()
    assert "That is not safe yet: it is on the very disk that they are on already." in said
    assert "Remove it" not in said
    assert not faults(desk.window)
    desk.tap("back")
    desk.wait_to_read("3 signatures are on this laptop only. Sync to a stick.")
    desk.tap("shift")
    desk.wait_to_read("3 signatures are on this laptop only. Sync to a stick.")
    assert "safe" not in desk.read()
    desk.tap("back")
    desk.tap("wipe")
    desk.wait_to_read("3 signatures are on this laptop only, on no stick. They are lost.")


def test_a_stick_that_is_out_may_be_removed_and_all_is_safe(desk: Desk) -> None:
    folder = desk.plug_in()
    desk.give_pin()
    sync_to(desk, folder, words="3 signatures are on RED STICK. Remove it.")
    desk.tap("back")
    desk.tap("shift")
    desk.wait_to_read("All of them are safe: on another device, too, or merged.")
    desk.tap("back")
    desk.tap("wipe")
    desk.wait_to_read("No signature is on this laptop only, so none is lost.")


def test_a_copy_of_what_is_safe_already_warns_of_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    sync(desk.stall.kiosk, tmp_path / "stick")
    folder = desk.plug_in()
    desk.give_pin()
    (folder / "no stick").touch()
    sync_to(desk, folder, words="3 signatures are on RED STICK.")
    assert "not safe" not in desk.read()


def test_a_stick_that_the_system_still_holds_must_not_be_pulled_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_work, "eject", lambda folder: False)
    folder = desk.plug_in()
    desk.give_pin()
    sync_to(
        desk, folder, words="Do not pull it out yet: eject it in the system first, or switch this laptop off."
    )
    assert "Remove it" not in desk.read()
    assert not faults(desk.window)


def test_the_folder_that_a_stick_leaves_behind_is_not_offered(desk: Desk) -> None:
    folder = desk.plug_in()
    desk.give_pin()
    sync_to(desk, folder, words="Remove it.")
    desk.stall.plugged_in.clear()
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "no stick").touch()
    desk.tap("back")
    desk.tap("sync")
    desk.wait_to_read("There is no stick yet.")
    assert "Sync to RED STICK" not in buttons(desk)


def test_a_laptop_that_was_put_back_from_a_copy_gets_a_new_identity_at_a_touch(
    desk: Desk, tmp_path: Path
) -> None:
    stall = desk.stall.kiosk
    other = Path(shutil.copytree(stall.data, tmp_path / "other life"))
    folder = desk.plug_in()
    later = with_sticks(Kiosk.open(other))
    later.sign(person(8))
    sync(later, folder)
    desk.give_pin()
    stall.sign(person(4))
    sync_to(desk, folder, words="This laptop was put back from a copy, or copied")
    assert "Nothing is lost" in desk.read()
    assert str(folder) not in desk.read(), "nobody at a stall reads paths"
    assert not faults(desk.window)
    desk.tap("back")
    desk.wait_to_read("needs a new identity before it can sync")
    stall.sign(person(5))
    desk.window.new_visit()
    desk.come_in()
    desk.tap("sync")
    desk.wait_to_read("It needs a new identity before it can sync.")
    assert "Sync to RED STICK" not in buttons(desk)
    assert not faults(desk.window)
    desk.tap("begin-again")
    desk.wait_to_read("This laptop has a new identity. All that it holds is kept.")
    assert stall.status().kiosk[:8] in desk.read()
    assert not faults(desk.window)
    sync_to(desk, folder, words="5 signatures are on RED STICK")
    assert Event.BEGAN_AGAIN in [entry.event for entry in Journal(stall.data).entries()]
    assert stall.status().waiting == 0


def test_staff_can_read_the_whole_id_to_the_coordinator(desk: Desk) -> None:
    desk.come_in()
    desk.tap("journal")
    desk.wait_to_read("This kiosk’s id")
    assert desk.stall.kiosk.status().kiosk in "".join(desk.read().split())
    assert not faults(desk.window)

"""Syncing at a stall: rows that stay still, sticks that can be told apart, an end on a page of its own."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.stall import targets
from kiosk.stall.sync import sync
from kiosk.ui.places import Stick, told_apart
from kiosk.ui.staff import sync_work
from tests import long_campaign, patience
from tests.conftest import MakeKiosk
from tests.people import person
from tests.ui.conftest import OpenStall, tell_of_sticks
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


def pull_out(desk: Desk, name: str) -> None:
    desk.stall.plugged_in[:] = [stick for stick in desk.stall.plugged_in if stick.name != name]
    tell_of_sticks(desk.window)
    patience.settle()


def offered(desk: Desk) -> list[tuple[str, bool, QPoint]]:
    """What each row of the list says, whether it can be tapped, and where it stands."""
    rows = [row for row in desk.window.findChildren(QPushButton) if row.objectName().startswith("place-")]
    rows.sort(key=lambda row: row.objectName())
    return [(row.accessibleName(), row.isEnabled(), row.mapTo(desk.window, QPoint())) for row in rows]


def has_mark(desk: Desk) -> bool:
    return desk.window.findChild(QWidget, "done-mark") is not None


def test_a_sync_ends_on_a_page_of_its_own_which_leads_on(desk: Desk) -> None:
    for button, screen in (("out", "AttractScreen"), ("close-the-stall", "ShiftScreen")):
        desk.stall.plugged_in.clear()
        tell_of_sticks(desk.window)
        desk.plug_in("CAMPSTICK")
        desk.give_pin()
        desk.tap("place-0")
        desk.wait_to_read("3 signatures are on CAMPSTICK. Remove it.")
        assert has_mark(desk)
        assert faults(desk.window) == []
        desk.tap(button)
        assert desk.screen() == screen


def test_a_stick_that_comes_back_finds_the_list_and_nothing_that_was_said_of_it(desk: Desk) -> None:
    desk.plug_in("CAMPSTICK")
    desk.give_pin()
    desk.tap("place-0")
    desk.wait_to_read("Remove it.")
    pull_out(desk, "CAMPSTICK")
    assert "Remove it." in desk.read()
    desk.plug_in("CAMPSTICK")
    desk.wait_to_read("free")
    assert desk.screen() == "SyncScreen"
    assert "Remove it." not in desk.read()


def test_no_mark_stands_beside_a_warning(desk: Desk) -> None:
    folder = desk.plug_in("CAMPSTICK")
    desk.give_pin()
    (folder / "no stick").touch()
    desk.tap("place-0")
    desk.wait_to_read("That is not safe yet")
    assert not has_mark(desk)


def test_the_rows_stay_where_they_are_while_sticks_come_and_go(desk: Desk) -> None:
    desk.plug_in("MIDDLE")
    desk.give_pin()
    desk.wait_to_read("Sync to MIDDLE")
    (middle,) = offered(desk)
    desk.plug_in("ALPHA")
    desk.wait_to_read("Sync to ALPHA")
    assert offered(desk)[0] == middle
    alpha = offered(desk)[1]
    pull_out(desk, "MIDDLE")
    desk.wait_to_read("It is not plugged in any more.")
    assert offered(desk) == [(middle[0], False, middle[2]), alpha]
    desk.tap("place-1")
    desk.wait_to_read("3 signatures are on ALPHA.")


def test_no_row_moves_when_a_full_stick_above_it_is_pulled_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.window.resize(1024, 600)
    desk.plug_in("ALPHA")
    desk.give_pin()
    desk.plug_in("BETA")
    full = SimpleNamespace(free=10_000)
    asked = targets.shutil.disk_usage
    monkeypatch.setattr(
        targets.shutil, "disk_usage", lambda place: full if "ALPHA" in str(place) else asked(place)
    )
    tell_of_sticks(desk.window)
    desk.wait_to_read("There is not enough space on ALPHA: 1 MB needed, 0 MB free.")
    patience.settle()
    beta = offered(desk)[1]
    pull_out(desk, "ALPHA")
    desk.wait_to_read("It is not plugged in any more.")
    patience.settle()
    assert offered(desk)[1] == beta


def test_what_was_practised_does_not_stand_in_the_way_of_the_stall(desk: Desk, make_kiosk: MakeKiosk) -> None:
    stick = desk.plug_in("CAMP")
    desk.give_pin()
    desk.tap("place-0")
    desk.wait_to_read("3 signatures are on CAMP.")
    kiosk = make_kiosk("Gate")
    kiosk.sign(person(1))
    assert sync(kiosk, stick).total == 1
    assert len(list(stick.glob("*.signatures"))) == 2


def test_two_sticks_of_one_name_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    desk.plug_in("OTHER")
    pull_out(desk, "OTHER")
    desk.tap("back")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        desk.stall.plugged_in.append(Stick("CAMPSTICK", tmp_path / name, 10**9))
    tell_of_sticks(desk.window)
    patience.settle()
    desk.give_pin()
    desk.wait_to_read("Sync to CAMPSTICK (2)")
    assert "Sync to CAMPSTICK (1)" in desk.read()
    desk.tap("place-1")
    desk.wait_to_read("3 signatures are on CAMPSTICK (2).")
    assert [path.name for path in (tmp_path / "two").glob("*.signatures")]
    assert not list((tmp_path / "one").glob("*.signatures"))


def test_sticks_of_one_name_have_their_size_behind_it_or_a_number() -> None:
    def stick(name: str, folder: str, size: int) -> Stick:
        return Stick(name, Path("/media") / folder, 10**6, size)

    sizes = [stick("CAMP", "a", 16 * 10**9), stick("CAMP", "b", 32 * 10**9), stick("OTHER", "c", 10**9)]
    assert [each.name for each in told_apart(sizes)] == ["CAMP (16 GB)", "CAMP (32 GB)", "OTHER"]
    alike = [stick("CAMP", "a", 16 * 10**9), stick("CAMP", "b", 16 * 10**9), stick("CAMP (1)", "c", 0)]
    assert [each.name for each in told_apart(alike)] == ["CAMP (2)", "CAMP (3)", "CAMP (1)"]
    from_the_right = [stick("محمد", "a", 0), stick("محمد", "b", 0)]
    assert [each.name for each in told_apart(from_the_right)] == [
        "\u2068محمد (1)\u2069",
        "\u2068محمد (2)\u2069",
    ]


def test_what_is_wrong_with_a_stick_is_said_by_its_name(desk: Desk) -> None:
    folder = desk.plug_in("CAMPSTICK")
    (folder / "practice-stop-repression-hong-kong.signatures").mkdir()
    desk.give_pin()
    desk.wait_to_read("CAMPSTICK/practice-stop-repression-hong-kong.signatures is not an ordinary file.")
    assert "Use another stick." in desk.read(), "staff have sticks, and not files and folders"
    assert str(folder.parent) not in desk.read()


def test_space_is_told_in_one_unit_whatever_disk_it_is_on(
    open_stall: OpenStall, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = SimpleNamespace(total=64 * 10**9, used=0, free=42_600_000_000)
    monkeypatch.setattr(targets.shutil, "disk_usage", lambda place: space)
    desk = Desk(open_stall(long_campaign.also_in(tmp_path, "fr"), pin=PIN), qtbot, tmp_path)

    def wait_to_read(words: str) -> None:
        """Some languages write a narrow space before the unit, which does not break."""
        qtbot.waitUntil(lambda: words in desk.read().replace("\u00a0", " ").replace("\u202f", " "))

    for language, disk, stick in (
        ("en", "42.6 GB are free on the disk.", "42.6 GB free"),
        ("fr", "Il reste 42,6 Go sur le disque.", "42,6 Go"),
    ):
        desk.tap(f"language-{language}")
        desk.come_in()
        wait_to_read(disk)
        desk.plug_in("CAMPSTICK")
        desk.tap("sync")
        wait_to_read(stick)
        desk.tap("back")
        desk.tap("back")
        desk.stall.plugged_in.clear()

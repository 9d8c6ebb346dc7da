"""A forgotten PIN in the window: the id to tell, the coordinator's file, a new PIN, and the old one gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.reports.new_pin import let_choose_new_pin
from kiosk.errors import StorageError
from kiosk.exchange.new_pin import new_pin_file
from kiosk.stall.journal import Event, Journal
from kiosk.ui.language import Language
from kiosk.ui.staff import forgotten_screen
from kiosk.wording import grouped
from tests import patience
from tests.conftest import TODAY
from tests.ui.conftest import OpenStall, tell_of_sticks
from tests.ui.faults import faults
from tests.ui.test_staff import PIN, Desk


@pytest.fixture
def desk(open_stall: OpenStall, qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(open_stall(pin=PIN), qtbot, tmp_path)


def give(desk: Desk, stick: Path) -> None:
    kiosk, keys = desk.stall.kiosk, desk.stall.training.keys
    let_choose_new_pin(kiosk.settings.kiosk, keys, kiosk.settings.campaign, stick, TODAY)


def offered(desk: Desk) -> bool:
    return desk.window.findChild(QAbstractButton, "choose-new-pin") is not None


def test_the_coordinators_file_opens_a_choice_of_a_new_pin(desk: Desk) -> None:
    desk.call()
    desk.tap("forgotten")
    assert grouped(desk.stall.kiosk.settings.kiosk.hex()) in desk.read()
    desk.wait_to_read("Plug in the stick")
    assert not offered(desk)
    assert faults(desk.window) == []
    give(desk, desk.plug_in())
    desk.tap("back")
    desk.tap("forgotten")
    desk.tap("choose-new-pin")
    for _ in range(2):
        desk.give_pin("975310")
    desk.wait_to_read("signed in this shift")
    assert Journal(desk.stall.kiosk.data).entries()[1].event is Event.NEW_PIN
    desk.tap("back")
    desk.call()
    desk.give_pin("975310")
    desk.wait_to_read("signed in this shift")
    desk.tap("back")
    desk.call()
    desk.tap("forgotten")
    desk.wait_to_read("was used already")
    assert not offered(desk)
    desk.tap("back")
    desk.give_pin(PIN)
    desk.wait_to_read("That is not the PIN.")


def test_what_is_wrong_with_the_stick_is_said_by_its_name_and_goes_with_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[str] = []
    monkeypatch.setattr(forgotten_screen, "announce", lambda widget, words: announced.append(words))
    desk.call()
    desk.tap("forgotten")
    desk.wait_to_read("Plug in the stick")
    stick = desk.plug_in("CAMPSTICK")
    nothing = "There is no file for a new PIN for this kiosk on CAMPSTICK."
    desk.wait_to_read(nothing)
    assert "Ask the coordinator to make one with the id above, or try another stick." in desk.read()
    assert faults(desk.window) == []
    assert announced[-1].startswith(nothing)
    before = len(announced)
    tell_of_sticks(desk.window)
    patience.settle()
    assert len(announced) == before, "nothing has changed, and nothing is read out again"
    keys, campaign = desk.stall.training.keys, desk.stall.kiosk.settings.campaign
    id = desk.stall.kiosk.settings.kiosk
    for make, words in (
        (
            lambda: let_choose_new_pin(b"another kiosk's!", keys, campaign, stick, TODAY),
            "is for another kiosk",
        ),
        (lambda: new_pin_file(stick, campaign).write_text("{cut"), "is damaged"),
        (
            lambda: let_choose_new_pin(id, CampaignKeys.new(), campaign, stick, TODAY),
            "is not this kiosk’s coordinator’s",
        ),
    ):
        make()
        tell_of_sticks(desk.window)
        desk.wait_to_read(f"The file for a new PIN on CAMPSTICK {words}.")
        assert nothing not in desk.read()
        assert announced[-1].startswith(f"The file for a new PIN on CAMPSTICK {words}.")
    desk.plug_in("OTHER")
    desk.wait_to_read("There is no file for a new PIN for this kiosk on OTHER.")
    desk.stall.plugged_in.clear()
    tell_of_sticks(desk.window)
    desk.wait_to_read("Plug in the stick")
    assert "CAMPSTICK" not in desk.read()
    assert not offered(desk)


def test_the_right_stick_among_others_leads_on(desk: Desk) -> None:
    desk.plug_in("EMPTY")
    desk.tap("back")
    give(desk, desk.plug_in("CAMPSTICK"))
    desk.tap("forgotten")
    desk.tap("choose-new-pin")
    assert "EMPTY" not in desk.read()


def test_the_new_pin_is_chosen_in_two_languages_but_not_by_two_people(desk: Desk) -> None:
    give(desk, desk.plug_in())
    again = "The same PIN once more, please."
    for _ in range(2):
        desk.tap("forgotten")
        desk.tap("choose-new-pin")
        assert again not in desk.read()
        desk.give_pin("975310")
        desk.tap("language-zh-Hant")
        desk.tap("language-en")
        assert again in desk.read()
        desk.window.new_visit()  # they have left
        desk.call()
    desk.tap("forgotten")
    desk.tap("choose-new-pin")
    desk.give_pin("975310")
    desk.tap("language-zh-Hant")
    desk.give_pin("975310")
    desk.wait_to_read(Language("zh-Hant").text("last sync"))


def test_a_disk_that_is_full_lets_nobody_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StorageError("The disk is full.", "Free some space.")

    monkeypatch.setattr("kiosk.stall.new_pin.save_settings", full)
    give(desk, desk.plug_in())
    desk.tap("forgotten")
    desk.tap("choose-new-pin")
    for _ in range(2):
        desk.give_pin("975310")
    desk.wait_to_read("The disk is full.")
    assert desk.screen() == "ForgottenScreen"
    assert "signed in this shift" not in desk.read()

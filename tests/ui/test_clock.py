"""A clock that cannot be right: nobody signs by it, and staff say what time it is."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.app import Training, application, make_training
from kiosk.cli import kiosk as program
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.errors import StorageError
from kiosk.rehearsal import Person
from kiosk.stall import clock as clocks
from kiosk.stall.clock import LaptopClock, load_clock
from kiosk.stall.folder import STATE
from kiosk.stall.journal import Event, Journal
from kiosk.stall.kiosk import Kiosk, set_up
from kiosk.stall.state import load_state
from kiosk.ui.widgets.spacing import spaced
from kiosk.ui.window.window import StallWindow
from tests.conftest import TODAY, with_sticks
from tests.ui.conftest import Stall
from tests.ui.test_staff import PIN, Desk

ROSA = Person("en", "Rosa Secret", "GB", "rosa@example.org")
NO_MORE = "This kiosk cannot take signatures right now."
DAY = datetime.timedelta(days=1)


class Battery:
    """A laptop's clock, which goes on by itself, is set, or begins anew when its battery is empty."""

    def __init__(self) -> None:
        self.boots = 0
        self.began = 0.0
        self.awake = 0.0
        self.restart_at(datetime.datetime(2000, 1, 1, 0, 0))

    def restart_at(self, moment: datetime.datetime) -> None:
        """The laptop was switched off, and on again for 3 minutes."""
        self.boots += 1
        self.began, self.awake = moment.timestamp(), 180.0

    def set_to(self, moment: datetime.datetime) -> None:
        """Somebody sets the clock in the laptop's own settings."""
        self.began = moment.timestamp() - self.awake

    def laptop_clock(self) -> LaptopClock:
        return LaptopClock(lambda: self.began + self.awake, lambda: self.awake, lambda: f"start {self.boots}")


@pytest.fixture
def battery(monkeypatch: pytest.MonkeyPatch) -> Battery:
    """That of the laptop which all of a test is on."""
    made = Battery()
    monkeypatch.setattr(clocks, "LaptopClock", made.laptop_clock)
    return made


class Gate:
    """A kiosk that counts, on a laptop with that battery; it can be opened again."""

    def __init__(self, qtbot: QtBot, folder: Path, pack: Path, keys: CampaignKeys) -> None:
        self._qtbot = qtbot
        self._folder = folder
        self._keys = keys
        self.data = set_up(pack, "Gate", folder / "gate", PIN).data
        self.desk = self.open()

    def open(self) -> Desk:
        """Its program, begun anew."""
        kiosk = with_sticks(Kiosk.open(self.data))
        window = StallWindow(application(), kiosk, find_sticks=list)
        self._qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        self.desk = Desk(Stall(Training(kiosk, self._keys), window, []), self._qtbot, self._folder)
        return self.desk

    def say(self, date: str, time: str) -> None:
        """Types it on the page for the clock, and has it set."""
        for name, words in (("date", date), ("time", time)):
            self.desk.stall.visitor.find(QLineEdit, f"field-{name}").clear()
            self.desk.stall.visitor.type_into(name, words)
        self.desk.tap("set-clock")


@pytest.fixture
def gate(
    qtbot: QtBot, tmp_path: Path, campaign: CampaignFolder, keys: CampaignKeys, battery: Battery
) -> Gate:
    return Gate(qtbot, tmp_path, campaign.pack_file, keys)


def can_sign(desk: Desk) -> bool:
    return any(one.isVisible() for one in desk.window.findChildren(QAbstractButton, "sign"))


def test_a_laptop_that_woke_up_in_2000_takes_signatures_once_staff_said_what_day_it_is(gate: Gate) -> None:
    desk = gate.desk
    desk.wait_to_read(NO_MORE)
    assert not can_sign(desk)
    desk.come_in()
    desk.wait_to_read("The clock says Jan 1, 2000, but this program was made on Nov 22, 2026.")
    assert desk.stall.visitor.button("needed").text() == spaced("Set the clock")
    desk.tap("needed")
    gate.say("22.11.2026", "14:05")
    desk.wait_to_read("It is Nov 22, 2026, 14:05, as staff said")
    desk.tap("back")
    desk.wait_to_read("Be the first")
    desk.stall.visitor.sign(ROSA)
    assert [one.date for one in desk.stall.signatures()] == [TODAY.isoformat()]
    kept = (gate.data / STATE).read_text()
    assert load_state(gate.data).shift is not None
    assert load_state(gate.data).shift.day == TODAY, "the shift that was opened in 2000"
    assert "14:05" not in kept
    assert Journal(gate.data).entries()[0].event is Event.CLOCK


def test_what_is_typed_is_said_again_with_its_day_of_the_week_and_a_slip_is_told(gate: Gate) -> None:
    desk = gate.desk
    desk.come_in()
    desk.tap("clock")
    gate.say("12/11/2026", "14:05")
    desk.wait_to_read("That is not a date, or can be two.")
    gate.say("2026-11-23", "25:00")
    desk.wait_to_read("That is not a time of day.")
    gate.say("2025-11-23", "9:30")
    desk.wait_to_read("but this program was made on Nov 22, 2026")
    gate.say("2099-01-01", "9:30")
    desk.wait_to_read("were to be destroyed by")
    assert desk.stall.kiosk.clock.said is None
    desk.stall.visitor.find(QLineEdit, "field-date").clear()
    desk.stall.visitor.type_into("date", "23.11.2026")
    desk.wait_to_read("Monday, November 23, 2026, 09:30")
    assert desk.screen() == "ClockScreen", "nothing is set before somebody says so"
    desk.tap("back")
    desk.tap("back")
    desk.wait_to_read(NO_MORE)


def test_it_holds_while_the_laptop_is_on_and_until_its_own_clock_is_set(gate: Gate, battery: Battery) -> None:
    desk = gate.desk
    desk.come_in()
    desk.tap("clock")
    gate.say("2026-11-22", "23:50")
    desk.wait_to_read("It is Nov 22, 2026, 23:50, as staff said")
    desk.window.close()
    battery.awake += 20 * 60
    assert gate.open().stall.kiosk.today() == TODAY + DAY, "the program began anew, and midnight has passed"
    gate.desk.window.close()
    battery.set_to(datetime.datetime.combine(TODAY + 2 * DAY, datetime.time(8)))
    assert gate.open().stall.kiosk.today() == TODAY + 2 * DAY
    gate.desk.window.close()
    battery.restart_at(datetime.datetime(2000, 1, 1))
    gate.open().wait_to_read(NO_MORE)


def test_the_same_battery_is_empty_at_the_next_start_and_nothing_said_before_counts(
    gate: Gate, battery: Battery
) -> None:
    gate.desk.come_in()
    gate.desk.tap("clock")
    gate.say("2026-11-22", "14:05")
    gate.desk.window.close()
    battery.restart_at(datetime.datetime(2000, 1, 1))
    gate.open().wait_to_read(NO_MORE)


def _refused_because_the_clock_fell_back(
    gate: Gate, battery: Battery, to: datetime.datetime = datetime.datetime(2000, 1, 1)
) -> Desk:
    """Rosa has filled in everything when the clock falls back; her signature is refused."""
    desk = gate.open()
    desk.wait_to_read("Be the first")
    visitor = desk.stall.visitor
    visitor.begin(ROSA)
    for page in desk.window.visit.pages[1:-1]:
        visitor.fill(page, ROSA)
    visitor.tap("consent")
    battery.set_to(to)
    visitor.tap("submit")
    desk.wait_to_read("Nothing you typed is lost")
    return desk


def test_a_clock_that_falls_back_while_somebody_signs_costs_nothing_that_was_typed(
    gate: Gate, battery: Battery
) -> None:
    right = datetime.datetime.combine(TODAY, datetime.time(12))
    battery.restart_at(right)
    desk = _refused_because_the_clock_fell_back(gate, battery)
    battery.set_to(right)
    desk.stall.visitor.tap("submit")
    desk.wait_to_read("Thank you")
    assert len(desk.stall.signatures()) == 1


def test_a_clock_that_falls_back_to_a_day_that_can_be_is_doubted_too(gate: Gate, battery: Battery) -> None:
    battery.restart_at(datetime.datetime.combine(TODAY + 9 * DAY, datetime.time(12)))
    Journal(gate.data, lambda: TODAY + 9 * DAY).note(Event.STARTED)
    desk = _refused_because_the_clock_fell_back(
        gate, battery, datetime.datetime.combine(TODAY + 2 * DAY, datetime.time(12))
    )
    assert desk.stall.signatures() == []


def test_after_a_signature_was_refused_the_next_visitor_is_told_before_they_type(
    gate: Gate, battery: Battery
) -> None:
    battery.restart_at(datetime.datetime.combine(TODAY, datetime.time(12)))
    desk = _refused_because_the_clock_fell_back(gate, battery)
    desk.window.new_visit()
    desk.wait_to_read(NO_MORE)
    assert desk.stall.signatures() == []


def test_a_laptop_that_puts_its_clock_right_by_itself_opens_without_staff(
    gate: Gate, battery: Battery, qtbot: QtBot
) -> None:
    gate.desk.wait_to_read(NO_MORE)
    again = gate.desk.window.storing.findChild(QTimer, "look-at-clock-again")
    gate.desk.come_in()
    gate.desk.tap("clock")
    gate.desk.stall.visitor.type_into("date", "23.11.")
    again.timeout.emit()
    qtbot.waitUntil(again.isActive)
    typed = gate.desk.stall.visitor.find(QLineEdit, "field-date")
    assert typed.text() == "23.11.", "looking again takes nothing from who is typing"
    gate.desk.tap("back")
    gate.desk.tap("back")
    gate.desk.wait_to_read(NO_MORE)
    battery.set_to(datetime.datetime.combine(TODAY, datetime.time(12)))
    again.timeout.emit()
    gate.desk.wait_to_read("Be the first")


def test_a_pin_that_is_being_typed_when_the_clock_is_looked_at_is_not_lost(gate: Gate, qtbot: QtBot) -> None:
    desk = gate.desk
    desk.wait_to_read(NO_MORE)
    desk.call()
    for digit in PIN[:3]:
        desk.tap(f"digit-{digit}")
    with qtbot.waitSignal(desk.window.storing.changed):
        desk.window.storing.stop(StorageError("The disk reports errors.", "Use another."))
    for digit in PIN[3:]:
        desk.tap(f"digit-{digit}")
    desk.tap("enter-pin")
    desk.tap("clock")


@pytest.mark.parametrize("date", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_told_and_nothing_breaks(gate: Gate, date: str) -> None:
    gate.desk.come_in()
    gate.desk.tap("clock")
    gate.say(date, "23:59")
    gate.desk.wait_to_read("The clock says")
    assert gate.desk.stall.kiosk.clock.said is None
    assert gate.desk.stall.kiosk.today() == datetime.date(2000, 1, 1)


def test_a_clock_that_went_back_is_right_when_staff_say_so(gate: Gate, battery: Battery) -> None:
    battery.restart_at(datetime.datetime.combine(TODAY, datetime.time(12)))
    Journal(gate.data, lambda: TODAY + 9 * DAY).note(Event.STARTED)
    desk = gate.open()
    desk.wait_to_read(NO_MORE)
    desk.come_in()
    desk.wait_to_read("it went back")
    desk.tap("needed")
    desk.tap("own-clock")
    desk.wait_to_read("Compare that with a watch.")
    desk.tap("back")
    desk.wait_to_read("Be the first")
    assert can_sign(desk)


def test_status_says_of_the_clock_what_the_panel_says(gate: Gate, battery: Battery) -> None:
    desk = gate.desk
    desk.come_in()
    for said, day in (("this program was made", "2000-01-01"), ("as staff said", "2026-11-22")):
        desk.wait_to_read(said)
        printed = CliRunner().invoke(program, ["status", "--data", str(gate.data)]).output
        (line,) = [line for line in printed.splitlines() if line.startswith("! ") and "clock" in line]
        assert said in line
        assert day in line
        if day == "2000-01-01":
            desk.tap("needed")
            gate.say("2026-11-22", "14:05")


def test_practising_goes_by_any_clock_and_staff_can_set_it_there_too(
    battery: Battery, qtbot: QtBot, tmp_path: Path
) -> None:
    training = make_training(tmp_path)
    window = StallWindow(application(), training.kiosk, set_up_in=tmp_path / "laptop", find_sticks=list)
    qtbot.addWidget(window)
    window.show()
    desk = Desk(Stall(training, window, []), qtbot, tmp_path)
    desk.stall.visitor.sign(ROSA)
    desk.tap("done")
    desk.call()
    desk.wait_to_read("this program was made on")
    assert desk.stall.visitor.button("needed").text() == spaced("Set the clock")
    desk.tap("needed")
    made = training.kiosk.pack.manifest.made  # today, by the clock of whoever plays this
    desk.stall.visitor.type_into("date", made)
    desk.stall.visitor.type_into("time", "14:05")
    desk.tap("set-clock")
    desk.wait_to_read("as staff said")
    kept = load_clock(tmp_path / "laptop")
    assert kept.today().isoformat() == made, "the kiosk that is set up there goes by it"

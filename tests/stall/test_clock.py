"""What time it is at the kiosk: by the laptop's clock, or as staff said, and for how long that holds."""

from __future__ import annotations

import datetime
import sys
import time
from pathlib import Path

import pytest

from kiosk.stall import clock as clocks
from kiosk.stall.clock import Clock, LaptopClock, keep_clock, load_clock, seconds_since_start
from kiosk.stall.state import ClockCorrection, KioskState, load_state, save_state
from tests.conftest import TODAY

WOKE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
NOON = datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


class Laptop:
    """A laptop whose clock battery is empty: it woke up in 2000, ten minutes ago."""

    def __init__(self) -> None:
        self.seconds = (WOKE + 10 * MINUTE).timestamp()
        self.awake = 600.0
        self.start = "this start"

    def own(self) -> LaptopClock:
        return LaptopClock(lambda: self.seconds, lambda: self.awake, lambda: self.start)

    def clock(self, said: ClockCorrection | None = None) -> Clock:
        return Clock(said, self.own())

    def go_on(self, minutes: float) -> None:
        """Time passes."""
        self.seconds += 60 * minutes
        self.awake += 60 * minutes

    def set_ahead(self, minutes: float) -> None:
        """Somebody sets its clock."""
        self.seconds += 60 * minutes


@pytest.fixture
def laptop() -> Laptop:
    return Laptop()


def test_by_itself_it_is_the_laptops_clock(laptop: Laptop) -> None:
    clock = laptop.clock()
    assert clock.said is None
    assert clock.now() == clock.own() == WOKE + 10 * MINUTE
    assert clock.now().tzinfo is not None
    assert clock.today() == clock.now().date()
    assert abs(Clock().now() - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(hours=1)


def test_what_staff_say_holds_while_the_laptop_is_on(laptop: Laptop) -> None:
    clock = laptop.clock()
    clock.say(NOON)
    assert clock.now() == NOON
    assert clock.today() == NOON.astimezone().date()
    assert clock.own() == WOKE + 10 * MINUTE, "the kiosk sets no clock"
    laptop.go_on(500)
    assert clock.now() == NOON + 500 * MINUTE


def test_only_minutes_to_add_are_kept_and_when_the_laptop_was_started_by_its_clock(laptop: Laptop) -> None:
    clock = laptop.clock()
    laptop.go_on(25)
    clock.say(NOON)
    began, ahead = WOKE.timestamp() / 60, (NOON - WOKE) / MINUTE - 35
    assert clock.said == ClockCorrection("this start", int(began), int(ahead))
    assert laptop.clock(clock.said).now() == NOON, "after the program was started again"


def test_staff_can_say_that_the_laptops_clock_is_right(laptop: Laptop) -> None:
    clock = laptop.clock()
    clock.say(NOON)
    clock.say(None)
    assert clock.said is not None
    assert clock.said.minutes == 0
    assert clock.now() == clock.own()


@pytest.mark.parametrize(("minutes", "holds"), [(2, True), (-2, True), (3, False), (-3, False), (60, False)])
def test_a_clock_may_drift_by_two_minutes_and_what_was_said_holds(
    laptop: Laptop, minutes: int, holds: bool
) -> None:
    clock = laptop.clock()
    clock.say(NOON)
    laptop.set_ahead(minutes)
    assert (clock.said is not None) is holds
    assert clock.now() == (NOON if holds else WOKE + 10 * MINUTE) + minutes * MINUTE


def test_at_another_start_of_the_laptop_it_holds_no_more(laptop: Laptop) -> None:
    clock = laptop.clock()
    clock.say(NOON)
    laptop.start = "the next start"
    assert clock.now() == clock.own()


def test_once_the_clock_was_set_what_was_said_does_not_come_back(laptop: Laptop) -> None:
    clock = laptop.clock()
    clock.say(NOON)
    laptop.set_ahead(60)
    assert clock.said is None
    laptop.set_ahead(-60)
    assert clock.now() == clock.own()


def test_what_was_said_can_be_put_back(laptop: Laptop) -> None:
    clock = laptop.clock()
    clock.say(NOON)
    before = clock.said
    clock.say(NOON + 60 * MINUTE)
    clock.said = before
    assert clock.now() == NOON


@pytest.mark.skipif(sys.platform != "linux", reason="the name of a start is Linux's")
def test_a_start_of_the_laptop_is_called_what_the_system_calls_it() -> None:
    assert LaptopClock().start() == Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def test_seconds_since_the_start_go_on_while_a_linux_laptop_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "CLOCK_BOOTTIME", 7, raising=False)
    monkeypatch.setattr(time, "clock_gettime", {7: 5000.5}.get, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert seconds_since_start() == 5000.5
    monkeypatch.setattr(sys, "platform", "win32")
    before = time.monotonic()
    assert before <= seconds_since_start() <= time.monotonic()


def test_what_staff_said_before_a_set_up_is_kept_for_the_next_start_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, laptop: Laptop
) -> None:
    data = tmp_path / "not" / "there yet"
    clock = laptop.clock()
    clock.say(NOON)
    keep_clock(data, clock)
    save_state(data, lambda state: KioskState(wrong_pins=2, clock=state.clock))
    monkeypatch.setattr(clocks, "LaptopClock", laptop.own)
    assert load_clock(data).now() == NOON
    keep_clock(data, laptop.clock())
    assert load_state(data) == KioskState(wrong_pins=2), "and nothing else is forgotten with it"


def test_where_a_start_has_no_name_nothing_said_is_believed_at_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, laptop: Laptop
) -> None:
    monkeypatch.setattr(clocks, "LaptopClock", laptop.own)
    assert load_clock(tmp_path).said is None
    laptop.start = ""
    clock = laptop.clock()
    clock.say(NOON)
    assert clock.now() == NOON, "it holds as long as the program runs"
    keep_clock(tmp_path, clock)
    assert load_clock(tmp_path).said is None

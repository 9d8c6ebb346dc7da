"""A shift: what was signed since it was opened, whether it was synced, and that a restart does not end it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kiosk.stall.kiosk import Kiosk
from kiosk.stall.shift import Summary, Tally, close_shift, current_shift, open_shift, summary, tally
from kiosk.stall.state import Shift, load_state
from kiosk.stall.sync import sync
from tests.conftest import TODAY, MakeKiosk, on, with_sticks
from tests.people import person


def kiosk_on(kiosk: Kiosk, day: datetime.date) -> Kiosk:
    """The same kiosk, started again on another day."""
    return with_sticks(Kiosk.open(kiosk.data, on(day)))


def test_the_first_shift_opens_by_itself_and_a_restart_goes_on_with_it(stall: Kiosk) -> None:
    stall.sign(person(0))
    assert current_shift(stall) == Shift(TODAY, 1)
    stall.sign(person(1))
    again = kiosk_on(stall, TODAY + datetime.timedelta(1))
    assert current_shift(again) == Shift(TODAY, 1)
    assert summary(again) == Summary(TODAY.isoformat(), signed=1, in_all=2, waiting=2, synced=False)


def test_closing_says_how_it_went_and_the_next_begins_at_nothing(stall: Kiosk, stick: Path) -> None:
    open_shift(stall)
    for n in range(3):
        stall.sign(person(n))
    sync(stall, stick)
    stall.sign(person(3))
    told = close_shift(stall)
    assert (told.day, told.signed, told.in_all, told.synced) == (TODAY.isoformat(), 4, 4, True)
    assert load_state(stall.data).shift == Shift(TODAY, 0, closed=True)
    tomorrow = kiosk_on(stall, TODAY + datetime.timedelta(1))
    assert open_shift(tomorrow) == Shift(TODAY + datetime.timedelta(1), 4)
    told = summary(tomorrow)
    assert (told.signed, told.in_all) == (0, 4)
    assert told.synced is False, "the sync was yesterday's"


@pytest.mark.parametrize(("days", "synced"), [(-1, False), (0, True), (1, True)])
def test_a_sync_counts_from_the_day_of_the_shift_on(
    stall: Kiosk, stick: Path, days: int, synced: bool
) -> None:
    stall.sign(person(0))
    open_shift(stall)
    sync(kiosk_on(stall, TODAY + datetime.timedelta(days)), stick)
    assert summary(stall).synced == synced


@pytest.mark.parametrize(("signed", "today"), [(9, 7), (3, 1), (2, 0), (1, 0)])
def test_who_signed_today_is_counted_from_the_shift_that_was_opened_today(
    stall: Kiosk, signed: int, today: int
) -> None:
    for n in range(2):
        stall.sign(person(n))
    open_shift(stall)
    assert tally(stall, signed) == Tally(signed, today)
    tomorrow = kiosk_on(stall, TODAY + datetime.timedelta(1))
    assert tally(tomorrow, signed) == Tally(signed, None), "nobody opened one on this day"


def test_fewer_signatures_than_before_are_none_and_not_less(make_kiosk: MakeKiosk) -> None:
    """A vault that was put back from a copy."""
    kiosk = make_kiosk("Stall C")
    for n in range(3):
        kiosk.sign(person(n))
    open_shift(kiosk)
    other = make_kiosk("Stall D")
    (other.data / "state.json").write_bytes((kiosk.data / "state.json").read_bytes())
    assert summary(Kiosk.open(other.data)).signed == 0

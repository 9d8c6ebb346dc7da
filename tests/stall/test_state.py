"""What a kiosk remembers from one start to the next."""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec
import pytest

from kiosk.errors import NewerVersionError
from kiosk.stall.folder import STATE
from kiosk.stall.state import ClockCorrection, KioskState, Shift, load_state, save_state


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "{}x",
        '{"version": 1, "wrong_pins": -5}',
        '{"version": 1, "shift": {"day": "yesterday", "before": 0}}',
        '{"version": 1, "shift": {"day": "2026-13-45", "before": 0}}',
        '{"version": 1, "shift": {"day": "2026-11-22", "before": -1}}',
        '{"version": 2, "clock": {"start": "a", "began": 1, "minutes": 2, "colour": "red"}}',
        '{"version": 2, "clock": {"start": "a", "began": 1, "minutes": 52704001}}',
        '{"version": 2, "clock": {"start": "a", "began": 1, "minutes": -52704001}}',
    ],
)
def test_a_damaged_state_is_a_locked_kiosk_and_many_wrong_pins(tmp_path: Path, damaged: str) -> None:
    (tmp_path / STATE).write_text(damaged)
    state = load_state(tmp_path)
    assert state.locked
    assert state.wrong_pins >= 10


@pytest.mark.parametrize("minutes", [100 * 366 * 24 * 60, -100 * 366 * 24 * 60])
def test_a_clock_may_be_a_hundred_years_wrong(tmp_path: Path, minutes: int) -> None:
    said = ClockCorrection("this start", 0, minutes)
    save_state(tmp_path, lambda state: msgspec.structs.replace(state, clock=said))
    assert load_state(tmp_path).clock == said


def test_a_newer_programs_state_is_never_overwritten(tmp_path: Path) -> None:
    newer = '{"version": 3, "more": true}'
    (tmp_path / STATE).write_text(newer)
    with pytest.raises(NewerVersionError, match="newer"):
        save_state(tmp_path, lambda state: state)
    assert (tmp_path / STATE).read_text() == newer


def test_what_is_saved_is_there_at_the_next_start_and_for_this_user_alone(tmp_path: Path) -> None:
    assert load_state(tmp_path) == KioskState(2, 0, None, False)
    shift = Shift(datetime.date(2026, 11, 22), 0, closed=True)
    saved = save_state(tmp_path, lambda _: KioskState(wrong_pins=3, shift=shift, locked=True))
    assert load_state(tmp_path) == saved == KioskState(2, 3, shift, True)
    assert (tmp_path / STATE).stat().st_mode & 0o777 == 0o600


def test_a_change_builds_on_what_is_there_and_no_change_writes_nothing(tmp_path: Path) -> None:
    save_state(tmp_path, lambda state: msgspec.structs.replace(state, wrong_pins=2))
    save_state(tmp_path, lambda state: msgspec.structs.replace(state, locked=True))
    assert load_state(tmp_path) == KioskState(wrong_pins=2, locked=True)
    before = (tmp_path / STATE).stat().st_ino
    assert save_state(tmp_path, lambda state: state) == KioskState(wrong_pins=2, locked=True)
    assert (tmp_path / STATE).stat().st_ino == before


@pytest.mark.parametrize("more", [{"colour": "red"}, {"version": 0}, {"wrong_pins": -1}, {"locked": 1}])
def test_a_state_that_is_not_exactly_so_counts_as_damaged(tmp_path: Path, more: dict[str, object]) -> None:
    (tmp_path / STATE).write_bytes(msgspec.json.encode({"version": 1, **more}))
    assert load_state(tmp_path) == KioskState(wrong_pins=10, locked=True)
    (tmp_path / STATE).write_bytes(
        msgspec.json.encode({"version": 1, "shift": {"day": "2026-11-22", "before": 0, **more}})
    )
    assert load_state(tmp_path) == KioskState(wrong_pins=10, locked=True)


def test_a_state_of_sixteen_kib_is_read_and_a_larger_one_is_damage(tmp_path: Path) -> None:
    small = b'{"version": 1, "wrong_pins": 1}'
    (tmp_path / STATE).write_bytes(small.ljust(16 * 1024))
    assert load_state(tmp_path) == KioskState(2, wrong_pins=1), "as this version writes it"
    (tmp_path / STATE).write_bytes(small.ljust(16 * 1024 + 1))
    assert load_state(tmp_path).wrong_pins == 10

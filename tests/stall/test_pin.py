"""The PIN: only the right one fits, and guessing is slow whatever one does to the program."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.errors import SettingsError
from kiosk.stall.folder import STATE
from kiosk.stall.pin import Pin, PinGuard, make_pin, pin_fits, wait_after
from kiosk.stall.state import load_state

PIN = "246810"


def test_only_the_right_pin_fits() -> None:
    pin = make_pin(PIN)
    assert pin_fits(PIN, pin)
    assert not pin_fits("246811", pin)
    assert not pin_fits("", pin)


@pytest.mark.parametrize("pin", ["123", "1234567890123", "12a4", "１２３４", ""])
def test_a_pin_is_one_that_the_pad_can_take(pin: str) -> None:
    with pytest.raises(SettingsError, match="4 to 12 digits"):
        make_pin(pin)


@pytest.mark.parametrize("pin", ["1234", "123456789012"])
def test_the_shortest_and_the_longest_pin_will_do(pin: str) -> None:
    assert pin_fits(pin, make_pin(pin))


def test_a_guess_at_a_stolen_hash_costs_64_mib_and_three_passes() -> None:
    pin = make_pin(PIN)
    assert (pin.memory_kib, pin.passes) == (64 * 1024, 3)
    kdf = Argon2id(salt=pin.salt, length=32, iterations=3, lanes=4, memory_cost=64 * 1024)
    assert kdf.derive(PIN.encode()) == pin.hash
    assert len(pin.salt) == 16
    assert pin.salt != make_pin(PIN).salt, "the same PIN of two kiosks is not seen to be the same"


def test_a_pin_is_tried_at_the_cost_that_it_was_made_with() -> None:
    """A later program may ask for more; the PINs that are kept still fit."""
    salt = bytes(16)
    kdf = Argon2id(salt=salt, length=32, iterations=1, lanes=4, memory_cost=64)
    old = Pin(salt, kdf.derive(PIN.encode()), memory_kib=64, passes=1)
    assert pin_fits(PIN, old)
    assert not pin_fits("246811", old)


def test_two_slips_cost_a_second_each_and_then_the_wait_doubles_up_to_five_minutes() -> None:
    assert [wait_after(wrong) for wrong in range(12)] == [0, 1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert wait_after(100_000) == 300


def test_ten_thousand_guesses_take_longer_than_a_month() -> None:
    assert sum(wait_after(wrong) for wrong in range(10_000)) > 34 * 24 * 3600


def test_wrong_tries_are_still_known_after_a_restart(tmp_path: Path) -> None:
    pin = make_pin(PIN)
    guard = PinGuard(tmp_path, pin)
    for _ in range(3):
        assert not guard.fits("0000")
    assert PinGuard(tmp_path, pin).wrong == 3
    assert PinGuard(tmp_path, pin).fits(PIN)
    assert PinGuard(tmp_path, pin).wrong == 0


def test_a_try_counts_even_if_the_program_is_killed_while_it_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    guard = PinGuard(tmp_path, make_pin(PIN))
    monkeypatch.setattr("kiosk.stall.pin.hmac.compare_digest", _raise(Killed()))
    with pytest.raises(Killed):
        guard.fits("1111")
    assert load_state(tmp_path).wrong_pins == 1


def test_damaging_the_state_wins_no_tries(tmp_path: Path) -> None:
    (tmp_path / STATE).write_text('{"version": 1, "wrong')
    assert wait_after(PinGuard(tmp_path, make_pin(PIN)).wrong) > 60


def test_where_the_count_cannot_be_kept_staff_still_get_in(tmp_path: Path) -> None:
    guard = PinGuard(tmp_path / "gone", make_pin(PIN))
    assert not guard.fits("1111")
    assert wait_after(guard.wrong) > 60
    assert guard.fits(PIN)
    assert guard.wrong == 0


def _raise(error: BaseException):  # type: ignore[no-untyped-def]
    def fail(*_: object) -> None:
        raise error

    return fail

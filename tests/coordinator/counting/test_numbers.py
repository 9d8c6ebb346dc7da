"""Records' numbers in words: how many are told before the rest is only counted."""

from __future__ import annotations

from kiosk.coordinator.counting.numbers import places_text, runs, runs_text, shown_name

NAMES = {bytes([n]) * 16: f"Stall {n}" for n in range(1, 12)}


def test_of_ten_kiosks_each_is_told_and_of_eleven_that_there_are_more() -> None:
    places = {kiosk: [1, 2, 3, 5] for kiosk in NAMES}
    ten = dict(list(places.items())[:10])
    told = "; ".join(f"Stall {n}: 1–3, 5" for n in range(1, 11))
    assert places_text(ten, NAMES) == told
    assert places_text(places, NAMES) == f"{told} …"


def test_twenty_runs_are_told_and_of_one_more_that_there_is_more() -> None:
    twenty = ", ".join(str(2 * n) for n in range(20))
    assert runs_text([2 * n for n in range(20)]) == twenty
    assert runs_text([2 * n for n in range(21)]) == f"{twenty} …"


def test_a_kiosk_without_a_name_is_called_by_eight_digits_of_its_id() -> None:
    kiosk = bytes.fromhex("0123456789abcdef" * 2)
    assert shown_name(kiosk, {}) == shown_name(kiosk, {kiosk: ""}) == "01234567"
    assert shown_name(kiosk, {kiosk: "Gate"}) == "Gate"


def test_a_number_that_comes_twice_or_goes_back_begins_a_new_run() -> None:
    assert runs([2, 3, 3, 4, 1]) == [(2, 3), (3, 4), (1, 1)]

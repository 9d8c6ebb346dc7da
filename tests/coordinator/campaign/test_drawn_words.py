"""A passphrase that the program draws: six words that can be written down, and never the same twice."""

from __future__ import annotations

from kiosk.coordinator.campaign.drawn_words import draw_passphrase
from kiosk.coordinator.campaign.passphrases import chosen
from kiosk.coordinator.campaign.shares import LISTED
from kiosk.coordinator.campaign.strength import GOOD, strength


def test_six_words_of_the_list_are_drawn_anew_each_time() -> None:
    drawn = [draw_passphrase() for _ in range(50)]
    assert len(set(drawn)) == 50
    for passphrase in drawn:
        words = passphrase.split(" ")
        assert len(words) == 6
        assert set(words) <= set(LISTED)
    assert len({word for passphrase in drawn for word in passphrase.split()}) > 150


def test_what_is_drawn_can_be_taken_as_it_is_and_is_good() -> None:
    passphrase = draw_passphrase()
    assert chosen(passphrase) == passphrase
    assert strength(passphrase).level >= GOOD

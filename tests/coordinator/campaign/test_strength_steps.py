"""How long a passphrase is said to hold: the steps, at their bounds."""

from __future__ import annotations

import pytest

from kiosk.coordinator.campaign import strength as judging
from kiosk.coordinator.campaign.strength import GUESSES_A_SECOND, LONGEST, Lasts, strength

HAN = "孤舟渡冷月石橋藏暗火秋聲入簾"
DAY = 24 * 3600


@pytest.mark.parametrize(
    ("seconds", "before", "level_before", "lasts", "level"),
    [
        (3600, Lasts.MINUTES, 0, Lasts.HOURS, 0),
        (DAY, Lasts.HOURS, 0, Lasts.DAYS, 1),
        (30 * DAY, Lasts.DAYS, 1, Lasts.MONTHS, 1),
        (365.25 * DAY, Lasts.MONTHS, 1, Lasts.YEARS, 2),
        (3652.5 * DAY, Lasts.YEARS, 2, Lasts.DECADES, 2),
        (36525 * DAY, Lasts.DECADES, 2, Lasts.CENTURIES, 3),
        (365250 * DAY, Lasts.CENTURIES, 3, Lasts.LONGER, 4),
    ],
)
def test_each_step_begins_where_the_one_before_ends(
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
    before: Lasts,
    level_before: int,
    lasts: Lasts,
    level: int,
) -> None:
    def after(time: float) -> tuple[Lasts, int]:
        found = {"guesses": time * GUESSES_A_SECOND, "sequence": []}
        monkeypatch.setattr(judging, "zxcvbn", lambda *_, **__: found)
        judged = strength("words")
        return judged.lasts, judged.level

    assert GUESSES_A_SECOND == 300_000
    assert after(seconds) == (lasts, level)
    assert after(seconds * 0.999999) == (before, level_before)


@pytest.mark.parametrize(
    ("centuries", "advice"), [(1, ()), (0.99, (judging.Advice.RANDOM_WORDS, judging.Advice.COMMON_WORD))]
)
def test_what_lasts_centuries_is_good_and_gets_no_advice(
    monkeypatch: pytest.MonkeyPatch, centuries: float, advice: tuple[judging.Advice, ...]
) -> None:
    guesses = centuries * 100 * 365.25 * DAY * 300_000
    found = {"guesses": guesses, "sequence": [{"pattern": "dictionary"}, {"pattern": "bruteforce"}]}
    monkeypatch.setattr(judging, "zxcvbn", lambda *_, **__: found)
    assert strength("words").advice == advice
    assert (strength("words").level >= judging.GOOD) == (centuries >= 1)


def test_every_other_character_of_another_script_makes_32_times_as_many_guesses() -> None:
    levels = [strength(HAN[:length]).lasts for length in range(1, len(HAN) + 1)]
    expected = []
    for length in range(1, len(HAN) + 1):
        seconds = 32**length / GUESSES_A_SECOND
        expected.append(next(lasts for limit, lasts, _ in judging._STEPS if seconds < limit))
    assert levels == expected
    assert strength(HAN + HAN) == strength(HAN), "the same one again adds nothing"


def test_only_the_beginning_of_a_long_one_is_looked_at() -> None:
    assert LONGEST == 72
    padding = "a" * 71
    assert strength(padding + "火") != strength(padding)
    assert strength(padding + "a火") == strength(padding + "a")
    assert strength(" ".join(padding) + "火") != strength(padding), "spaces do not count"


@pytest.mark.parametrize(("char", "other"), [("ɏ", False), ("ɐ", True)])
def test_latin_ends_with_its_extended_letters(char: str, other: bool) -> None:
    assert (judging.Advice.ONLY_BY_LENGTH in strength("wharf" + char).advice) == other

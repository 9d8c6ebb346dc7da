"""The strength meter: better passphrases fare better, and it does not pretend to know what it does not."""

from __future__ import annotations

import time

import pytest

from kiosk.coordinator.campaign.strength import GOOD, Advice, Lasts, strength


@pytest.mark.parametrize(
    ("passphrase", "advice"),
    [
        ("password", Advice.COMMON_WORD),
        ("Passw0rd!", Advice.COMMON_WORD),
        ("qwertyuiop", Advice.COMMON_WORD),
        ("zaq1xsw2cde3vfr4", Advice.KEYBOARD),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Advice.REPEATED),
        ("abcdefgh", Advice.REPEATED),
        ("12.06.2019", Advice.DATE),
        ("哈哈哈哈哈哈哈哈", Advice.ONLY_BY_LENGTH),
    ],
)
def test_what_is_found_within_a_day_says_why(passphrase: str, advice: Advice) -> None:
    found = strength(passphrase)
    assert found.level <= 1
    assert found.advice[0] is Advice.RANDOM_WORDS
    assert advice in found.advice


@pytest.mark.parametrize(
    "passphrase",
    [
        "grapefruit owl ladder nine cobalt fox",
        "Xq7!Rk2-pzL9vv3(Jm",
        "owner negative dining crystal percent scout",
        "孤舟渡冷月石橋藏暗火秋聲入簾",
    ],
)
def test_a_good_one_is_called_good(passphrase: str) -> None:
    found = strength(passphrase)
    assert found.level >= GOOD
    assert Advice.RANDOM_WORDS not in found.advice


def test_three_common_words_are_not_called_strong_for_the_spaces_between_them() -> None:
    assert strength("correct horse battery").level <= 1
    assert strength("correct horse battery") == strength("correcthorsebattery")


def test_more_random_words_last_longer() -> None:
    words = ["grapefruit", "owl", "ladder", "nine", "cobalt", "fox"]
    levels = [strength(" ".join(words[:number])).level for number in range(1, len(words) + 1)]
    assert levels == sorted(levels)
    assert (levels[0], levels[-1]) == (0, 4)


def test_chinese_is_judged_by_its_length_and_says_so() -> None:
    few, many = strength("我愛香港自由"), strength("孤舟渡冷月石橋藏暗火秋聲入簾")
    assert few.level < many.level
    assert Advice.ONLY_BY_LENGTH in few.advice
    assert Advice.ONLY_BY_LENGTH in many.advice
    assert Advice.ONLY_BY_LENGTH not in strength("grapefruit owl ladder").advice


def test_what_everybody_would_try_counts_for_little() -> None:
    unknown = strength("kestrelbay wharf")
    known = strength("kestrelbay wharf", known=["kestrelbay"])
    assert known.level < unknown.level


@pytest.mark.parametrize(
    "passphrase", ["x" * 100_000, "1l0o5$@4" * 10_000, "火" * 100_000, " " * 100_000, ""]
)
def test_a_long_one_does_not_keep_anybody_waiting(passphrase: str) -> None:
    before = time.process_time()
    assert strength(passphrase).lasts is Lasts.MINUTES
    assert time.process_time() - before < 2


def test_it_is_told_in_sentences_without_the_passphrase() -> None:
    found = strength("hunter2hunter2")
    assert found.lasts is Lasts.MINUTES
    assert "would need minutes" in found.sentences[0]
    assert len(found.sentences) == 1 + len(found.advice)
    assert "hunter2" not in repr(found) + " ".join(found.sentences)

"""Shares of the key: enough sheets restore it, one too few never does, and a slip of the pen is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from shamir_mnemonic import generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from kiosk.coordinator.campaign.share_text import MOST_TEXT
from kiosk.coordinator.campaign.shares import (
    LEAST_NEEDED,
    MOST_SHARES,
    SAME_WORDS,
    WORDS,
    Share,
    listed,
    make_shares,
    read_share,
    read_shares,
    restore_seed,
    still_needed,
)
from kiosk.errors import ShareError

pytestmark = pytest.mark.slow

SEED = bytes(range(32))


def typed(share: Share, **slips: str) -> str:
    """What somebody types who makes mistakes: `w7="acid"` writes that as the seventh word."""
    words = share.words.split()
    for slip, word in slips.items():
        words[int(slip[1:]) - 1] = word
    return " ".join(words)


def word(share: Share, number: int) -> str:
    return share.words.split()[number - 1]


def other_word(word: str, by: int = 1) -> str:
    return str(WORDLIST[(WORDLIST.index(word) + by) % len(WORDLIST)])


@pytest.mark.parametrize(("needed", "total"), [(2, 2), (2, 3), (3, 5), (5, 5), (4, 7)])
def test_every_so_many_restore_it_and_no_fewer_do(needed: int, total: int) -> None:
    shares = make_shares(SEED, needed, total)
    assert [share.number for share in shares] == list(range(1, total + 1))
    for few in combinations(shares, needed - 1):
        assert still_needed(few) == 1
        with pytest.raises(ShareError, match=f"{needed - 1} of the {needed} key sheets") as told:
            restore_seed(few)
        assert "1 more" in told.value.todo
    for enough in combinations(shares, needed):
        assert still_needed(enough) == 0
        assert restore_seed(enough) == restore_seed(enough[::-1]) == SEED


def test_more_than_are_needed_and_one_given_twice_are_welcome() -> None:
    shares = make_shares(SEED, 2, 4)
    assert restore_seed(shares) == SEED
    assert restore_seed([shares[1], shares[1], shares[3], shares[1]]) == SEED
    with pytest.raises(ShareError, match="1 of the 2 key sheets"):
        restore_seed([shares[1], shares[1], shares[1]])


def test_no_share_at_all() -> None:
    with pytest.raises(ShareError):
        restore_seed([])


@pytest.mark.parametrize(("needed", "total"), [(1, 1), (1, 3), (4, 3), (0, 0), (2, 17), (-2, 3)])
def test_numbers_that_cannot_be(needed: int, total: int) -> None:
    with pytest.raises(ShareError, match="cannot be"):
        make_shares(SEED, needed, total)


def test_sheets_of_a_set_begin_alike_and_another_set_does_not() -> None:
    sets = [make_shares(SEED, 2, 3) for _ in range(4)]  # two in 32,768 begin alike
    beginnings = [{" ".join(share.words.split()[:SAME_WORDS]) for share in shares} for shares in sets]
    assert [len(found) for found in beginnings] == [1, 1, 1, 1]
    assert len(set.union(*beginnings)) > 1
    assert restore_seed(sets[0][:2]) == restore_seed(sets[1][:2]), "an earlier set goes on working"


@pytest.mark.parametrize(
    "written",
    [
        str.upper,
        str.title,
        lambda words: words.replace(" ", "\n"),
        lambda words: "".join(f"{number}. {word},  " for number, word in enumerate(words.split(), 1)),
        lambda words: " ".join(word[:4] for word in words.split()),
        lambda words: "".join(chr(ord(char) + 0xFEE0) if char != " " else "\u3000" for char in words),
    ],
    ids=["capitals", "titles", "lines", "numbers", "four letters", "full width"],
)
def test_how_it_is_typed_does_not_matter(written: Callable[[str], str]) -> None:
    share = make_shares(SEED, 2, 3)[1]
    assert read_share(written(share.words), 1) == share


@pytest.mark.parametrize("number", range(1, WORDS + 1))
def test_a_wrong_word_is_named_wherever_it_is(number: int) -> None:
    share = make_shares(SEED, 2, 3)[0]
    right = word(share, number)
    for by in (1, 341, 1023):
        with pytest.raises(ShareError) as told:
            read_share(typed(share, **{f"w{number}": other_word(right, by)}), 2)
        assert told.value.what == f"Key sheet 2 has a wrong word: number {number}."
        assert told.value.todo == "Look at the sheet again.", "what would be right is for the sheet to say"


@pytest.mark.parametrize("written", ["acadmic", "aca", "academically", "qqqqqqq", "香港", "naïve"])
def test_a_word_that_is_not_in_the_list_is_named_with_the_nearest(written: str) -> None:
    share = make_shares(SEED, 2, 3)[0]
    with pytest.raises(ShareError, match="Key sheet 3, word 7 is not a word") as told:
        read_share(typed(share, w7=written), 3)
    assert ("Did you mean one of these: academic" in told.value.todo) == written.startswith("acad")


@pytest.mark.parametrize(("one", "other"), [(4, 5), (1, 33), (32, 33), (6, 21)])
def test_two_swapped_words_are_named(one: int, other: int) -> None:
    share = make_shares(SEED, 3, 5)[4]
    slips = {f"w{one}": word(share, other), f"w{other}": word(share, one)}
    with pytest.raises(ShareError, match=f"Key sheet 1 has word {one} and word {other} swapped"):
        read_share(typed(share, **slips), 1)


@pytest.mark.parametrize(("one", "other"), [(4, 10), (1, 2), (32, 33), (11, 31)])
def test_several_wrong_words_are_not_taken_for_one(one: int, other: int) -> None:
    share = make_shares(SEED, 3, 5)[4]
    slips = {f"w{number}": other_word(word(share, number), by=7 + number) for number in (one, other)}
    with pytest.raises(ShareError, match="Key sheet 1 has several wrong words"):
        read_share(typed(share, **slips), 1)


@pytest.mark.parametrize("number", [0, 1, 20, 32, 34, 66])
def test_too_few_or_too_many_words(number: int) -> None:
    words = (make_shares(SEED, 2, 3)[0].words.split() * 3)[:number]
    with pytest.raises(ShareError, match=f"Key sheet 1 has {number} words, but it needs 33"):
        read_share(" ".join(words), 1)


def test_a_whole_book_is_not_read() -> None:
    with pytest.raises(ShareError):
        read_share("academic " * 1_000_000, 1)


def test_the_share_of_another_set_is_the_one_that_is_named() -> None:
    ours, others = make_shares(SEED, 3, 5), make_shares(SEED, 3, 5)
    for place in range(3):
        mixed = ours[:3]
        mixed[place] = others[place]
        with pytest.raises(ShareError, match=f"Key sheet {place + 1} is of another set") as told:
            restore_seed(mixed)
        assert "same 3 words" in told.value.todo


def test_shares_that_only_look_like_a_set_are_told() -> None:
    """Two sets in 32,768 have the same beginning."""
    ours, others = make_shares(SEED, 2, 3), make_shares(b"o" * 32, 2, 3)
    like_ours = [replace(share, set=ours[0].set) for share in others]
    with pytest.raises(ShareError, match="do not belong together"):
        restore_seed([ours[0], like_ours[1]])
    with pytest.raises(ShareError, match="do not belong together"):
        restore_seed([ours[0], ours[1], like_ours[1]])


@pytest.mark.parametrize(
    "options",
    [{"iteration_exponent": 1}, {"extendable": False}, {"extendable": False, "iteration_exponent": 0}],
)
def test_a_share_of_another_program_is_told(options: dict[str, int]) -> None:
    ((mnemonic, _, _),) = generate_mnemonics(1, [(2, 3)], SEED, **options)
    with pytest.raises(ShareError, match="another program"):
        read_share(mnemonic, 1)


def test_a_share_does_not_show_its_words_where_it_is_printed() -> None:
    share = make_shares(SEED, 2, 3)[0]
    assert share.words[:12] not in repr(share)


def test_the_numbers_are_those_of_the_format() -> None:
    assert (LEAST_NEEDED, MOST_SHARES, WORDS, SAME_WORDS) == (2, 16, 33, 3)
    shares = make_shares(SEED, 16, 16)
    assert len(shares) == 16
    assert [share.needed for share in shares] == [16] * 16
    assert {len(share.words.split()) for share in shares} == {33}
    assert all(0 <= share.set < 1 << 15 for share in shares)


def test_a_text_as_long_as_may_be_is_read_and_one_letter_more_is_too_much() -> None:
    share = make_shares(SEED, 2, 3)[0]
    assert read_shares(share.words.ljust(MOST_TEXT)) == [share]
    with pytest.raises(ShareError, match="too long to be of key sheets"):
        read_shares(share.words.ljust(MOST_TEXT + 1))


@pytest.mark.parametrize(
    ("needed", "given", "more"), [(2, 0, 2), (2, 1, 1), (2, 2, 0), (2, 3, 0), (3, 0, 2), (3, 1, 2), (5, 3, 2)]
)
def test_how_many_more_are_needed(needed: int, given: int, more: int) -> None:
    assert still_needed(make_shares(SEED, needed, 5)[:given]) == more


def test_of_two_different_sheets_with_one_number_none_is_believed() -> None:
    ours, others = make_shares(SEED, 2, 3), make_shares(SEED, 2, 3)
    twin = replace(others[0], set=ours[0].set)
    with pytest.raises(ShareError, match="do not belong together"):
        restore_seed([ours[0], twin, ours[1]])


def test_shares_that_need_another_number_are_of_another_set() -> None:
    ours, others = make_shares(SEED, 2, 5), make_shares(SEED, 3, 5)
    with pytest.raises(ShareError, match="Key sheet 3 is of another set"):
        restore_seed([ours[0], ours[1], replace(others[2], set=ours[0].set)])


def test_a_sound_share_of_another_kind_of_set_is_another_programs() -> None:
    ((mnemonic, *_), *_) = generate_mnemonics(
        1, [(2, 3), (2, 2)], SEED, extendable=True, iteration_exponent=0
    )
    with pytest.raises(ShareError, match="Key sheet 4 is sound, but not of a campaign key"):
        read_share(mnemonic, 4)
    ((two_groups, *_), _) = generate_mnemonics(
        2, [(2, 3), (2, 2)], SEED, extendable=True, iteration_exponent=0
    )
    with pytest.raises(ShareError, match="another program"):
        read_share(two_groups, 1)


def test_four_letters_are_enough_for_a_word_and_three_are_not() -> None:
    assert listed("acad", 1, 1) == "academic"
    assert listed("acid", 1, 1) == "acid"
    for short in ("aca", "", "acidx", "acadx"):
        with pytest.raises(ShareError, match="Key sheet 5, word 6 is not a word"):
            listed(short, 5, 6)

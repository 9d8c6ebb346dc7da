"""A receipt code is read back however it was written down, and a slip in it is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from kiosk.errors import ReceiptError
from kiosk.signing.receipt_code import (
    WORDS,
    code_number,
    code_of,
    is_receipt_code,
    new_receipt_code,
    read_receipt_code,
)

numbers = st.integers(0, (1 << 50) - 1)


@given(numbers)
def test_a_code_is_six_words_that_are_read_back(number: int) -> None:
    code = new_receipt_code(lambda bits: number)
    words = code.split(" ")
    assert len(words) == WORDS
    assert set(words) <= set(WORDLIST)
    assert read_receipt_code(code) == code
    assert max(len(word) for word in WORDLIST) * WORDS + WORDS - 1 >= len(code)


@given(st.integers(0, (1 << 60) - 1))
def test_six_words_write_a_number_and_most_are_no_code(number: int) -> None:
    words = code_of(number)
    assert code_number(words) == number
    assert is_receipt_code(words) == (words == new_receipt_code(lambda bits: number >> 10))


@pytest.mark.parametrize(
    "text", ["", "academic", "academic " * 6, " ".join(["acad"] * 6), " ".join(["academic"] * 7)]
)
def test_what_is_not_six_words_of_the_list_writes_no_number(text: str) -> None:
    assert code_number(text) is None
    assert not is_receipt_code(text)


def test_fifty_bits_are_asked_for_and_all_of_them_are_in_the_code() -> None:
    asked: list[int] = []
    codes = {new_receipt_code(lambda bits, n=n: asked.append(bits) or 1 << n) for n in range(50)}
    assert set(asked) == {50}
    assert len(codes) == 50


def test_every_visitor_has_another_code() -> None:
    assert len({new_receipt_code() for _ in range(500)}) == 500


@pytest.mark.parametrize(
    "write",
    [
        str.upper,
        str.title,
        lambda code: code.replace(" ", "-"),
        lambda code: code.replace(" ", ", "),
        lambda code: code.replace(" ", "\n"),
        lambda code: f"\u3000{code}\t ",
        lambda code: " ".join(word[:4] for word in code.split()),
        lambda code: " ".join(word[:5] for word in code.split()),
        lambda code: " ".join(f"{n}. {word}" for n, word in enumerate(code.split(), 1)),
        lambda code: code.replace("o", "0"),
        lambda code: code.upper().replace("O", "0"),
        lambda code: "".join(chr(ord(char) + 0xFEE0) if char.isalpha() else char for char in code),
    ],
)
@given(number=numbers)
def test_however_it_is_written_it_is_the_same_code(write, number: int) -> None:
    code = new_receipt_code(lambda bits: number)
    assert read_receipt_code(write(code)) == code


def test_a_word_that_no_receipt_has_is_named_by_its_place_and_not_quoted() -> None:
    words = new_receipt_code(lambda bits: 5).split()
    words[2] = "zwickau"
    with pytest.raises(ReceiptError, match="Word 3") as caught:
        read_receipt_code(" ".join(words))
    assert "zwickau" not in str(caught.value)
    assert caught.value.todo


@pytest.mark.parametrize(
    ("place", "slip", "meant"),
    [
        (1, "prority", "priority"),
        (3, "emplojer", "employer"),
        (4, "kounter", "counter"),
        (6, "brokn", "broken"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_the_word_that_fits(place: int, slip: str, meant: str) -> None:
    words = ["priority", "temple", "employer", "counter", "rescue", "broken"]
    words[place - 1] = slip
    with pytest.raises(ReceiptError, match=f"Word {place}") as caught:
        read_receipt_code(" ".join(words))
    assert caught.value.todo.endswith(f"It may be '{meant}'.")


def test_of_two_slips_the_first_is_named_and_nothing_is_guessed() -> None:
    with pytest.raises(ReceiptError, match="Word 1") as caught:
        read_receipt_code("prority temple emplojer counter rescue broken")
    assert "may be" not in caught.value.todo


@pytest.mark.parametrize("short", ["aca", "acid x", "a"])
def test_less_than_four_letters_are_no_word_unless_they_are_all_of_it(short: str) -> None:
    with pytest.raises(ReceiptError):
        read_receipt_code(" ".join([short] * 6))


@pytest.mark.parametrize(
    "text", ["", "   ", "acid acid acid acid acid", "acid " * 7, "1 2 3 4 5 6", "a" * 10**6]
)
def test_too_few_or_too_many_words_are_no_code(text: str) -> None:
    with pytest.raises(ReceiptError, match=r"six words, not \d+|too long for a receipt code"):
        read_receipt_code(text)


def test_two_words_that_changed_places_or_one_of_another_code_do_not_belong_together() -> None:
    one = new_receipt_code(lambda bits: 0x2B7E151628AED).split()
    other = new_receipt_code(lambda bits: 0x1A6ABF7158809).split()
    slips = [[*one[:n], one[n + 1], one[n], *one[n + 2 :]] for n in range(WORDS - 1)]
    slips += [[*one[:n], other[n], *one[n + 1 :]] for n in range(WORDS) if one[n] != other[n]]
    for slip in slips:
        with pytest.raises(ReceiptError, match="belong together"):
            read_receipt_code(" ".join(slip))

"""At exactly a limit, and one past it: drawings, receipt codes, and the room that a signature has."""

from __future__ import annotations

import base64
import datetime
import difflib

import pytest
from shamir_mnemonic.wordlist import WORDLIST

from kiosk.errors import ReceiptError, SealError, SignatureError
from kiosk.signing import visit as visits
from kiosk.signing.countries import country_names, find_countries
from kiosk.signing.receipt_code import is_receipt_code, new_receipt_code, read_receipt_code
from kiosk.signing.seal import (
    ID_BYTES,
    OVERHEAD_BYTES,
    PUBLIC_KEY_BYTES,
    SEED_BYTES,
    OpeningKey,
    SealingKey,
    private_key,
    public_key,
)
from kiosk.signing.signature import to_json
from kiosk.signing.strokes import (
    HEIGHT,
    MAX_DRAWN,
    MAX_POINTS,
    MAX_STROKES,
    WIDTH,
    clip,
    decode_strokes,
    encode_strokes,
    on_sheet,
    simplify,
)
from kiosk.signing.visit import Step, Visit
from kiosk.wording import searchable
from tests.people import person

CODES = [
    "academic academic academic academic academic manager",
    "academic academic academic academic acid lungs",
    "leader academic academic academic academic salt",
    "zero zero zero zero zero mandate",
]
"""Of 0, 1, the highest bit alone, and all bits."""
CODE = new_receipt_code(lambda bits: 0x2B7E151628AED)


def text_of(*numbers: int) -> str:
    """A drawing's text with these numbers in it, each of at most two bytes."""
    data = b"".join(bytes([n]) if n < 128 else bytes([n & 127 | 128, n >> 7]) for n in numbers)
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


# ---------------------------------------------------------------- drawings


def test_a_sheets_limits_are_those_of_the_format() -> None:
    assert (WIDTH, HEIGHT, MAX_STROKES, MAX_POINTS, MAX_DRAWN) == (4096, 1536, 100, 320, 1974)


@pytest.mark.parametrize(
    ("place", "point"),
    [
        ((0, 0), (0, 0)),
        ((-0.6, -0.6), (0, 0)),
        ((WIDTH - 1, HEIGHT - 1), (WIDTH - 1, HEIGHT - 1)),
        ((WIDTH - 0.6, HEIGHT - 0.6), (WIDTH - 1, HEIGHT - 1)),
        ((WIDTH * 2, HEIGHT * 2), (WIDTH - 1, HEIGHT - 1)),
        ((1.4, 2.6), (1, 3)),
    ],
)
def test_a_place_is_put_on_the_nearest_point_of_the_sheet(
    place: tuple[float, float], point: tuple[int, int]
) -> None:
    assert on_sheet(*place) == point


@pytest.mark.parametrize(
    ("x", "y", "there"),
    [
        (0, 0, True),
        (WIDTH - 1, HEIGHT - 1, True),
        (WIDTH, 0, False),
        (0, HEIGHT, False),
        (-1, 0, False),
        (0, -1, False),
    ],
)
def test_a_point_is_on_the_sheet_or_the_text_is_damaged(x: int, y: int, there: bool) -> None:
    text = text_of(1, *(2 * n if n >= 0 else -2 * n - 1 for n in (x, y)))
    if there:
        assert decode_strokes(text) == (((x, y),),)
        return
    with pytest.raises(SignatureError, match="damaged"):
        decode_strokes(text)


@pytest.mark.parametrize(
    ("one", "other", "inside"),
    [
        ((0, 5), (0, 9), ((0, 5), (0, 9))),
        ((-1, 5), (-1, 9), None),
        ((WIDTH - 1, 5), (WIDTH - 1, 9), ((WIDTH - 1, 5), (WIDTH - 1, 9))),
        ((WIDTH, 5), (WIDTH, 9), None),
        ((5, 0), (9, 0), ((5, 0), (9, 0))),
        ((5, HEIGHT - 1), (9, HEIGHT - 1), ((5, HEIGHT - 1), (9, HEIGHT - 1))),
        ((5, HEIGHT), (9, HEIGHT), None),
        ((-10, 10), (10, 10), ((0, 10), (10, 10))),
        ((10, 10), (-10, 10), ((10, 10), (0, 10))),
        ((10, -10), (10, 10), ((10, 0), (10, 10))),
        ((-10, 5), (0, 5), ((0, 5), (0, 5))),
        ((-10, 5), (-1, 5), None),
        ((4000, 5), (4200, 5), ((4000, 5), (WIDTH - 1, 5))),
        ((5, 1500), (5, 1600), ((5, 1500), (5, HEIGHT - 1))),
        ((7, 7), (7, 7), ((7, 7), (7, 7))),
        ((-0.25, 5), (0.25, 5), ((0, 5), (0.25, 5))),
        ((0.25, 5), (-0.25, 5), ((0.25, 5), (0, 5))),
        ((5, -0.5), (5, 0.5), ((5, 0), (5, 0.5))),
        ((-0.5, 5), (-0.5, 9), None),
        ((WIDTH - 1.5, 5), (WIDTH - 0.5, 5), ((WIDTH - 1.5, 5), (WIDTH - 1, 5))),
        ((-20, 10), (10, -20), None),
        ((float("nan"), 0), (1, 1), None),
        ((0, 0), (float("inf"), 1), None),
    ],
)
def test_of_a_line_the_part_on_the_sheet_stays(
    one: tuple[float, float], other: tuple[float, float], inside: object
) -> None:
    assert clip(one, other) == inside


def test_exactly_as_many_strokes_and_points_as_allowed_are_taken() -> None:
    dot = (1, 0, 0)
    assert len(decode_strokes(text_of(*dot * MAX_STROKES))) == MAX_STROKES
    with pytest.raises(SignatureError, match="too many"):
        decode_strokes(text_of(*dot * (MAX_STROKES + 1)))
    assert len(decode_strokes(text_of(MAX_POINTS, *(0, 0) * MAX_POINTS))[0]) == MAX_POINTS
    with pytest.raises(SignatureError, match="too many"):
        decode_strokes(text_of(MAX_POINTS + 1, *(0, 0) * (MAX_POINTS + 1)))


def test_a_text_of_exactly_the_longest_size_is_looked_at_and_a_longer_one_is_not() -> None:
    with pytest.raises(SignatureError, match="damaged"):
        decode_strokes("A" * MAX_DRAWN)
    with pytest.raises(SignatureError, match="too long"):
        decode_strokes("A" * (MAX_DRAWN + 1))


@pytest.mark.parametrize(
    "text",
    [
        text_of(0),
        text_of(1, 0),
        text_of(2, 0, 0, 0),
        base64.urlsafe_b64encode(bytes([1, 128, 0, 0])).decode().rstrip("="),
        base64.urlsafe_b64encode(bytes([1, 255, 0, 0])).decode().rstrip("="),
        base64.urlsafe_b64encode(bytes([1, 0, 128])).decode().rstrip("="),
        text_of(1, 0, 0) + "=",
        "AQA",
    ],
)
def test_a_text_that_is_cut_or_longer_than_it_need_be_is_damaged(text: str) -> None:
    with pytest.raises(SignatureError, match="damaged"):
        decode_strokes(text)


def test_the_shortest_number_of_two_bytes_and_the_longest_of_one_are_read() -> None:
    assert decode_strokes(text_of(1, 126, 128)) == (((63, 64),),)
    assert encode_strokes((((63, 64), (0, 0)),)) == text_of(2, 126, 128, 125, 127)
    assert decode_strokes(text_of(2, 126, 128, 125, 127)) == (((63, 64), (0, 0)),)


def test_of_the_strokes_that_are_too_many_the_smallest_goes() -> None:
    strokes = [((n, 0), (n, 10 + n)) for n in range(MAX_STROKES + 1)]
    assert simplify(tuple(strokes)) == tuple(strokes[1:])
    strokes.insert(50, ((0, 5),))
    del strokes[0]
    assert ((0, 5),) not in simplify(tuple(strokes))


def test_up_to_twenty_thousand_points_are_weighed_one_by_one() -> None:
    comb = tuple((n % WIDTH, n % 2 * 900) for n in range(20_000))
    assert {y for _, y in simplify((comb,))[0]} == {0, 900}
    comb = tuple((n % WIDTH, n % 2 * 900) for n in range(20_001))
    assert {y for _, y in simplify((comb,))[0]} == {0}, "of one more only every second"


def test_a_stroke_keeps_its_ends_and_every_hook_that_the_eye_sees() -> None:
    straight = tuple((x, 0) for x in range(0, 100, 5))
    assert simplify((straight,)) == (((0, 0), (95, 0)),)
    assert simplify((((0, 0), (50, 1), (100, 0)),)) == (((0, 0), (100, 0)),)
    assert simplify((((0, 0), (50, 2), (100, 0)),)) == (((0, 0), (50, 2), (100, 0)),)
    hook = (((0, 0), (50, 0), (30, 0)),)
    assert simplify(hook) == hook, "its tip is past the end"
    assert simplify((((7, 7), (7, 7), (7, 7)), (), ((1, 1),))) == (((7, 7),), ((1, 1),))
    assert encode_strokes(()) == ""
    ring = (((10, 10), (90, 10), (50, 80), (10, 10)),)
    assert simplify(ring) == ring
    there_and_back = (((10, 10), (90, 10), (10, 10)),)
    assert simplify(there_and_back) == there_and_back


def test_exactly_as_many_points_as_allowed_stay_and_of_one_more_the_least_needed_goes() -> None:
    teeth = [(10 * n, n % 2 * 900) for n in range(MAX_POINTS)]
    assert simplify((tuple(teeth),)) == (tuple(teeth),)
    low = (10 * MAX_POINTS + 5, 500)
    more = (*teeth, low, (10 * MAX_POINTS + 10, 0))
    assert len(simplify((more,))[0]) == MAX_POINTS
    assert (simplify((more,))[0][0], simplify((more,))[0][-1]) == (more[0], more[-1])
    assert len(simplify((tuple(teeth), tuple(teeth)))) == 2


def test_exactly_as_many_strokes_as_allowed_stay() -> None:
    dots = tuple(((n, n % 7),) for n in range(MAX_STROKES))
    assert simplify(dots) == dots


# ---------------------------------------------------------------- countries


@pytest.mark.parametrize("language", ["en", "zh-Hant", "fr"])
def test_countries_are_listed_by_their_names(language: str) -> None:
    names = list(country_names(language).values())
    assert names == sorted(names, key=searchable)


def test_a_word_that_begins_so_comes_before_one_that_has_it_within() -> None:
    found = find_countries("in", "en", 300)
    assert found.index("IN") < found.index("IO") < found.index("AR"), "India, British Indian Ocean, Argentina"


# ---------------------------------------------------------------- receipt codes


def test_a_text_of_four_hundred_characters_may_be_a_code_and_a_longer_one_is_none() -> None:
    assert read_receipt_code(CODE.ljust(400)) == CODE
    with pytest.raises(ReceiptError, match="too long"):
        read_receipt_code(CODE.ljust(401))


def test_exactly_six_words_as_they_are_made_are_a_code() -> None:
    words = CODE.split()
    assert is_receipt_code(CODE)
    for other in (words[1:], [*words, words[0]], ["academic", *words], [*words[:5], words[4]], []):
        assert not is_receipt_code(" ".join(other))
    for other in (CODE.upper(), f" {CODE}", CODE.replace(" ", "  "), CODE[:-1], ""):
        assert not is_receipt_code(other)


def test_codes_stay_what_they_were() -> None:
    numbers = (0, 1, 1 << 49, (1 << 50) - 1)
    assert [new_receipt_code(lambda bits, n=n: n) for n in numbers] == CODES


def test_a_zero_is_an_o_beside_a_letter_alone() -> None:
    code = next(code for n in range(200) if "o" in (code := new_receipt_code(lambda bits, n=n: n)))
    assert read_receipt_code(code.replace("o", "0")) == code
    assert read_receipt_code("0 " + code + " 0") == code


def code_that_begins_with(word: str) -> str:
    return new_receipt_code(lambda bits: WORDLIST.index(word) << 40 | 0x6ABF715880)


def test_of_the_twenty_words_nearest_to_a_slip_those_that_fit_are_told() -> None:
    slip = "prority"
    near = difflib.get_close_matches(slip, WORDLIST, n=30, cutoff=0)
    told = []
    for word in (near[0], near[18], near[19], near[20], near[29]):
        code = code_that_begins_with(word)
        with pytest.raises(ReceiptError, match="Word 1") as caught:
            read_receipt_code(" ".join([slip, *code.split()[1:]]))
        told.append(repr(word) in caught.value.todo)
    assert told == [True, True, True, False, False]


def test_a_word_that_is_nothing_like_any_is_no_slip() -> None:
    """Half of its letters must be those of the word that is told."""
    slip = "xxxxprio"
    near = difflib.get_close_matches(slip, WORDLIST, n=5, cutoff=0)
    alike = [difflib.SequenceMatcher(None, word, slip).ratio() for word in near]
    assert 0.5 <= alike[0] < 0.6
    assert alike[-1] < 0.5
    for word, ratio in zip(near, alike, strict=True):
        code = code_that_begins_with(word)
        with pytest.raises(ReceiptError) as caught:
            read_receipt_code(" ".join([slip, *code.split()[1:]]))
        assert (repr(word) in caught.value.todo) == (ratio >= 0.5)


# ---------------------------------------------------------------- sealing


def test_a_sealed_record_has_the_sizes_of_the_format() -> None:
    seed = bytes(SEED_BYTES)
    public = public_key(seed)
    assert (len(public), PUBLIC_KEY_BYTES, ID_BYTES, OVERHEAD_BYTES, SEED_BYTES) == (1216, 1216, 16, 1136, 32)
    sealed = SealingKey(public, b"k" * 16, 1024).seal(person(1))
    assert (len(sealed.id), len(sealed.data)) == (16, 1024 + 1136)
    assert OpeningKey(seed, b"k" * 16).open(sealed) == person(1)
    for size in (1215, 1217):
        with pytest.raises(SealError, match="wrong length"):
            SealingKey(public.ljust(size, b"\0")[:size], b"k" * 16)
    for size in (31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            private_key(bytes(size))


# ---------------------------------------------------------------- the room that a signature has


def test_text_that_fills_a_signature_to_the_last_byte_passes_and_one_letter_more_does_not() -> None:
    visit = Visit({"country": "asked", "organisation": "asked"}, "2026-11", "en", room=500)
    visit.start()
    assert visit.step is Step.NAME
    visit.draft.kind = "organisation"
    visit.draft.texts["name"], visit.draft.texts["organisation"], visit.draft.texts["role"] = (
        "n" * 10,
        "o" * 20,
        "r",
    )
    filled = len(to_json(visit._signature(datetime.date.min))) + visits._RECEIPT_BYTES
    visit.draft.texts["organisation"] += "o" * (500 - filled)
    assert visit.next() == []
    assert visit.step is Step.COUNTRY
    visit.back()
    visit.draft.texts["organisation"] += "o"
    (found,) = visit.next()
    assert (found.field, found.remark.stops) == ("organisation", True)
    assert visit.step is Step.NAME


def test_a_receipt_code_fits_the_room_that_is_kept_for_it() -> None:
    longest = max(len(new_receipt_code(lambda bits, n=n: n * 7919)) for n in range(3000))
    assert len(',"receipt":""') + longest <= visits._RECEIPT_BYTES == 80

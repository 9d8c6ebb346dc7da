"""A drawn signature travels as a short text, comes back in the same shape, and a forged one is refused."""

from __future__ import annotations

import base64
import hashlib
import itertools
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import SignatureError
from kiosk.signing.signature import DRAWN_RECORD_BYTES, LIMITS, RECORD_BYTES, encode, to_json
from kiosk.signing.strokes import (
    HEIGHT,
    MAX_DRAWN,
    MAX_POINTS,
    MAX_STROKES,
    WIDTH,
    Drawn,
    clip,
    decode_strokes,
    encode_strokes,
    on_sheet,
    simplify,
)
from tests.people import person

points = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))
drawings = st.lists(st.lists(points, max_size=40).map(tuple), max_size=20).map(tuple)


def cursive() -> Drawn:
    """Five loops across the sheet, as a pen or a finger gives them: 300 points, close together."""
    raw = []
    for n in range(300):
        turn = n / 300 * 2 * math.pi * 5
        x = 0.1 + 0.75 * n / 300 + 0.05 * math.sin(turn + 0.7) + 0.01 * math.sin(3 * turn)
        y = 0.55 + 0.28 * math.cos(n / 136) * math.sin(turn) + 0.05 * math.sin(turn * 0.31)
        raw.append(on_sheet(x * WIDTH, y * HEIGHT))
    return (tuple(raw),)


def hostile() -> dict[str, Drawn]:
    """100,000 points in ways in which no hand draws them."""
    chance = random.Random(7)
    anywhere = [(chance.randrange(WIDTH), chance.randrange(HEIGHT)) for _ in range(100_000)]
    return {
        "scribble": (tuple(anywhere),),
        "dots": tuple((point,) for point in anywhere),
        "dashes": tuple(zip(anywhere[::2], anywhere[1::2], strict=True)),
        "comb": (tuple((n % WIDTH, n % 2 * (HEIGHT - 1)) for n in range(100_000)),),
        "one place": (((7, 7),) * 100_000,),
        "nothing": ((),) * 100_000,
    }


@given(drawings)
def test_what_was_drawn_comes_back_as_it_was_simplified(drawn: Drawn) -> None:
    text = encode_strokes(drawn)
    assert decode_strokes(text) == simplify(drawn)
    assert len(text) <= MAX_DRAWN


@given(drawings)
def test_every_stroke_keeps_its_ends_and_invents_no_point(drawn: Drawn) -> None:
    before = [stroke for stroke in drawn if stroke]
    after = simplify(drawn)
    assert len(after) == len(before)
    for one, other in zip(before, after, strict=True):
        assert (other[0], other[-1]) == (one[0], one[-1])
        remaining = iter(one)
        assert all(point in remaining for point in other), "in the order in which they were drawn"


def test_a_signature_is_short_and_looks_the_same() -> None:
    drawn = cursive()
    text = encode_strokes(drawn)
    assert 0 < len(text) < 500
    (line,) = decode_strokes(text)
    for x, y in drawn[0]:
        nearest = min(_distance(x, y, *one, *other) for one, other in itertools.pairwise(line))
        assert nearest < WIDTH / 800, "a pixel of a sheet of 800"


def test_a_dot_is_a_stroke() -> None:
    assert decode_strokes(encode_strokes((((12, 34),),))) == (((12, 34),),)
    assert decode_strokes(encode_strokes((((12, 34),) * 50,))) == (((12, 34),),)


def test_nothing_drawn_is_no_text() -> None:
    assert encode_strokes(()) == encode_strokes(((), ())) == ""
    assert decode_strokes("") == ()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("kind", hostile())
def test_a_hundred_thousand_points_are_quick_and_fit(kind: str) -> None:
    drawn = hostile()[kind]
    text = encode_strokes(drawn)
    assert len(text) <= MAX_DRAWN
    assert decode_strokes(text) == simplify(drawn)


def test_of_too_many_strokes_the_largest_stay_in_the_order_in_which_they_were_drawn() -> None:
    dots = tuple(((n, 5),) for n in range(MAX_STROKES))
    letters = tuple(((n, 100), (n + 300, 900)) for n in range(MAX_STROKES // 2))
    kept = simplify(dots[:60] + letters + dots[60:])
    assert len(kept) == MAX_STROKES
    assert [stroke for stroke in kept if len(stroke) > 1] == list(letters)


def test_the_longest_text_that_strokes_can_need_is_the_limit() -> None:
    far = [(n if n % 2 else WIDTH - 1 - n, n if n % 2 else HEIGHT - 1 - n) for n in range(MAX_POINTS)]
    strokes = [(point,) for point in far[: MAX_STROKES - 1]] + [tuple(far[MAX_STROKES - 1 :])]
    assert MAX_DRAWN - 150 < len(encode_strokes(tuple(strokes))) <= MAX_DRAWN
    assert math.ceil((2 * MAX_STROKES + 4 * MAX_POINTS) * 4 / 3) == MAX_DRAWN


def test_beside_the_largest_drawing_a_record_has_room_for_as_much_text_as_without_one() -> None:
    largest = encode_strokes(hostile()["scribble"])
    full = person(1, name="陳" * 300, organisation="會" * 300)
    full = person(
        1, name="陳" * 300, organisation="會" * 300, role="x" * (RECORD_BYTES - len(to_json(full)) - 10)
    )
    assert len(full.role) < LIMITS["role"]
    assert len(encode(full)) == RECORD_BYTES
    assert DRAWN_RECORD_BYTES - len(',"drawn":""') - MAX_DRAWN >= RECORD_BYTES
    drawn = person(1, name=full.name, organisation=full.organisation, role=full.role, drawn=largest)
    assert len(encode(drawn, DRAWN_RECORD_BYTES)) == DRAWN_RECORD_BYTES


@pytest.mark.parametrize(
    ("x", "y", "point"),
    [
        (0, 0, (0, 0)),
        (12.6, 7.4, (13, 7)),
        (WIDTH, HEIGHT, (WIDTH - 1, HEIGHT - 1)),
        (-3, 768, (0, 768)),
        (1e300, -1e300, (WIDTH - 1, 0)),
        (math.inf, -math.inf, (WIDTH - 1, 0)),
    ],
)
def test_whatever_a_screen_reports_comes_to_the_sheet(x: float, y: float, point: object) -> None:
    assert on_sheet(x, y) == point


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ((10, 10), (20, 30), ((10, 10), (20, 30))),
        ((-100, 50), (100, 50), ((0, 50), (100, 50))),
        ((100, 50), (-100, 50), ((100, 50), (0, 50))),
        ((2000, -500), (2000, 5000), ((2000, 0), (2000, HEIGHT - 1))),
        ((5, 5), (5, 5), ((5, 5), (5, 5))),
        ((-10, 5), (-10, 900), None),
        ((-10, 5), (5, -11), None),
        ((-10, -10), (-10, -10), None),
        ((math.nan, 5), (20, 30), None),
        ((10, 10), (20, math.inf), None),
    ],
)
def test_of_a_line_only_what_is_on_the_sheet_is_drawn(one, other, part) -> None:
    assert clip(one, other) == part


def text_of(*numbers: int) -> str:
    return base64.urlsafe_b64encode(bytes(numbers)).decode().rstrip("=")


FORGED = {
    "too long": "A" * (MAX_DRAWN + 1),
    "padded": encode_strokes(cursive()) + "=",
    "the other alphabet": text_of(1, 254, 31, 254, 3).replace("_", "/").replace("-", "+"),
    "a line end": text_of(1, 2, 2)[:2] + "\n" + text_of(1, 2, 2)[2:],
    "a letter of another script": "АAAA",
    "spare bits": "AQIB"[:2] + "R",
    "one letter": "A",
    "a stroke of no points": text_of(0),
    "a stroke that ends early": text_of(2, 2, 2, 2),
    "a number that ends early": text_of(1, 2, 130),
    "a number of three bytes": text_of(1, 128, 128, 1, 2),
    "a number longer than need be": text_of(1, 130, 0, 2),
    "left of the sheet": text_of(1, 1, 2),
    "right of the sheet": text_of(1, 128, 64, 2),
    "below the sheet": text_of(1, 2, 128, 24),
    "too many points": text_of(
        128 | (MAX_POINTS + 1) & 127, (MAX_POINTS + 1) >> 7, *(2, 2) * (MAX_POINTS + 1)
    ),
    "too many strokes": text_of(*(1, 0, 0) * (MAX_STROKES + 1)),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_drawing_is_refused(kind: str) -> None:
    with pytest.raises(SignatureError):
        decode_strokes(FORGED[kind])


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=60).map(lambda data: text_of(*data)), st.text(max_size=60)))
def test_any_text_is_one_drawing_exactly_or_refused(text: str) -> None:
    try:
        drawn = decode_strokes(text)
    except SignatureError:
        return
    assert all(0 <= x < WIDTH and 0 <= y < HEIGHT for stroke in drawn for x, y in stroke)
    assert sum(map(len, drawn)) <= MAX_POINTS
    if simplify(drawn) == drawn:
        assert encode_strokes(drawn) == text


def _distance(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    """How far the point is from the line between the two others."""
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = min(1, max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) if length else 0
    return math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay))


def test_the_same_drawing_gives_the_same_text_in_every_version() -> None:
    """Made once by the first version: what is written must not drift, nor what is left out of it."""
    chance = random.Random(2026)

    def walk(points: int, step: int) -> tuple[tuple[int, int], ...]:
        x, y, places = 2000, 700, []
        for _ in range(points):
            x = min(max(x + chance.randint(-step, step), 0), WIDTH - 1)
            y = min(max(y + chance.randint(-step, step), 0), HEIGHT - 1)
            places.append((x, y))
        return tuple(places)

    small = encode_strokes((walk(12, 90), walk(1, 900), walk(2, 300)))
    assert small == "DKge5gpMUpYBf0F-igFoInBkRngsObMBhgGLAXshgQEyAdcPqAsC7hDVC6kB1AE"
    for strokes, points, step, told in (
        (1, 900, 12, "fad111fc0d3acb9f"),
        (40, 30, 60, "68db29cf7fdfdd29"),
        (130, 9, 200, "d485bb54f6bfde3f"),
        (3, 30_000, 40, "8e3bb6eacc88afa0"),
    ):
        text = encode_strokes(tuple(walk(points, step) for _ in range(strokes)))
        assert hashlib.sha256(text.encode()).hexdigest()[:16] == told

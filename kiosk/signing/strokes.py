"""A drawn signature: strokes on a sheet of one shape, and the short text that they travel as.

The sheet is a grid of `WIDTH` x `HEIGHT` units, whatever the screen: a drawing is never
distorted. Specified in docs/format.md, "Drawn signature".
"""

from __future__ import annotations

import base64
import binascii
import heapq
import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from kiosk.errors import SignatureError

WIDTH, HEIGHT = 4096, 1536
"""Units of the sheet, across and down; on a large screen one unit is half a pixel."""
MAX_STROKES = 100
MAX_POINTS = 320
"""Points of all strokes together. A signature of three Chinese characters has some 100."""
MAX_DRAWN = 1974
"""Characters of the text: each stroke costs at most 2 bytes and each point 4, so all fits always."""

Point = tuple[int, int]
"""Units from the left and from the top."""
Stroke = tuple[Point, ...]
Drawn = tuple[Stroke, ...]
Position = tuple[float, float]
"""Units as a pointer reports them: between the grid's points, and perhaps off the sheet."""

_DETAIL = 2.0
"""The height in units of a bend that nobody sees: half a pixel of a sheet of 1,000."""
_WEIGHED = 20_000
"""Points that are weighed one by one; of more, which no hand draws, every second, third… is."""


def on_sheet(x: float, y: float) -> Point:
    """The grid's point nearest to `x`, `y`, in units; at the edge for what is off the sheet."""
    return round(min(max(x, 0), WIDTH - 1)), round(min(max(y, 0), HEIGHT - 1))


def clip(one: Position, other: Position) -> tuple[Position, Position] | None:
    """The part of a straight line that is on the sheet, if any (Liang and Barsky 1984).

    Of a line from or to what is no number, there is none.
    """
    if not all(map(math.isfinite, (*one, *other))):
        return None
    (x, y), (along_x, along_y) = one, (other[0] - one[0], other[1] - one[1])
    start, end = 0.0, 1.0
    edges = ((-along_x, x), (along_x, WIDTH - 1 - x), (-along_y, y), (along_y, HEIGHT - 1 - y))
    for towards, room in edges:
        if towards < 0:
            start = max(start, room / towards)
        elif towards > 0:
            end = min(end, room / towards)
        elif room < 0:
            return None
    if start > end:
        return None
    return (x + start * along_x, y + start * along_y), (x + end * along_x, y + end * along_y)


def simplify(drawn: Drawn) -> Drawn:
    """`drawn` with as many points as the eye needs, and no more than a signature may have.

    Of too many strokes the largest stay. Within a stroke the points go, one after the other,
    that are nearest to the line between their neighbours (the method of Visvalingam and
    Whyatt 1993, with the distance for the area, so that a narrow hook keeps its tip); the
    ends always stay.
    """
    strokes = [_without_repeats(stroke) for stroke in drawn if stroke]
    largest = heapq.nlargest(MAX_STROKES, range(len(strokes)), key=lambda n: _extent(strokes[n]))
    strokes = [strokes[number] for number in sorted(largest)]
    step = -(-sum(map(len, strokes)) // _WEIGHED)
    strokes = [(*stroke[:-1:step], stroke[-1]) for stroke in strokes]
    points = [point for stroke in strokes for point in stroke]
    # An end has no neighbour on one side: -1.
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    start = 0
    for stroke in strokes:
        before[start] = after[start + len(stroke) - 1] = -1
        start += len(stroke)
    kept = [True] * len(points)
    left = len(points)
    for height, number in _by_height(points, before, after):
        if height >= _DETAIL and left <= MAX_POINTS:
            break
        kept[number] = False
        left -= 1
    remaining = iter(zip(points, kept, strict=True))
    return tuple(
        tuple(point for point, stays in (next(remaining) for _ in stroke) if stays) for stroke in strokes
    )


def encode_strokes(drawn: Drawn) -> str:
    """`drawn`, simplified, as at most `MAX_DRAWN` characters of base64url; empty for no strokes."""
    data = bytearray()
    x = y = 0
    for stroke in simplify(drawn):
        data += _varint(len(stroke))
        for next_x, next_y in stroke:
            data += _varint(_zigzag(next_x - x)) + _varint(_zigzag(next_y - y))
            x, y = next_x, next_y
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode_strokes(text: str) -> Drawn:
    """The strokes that `encode_strokes` made `text` from.

    Raises:
        SignatureError: it is too long, or anything but what `encode_strokes` writes.
    """
    if len(text) > MAX_DRAWN:
        raise SignatureError("A drawn signature is too long.")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        drawn = tuple(_strokes(_varints(data)))
    except (binascii.Error, ValueError, IndexError) as error:
        raise SignatureError("A drawn signature is damaged.") from error
    # One drawing has one text: spare bits, "+" for "-" and the like are refused.
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != text:
        raise SignatureError("A drawn signature is damaged.")
    if len(drawn) > MAX_STROKES or sum(map(len, drawn)) > MAX_POINTS:
        raise SignatureError("A drawn signature has too many strokes or points.")
    return drawn


def _without_repeats(stroke: Stroke) -> Stroke:
    return tuple(p for n, p in enumerate(stroke) if n == 0 or p != stroke[n - 1])


def _extent(stroke: Stroke) -> int:
    xs, ys = [x for x, _ in stroke], [y for _, y in stroke]
    return max(xs) - min(xs) + max(ys) - min(ys)


def _by_height(points: Sequence[Point], before: list[int], after: list[int]) -> Iterator[tuple[float, int]]:
    """The inner points, the least needed first, each with its distance from the line without it.

    `before` and `after` name each point's neighbours; a point that was yielded is taken out of both.
    """

    def height(number: int) -> float:
        return _distance(points[number], points[before[number]], points[after[number]])

    heights = {n: height(n) for n in range(len(points)) if -1 not in (before[n], after[n])}
    heap = [(high, number) for number, high in heights.items()]
    heapq.heapify(heap)
    while heap:
        high, number = heapq.heappop(heap)
        if heights.get(number) != high:
            continue  # its neighbours changed, and it stands further back with its new height
        del heights[number]
        yield high, number
        one, other = before[number], after[number]
        after[one], before[other] = other, one
        for neighbour in (one, other):
            if neighbour in heights:
                heights[neighbour] = height(neighbour)
                heapq.heappush(heap, (heights[neighbour], neighbour))


def _distance(point: Point, one: Point, other: Point) -> float:
    """How far `point` is from the straight line that ends at `one` and `other`, in units."""
    along_x, along_y = other[0] - one[0], other[1] - one[1]
    x, y = point[0] - one[0], point[1] - one[1]
    length = along_x * along_x + along_y * along_y
    if not length:
        return math.hypot(x, y)
    share = min(1.0, max(0.0, (x * along_x + y * along_y) / length))
    return math.hypot(x - share * along_x, y - share * along_y)


def _zigzag(number: int) -> int:
    return number * 2 if number >= 0 else -number * 2 - 1


def _varint(number: int) -> bytes:
    """LEB128: seven bits a byte, the lowest first; the highest bit says that more follow."""
    data = bytearray()
    while number > 127:
        data.append(number & 127 | 128)
        number >>= 7
    data.append(number)
    return bytes(data)


def _varints(data: bytes) -> Iterator[int]:
    """The numbers in `data`, each as short as can be and of at most two bytes (a third starts another).

    Raises ValueError or IndexError for anything else.
    """
    at = 0
    while at < len(data):
        number = data[at]
        at += 1
        if number > 127:
            number = number & 127 | data[at] << 7
            if number < 128:
                raise ValueError("a number is longer than it need be")
            at += 1
        yield number


def _strokes(numbers: Iterable[int]) -> Iterator[Stroke]:
    """The strokes that the numbers of a text stand for; ValueError or IndexError when they stand for none."""
    left = deque(numbers)
    x = y = 0
    while left:
        length = left.popleft()
        if length == 0:
            raise ValueError("a stroke without a point")
        stroke = []
        for _ in range(length):
            x, y = x + _signed(left.popleft()), y + _signed(left.popleft())
            if not (0 <= x < WIDTH and 0 <= y < HEIGHT):
                raise ValueError("a point that is not on the sheet")
            stroke.append((x, y))
        yield tuple(stroke)


def _signed(zigzag: int) -> int:
    return zigzag >> 1 ^ -(zigzag & 1)

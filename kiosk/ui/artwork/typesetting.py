"""Sets a slogan so that it fills a room on a poster: in rows, or in columns as Chinese posters are.

All sizes are millimetres on A4. Letters become outlines (`QPainterPath`), so that every
printer and every program shows them alike, whatever fonts it has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

import msgspec
from PySide6.QtCore import QLocale, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainterPath, QTransform

from kiosk.ui.theme import fonts_for

_EM = 100
"""Pixels of the font from which outlines are made; what is set is scaled from there."""
_GAP = 0.055
"""Between rows, of the room's width; between lines of the slogan it is twice that."""
_BASELINE = 0.88
"""Of a Chinese character's cell: how far below its head the font's base line is."""
_KEPT = 48
"""Slogans whose outlines are kept: those that take turns on the start, and the gallery's."""
_ROW_COUNTS = range(1, 6)
_MAX_MEASURES = 60

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(r"\S+\s*")
_HAN_STOP = re.compile("[，。、；：？！…]")
_CLAUSE = re.compile(r"[^,，、;；:：.。!！?？]+[,，、;；:：.。!！?？]*\s*")


_Place = tuple[float, float, float, float]
"""Where something stands: left, top, width, height."""


class Letters(msgspec.Struct, frozen=True):
    """Outlines in their place on the sheet, and which line of the slogan they belong to."""

    outline: QPainterPath
    line: int

    @property
    def box(self) -> QRectF:
        """The rectangle that they fill."""
        return self.outline.boundingRect()


class _Limits(msgspec.Struct, frozen=True):
    """How far letters may be drawn out to fill the room, as in wood type.

    Attributes:
        taller, wider: than the font has them.
        row: of the room's height, what a row may take: one of one short word would else take it all.
        full: how much more it counts that rows are as wide as the room than that they are high.
    """

    taller: float
    wider: float
    row: float
    full: int


_ON_SHEET = _Limits(taller=1.4, wider=1.3, row=0.42, full=1)
_ON_WALL = _Limits(taller=2.0, wider=1.3, row=1.0, full=3)
"""There a headline is as wide as the room, in letters as compressed as that needs."""


def set_slogan(lines: Sequence[str], language: str, room: QRectF) -> list[Letters]:
    """The lines as large as `room` allows; Chinese in columns where that fills it better."""
    return _slogan(tuple(lines), language, room.getRect())


def set_headline(text: str, language: str, room: QRectF) -> list[Letters]:
    """`text` in rows as wide as `room` and, in letters as compressed as that needs, as high."""
    return _headline(text, language, room.getRect())


@lru_cache(maxsize=_KEPT)
def _slogan(lines: tuple[str, ...], language: str, place: _Place) -> list[Letters]:
    room = QRectF(*place)
    rows = _set_rows(lines, language, room, _ON_SHEET)
    if not all(map(_is_han, lines)):
        return rows
    columns = _set_columns(lines, language, room)
    return max(rows, columns, key=_filled)


@lru_cache(maxsize=_KEPT)
def _headline(text: str, language: str, place: _Place) -> list[Letters]:
    room = QRectF(*place)
    ways = dict.fromkeys([(text,), clauses(text)])
    return max((_set_rows(lines, language, room, _ON_WALL) for lines in ways), key=_filled)


def clauses(text: str) -> tuple[str, ...]:
    """`text` broken where one takes a breath."""
    return tuple(clause.strip() for clause in _CLAUSE.findall(text)) or (text,)


def set_small(text: str, language: str, room: QRectF, *, at_right: bool = False) -> QPainterPath:
    """`text` in one row as high as `room` or, where it is long, as wide; at the left of it, or the right."""
    font = _font(language)
    outline = _outline(text, font)
    box = outline.boundingRect()
    scale = min(room.height() / QFontMetricsF(font).capHeight(), room.width() / max(box.width(), 1))
    left = room.right() - box.width() * scale if at_right else room.left()
    move = QTransform().translate(left - box.x() * scale, room.bottom()).scale(scale, scale)
    return move.map(outline)


def fit(text: str, language: str, room: QRectF) -> QPainterPath:
    """`text` in one row in the middle of `room`, as large as it fits."""
    outline = _outline(text, _font(language))
    box = outline.boundingRect()
    scale = min(room.width() / max(box.width(), 1), room.height() / max(box.height(), 1))
    return _placed(outline, room, scale, scale)


# ------------------------------------------------------------------------------- rows


def _set_rows(lines: Sequence[str], language: str, room: QRectF, limits: _Limits) -> list[Letters]:
    """Rows that are each as wide as the room, drawn out a little where that fills its height."""
    font = _font(language)
    rows = _best_rows([_shown(line, language) for line in lines], font, room, limits)
    outlines = [(number, _outline(text, font)) for number, text in rows]
    sizes = [
        min(room.width() / max(box.width(), 1), limits.row * room.height() / max(box.height(), 1))
        for box in (outline.boundingRect() for _, outline in outlines)
    ]
    gaps = _gaps([number for number, _ in rows], room)
    natural = sum(
        size * outline.boundingRect().height() for size, (_, outline) in zip(sizes, outlines, strict=True)
    )
    stretch = (room.height() - sum(gaps)) / max(natural, 0.01)  # nothing that can be seen has no height
    across, down = min(1.0, stretch * limits.wider), min(limits.taller, stretch)
    spare = max(0.0, room.height() - sum(gaps) - natural * down)
    y = room.y() + spare / (2 * len(gaps) + 2)
    placed = []
    for (number, outline), size, gap in zip(outlines, sizes, [*gaps, 0.0], strict=True):
        height = outline.boundingRect().height() * size * down
        place = QRectF(room.x(), y, room.width(), height)
        placed.append(Letters(_placed(outline, place, size * across, size * down), number))
        y += height + gap + spare / (len(gaps) + 1)
    return placed


def _best_rows(lines: list[str], font: QFont, room: QRectF, limits: _Limits) -> list[tuple[int, str]]:
    """The slogan broken into rows so that they fill the room best: which line each is of, and its text."""
    metrics = QFontMetricsF(font)
    units = [_units(line, metrics) for line in lines]
    widths = [max(1.0, sum(width for _, width in line)) for line in units]
    measures = sorted({width / count for width in widths for count in _ROW_COUNTS}, reverse=True)
    best: list[tuple[int, str]] = []
    best_fill = -1.0
    for measure in measures[:_MAX_MEASURES]:
        rows = [
            (number, row)
            for number, line in enumerate(units)
            for row in _break(line, max(1, round(widths[number] / measure)))
        ]
        sizes = [_size(metrics, text, room, limits.row) for _, text in rows]
        heights = [height for _, height in sizes]
        gaps = sum(_gaps([number for number, _ in rows], room))
        stretch = max(0.01, room.height() - gaps) / sum(heights)
        fill = sum(width * height for width, height in sizes) / (room.width() * room.height())
        fill *= min(1.0, stretch * limits.wider) ** limits.full * min(limits.taller, stretch)
        fill -= 0.03 * max(heights) / min(heights)  # rows of too unlike a size read as two posters
        if fill > best_fill:
            best, best_fill = rows, fill
    return best or list(enumerate(lines))


def _size(metrics: QFontMetricsF, text: str, room: QRectF, tallest: float) -> tuple[float, float]:
    """How wide and high a row is that is as wide as `room`, or as high as a row may be."""
    width, height = metrics.horizontalAdvance(text), metrics.capHeight()
    scale = min(room.width() / max(width, 1), tallest * room.height() / height)
    return width * scale, height * scale


@cache
def _unit() -> re.Pattern[str]:
    """What stays together: a word; two Chinese characters (most words have two), or the last three.

    Made for the first slogan that is not English: it takes longer than all other expressions together.
    """
    return re.compile(
        rf"[「『《（“]*(?:[{_HAN}]{{2}}(?:[{_HAN}](?![{_HAN}]))?|[{_HAN}])[^\s{_HAN}]*\s*|[^\s{_HAN}]+\s*"
    )


@cache
def _han_only() -> re.Pattern[str]:
    return re.compile(rf"[{_HAN}，。、；：？！…—「」『』《》（）]+")


def _is_han(line: str) -> bool:
    """Whether `line` is Chinese and nothing else."""
    return not line.isascii() and _han_only().fullmatch(line) is not None


def _units(line: str, metrics: QFontMetricsF) -> list[tuple[str, float]]:
    """What a line may be broken into, with widths. Chinese with a comma in it stays in one piece."""
    if line.isascii():
        units = _WORD.findall(line)
    else:
        units = [line] if _HAN_STOP.search(line) and _is_han(line) else _unit().findall(line)
    return [(unit, metrics.horizontalAdvance(unit)) for unit in units]


def _break(units: list[tuple[str, float]], rows: int) -> list[str]:
    """The units in at most `rows` rows, of which the longest is as short as can be."""
    low, high = max((width for _, width in units), default=0.0), sum(width for _, width in units)
    for _ in range(12):
        middle = (low + high) / 2
        if len(_fill_rows(units, middle)) <= rows:
            high = middle
        else:
            low = middle
    return _fill_rows(units, high)


def _fill_rows(units: list[tuple[str, float]], width: float) -> list[str]:
    rows = [""]
    used = 0.0
    for text, advance in units:
        if used and used + advance > width + 0.01:
            rows.append("")
            used = 0.0
        rows[-1] += text
        used += advance
    return [row.strip() for row in rows]


def _gaps(lines_of_rows: list[int], room: QRectF) -> list[float]:
    gap = min(_GAP * room.width(), room.height() / (3 * len(lines_of_rows)))
    return [gap if one == other else 2 * gap for one, other in pairwise(lines_of_rows)]


# ---------------------------------------------------------------------------- columns


def _set_columns(lines: Sequence[str], language: str, room: QRectF) -> list[Letters]:
    """A column for each line, read from right to left, each as high as the room."""
    font = _font(language)
    font.setFeature(QFont.Tag("vert"), 1)  # commas and brackets in their shape for columns
    width = room.width() / len(lines)
    longest = max(_cells(line) for line in lines)
    cell = room.height() / longest
    across, down = min(width * 0.94, cell * _ON_SHEET.wider), min(cell, width * _ON_SHEET.taller)
    spare = max(0.0, (width - across) / 2)
    placed = []
    for number, line in enumerate(lines):
        x = room.right() - (number + 1) * width + spare
        y = room.y() + (room.height() - down * longest) / 2
        outline = QPainterPath()
        step = down * longest / _cells(line) if _cells(line) > longest - 1.5 else down
        for char in line:
            high = step * _cells(char)
            to_cell = QTransform().translate(x, y + (step - down) / 2 + down * _BASELINE)
            glyph = to_cell.scale(across / _EM, down / _EM).map(_outline(char, font))
            if _HAN_STOP.match(char):  # fonts put it into the middle of a whole cell, or at its head
                glyph.translate(0, y + high / 2 - glyph.boundingRect().center().y())
            outline.addPath(glyph)
            y += high
        placed.append(Letters(outline, number))
    return placed


def _cells(text: str) -> float:
    """How many characters high a column is; a stop needs half of one."""
    return sum(0.5 if _HAN_STOP.match(char) else 1.0 for char in text)


def _filled(letters: list[Letters]) -> float:
    """How much of the sheet the letters' rectangles cover."""
    return sum(each.box.width() * each.box.height() for each in letters)


# --------------------------------------------------------------------------- outlines


def _shown(line: str, language: str) -> str:
    """A line as posters shout it: in capitals, where the script has them."""
    return QLocale(language).toUpper(" ".join(line.split()))


def _font(language: str) -> QFont:
    font = QFont(list(fonts_for(language)))
    font.setPixelSize(_EM)
    font.setWeight(QFont.Weight.Black)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _outline(text: str, font: QFont) -> QPainterPath:
    outline = QPainterPath()
    outline.addText(0, 0, font, text)
    outline.setFillRule(Qt.FillRule.WindingFill)
    return outline


def _placed(outline: QPainterPath, place: QRectF, across: float, down: float) -> QPainterPath:
    """`outline` scaled by `across` and `down`, in the middle of `place`."""
    middle = outline.boundingRect().center()
    to_place = QTransform().translate(place.center().x(), place.center().y()).scale(across, down)
    return to_place.translate(-middle.x(), -middle.y()).map(outline)

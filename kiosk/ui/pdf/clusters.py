"""What belongs together in a line: a letter with its accents, a syllable, letters that melt together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QGlyphRun, QRawFont, QTextLayout

from kiosk.ui.pdf.cff import EM

_ALL = QTextLayout.GlyphRunRetrievalFlag.RetrieveAll
_WORD = re.compile(r"\S+|\s")
_PIECES = re.compile(r"[^ 0-9\u3400-\u9fff]+|.", re.DOTALL)
_PLAIN = re.compile("[\0-\u024f\u0370-\u0482\u048a-\u052f\u3400-\u9fff]*").fullmatch
"""Latin, Greek and Cyrillic letters, Chinese characters."""
_FROM_THE_RIGHT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Where one of these is, what stands where is said by the whole line."""
_WORDS_FROM_THE_RIGHT = re.compile(r"(?:[\u05d0-\u05ea\u0620-\u0652\u0671-\u06d3]+|[0-9]+| )+").fullmatch
_WORD_FROM_THE_RIGHT = re.compile(r"[^ 0-9]+|[0-9]+| ")

Glyph = tuple[int, int, int]
"""A glyph's number and where it is in its cluster, in 1,000ths of the letters' height; y grows upwards."""


@dataclass(frozen=True)
class LetterCluster:
    """Glyphs that stand for `text` together, `x` from the line's beginning, in letters of `size`."""

    raw: QRawFont
    glyphs: tuple[Glyph, ...]
    text: str
    x: int
    size: int
    width: int | None = None
    """Where it is not what the font says."""
    others: tuple[tuple[QRawFont, tuple[Glyph, ...]], ...] = ()
    """Glyphs of other fonts that belong to it: accents that its own does not have."""


@dataclass(frozen=True)
class ShapedLine:
    """A line of a layout: its text in Qt's units, where it begins, and how much smaller its letters are."""

    layout: QTextLayout
    units: bytes
    left: float
    base: float
    scale: float

    def text(self, start: int, end: int) -> str:
        """What stands there."""
        return self.units[2 * start : 2 * end].decode("utf-16-le", "replace")


def advance(raw: QRawFont, glyphs: Sequence[Glyph]) -> int:
    """How far it is from a cluster to the next."""
    advances = raw.advancesForGlyphIndexes([glyph for glyph, _, _ in glyphs])
    return round(sum(one.x() for one in advances) * EM / raw.pixelSize())


def is_plain(text: str) -> bool:
    """Whether each of its letters stands by itself, and none reaches out of its line."""
    return text.isascii() or _PLAIN(text) is not None


def pieces(text: str) -> list[str]:
    """Words, digits, blanks and Chinese characters that stand side by side, whatever is beside them.

    Most come again. The whole where they do not stand so: in a line that runs from the right, or with accents
    on a blank or a digit.
    """
    if is_plain(text):
        return _PIECES.findall(text)
    if _FROM_THE_RIGHT.search(text):
        found = _WORD_FROM_THE_RIGHT.findall(text)[::-1] if _WORDS_FROM_THE_RIGHT(text) else [text]
    else:
        found = _PIECES.findall(text)
    return [text] if any(unicodedata.category(piece[0])[0] in "MC" for piece in found) else found


def is_drawn(char: str, font: QFont) -> bool:
    """Whether some font has an outline for `char`: emoji are often pictures, which cannot come along."""
    line = laid_out(char, font)
    return any(
        not run.rawFont().pathForGlyph(glyph).isEmpty()
        for run in line.layout.glyphRuns(-1, -1, _ALL)
        for glyph in run.glyphIndexes()
    )


def laid_out(text: str, font: QFont) -> ShapedLine:
    """`text` in one line."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e7)
    layout.endLayout()
    return ShapedLine(layout, units(text), 0, line.ascent(), 1)


def units(text: str) -> bytes:
    """`text` as Qt counts it: two bytes for each of its units."""
    return text.encode("utf-16-le", "surrogatepass")


def clusters(line: ShapedLine, start: int, length: int) -> Iterator[LetterCluster]:
    """What belongs together in a part of a line, with where it stands."""
    text = line.units[2 * start : 2 * (start + length)].decode("utf-16-le", "surrogatepass")
    if text.isascii():
        yield from _part(line, start, length)
        return
    for word in _WORD.finditer(text):
        before = len(units(text[: word.start()])) // 2
        yield from _part(line, start + before, len(units(word[0])) // 2)


def _part(line: ShapedLine, start: int, length: int) -> Iterator[LetterCluster]:
    runs = line.layout.glyphRuns(start, length, _ALL)
    if len(runs) == 1:
        yield from _of_run(line, runs[0], start, length)
    elif runs:
        yield from _one_by_one(line, start, length)


def _of_run(line: ShapedLine, run: QGlyphRun, start: int, length: int) -> Iterator[LetterCluster]:
    raw, glyphs, points = run.rawFont(), run.glyphIndexes(), run.positions()
    groups: dict[int, list[tuple[int, QPointF]]] = {}
    for index, glyph, point in zip(run.stringIndexes(), glyphs, points, strict=True):
        groups.setdefault(index, []).append((glyph, point))
    starts = [start, *list(groups)[1:], start + length]
    for place, group in enumerate(groups.values()):
        text = line.text(starts[place], starts[place + 1])
        one = _cluster(line, raw, group, text)
        yield from _from_the_right(one) if run.isRightToLeft() and len(text) > 1 else (one,)


def _one_by_one(line: ShapedLine, start: int, length: int) -> Iterator[LetterCluster]:
    """The same where there are several fonts, over which Qt counts wrongly: each character by itself."""
    before: LetterCluster | None = None
    for place, size in _characters(line.layout, start, length):
        one = _character(line, place, size)
        if one is None:
            continue
        if before is not None and (before.glyphs, before.x) == (one.glyphs, one.x):
            before = replace(before, text=before.text + one.text)  # the other half of a ligature
            continue
        if before is not None:
            yield before
        before = one
    if before is not None:
        yield before


def _character(line: ShapedLine, start: int, length: int) -> LetterCluster | None:
    """A character with its accents, which may be of other fonts; None where nothing is drawn."""
    text = line.text(start, start + length)
    runs = line.layout.glyphRuns(start, length, _ALL)
    parts = [
        _cluster(line, run.rawFont(), list(zip(run.glyphIndexes(), run.positions(), strict=True)), text)
        for run in runs
        if run.glyphIndexes()
    ]
    if not parts:
        return None
    first, *others = parts
    moved = tuple(
        (one.raw, tuple((glyph, x + (one.x - first.x) * EM // one.size, y) for glyph, x, y in one.glyphs))
        for one in others
    )
    return replace(first, others=moved)


def _cluster(
    line: ShapedLine, raw: QRawFont, glyphs: Sequence[tuple[int, QPointF]], text: str
) -> LetterCluster:
    within = EM / raw.pixelSize()
    if len(glyphs) == 1:
        glyph, point = glyphs[0]
        lone = ((glyph, 0, round((line.base - point.y()) * within)),)
        return LetterCluster(
            raw, lone, text, round((point.x() - line.left) * line.scale), round(EM / within * line.scale)
        )
    x = min(point.x() for _, point in glyphs)
    placed = tuple(
        (glyph, round((point.x() - x) * within), round((line.base - point.y()) * within))
        for glyph, point in glyphs
    )
    size = round(raw.pixelSize() * line.scale)
    return LetterCluster(raw, placed, text, round((x - line.left) * line.scale), size)


def _from_the_right(one: LetterCluster) -> Iterator[LetterCluster]:
    """A cluster of a script that runs to the left, its characters side by side.

    Readers of a PDF turn such a line around code by code, and would not turn around what one code stands for.
    """
    share = advance(one.raw, one.glyphs) // len(one.text)
    for place, char in enumerate(reversed(one.text)):
        x = one.x + round(place * share * one.size / EM)
        yield replace(one, glyphs=() if place else one.glyphs, text=char, x=x, width=share)


def _characters(layout: QTextLayout, start: int, length: int) -> Iterator[tuple[int, int]]:
    """Where a cursor can stand in a part of a layout: each character's start, and its length."""
    place = start
    while place < start + length:
        after = max(min(layout.nextCursorPosition(place), start + length), place + 1)
        yield place, after - place
        place = after

"""Where a text is broken into lines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from PySide6.QtCore import QTextBoundaryFinder
from PySide6.QtGui import QFontMetrics

from kiosk.ui.widgets.spacing import is_within_han, spaced

BREAK = "\u200b"
"""Where a line may be broken, and nothing is shown."""
_CUT = 1.3
"""How much more a line counts that ends between two Han letters, which may be one word."""


def break_lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """`text` in lines of at most `width` pixels, broken where its script allows (UAX #14), and `spaced`."""
    text = spaced(text)
    lines, start, end = [], 0, 0
    for place in _places(text):
        if end > start and metrics.horizontalAdvance(text[start:place].strip()) > width:
            lines.append(text[start:end].strip())
            start = end
        end = place
    return [*lines, text[start:].strip()]


def balanced_lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """As few lines of at most `width` pixels as there must be, of about one length.

    A Chinese text is rather broken behind a comma than within a word.
    """
    broken = break_lines(text, metrics, width)
    if len(broken) == 1:
        return broken
    text = spaced(text)
    places = [0, *_places(text)]
    last = len(places) - 1

    def line(first: int, end: int) -> str:
        return text[places[first] : places[end]].strip()

    @cache
    def best(first: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """The sum of the squared widths, which is least where they are equal, and where each line ends."""
        if lines == 1:
            return cost(first, last), (last,)
        found: tuple[float, tuple[int, ...]] = (math.inf, (last,))
        for end in range(first + 1, last - lines + 2):
            own = cost(first, end)
            if own == math.inf:
                break
            cut = _CUT if is_within_han(text, places[end]) else 1
            rest, ends = best(end, lines - 1)
            found = min(found, (own * cut + rest, (end, *ends)))
        return found

    def cost(first: int, end: int) -> float:
        across = metrics.horizontalAdvance(line(first, end))
        return float(across**2) if across <= width or end == first + 1 else math.inf

    return [line(first, end) for first, end in pairwise((0, *best(0, len(broken))[1]))]


def is_cut(text: str, metrics: QFontMetrics, width: int) -> bool:
    """Whether some of `text` that must stay in one line is wider than `width` pixels."""
    if metrics.horizontalAdvance(text) <= width:
        return False
    return any(metrics.horizontalAdvance(part.strip()) > width for part in _parts(text))


def uncut(text: str, metrics: QFontMetrics, width: int) -> str:
    """`text` with places to break, between any two letters, in what is wider than `width` pixels."""
    return "".join(
        BREAK.join(letters(part)) if metrics.horizontalAdvance(part.strip()) > width else part
        for part in _parts(text)
    )


def letters(text: str) -> Iterator[str]:
    """The letters of `text`, each with its marks (UAX #29)."""
    finder, start = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text), 0
    while (end := finder.toNextBoundary()) > 0:
        yield text[start:end]
        start = end


def _parts(text: str) -> Iterator[str]:
    """What must stay in one line, with the blanks behind it."""
    for start, end in pairwise((0, *_places(text))):
        yield text[start:end]


def _places(text: str) -> Iterator[int]:
    """Where `text` may be broken, its end included."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    while (place := finder.toNextBoundary()) > 0:
        yield place

"""A4 pages to write and draw on, in millimetres from the upper left, or right where a language runs so."""

from __future__ import annotations

import unicodedata
from contextlib import AbstractContextManager
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainterPath, QTextLayout, QTextOption

from kiosk.ui.language import Language
from kiosk.ui.pdf.cff import EM
from kiosk.ui.pdf.clusters import is_drawn, is_latin, pieces
from kiosk.ui.pdf.document import PdfDocument
from kiosk.ui.theme import fonts_for

PAGE = QRectF(0, 0, 210, 297)
"""A4 upright in millimetres (ISO 216)."""
MARGIN = 20.0
CONTENT = PAGE.adjusted(MARGIN, MARGIN, -MARGIN, -25)
"""What stands between the margins and above the foot."""
INK, QUIET, LINE = QColor("#1a1a1a"), QColor("#5c5c5c"), QColor("#c9c9c9")
"""Of text, of text that steps back, and of rules: it is printed on white."""

LEADING = 1.32
"""From one line of text to the next, in heights of its letters."""
_SHORT = 0.3
"""Of a line's width: a heading's last line that is shorter looks forgotten."""
BASE = 1.04
"""From the top of a line to what its letters stand on."""
_SLACK = 0.25
"""How far letters may reach out of their line, in mm."""
_JOINERS = "\u200c\u200d"
_FIRST_FLAG, _LAST_FLAG = 0x1F1E6, 0x1F1FF
"""The letters A to Z of which flags are made."""
_VARIANTS = {*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)}
"""What chooses another picture for the character before it, such as a colour of skin."""


class _Advances(dict[str, float]):
    """How wide each character is by itself."""

    def __init__(self, measures: QFontMetricsF) -> None:
        super().__init__()
        self._measures = measures

    def __missing__(self, char: str) -> float:
        width = self[char] = self._measures.horizontalAdvance(char)
        return width


class _Extent(NamedTuple):
    """How far it is from a piece of text to the next, where its ink is, and whether it has marks."""

    advance: float
    left: float
    top: float
    right: float
    bottom: float
    marked: bool


class Paper:
    """The page that is being drawn on.

    Args:
        document: whose pages they are.
        language: whose shapes of Chinese characters are used, and from which side pages are read.
    """

    def __init__(self, document: PdfDocument, language: Language) -> None:
        self.document = document
        self._families = list(fonts_for(language.tag))
        self.direction = language.direction
        self.right_to_left = self.direction is Qt.LayoutDirection.RightToLeft
        self._fonts = {bold: self.font(EM, bold=bold) for bold in (False, True)}
        self._measures = {bold: QFontMetricsF(font) for bold, font in self._fonts.items()}
        self._advances = {bold: _Advances(self._measures[bold]) for bold in (False, True)}
        self._letters: dict[str, str] = {}
        self._wide = lru_cache(maxsize=4_000)(self._measured)
        self._lines = lru_cache(maxsize=4_000)(self._break)
        self._extent = lru_cache(maxsize=20_000)(self._extent_of)

    def font(self, pixels: float, *, bold: bool = False) -> QFont:
        """A font with letters of `pixels`."""
        font = QFont(self._families)
        font.setPixelSize(round(pixels))
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        # Noto's Chinese fonts take other digits after Latin letters.
        font.setFeature(QFont.Tag("locl"), 0)
        return font

    def _measured(self, text: str, bold: bool) -> float:
        if is_latin(text):  # such letters stand side by side: each is measured once
            return sum([self._advances[bold][char] for char in text])
        return sum([self._extent(piece, bold).advance for piece in pieces(text)])

    def _extent_of(self, text: str, bold: bool) -> _Extent:
        measures = self._measures[bold]
        ink = measures.tightBoundingRect(text)
        marked = any(unicodedata.category(char) in ("Mn", "Me") for char in text)  # they may be piled up
        return _Extent(
            measures.horizontalAdvance(text), ink.left(), ink.top(), ink.right(), ink.bottom(), marked
        )

    def _extent_of_line(self, line: str, bold: bool) -> _Extent:
        """The same of a whole line, of which each piece is measured once."""
        extents = [self._extent(piece, bold) for piece in pieces(line)]
        ends = list(accumulate(one.advance for one in extents))
        placed = list(zip([0.0, *ends[:-1]], extents, strict=True))
        return _Extent(
            ends[-1],
            min(x + one.left for x, one in placed),
            min(one.top for one in extents),
            max(x + one.right for x, one in placed),
            max(one.bottom for one in extents),
            any(one.marked for one in extents),
        )

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide `text` is in one line, in mm."""
        return self._wide(text, bold) * size / EM

    def height(self, text: str, size: float, width: float, *, bold: bool = False) -> float:
        """How high `text` is when no line of it is wider than `width`, in mm."""
        return len(self._lines(text, size, width, bold)) * size * LEADING

    def within(self, text: str, size: float, width: float, height: float) -> str:
        """`text` as far as it is no higher than `height` mm, with "…" in place of the lines that are."""
        most = int(height / (size * LEADING))
        if len(text) <= most:
            return text
        lines = self._lines(text, size, width, bold=False)
        return text if len(lines) <= most else "\n".join([*lines[: most - 1], "…"])

    def largest(
        self, text: str, width: float, height: float, sizes: tuple[float, ...], *, bold: bool = False
    ) -> float:
        """The first of `sizes` in which `text` fits, or the last; a heading ends with no lone short word."""
        fitting = [size for size in sizes if self.height(text, size, width, bold=bold) <= height]
        even = (size for size in fitting[:4] if not bold or self._ends_well(text, size, width))
        return next(even, fitting[0] if fitting else sizes[-1])

    def _ends_well(self, text: str, size: float, width: float) -> bool:
        *before, last = self._lines(text, size, width, bold=True)
        return not before or self.width(last, size, bold=True) > _SHORT * width

    def write(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        size: float,
        *,
        bold: bool = False,
        colour: QColor = INK,
        at_end: bool = False,
    ) -> float:
        """Writes `text` from `y` down, in lines of at most `width` (all in mm); returns where it ends.

        Args:
            at_end: lines end where they otherwise begin.
        """
        for line in self._lines(text, size, width, bold):
            wide = min(width, self.width(line, size, bold=bold)) if at_end or self.right_to_left else width
            left = x + width - wide if at_end else x
            self._draw(line, self._mirrored(left, wide), y, wide, width, size, bold, colour)
            y += size * LEADING
        return y

    def _draw(
        self,
        line: str,
        x: float,
        y: float,
        wide: float,
        width: float,
        size: float,
        bold: bool,
        colour: QColor,
    ) -> None:
        """Draws `line` where it hides nothing beside it: smaller if it is too wide, cut if it is too high."""
        base = y + size * BASE
        if is_latin(line):  # none of its letters reaches out of its line
            self.document.text(line, self._fonts[bold], bold, x, base, size, colour)
            return
        ink = self._extent_of_line(line, bold)
        scale = size / EM
        squeeze = min(1.0, width / max(ink.right * scale, ink.advance * scale, 0.001))
        left = x + wide - width if self.right_to_left else x
        room = QRectF(left, y, width, size * LEADING).adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        fits = (
            room.left() <= x + ink.left * scale
            and x + ink.right * scale <= room.right()
            and room.top() <= base + ink.top * scale
            and base + ink.bottom * scale <= room.bottom()
        )
        if ink.marked or not fits:
            with self.document.clipped(room):
                self.document.text(line, self._fonts[bold], bold, x, base, size, colour, squeeze)
        else:
            self.document.text(line, self._fonts[bold], bold, x, base, size, colour, squeeze)

    def _mirrored(self, x: float, width: float) -> float:
        """Where something `width` wide is that is `x` from the side on which lines begin."""
        return PAGE.width() - x - width if self.right_to_left else x

    def room(self, room: QRectF) -> QRectF:
        """Where `room` is, seen from the left."""
        return QRectF(self._mirrored(room.x(), room.width()), room.y(), room.width(), room.height())

    def readable(self, text: str) -> str:
        """`text` with what no font here can show told in letters: a flag's two, a name, or a number."""
        return text if text.isascii() else "".join(map(self._letter, text))

    def _letter(self, char: str) -> str:
        known = self._letters.get(char)
        if known is None:
            shown = char in _JOINERS or char.isspace() or self._is_shown(char)
            known = self._letters[char] = char if shown else _spelled(char)
        return known

    def _is_shown(self, char: str) -> bool:
        return self._measures[False].inFontUcs4(ord(char)) and is_drawn(char, self._fonts[False])

    def cut(self, text: str, size: float, width: float) -> str:
        """`text` in one line of at most `width` mm, with "…" for what does not fit."""
        short = text
        while len(short) > 1 and self.width(short, size) > width:
            short = short[:-2].rstrip() + "…"
        return short

    def rule(self, x: float, y: float, width: float, thickness: float = 0.15, colour: QColor = LINE) -> None:
        """A line from `x` on, at the height `y`."""
        self.fill(QRectF(x, y, width, thickness), colour)

    def fill(self, room: QRectF, colour: QColor, *, artifact: bool = True) -> None:
        """Fills the rectangle `room`, in mm; an artifact says nothing."""
        self.document.fill(self.room(room), colour, artifact=artifact)

    def fill_path(self, shape: QPainterPath, to: QRectF, colour: QColor) -> None:
        """Fills `shape`, which is in mm from the corner of `to`."""
        room = self.room(to)
        self.document.fill_path(shape, room.x(), room.y(), colour)

    def draw(self, path: QPainterPath, to: QRectF, width: float, colour: QColor, thickness: float) -> None:
        """Draws a line along `path`, of a drawing `width` units wide, in `to`, `thickness` units thick."""
        room = self.room(to)
        scale = room.width() / width
        self.document.path(path, (scale, room.x(), room.y()), colour, thickness * scale)

    def part(self, role: str, extra: bytes = b"") -> AbstractContextManager[None]:
        """What is written within is one paragraph, heading, cell or the like (`PdfDocument.element`)."""
        return self.document.element(role, extra)

    def _break(self, text: str, size: float, width: float, bold: bool) -> list[str]:
        """`text` broken into lines, between words where it can be."""
        lines = []
        for paragraph in text.split("\n"):
            if self.width(paragraph, size, bold=bold) <= width:
                lines.append(paragraph)
            else:
                lines += self._broken(paragraph, size, width, bold)
        return lines

    def _broken(self, text: str, size: float, width: float, bold: bool) -> list[str]:
        layout = QTextLayout(text, self._fonts[bold])
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        # Qt counts in UTF-16, in which a character may be two.
        units = text.encode("utf-16-le", "surrogatepass")
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width * EM / size)
            start, length = line.textStart(), line.textLength()
            lines.append(units[2 * start : 2 * (start + length)].decode("utf-16-le", "surrogatepass").strip())
        layout.endLayout()
        return lines


def _spelled(char: str) -> str:
    """What stands for a character that cannot be shown."""
    if _FIRST_FLAG <= ord(char) <= _LAST_FLAG:
        return chr(ord("A") + ord(char) - _FIRST_FLAG)
    if unicodedata.category(char) == "Mn" or ord(char) in _VARIANTS:
        return ""
    name = unicodedata.name(char, "").lower()
    return f"[{name}]" if name and not name.startswith("cjk") else f"[U+{ord(char):04X}]"

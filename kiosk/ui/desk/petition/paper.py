"""A4 pages to write and draw on, in millimetres from the upper left, or right where a language runs so."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from contextlib import AbstractContextManager
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainterPath, QTextLayout, QTextOption

from kiosk.ui.language import Language
from kiosk.ui.pdf.cff import EM
from kiosk.ui.pdf.clusters import is_drawn
from kiosk.ui.pdf.document import PdfDocument
from kiosk.ui.pdf.letters import ShownLine
from kiosk.ui.theme import fonts_for
from kiosk.ui.widgets.ink import Line

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
        self._measures = QFontMetricsF(self._fonts[False])
        self._letters: dict[str, str] = {}
        self.lines = lru_cache(maxsize=4_000)(self._lines)

    def font(self, pixels: float, *, bold: bool = False) -> QFont:
        """A font with letters of `pixels`."""
        font = QFont(self._families)
        font.setPixelSize(round(pixels))
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        # Noto's Chinese fonts take other digits after Latin letters.
        font.setFeature(QFont.Tag("locl"), 0)
        return font

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide `text` is in one line, in mm."""
        return self.document.show(text, self._fonts[bold]).advance * size / EM

    def height(self, text: str, size: float, width: float, *, bold: bool = False) -> float:
        """How high `text` is when no line of it is wider than `width`, in mm."""
        return len(self.lines(text, size, width, bold=bold)) * size * LEADING

    def within(self, text: str, size: float, width: float, height: float) -> tuple[str, ...]:
        """The lines of `text` of which all are in `height` mm, with "…" in place of those that are not."""
        most = int(height / (size * LEADING))
        lines = self.lines(text, size, width)
        return lines if len(lines) <= most else (*lines[: most - 1], "…")

    def largest(
        self, text: str, width: float, height: float, sizes: tuple[float, ...], *, bold: bool = False
    ) -> float:
        """The first of `sizes` in which `text` fits, or the last; a heading ends with no lone short word."""
        fitting = [size for size in sizes if self.height(text, size, width, bold=bold) <= height]
        even = (size for size in fitting[:4] if not bold or self._ends_well(text, size, width))
        return next(even, fitting[0] if fitting else sizes[-1])

    def _ends_well(self, text: str, size: float, width: float) -> bool:
        *before, last = self.lines(text, size, width, bold=True)
        return not before or self.width(last, size, bold=True) > _SHORT * width

    def write(
        self,
        text: str | Iterable[str],
        x: float,
        y: float,
        width: float,
        size: float,
        *,
        bold: bool = False,
        colour: QColor = INK,
        at_end: bool = False,
    ) -> float:
        """Writes from `y` down, in lines of at most `width` (all in mm); returns where it ends.

        Args:
            text: may be broken into lines already.
            at_end: lines end where they otherwise begin.
        """
        lines = self.lines(text, size, width, bold=bold) if isinstance(text, str) else text
        for line in lines:
            shown = self.document.show(line, self._fonts[bold])
            wide = width
            if at_end or self.right_to_left:
                wide = min(width, shown.advance * size / EM)
            left = self._mirrored(x + width - wide if at_end else x, wide)
            self._draw(shown, left, y, wide, width, size, colour)
            y += size * LEADING
        return y

    def _draw(
        self, shown: ShownLine, x: float, y: float, wide: float, width: float, size: float, colour: QColor
    ) -> None:
        """Draws a line where it hides nothing beside it: smaller if it is too wide, cut if it is too high."""
        base, ink = y + size * BASE, shown.ink
        if ink is None:
            self.document.text(shown, x, base, size, colour)
            return
        scale = size / EM
        squeeze = min(1.0, width / max(ink.right * scale, shown.advance * scale, 0.001))
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
                self.document.text(shown, x, base, size, colour, squeeze)
        else:
            self.document.text(shown, x, base, size, colour, squeeze)

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
        return self._measures.inFontUcs4(ord(char)) and is_drawn(char, self._fonts[False])

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

    def draw(self, lines: Iterable[Line], to: QRectF, width: float, colour: QColor, thickness: float) -> None:
        """Draws the lines of a drawing `width` units wide in `to`, `thickness` units thick."""
        room = self.room(to)
        self.document.curves(lines, (room.width() / width, room.x(), room.y()), colour, thickness)

    def part(self, role: str, extra: bytes = b"") -> AbstractContextManager[None]:
        """What is written within is one paragraph, heading, cell or the like (`PdfDocument.element`)."""
        return self.document.element(role, extra)

    def _lines(self, text: str, size: float, width: float, *, bold: bool = False) -> tuple[str, ...]:
        """`text` broken into lines, between words where it can be."""
        lines: list[str] = []
        for paragraph in text.split("\n"):
            if self.width(paragraph, size, bold=bold) <= width:
                lines.append(paragraph)
            else:
                lines += self._broken(paragraph, size, width, bold)
        return tuple(lines)

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

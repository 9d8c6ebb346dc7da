"""Pages of a PDF to write and draw on, in millimetres on A4, with letters that can be copied."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPdfWriter, QTextLayout, QTextOption

from kiosk.ui.theme import fonts_for

MM = 50
"""Dots of the PDF in a millimetre."""
PAGE = QRectF(0, 0, 210, 297)
"""A4 upright in millimetres (ISO 216)."""
MARGIN = 20.0
CONTENT = PAGE.adjusted(MARGIN, MARGIN, -MARGIN, -25)
"""What stands between the margins and above the foot."""
INK, QUIET, LINE = QColor("#1a1a1a"), QColor("#5c5c5c"), QColor("#c9c9c9")
"""Of text, of text that steps back, and of rules: it is printed on white."""

_LEADING = 1.32
"""From one line of text to the next, in heights of its letters."""
_JOINERS = "\u200c\u200d"
_FIRST_FLAG, _LAST_FLAG = 0x1F1E6, 0x1F1FF
"""The letters A to Z of which flags are made."""


class Paper:
    """The page that is being drawn on.

    Args:
        writer: with a resolution of `MM` dots a millimetre and no margins.
        painter: active on it.
        language: whose shapes of Chinese characters are used.
    """

    def __init__(self, writer: QPdfWriter, painter: QPainter, language: str) -> None:
        self._writer = writer
        self.painter = painter
        self._families = list(fonts_for(language))
        self._fonts: dict[tuple[float, bool], tuple[QFont, QFontMetricsF]] = {}
        self._letters: dict[str, str] = {}
        self._started = False

    def turn(self) -> None:
        """Goes on to a new page, unless the first is still empty."""
        if self._started:
            self._writer.newPage()
        self._started = True

    def font(self, size: float, *, bold: bool = False) -> QFont:
        """A font `size` mm high."""
        return self._set(size, bold)[0]

    def _set(self, size: float, bold: bool) -> tuple[QFont, QFontMetricsF]:
        """A font and its measures, made once."""
        found = self._fonts.get((size, bold))
        if found is None:
            font = QFont(self._families)
            font.setPixelSize(round(size * MM))
            font.setBold(bold)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            font.setFeature(QFont.Tag("liga"), 0)  # "fi" as one glyph would be copied as one character
            # Noto's Chinese fonts take other digits after Latin letters, and those could not be copied.
            font.setFeature(QFont.Tag("locl"), 0)
            found = self._fonts[size, bold] = (font, QFontMetricsF(font, self._writer))
        return found

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide `text` is in one line, in mm."""
        return self._set(size, bold)[1].horizontalAdvance(text) / MM

    def height(self, text: str, size: float, width: float, *, bold: bool = False) -> float:
        """How high `text` is when no line of it is wider than `width`, in mm."""
        return len(self._lines(text, size, width, bold)) * size * _LEADING

    def within(self, text: str, size: float, width: float, height: float) -> str:
        """`text` as far as it is no higher than `height` mm, with "…" in place of the lines that are."""
        most = int(height / (size * _LEADING))
        if len(text) <= most:
            return text
        lines = self._lines(text, size, width, bold=False)
        return text if len(lines) <= most else "\n".join([*lines[: most - 1], "…"])

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
        at_right: bool = False,
    ) -> float:
        """Writes `text` from `y` down, in lines of at most `width` (all in mm); returns where it ends."""
        self.painter.setFont(self.font(size, bold=bold))
        self.painter.setPen(colour)
        for line in self._lines(text, size, width, bold):
            left = x + width - min(width, self.width(line, size, bold=bold)) if at_right else x
            self._draw(line, left, y, width, size, bold)
            y += size * _LEADING
        return y

    def _draw(self, line: str, x: float, y: float, width: float, size: float, bold: bool) -> None:
        """Draws `line` where it hides nothing beside it: smaller if it is too wide, cut if it is too high."""
        base = QPointF(x * MM, (y + size * 1.04) * MM)
        if line.isascii():
            self.painter.drawText(base, line)
            return
        ink = self._set(size, bold)[1].tightBoundingRect(line)
        room = dots(QRectF(x, y, width, size * _LEADING)).adjusted(-MM / 4, -MM / 4, MM / 4, MM / 4)
        wide = max(ink.right(), self.width(line, size, bold=bold) * MM)
        self.painter.save()
        marks = any(unicodedata.category(char) in ("Mn", "Me") for char in line)  # they may be piled up
        if marks or not room.contains(ink.translated(base)):
            self.painter.setClipRect(room)
        if wide > width * MM:
            scale = width * MM / wide
            self.painter.translate(base)
            self.painter.scale(scale, scale)
            base = QPointF(0, 0)
        self.painter.drawText(base, line)
        self.painter.restore()

    def readable(self, text: str) -> str:
        """`text` with what no font here can show told in letters: a flag's two, a name, or a number."""
        return text if text.isascii() else "".join(map(self._letter, text))

    def _letter(self, char: str) -> str:
        known = self._letters.get(char)
        if known is None:
            shown = char in _JOINERS or self._set(4, False)[1].inFontUcs4(ord(char))
            known = self._letters[char] = char if shown else _spelled(char)
        return known

    def cut(self, text: str, size: float, width: float) -> str:
        """`text` in one line of at most `width` mm, with "…" for what does not fit."""
        short = text
        while len(short) > 1 and self.width(short, size) > width:
            short = short[:-2].rstrip() + "…"
        return short

    def rule(self, x: float, y: float, width: float, thickness: float = 0.15, colour: QColor = LINE) -> None:
        """A line from `x` to the right, at the height `y`."""
        self.fill(QRectF(x, y, width, thickness), colour)

    def fill(self, room: QRectF, colour: QColor) -> None:
        """Fills the rectangle `room`, in mm."""
        self.painter.fillRect(dots(room), colour)

    def _lines(self, text: str, size: float, width: float, bold: bool) -> list[str]:
        """`text` broken into lines, between words where it can be."""
        lines = []
        for paragraph in text.split("\n"):
            if self.width(paragraph, size, bold=bold) <= width:
                lines.append(paragraph)
            else:
                lines += self._broken(paragraph, size, width, bold)
        return lines

    def _broken(self, text: str, size: float, width: float, bold: bool) -> list[str]:
        layout = QTextLayout(text, self.font(size, bold=bold), self._writer)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        # Qt counts in UTF-16, in which a character may be two.
        units = text.encode("utf-16-le")
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width * MM)
            start, length = line.textStart(), line.textLength()
            lines.append(units[2 * start : 2 * (start + length)].decode("utf-16-le").strip())
        layout.endLayout()
        return lines


def _spelled(char: str) -> str:
    """What stands for a character that cannot be shown."""
    if _FIRST_FLAG <= ord(char) <= _LAST_FLAG:
        return chr(ord("A") + ord(char) - _FIRST_FLAG)
    if unicodedata.category(char) == "Mn" or 0xFE00 <= ord(char) <= 0xFE0F:
        return ""
    name = unicodedata.name(char, "").lower()
    return f"[{name}]" if name and not name.startswith("cjk") else f"[U+{ord(char):04X}]"


def dots(room: QRectF) -> QRectF:
    """`room`, which is in mm, in the PDF's dots."""
    return QRectF(room.x() * MM, room.y() * MM, room.width() * MM, room.height() * MM)

"""Letters of a PDF: what Qt makes of a text, as codes of fonts that the file brings along.

A code stands for what belongs together: a letter with its accents, a syllable of an Indian script, two
letters that melt together. Its outline is drawn as one, and it is copied, searched and read out
as the characters that were typed. So every script can be copied, and a font has what is used of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF, QGlyphRun, QPainterPath, QRawFont, QTextLayout

from kiosk.ui.pdf.cff import EM, cff_font, charstring
from kiosk.ui.pdf.clusters import (
    Glyph,
    LetterCluster,
    ShapedLine,
    advance,
    clusters,
    is_plain,
    laid_out,
    pieces,
    units,
)
from kiosk.ui.pdf.objects import PdfObjects, pdf_name

_ALL = QTextLayout.GlyphRunRetrievalFlag.RetrieveAll
_MOST = 60_000
"""Codes in one font; there may be 65,535."""
_MAPPED = 100
"""Characters in one part of a table, at most (Technical Note 5014)."""


@dataclass
class _Font:
    """A font being collected: of each code from 1 on its outline, its width and its text."""

    name: str
    number: int
    codes: dict[object, int] = field(default_factory=dict)
    outlines: list[bytes] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def plain_code(self, raw: QRawFont, glyph: int, char: str) -> int:
        """The code of a single glyph on the line; found at once the next time."""
        code = self.codes[glyph, char] = self.code(LetterCluster(raw, ((glyph, 0, 0),), char, 0, EM))
        return code

    def code(self, one: LetterCluster) -> int:
        key = one.glyphs, one.text, one.width, tuple((raw.familyName(), on) for raw, on in one.others)
        found = self.codes.get(key)
        if found is None:
            width = advance(one.raw, one.glyphs) if one.width is None else one.width
            drawn = ((one.raw, one.glyphs), *one.others)
            self.outlines.append(charstring(width, [step for each in drawn for step in _outline(*each)]))
            self.widths.append(width)
            self.texts.append(one.text)
            found = self.codes[key] = len(self.outlines)
        return found


class Ink(NamedTuple):
    """Where letters are, from the line's beginning, in `EM` units; y grows downwards.

    `marked` says that there are accents, which may be piled up.
    """

    left: float
    top: float
    right: float
    bottom: float
    marked: bool


class ShownLine(NamedTuple):
    """A text in one line: what shows it from (0, 0) on, and how wide it is, with letters `EM` units high.

    `ink` is None where no letter reaches out of its line.
    """

    operators: bytes
    advance: float
    ink: Ink | None


class _Run(NamedTuple):
    """Codes of one font, in the brackets of an array of TJ: where they begin, and how wide they are."""

    font: int
    size: int
    x: int
    codes: bytes
    width: int


class _Piece(NamedTuple):
    runs: list[_Run]
    advance: float
    ink: Ink | None


def _operators(placed: Iterable[tuple[int, _Run]]) -> bytes:
    """The operators that show runs, each from its place on."""
    out = bytearray()
    font = size = pen = 0
    for x, run in placed:
        if run.font != font or run.size != size:
            font, size, pen = run.font, run.size, x
            out += b"%b/F%d %d Tf 1 0 0 1 %d 0 Tm[<" % (b">]TJ " if out else b"", font, size, x)
        elif abs(x - pen) > 1:
            out += b">%d<" % round((pen - x) * EM / size)
            pen = x
        out += run.codes
        pen += run.width
    return bytes(out + b">]TJ") if out else b""


class PdfLetters:
    """All fonts of one file."""

    def __init__(self) -> None:
        self._fonts: dict[object, _Font] = {}
        self._full = 0
        self._piece = lru_cache(maxsize=8_000)(self._shaped)
        self.show = lru_cache(maxsize=4_000)(self._show)

    def _show(self, text: str, font: QFont) -> ShownLine:
        """`text` in one line; `font` is `EM` pixels high."""
        placed: list[tuple[int, _Run]] = []
        inks: list[tuple[float, Ink]] = []
        pen = 0.0
        for piece in pieces(text):
            before = placed[-1][1].font if placed and piece == " " else 0
            runs, advance, ink = self._piece(piece, font, before)
            placed += [(run.x + round(pen), run) for run in runs]
            if ink is not None:
                inks.append((pen, ink))
            pen += advance
        return ShownLine(_operators(placed), pen, _together(inks))

    def _shaped(self, piece: str, font: QFont, before: int) -> _Piece:
        """A piece by itself; a space in the font `before` it, so that it breaks no word apart, if not 0."""
        line = laid_out(piece, font)
        length = len(line.units) // 2
        if before:
            runs = self._assembled(line, 0, length, list(self._fonts.values())[before - 1])
        else:
            runs = self._runs(line, 0, length)
        ink = None if is_plain(piece) else _ink(piece, font)
        return _Piece(runs, line.layout.lineAt(0).horizontalAdvance(), ink)

    def show_line(self, layout: QTextLayout, number: int, text: str, scale: float) -> bytes:
        """The same for a line of the paragraph `text`, whose letters are smaller by `scale`."""
        line = layout.lineAt(number)
        start, length = line.textStart(), line.textLength()
        shaped = ShapedLine(layout, units(text), line.x(), line.y() + line.ascent(), scale)
        return _operators([(run.x, run) for run in self._runs(shaped, start, length)])

    def _runs(self, line: ShapedLine, start: int, length: int) -> list[_Run]:
        runs = line.layout.glyphRuns(start, length, _ALL)
        plain = self._plain(line, runs[0], start, length) if len(runs) == 1 else None
        return self._assembled(line, start, length) if plain is None else [plain]

    def _plain(self, line: ShapedLine, run: QGlyphRun, start: int, length: int) -> _Run | None:
        """The run where each character is a glyph; None where one is not, or does not stand on the line."""
        indexes, points = run.stringIndexes(), run.positions()
        if run.isRightToLeft() or indexes != list(range(start, start + length)):
            return None
        raw, base, left, scale = run.rawFont(), line.base, line.left, line.scale
        if any(point.y() != base for point in points):
            return None
        font, size = self._font(raw), round(raw.pixelSize() * scale)
        first = pen = round((points[0].x() - left) * scale)
        out = bytearray()
        widths, codes = font.widths, font.codes
        for char, glyph, point in zip(
            line.text(start, start + length), run.glyphIndexes(), points, strict=True
        ):
            x = round((point.x() - left) * scale)
            code = codes.get((glyph, char)) or font.plain_code(raw, glyph, char)
            if abs(x - pen) > 1:
                out += b">%d<" % round((pen - x) * EM / size)
                pen = x
            out += b"%04X" % code
            pen += widths[code - 1] * size // EM
        return _Run(font.number, size, first, bytes(out), pen - first)

    def _assembled(self, line: ShapedLine, start: int, length: int, font: _Font | None = None) -> list[_Run]:
        runs: list[_Run] = []
        for one in sorted(clusters(line, start, length), key=lambda one: one.x):
            if font is None or not one.text.isspace():  # a space is one in any font
                font = self._font(one.raw)
            code = font.code(one)
            width = font.widths[code - 1] * one.size // EM
            runs.append(_Run(font.number, one.size, one.x, b"%04X" % code, width))
        return runs

    def _font(self, raw: QRawFont) -> _Font:
        key = (raw.familyName(), raw.styleName(), raw.weight(), self._full)
        found = self._fonts.get(key)
        if found is None:
            name = re.sub(r"[^A-Za-z0-9]", "", raw.familyName()) or "Letters"
            style = re.sub(r"[^A-Za-z0-9]", "", raw.styleName()) or "Regular"
            found = self._fonts[key] = _Font(f"{name}-{style}", len(self._fonts) + 1)
        elif len(found.outlines) >= _MOST:
            self._full += 1
            return self._font(raw)
        return found

    def write(self, objects: PdfObjects) -> bytes:
        """Writes the fonts; returns the entries of a dictionary of fonts."""
        return b"".join(
            b"/F%d %d 0 R" % (font.number, _write(objects, font)) for font in self._fonts.values()
        )


def _ink(piece: str, font: QFont) -> Ink:
    room = QFontMetricsF(font).tightBoundingRect(piece)
    marked = any(unicodedata.category(char) in ("Mn", "Me") for char in piece)
    return Ink(room.left(), room.top(), room.right(), room.bottom(), marked)


def _together(inks: Sequence[tuple[float, Ink]]) -> Ink | None:
    """All of them, each moved to where its piece begins."""
    if not inks:
        return None
    return Ink(
        min(x + one.left for x, one in inks),
        min(one.top for _, one in inks),
        max(x + one.right for x, one in inks),
        max(one.bottom for _, one in inks),
        any(one.marked for _, one in inks),
    )


def _outline(raw: QRawFont, glyphs: Sequence[Glyph]) -> Iterator[tuple[int, list[float]]]:
    scale = EM / raw.pixelSize()
    for glyph, x, y in glyphs:
        path = raw.pathForGlyph(glyph)
        kinds = QPainterPath.ElementType
        curve: list[float] = []
        for number in range(path.elementCount()):
            step = path.elementAt(number)
            point = (x + step.x * scale, y - step.y * scale)
            if step.type is kinds.MoveToElement:
                yield 0, [*point]
            elif step.type is kinds.LineToElement:
                yield 1, [*point]
            else:
                curve += point
                if len(curve) == 6:
                    yield 2, curve
                    curve = []


def _write(objects: PdfObjects, font: _Font) -> int:
    """A font with all that belongs to it (ISO 32000-1, 9.7); returns its number."""
    name = pdf_name(f"{_tag(font)}+{font.name}")
    program = objects.add_stream(cff_font(font.name, font.outlines), b"/Subtype/CIDFontType0C")
    descriptor = objects.add(
        b"<</Type/FontDescriptor/FontName%b/Flags 4/FontBBox[-1000 -1000 3000 2000]/ItalicAngle 0"
        b"/Ascent 1069/Descent -293/CapHeight 714/StemV 80/FontFile3 %d 0 R>>" % (name, program)
    )
    widths = b" ".join(b"%d" % width for width in font.widths)
    below = objects.add(
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor %d 0 R/DW 0/W[1[%b]]>>" % (name, descriptor, widths)
    )
    table = objects.add_stream(_to_unicode(font.texts))
    return objects.add(
        b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]"
        b"/ToUnicode %d 0 R>>" % (name, below, table)
    )


def _tag(font: _Font) -> str:
    """The six letters that mark a font of which a part is there."""
    number = font.number
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))


def _to_unicode(texts: Sequence[str]) -> bytes:
    """The table by which text is copied (ISO 32000-1, 9.10.3)."""
    lines = [
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap",
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
        b"/CMapName/Adobe-Identity-UCS def/CMapType 2 def",
        b"1 begincodespacerange <0000><FFFF> endcodespacerange",
    ]
    for start in range(0, len(texts), _MAPPED):
        part = texts[start : start + _MAPPED]
        lines.append(b"%d beginbfchar" % len(part))
        lines += [
            b"<%04X><%b>" % (code, text.encode("utf-16-be", "replace").hex().upper().encode())
            for code, text in enumerate(part, start + 1)
        ]
        lines.append(b"endbfchar")
    return b"\n".join([*lines, b"endcmap CMapName currentdict/CMap defineresource pop end end"])

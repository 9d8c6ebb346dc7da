"""A font made of outlines: a CID-keyed CFF font program (Adobe Technical Notes 5176 and 5177).

The fonts of a computer come in many kinds. Their outlines are one kind, and a font made of
them has what a document needs and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

EM = 1000
"""Units of a font to the height of its letters."""
_MOVE, _LINE, _CURVE, _END = 21, 5, 8, 14
_NOT_DEFINED = bytes([139, _END])

Outline = Sequence[tuple[int, Sequence[float]]]
"""Steps of a path: 0 for move, 1 for line, 2 for curve, each with its points; y grows upwards."""


def charstring(width: int, outline: Outline) -> bytes:
    """The Type 2 charstring of a glyph `width` units wide."""
    out = bytearray(_number(width))
    x = y = 0
    started = False
    for kind, points in outline:
        if not started and kind:
            continue
        deltas = []
        for number in range(0, len(points), 2):
            new_x, new_y = round(points[number]), round(points[number + 1])
            deltas += [new_x - x, new_y - y]
            x, y = new_x, new_y
        started = True
        for delta in deltas:
            out += _number(max(-32000, min(32000, delta)))
        out.append((_MOVE, _LINE, _CURVE)[kind])
    out.append(_END)
    return bytes(out)


def cff_font(name: str, glyphs: Iterable[bytes]) -> bytes:
    """The font program with the charstrings `glyphs`, under the codes 1, 2, 3 and so on."""
    strings = _index([b"Adobe", b"Identity"])
    charstrings = _index([_NOT_DEFINED, *glyphs])
    count = int.from_bytes(charstrings[:2], "big")
    names = _index([name.encode("ascii", "replace")])
    charset = b"\x02" + (b"\0\1" + (count - 2).to_bytes(2, "big") if count > 1 else b"")
    select = b"\x03\0\1\0\0\0" + count.to_bytes(2, "big")
    head = b"\1\0\4\4"
    start = len(head) + len(names) + len(_index([_top(count, 0, 0, 0, 0)])) + len(strings) + len(_index([]))
    at_select = start + len(charset)
    at_glyphs = at_select + len(select)
    at_private = at_glyphs + len(charstrings)
    private = _fixed(0) + b"\x14"  # defaultWidthX
    at_dicts = at_private + len(private)
    dicts = _index([_fixed(len(private)) + _fixed(at_private) + b"\x12"])
    top = _index([_top(count, start, at_select, at_glyphs, at_dicts)])
    return b"".join((head, names, top, strings, _index([]), charset, select, charstrings, private, dicts))


def _top(count: int, charset: int, select: int, glyphs: int, dicts: int) -> bytes:
    """The dictionary of the font: ROS, CIDCount, and where everything is."""
    return b"".join(
        (
            _fixed(391) + _fixed(392) + _fixed(0) + b"\x0c\x1e",
            _fixed(count) + b"\x0c\x22",
            _fixed(charset) + b"\x0f",
            _fixed(select) + b"\x0c\x25",
            _fixed(glyphs) + b"\x11",
            _fixed(dicts) + b"\x0c\x24",
        )
    )


def _fixed(number: int) -> bytes:
    """A number of a dictionary in five bytes, so that its size does not depend on it."""
    return b"\x1d" + number.to_bytes(4, "big", signed=True)


def _number(value: int) -> bytes:
    """A number of a charstring."""
    if -107 <= value <= 107:
        return bytes([value + 139])
    if 108 <= value <= 1131:
        return bytes([(value - 108) // 256 + 247, (value - 108) % 256])
    if -1131 <= value <= -108:
        return bytes([(-value - 108) // 256 + 251, (-value - 108) % 256])
    return b"\x1c" + value.to_bytes(2, "big", signed=True)


def _index(items: Sequence[bytes]) -> bytes:
    """An INDEX (Technical Note 5176, 5)."""
    if not items:
        return b"\0\0"
    offsets = bytearray((1).to_bytes(4, "big"))
    end = 1
    for item in items:
        end += len(item)
        offsets += end.to_bytes(4, "big")
    return len(items).to_bytes(2, "big") + b"\4" + bytes(offsets) + b"".join(items)

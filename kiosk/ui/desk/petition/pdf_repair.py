"""Two things in a PDF file that Qt writes otherwise than a petition needs them, repaired in place.

Qt tells readers of a PDF which character a glyph stands for with the first character of
the font that has it. So 大 would be copied, searched and read out as ⼤ (the radical, U+2F24), an
Arabic letter as its form inside a word, and a space as a tab. And Qt writes the time of day.
"""

from __future__ import annotations

import datetime
import mmap
import re
import unicodedata
from typing import BinaryIO

_HEAD = 16 * 1024
"""The first bytes of a file, in which its dates are."""
_TABLES = re.compile(rb"beginbfrange\n(.*?)endbfrange", re.DOTALL)
_IN_LIST = re.compile(rb"(?<=[\[ ]<)[0-9A-F]{4}(?=> )")
_TIMES = re.compile(rb"(?<=D:)\d{14}(?:Z|[+-]\d\d'\d\d')|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_FORMS = re.compile("[\u2e9f\u2ef3\u2f00-\u2fd5\ufb50-\ufdff\ufe70-\ufefc]")
"""Radicals and the forms of Arabic letters inside words: each has the letter itself as its normal form."""
_RADICALS = dict(
    zip(
        "⺠⻄⻅⻆⻈⻉⻋⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "民西见角讠贝车長镸长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
"""Other radicals that are whole characters (Unicode 16, EquivalentUnifiedIdeograph.txt)."""


def repair(file: BinaryIO, day: datetime.date) -> None:
    """Repairs the PDF in `file`, which is open for reading and writing; it is dated `day`, at midnight.

    A form that stands for several letters stays as it is: there is no room for them.
    """
    with mmap.mmap(file.fileno(), 0) as data:
        for table in _TABLES.finditer(data):
            start, end = table.span(1)
            data[start:end] = _IN_LIST.sub(_character, table[1])
        head = bytes(data[:_HEAD])
        data[: len(head)] = _TIMES.sub(lambda time: _midnight(time[0], day), head)


def _character(code: re.Match[bytes]) -> bytes:
    """The four hexadecimal digits of the character that people type for the one with the digits `code`."""
    char = chr(int(code[0], 16))
    plain = " " if char == "\t" else _RADICALS.get(char, char)
    if _FORMS.match(char):
        plain = unicodedata.normalize("NFKC", char)
    return f"{ord(plain):04X}".encode() if len(plain) == 1 else code[0]


def _midnight(time: bytes, day: datetime.date) -> bytes:
    """`time` with `day` and zeros in the places of its digits."""
    digits = iter(f"{day:%Y%m%d}".encode().ljust(18, b"0"))
    return bytes(next(digits) if chr(byte).isdigit() else byte for byte in time)

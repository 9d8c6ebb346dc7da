"""Makes resources/confusables.txt: which characters look alike.

It is Unicode's own table (Unicode Technical Standard 39, "confusables"), as ICU has it. Run on
Debian 12, whose ICU 72 has that of Unicode 15.0:

    python packaging/confusables.py
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

ICU = 72
HEAD = """\
# Characters that look alike (Unicode Technical Standard 39), by code point: one, and all that look so.
# Made by packaging/confusables.py from Unicode 15.0.
# Copyright © 1991-2022 Unicode, Inc. Unicode and the Unicode Logo are registered trademarks of Unicode, Inc.
# in the United States and other countries. For the licence see han/LICENSE-unicode.txt.
"""
SURROGATES = range(0xD800, 0xE000)


def main(out: Path) -> None:
    skeleton = spoof_checker()
    alike: dict[str, list[int]] = defaultdict(list)
    for code in range(0x110000):
        char = chr(code)
        if code not in SURROGATES and unicodedata.normalize("NFD", char) == char:
            shape = skeleton(char)
            if shape != char:
                alike[shape].append(code)
    lines = (
        f"{'+'.join(f'{ord(char):x}' for char in shape)} {' '.join(f'{code:x}' for code in codes)}"
        for shape, codes in sorted(alike.items())
    )
    out.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def spoof_checker() -> Callable[[str], str]:
    """What gives a text's skeleton: ICU's uspoof_getSkeletonUTF8."""
    icu = ctypes.CDLL(f"libicui18n.so.{ICU}")
    start, get = getattr(icu, f"uspoof_open_{ICU}"), getattr(icu, f"uspoof_getSkeletonUTF8_{ICU}")
    start.restype = ctypes.c_void_p
    status = ctypes.c_int(0)
    checker = ctypes.c_void_p(start(ctypes.byref(status)))
    buffer = ctypes.create_string_buffer(1000)

    def skeleton(text: str) -> str:
        data = text.encode()
        size = get(checker, 0, data, len(data), buffer, len(buffer), ctypes.byref(status))
        if status.value > 0:
            raise OSError(f"ICU says {status.value}")
        return buffer.raw[:size].decode()

    return skeleton


if __name__ == "__main__":
    main(Path(__file__).resolve().parent.parent / "resources" / "confusables.txt")

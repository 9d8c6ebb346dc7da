"""A stranger's words on one line of a page."""

from __future__ import annotations

import unicodedata

_STEERING = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}
_FIRST_MARK = "\u0300"
"""From here on there are characters that are printable to Python and none to a reader."""
_JOINERS = "\u200c\u200d"
"""Without these, some names and emoji are written otherwise."""


def shown(text: str) -> str:
    """`text` in one line, without what would turn around or hide what stands beside it."""
    if text.isascii() and text.isprintable():
        return text.strip()
    spaced = " ".join(text.split())
    if spaced.isprintable() and (not spaced or max(spaced) < _FIRST_MARK):
        return spaced
    return "".join(char for char in spaced if char in _JOINERS or unicodedata.category(char) not in _STEERING)

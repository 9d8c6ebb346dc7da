"""What a name looks like, so that one cannot pass for another (Unicode Technical Standard 39, section 4)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from kiosk import paths
from kiosk.exchange.kiosk_name import without_what_is_not_seen

_BETWEEN = re.compile(r"""[\s!-/:-@\[-`{-~]+""")
_WORD = re.compile(r"\w+")
_REMEMBERED = 10_000
"""Names that are not looked at anew for every page of a list."""


@lru_cache(_REMEMBERED)
def look(name: str) -> str:
    """The same text for all names that may be mistaken for one another.

    That is UTS 39's skeleton, and wider: without case, accents, spaces, punctuation and what is
    invisible, and i is as l.
    """
    shape = _shape(_shape(without_what_is_not_seen(name)).casefold())
    return _BETWEEN.sub("", shape.casefold().replace("i", "l")) or name


@lru_cache(_REMEMBERED)
def mixes_alphabets(name: str) -> bool:
    """Whether a word of Latin letters has one of another alphabet in it that looks Latin."""
    return any(
        any("A" <= char <= "Z" or "a" <= char <= "z" for char in word) and any(map(_passes_for_latin, word))
        for word in _WORD.findall(unicodedata.normalize("NFC", name))
    )


def _passes_for_latin(char: str) -> bool:
    if unicodedata.normalize("NFD", char)[0].isascii():
        return False
    shape = _shape(unicodedata.normalize("NFKD", char))
    return shape.isascii() and shape.isalpha()


def _shape(text: str) -> str:
    return text.translate(_alike())


@cache
def _alike() -> dict[int, str]:
    """For each character that looks like another: that one."""
    table: dict[int, str] = {}
    for line in (paths.resources() / "confusables.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            shape, *codes = line.split(" ")
            text = without_what_is_not_seen("".join(chr(int(code, 16)) for code in shape.split("+")))
            table.update(dict.fromkeys((int(code, 16) for code in codes), text))
    return table

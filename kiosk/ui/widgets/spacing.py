"""Spaces that a typesetter would put into a text: they change how it looks, and nothing that it says."""

from __future__ import annotations

import re

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN = "0-9A-Za-z\u00c0-\u024f"
_SEAM = re.compile(f"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}%])(?=[{_HAN}])")
"""Between Han and Latin letters or digits (W3C's requirements for Chinese text layout, 3.2.2)."""
_QUARTER_EM = "\u2005"
_BOUND = re.compile(
    r"(?<!\S)((?:\d(?:[\d.,]*[\d.])?|a|an|the|der|die|das|den|dem|le|la|les|un|une|el|los|las|il|lo|gli|o|os|as|en|et|det))"
    r" (?=[^\W\d_]{1,12}(?![^\W\d_]))",
    re.IGNORECASE,
)
"""A number or an article and a word: of a longer word the line would be left too short."""
_NUMBERED = re.compile(r"\b([^\W\d_]{1,12}) (?=\d)")
"""A word that may have a number: "Article 23", "December 2028"."""
_YEAR = re.compile(r"(?<=\d,) (?=\d{4}\b)")
"""Before the year of "Mar 12, 2027"."""
_COUNTED = re.compile(f"(?<=\\d)[ {_QUARTER_EM}](?=[{_HAN}])|(?<=[第年月])[ {_QUARTER_EM}](?=\\d)")
"""Between a number and what is counted, and between the parts of a date, in Chinese."""
_NO_BREAK = "\u00a0"
_HAN_NAME = re.compile(f"(?<=[(（])[{_HAN}]{{2,6}}(?=[)）])")
"""A name in Chinese behind another: as short as one word."""
_WORD_JOINER = "\u2060"
_WITHIN_HAN = re.compile(f"[{_HAN}]{{2}}")


def spaced(text: str) -> str:
    """`text` with a quarter-em between Han and Latin letters; what belongs together stays in one line.

    That is a number or an article with its word, a name with its number, a date, and a Chinese name in
    brackets.
    """
    text = _HAN_NAME.sub(lambda name: _WORD_JOINER.join(name.group()), text)
    text = _YEAR.sub(_NO_BREAK, _COUNTED.sub(_NO_BREAK, _SEAM.sub(_QUARTER_EM, text)))
    return _NUMBERED.sub(_tied, _BOUND.sub(rf"\1{_NO_BREAK}", text))


def _tied(word: re.Match[str]) -> str:
    """A name, which is what begins with a capital letter, to its number; another word is left as it is."""
    return word[1] + (_NO_BREAK if word[1][0].isupper() else " ")


def is_within_han(text: str, place: int) -> bool:
    """Whether `place` is between two Han letters, where a line may end and a word may be cut in two."""
    return _WITHIN_HAN.match(text, place - 1) is not None

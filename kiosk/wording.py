"""Small things about words: the right plural, nothing that drives a terminal, what a search compares."""

from __future__ import annotations

import re
import unicodedata

_RIGHT_TO_LEFT = ("R", "AL", "AN")
"""The kinds of characters that begin to write from right to left (UAX #9)."""

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u2800\ufff9-\ufffb]"
)
"""What is drawn as nothing: Unicode's Default_Ignorable_Code_Point (version 16, which later ones only fill),
Braille without a dot, and the marks of annotations. Written out, so that it does not move with Python."""

_LOGIN = re.compile(
    r"\b([a-z][a-z0-9+.-]+(?::|%3a))(?!//USER@HOST/)"  # but not where it is told how to write one
    r"(?:/[^\n]*(?:@|%40)|(?<=postgresql:)\S+|(?<=psycopg:)\S+)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"(\b(?:password|passwd|pwd)\s*=\s*)(?:'[^'\n]*'|[^\s&]+)", re.IGNORECASE)


def counted(number: int, one: str, many: str = "") -> str:
    """`number` with its noun: "1 batch", "1,200 batches"; `many` is `one` with an s if not given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def grouped(id: str) -> str:
    """A kiosk's id in two lines of groups, as people read it aloud."""
    groups = [id[at : at + 4] for at in range(0, len(id), 4)]
    half = len(groups) // 2
    return "\n".join((" ".join(groups[:half]), " ".join(groups[half:])))


def printable(text: object) -> str:
    """`text` with a "?" for each character that a terminal would obey, hide or turn around, and no login.

    The names of files and kiosks may be a stranger's, and so may what a sentence quotes.
    """
    return without_login("".join(char if char.isprintable() else "?" for char in str(text)))


def without_login(text: str) -> str:
    """`text` without users and passwords of addresses: one may have been given where a file was meant.

    A path has lost one of the two slashes.
    """
    return _PASSWORD.sub(r"\1…", _LOGIN.sub(r"\1…", text))


def without_unseen(text: str, *, keep_lines: bool = False) -> str:
    """`text` without what nobody sees: invisible characters, spaces around it, and all but one between words.

    Args:
        keep_lines: leaves the line ends that stand inside.
    """
    visible = _UNSEEN.sub("", text)
    if keep_lines:
        return "\n".join(" ".join(line.split()) for line in visible.strip().splitlines())
    return " ".join(visible.split())


def short_name(text: object, most: int = 40) -> str:
    """A stranger's `text`, such as a stick's name, to stand in a sentence without disturbing it.

    It is `printable`, of at most `most` characters (what lies between its ends is left out), and
    if it is written from right to left, it does not turn the sentence around (UAX #9, isolates).
    """
    name = printable(text)
    if len(name) > most:
        head = most // 2
        name = f"{name[:head]}…{name[len(name) - (most - head - 1) :]}"
    turns = any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in name)
    return f"\u2068{name}\u2069" if turns else name


def searchable(text: str) -> str:
    """Lower case without accents, for finding and sorting."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).strip()

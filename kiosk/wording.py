"""Small things about words: the right plural, nothing that drives a terminal, what a search compares."""

from __future__ import annotations

import unicodedata


def counted(number: int, one: str, many: str = "") -> str:
    """`number` with its noun: "1 batch", "1,200 batches"; `many` is `one` with an s if not given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def printable(text: object) -> str:
    """`text` with a "?" for each character that a terminal would obey, hide or turn around.

    The names of files and kiosks may be a stranger's, and so may what a sentence quotes.
    """
    return "".join(char if char.isprintable() else "?" for char in str(text))


def searchable(text: str) -> str:
    """Lower case without accents, for finding and sorting."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).strip()

"""An id made of words."""

from __future__ import annotations

import re
import unicodedata


def plain_id(words: str) -> str:
    """`words` as an id of a-z, 0-9 and hyphens, or nothing: "Trams all night!" is "trams-all-night"."""
    return "-".join(re.findall(r"[a-z0-9]+", without_accents(words.casefold())))


def without_accents(words: str) -> str:
    """`words` with each letter as its own without accents; full-width letters are plain ones."""
    return "".join(char for char in unicodedata.normalize("NFKD", words) if not unicodedata.combining(char))

"""An id made of words."""

from __future__ import annotations

import re
import unicodedata


def plain_id(words: str, longest: int) -> str:
    """`words` as an id of a-z, 0-9 and hyphens, at most `longest` of them; empty where nothing is left.

    "Trams all night!" is "trams-all-night".
    """
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:longest].strip("-")

"""How somebody who signed is listed publicly: with the name, with the initials, or not at all."""

from __future__ import annotations

import unicodedata

from kiosk.signing.signature import Signature


def listed_name(signature: Signature) -> str | None:
    """What the public list says of who signed, as they were shown it when they chose; None for nothing."""
    name = signature.name.strip()
    return {"name": name, "initials": initials(name), "no": None}[signature.public]


def initials(name: str) -> str:
    """Up to two letters that stand for `name`: of its first two words, or the first of a Chinese name."""
    for bracket in "(（":
        name = name.split(bracket)[0]
    for opening, closing in ("“”", '""', "「」"):
        if name.startswith(opening) and closing in name[1:]:
            name = name[1:].split(closing, 1)[1]
    words = [word for word in name.replace("·", " ").split() if word[0].isalpha()]
    if not words:
        return "?"
    if unicodedata.east_asian_width(words[0][0]) == "W":
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper()

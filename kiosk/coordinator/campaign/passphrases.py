"""How a passphrase is read, wherever it comes from: a window, a prompt, a file.

What nobody sees cannot be typed again, so it is no part of a passphrase. Specified in
docs/format.md, "Campaign key file".
"""

from __future__ import annotations

import unicodedata
from typing import Final

from kiosk.errors import PassphraseError
from kiosk.wording import without_unseen

SHORTEST: Final = 8
LONGEST: Final = 500
"""Characters that one may have: a window, a terminal and a file all take so many."""
_NEVER_TYPED = ("Cc", "Cs", "Co", "Cn")
"""Controls, halves of characters, private ones, and those that this program's Unicode does not know."""
_REPLACED = "\ufffd"
"""What stands where a character was lost on the way."""


def read(typed: str) -> str:
    """`typed` without what is not seen, and in Unicode's normal form NFKC: what a key is made from.

    Line ends and spaces around it go, and several spaces become one. The same words typed on
    another keyboard come out the same.
    """
    # What is cut may have kept a letter and its accent apart.
    return unicodedata.normalize("NFKC", without_unseen(unicodedata.normalize("NFKC", typed)))


def chosen(typed: str) -> str:
    """`typed` as a new passphrase is kept; how good it is, `strength.py` tells.

    Raises:
        PassphraseError: it is too short or too long, or holds what cannot be typed again.
    """
    seen = without_unseen(typed, keep_lines=True)
    if any(char == _REPLACED or unicodedata.category(char) in _NEVER_TYPED for char in seen):
        raise PassphraseError(
            "The passphrase holds a line end or a character that cannot be typed again.",
            "Choose one of letters, digits, signs and spaces: six random words are good.",
        )
    if len(seen) < SHORTEST:
        raise PassphraseError(
            "The passphrase needs at least {characters} characters.",
            "Choose a longer one: six random words are good.",
            characters=SHORTEST,
        )
    if len(seen) > LONGEST:
        raise PassphraseError(
            "The passphrase has more than {characters} characters.",
            "Choose a shorter one: six random words are good.",
            characters=LONGEST,
        )
    return read(typed)


def entered(typed: str) -> list[str]:
    """What to try on a key, one after the other, where `typed` was entered for its passphrase.

    A try is slow on purpose, so nothing is in it twice. The last is for keys of earlier versions
    of this program, which kept what is not seen.
    """
    forms = dict.fromkeys((read(typed), unicodedata.normalize("NFKC", typed)))
    return [form for form in forms if form and not any(unicodedata.category(char) == "Cs" for char in form)]

"""What a kiosk may be called (docs/format.md, "Names of kiosks").

Who gives a name is held to more than who reads one: a name that was signed once must never cost
its kiosk the signatures, whatever Unicode calls its characters in the reader's year. So nothing
here asks Python's own tables which characters there are, but where it only shows a name.
"""

from __future__ import annotations

import re
import unicodedata

from kiosk.errors import SettingsError

MAX_NAME = 100
"""Code points of a kiosk's name."""

_UNPLAIN = (
    "\0-\x1f\x7f-\xa0\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680"
    "\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u303f\u3164"
    "\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000dfffe-\U000e0fff"
    "\U000efffe-\U0010ffff"
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0004fffe\U0004ffff\U0005fffe\U0005ffff"
    "\U0006fffe\U0006ffff\U0007fffe\U0007ffff\U0008fffe\U0008ffff\U0009fffe\U0009ffff\U000afffe\U000affff"
    "\U000bfffe\U000bffff\U000cfffe\U000cffff"
)
"""Controls, formats, what is invisible or blank, spaces but the ordinary one, private and no characters.

From Unicode 15.0: the categories C (without what is not assigned yet) and Z, what may be ignored
(Default_Ignorable_Code_Point), and four characters that show nothing.
"""
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""The blocks of combining marks that go on a letter of any script."""

_ANY_SPACE = re.compile("[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_SELECTORS = re.compile("[\ufe00-\ufe0f]")
_DRIVING = re.compile(
    "[\0-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
"""Controls, formats and line breaks (Cc, Cf, Cs, Zl, Zp of Unicode 15.0): no kiosk ever had one in a name."""
_NOT_SEEN = re.compile(f"[{_UNPLAIN}]|^ | $|(?<= ) ")
_UNPLAIN_OR_MARK = re.compile(f"[{_UNPLAIN}{_MARKS}]")


def clean_name(typed: str) -> str:
    """The name that staff give a kiosk by typing `typed`: in NFC, with single ordinary spaces.

    Raises:
        SettingsError: it is empty or too long, or has something in it that cannot be seen.
    """
    name = _ANY_SPACE.sub(" ", unicodedata.normalize("NFC", _SELECTORS.sub("", typed))).strip(" ")
    if not 1 <= len(name) <= MAX_NAME:
        raise SettingsError("A kiosk’s name has 1 to {most} letters.", "Choose another name.", most=MAX_NAME)
    if _NOT_SEEN.search(name):
        raise SettingsError(
            "There is something in this name that cannot be seen.",
            "Type the name anew, in letters and digits.",
        )
    return name


def is_readable(name: str) -> bool:
    """Whether a checkpoint may have `name` in it: 1 to `MAX_NAME` code points, none to drive a line with."""
    return 1 <= len(name) <= MAX_NAME and not _DRIVING.search(name)


def plainly(name: str) -> str:
    """`name` to be shown: what cannot be seen stands there as its code point, such as "[U+3164]".

    So does what this Python does not know yet, and a space that would not be noticed.
    """
    marked = _NOT_SEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", unicodedata.normalize("NFC", name))
    return "".join(f"[U+{ord(char):04X}]" if unicodedata.category(char) == "Cn" else char for char in marked)


def is_plain(name: str) -> bool:
    """Whether `name` is shown as it is, without marks piled on its letters."""
    return plainly(name) == name and not _UNPLAIN_OR_MARK.search(name)


def without_what_is_not_seen(name: str) -> str:
    """`name` without what cannot be seen and without accents, also those of letters that have one."""
    return _UNPLAIN_OR_MARK.sub("", unicodedata.normalize("NFKD", name))

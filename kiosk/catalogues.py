"""The program's own words: what it says, and in its catalogues how it says that in another language.

Both are gettext files in resources/locale/, read with Babel: `messages.pot` lists every message, and a file
for each language has its words. `make messages` writes them.
"""

from __future__ import annotations

import functools
import gettext
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from kiosk import paths
from kiosk.languages import spoken

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

Part = Literal["visitor", "petition", "staff", "desk"]
"""Whose a message is: the visitor's screens, the printed petition, the staff's screens, the desk."""

_HEADER = 400
"""Characters at the beginning of a catalogue in which it tells of itself."""


@dataclass(frozen=True)
class Message:
    """What the program says: `one` is the key of the catalogues, `many` its plural or empty."""

    one: str
    many: str
    part: Part


@functools.cache
def messages() -> Mapping[str, Message]:
    """All that the program says, by the key of the catalogues; those of a part together."""
    listed = {}
    for entry in _read("messages.pot", "en"):
        one, many = (*_forms(entry.id), "")[:2]
        if one:
            listed[one] = Message(one, many, cast(Part, entry.auto_comments[0]))
    return listed


@functools.cache
def translated(tag: str) -> frozenset[str]:
    """The messages that have words in the language closest to `tag`; none if the program lacks it."""
    own = spoken(tag)
    if own is None:
        return frozenset()
    if own == "en":
        return frozenset(messages())
    entries = _read(f"{own}.po", own)
    return frozenset(_forms(entry.id)[0] for entry in entries if all(_forms(entry.string)))


@functools.cache
def translations(tag: str) -> gettext.NullTranslations:
    """The program's words in the language closest to `tag`; in English where it has no catalogue."""
    from babel.messages.mofile import write_mo

    own = spoken(tag) or "en"
    if own == "en":
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, _read(f"{own}.po", own))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@functools.cache
def is_reviewed(tag: str) -> bool:
    """Whether a person who speaks it has read the program's words in it: its catalogue says so."""
    if tag == "en":
        return True
    with _file(f"{tag}.po").open(encoding="utf-8") as file:
        return "X-Reviewed: yes" in file.read(_HEADER)


def _file(name: str) -> Path:
    return paths.resources() / "locale" / name


def _read(name: str, tag: str) -> Catalog:
    from babel.messages.pofile import read_po  # not at the start of every command

    with _file(name).open("rb") as file:
        return read_po(file, locale=tag.replace("-", "_"))


def _forms(words: str | Sequence[str] | None) -> Sequence[str]:
    """What Babel has for one message, which is a text where there is but one form."""
    return (words or "",) if words is None or isinstance(words, str) else words

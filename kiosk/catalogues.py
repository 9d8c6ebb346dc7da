"""The program's own words: what it says, and in its catalogues how it says that in another language.

Both are gettext files in resources/locale/: `messages.pot` lists every message, and a file for each language
has its words. `make messages` writes them, in one form, which is all that is read here: in 3 ms, where Babel,
which reads whatever gettext allows, needs 50, and a stall's first screen waits for it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, cast

import msgspec

from kiosk import paths
from kiosk.languages import spoken

Part = Literal["visitor", "petition", "staff", "desk"]
"""Whose a message is: the visitor's screens, the printed petition, the staff's screens, the desk."""

_HEADER = 400
"""Characters at the beginning of a catalogue in which it tells of itself."""
_PLURAL = re.compile(r"^\"Plural-Forms: nplurals=\d; plural=(.+);\\n\"$", re.MULTILINE)


class Message(msgspec.Struct, frozen=True):
    """What the program says: `one` is the key of the catalogues, `many` its plural or empty."""

    one: str
    many: str
    part: Part


@functools.cache
def messages() -> Mapping[str, Message]:
    """All that the program says, by the key of the catalogues; those of a part together."""
    entries = _read("messages.pot")
    return {one.one: Message(one.one, one.many, cast(Part, one.comment)) for one in entries}


@functools.cache
def translated(tag: str) -> frozenset[str]:
    """The messages that have words in the language closest to `tag`; none if the program lacks it."""
    own = spoken(tag)
    if own is None:
        return frozenset()
    if own == "en":
        return frozenset(messages())
    return frozenset(entry.one for entry in _read(f"{own}.po") if all(entry.words))


class Catalogue:
    """What the program says in one language; in English where that lacks the words.

    Args:
        tag: one that the program speaks; None for English.
    """

    def __init__(self, tag: str | None) -> None:
        self._tag = tag
        self._plain = dict(_PLAIN.findall(_file(f"{tag}.po").read_text(encoding="utf-8"))) if tag else {}
        """Of nearly all messages, read in no time: of another language's the start shows but one."""

    @functools.cached_property
    def _words(self) -> dict[str, tuple[str, ...]]:
        entries = _read(f"{self._tag}.po") if self._tag else ()
        return {entry.one: entry.words for entry in entries if all(entry.words)}

    def text(self, message: str) -> str:
        """The words for `message`."""
        return self._plain.get(message) or self._words.get(message, (message,))[0]

    def plural(self, one: str, many: str, number: int) -> str:
        """The words for `number` of what `one` and `many` say in English."""
        if self._tag is None or one not in self._words:
            return one if number == 1 else many
        return self._words[one][self._form_of(number)]

    @functools.cached_property
    def _form_of(self) -> Callable[[int], int]:
        """Says which of the catalogue's plural forms goes with a number: its header has the rule."""
        from gettext import c2py

        assert self._tag is not None
        rule = _PLURAL.search(_header(self._tag))
        assert rule is not None
        return c2py(rule[1])


@functools.cache
def catalogue(tag: str) -> Catalogue:
    """The program's words in the language closest to `tag`; in English where it speaks none."""
    own = spoken(tag)
    return Catalogue(None if own == "en" else own)


@functools.cache
def is_reviewed(tag: str) -> bool:
    """Whether a person who speaks it has read the program's words in it: its catalogue says so."""
    if tag == "en":
        return True
    return "X-Reviewed: yes" in _header(tag)


def _header(tag: str) -> str:
    """The beginning of a catalogue, in which it tells of itself."""
    with _file(f"{tag}.po").open(encoding="utf-8") as file:
        return file.read(_HEADER)


def _file(name: str) -> Path:
    return paths.resources() / "locale" / name


class _Entry(NamedTuple):
    """A message, its plural or nothing, its words in each form, and its comment."""

    one: str
    many: str
    words: tuple[str, ...]
    comment: str


_PLAIN = re.compile(r'^msgid "([^"\\\n]+)"\nmsgstr "([^"\\\n]+)"\n(?!")', re.MULTILINE)
"""A message of one form and one line, without a sign that is written as two."""
_QUOTED = r'((?:".*"\n)+)'
_ENTRY = re.compile(
    rf"(?:#\.[ ](.*)\n)?msgid[ ]{_QUOTED}(?:msgid_plural[ ]{_QUOTED})?((?:msgstr.*\n(?:\".*\"\n)*)+)"
)
_WORDS = re.compile(rf"^msgstr(?:\[\d\])?[ ]{_QUOTED}", re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")


def _read(name: str) -> Iterator[_Entry]:
    """What a file in resources/locale/ holds, but for its header."""
    for comment, one, many, words in _ENTRY.findall(_file(name).read_text(encoding="utf-8")):
        if message := _plain(one):
            yield _Entry(message, _plain(many), tuple(map(_plain, _WORDS.findall(words))), comment)


def _plain(quoted: str) -> str:
    """What lines of quoted text say."""
    text = "".join(line[1:-1] for line in quoted.splitlines()) if quoted.count("\n") > 1 else quoted[1:-2]
    return _ESCAPED.sub(lambda sign: "\n" if sign[1] == "n" else sign[1], text) if "\\" in text else text

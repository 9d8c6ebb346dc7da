"""The program's messages, as they stand in the code, and the catalogues that translate them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import kiosk
from kiosk import paths
from kiosk.catalogues import Part
from kiosk.signing.signature import FIELDS
from tests.ui.told import told

_PROGRAM = Path(kiosk.__file__).parent
PARTS: tuple[Part, ...] = get_args(Part)
_ROOMS: dict[str, Part] = {
    "ui/desk/petition": "petition",
    "ui/desk": "desk",
    "ui/staff": "staff",
    **dict.fromkeys(("ui/laptop.py", "ui/tasks.py", "ui/pull_out.py", "ui/fonts.py"), "staff"),
    "ui": "visitor",
    "signing": "visitor",
    "exchange/certificates.py": "desk",
    **dict.fromkeys(("exchange", "stall", "rehearsal", "campaign/pack.py"), "staff"),
    **dict.fromkeys(("files.py", "database.py", "ADVICE"), "staff"),
}
"""Whose the messages of a room are; of several that fit, the first. All else is the desk's."""


def messages_in_the_code() -> dict[str, str]:
    """What the screens say, and what findings and errors do wherever they come from.

    Returns:
        for each message its plural, or nothing where it has none.
    """
    return {message: many for _, message, many in sorted(_found(), key=lambda one: bool(one[2]))}


def parts_in_the_code() -> dict[str, Part]:
    """For each message the part of the program that says it; of several, the first of `PARTS`."""
    parts: dict[str, Part] = {}
    for where, message, _ in _found():
        parts[message] = min(_part(where), parts.get(message, "desk"), key=PARTS.index)
    return parts


def _part(where: str) -> Part:
    return next((part for room, part in _ROOMS.items() if where.startswith(room)), "desk")


@cache
def _found() -> tuple[tuple[str, str, str], ...]:
    """Every message with where it is said (a path in kiosk/, or a table's name) and its plural."""
    return tuple(_find())


def _find() -> Iterator[tuple[str, str, str]]:
    for field in FIELDS.values():
        yield from (("signing", words, "") for words in (field.title, field.question) if words)
    for one in told():
        yield from ((one.where, sentence, "") for sentence in one.sentences if sentence)
    yield from _messages("", Finding=(3,))
    yield from _messages("ui/", text=None, plural=(1, 2))


def _messages(folder: str, **keywords: tuple[int, ...] | None) -> Iterator[tuple[str, str, str]]:
    found = extract_from_dir(str(_PROGRAM / folder), method_map=[("**.py", "python")], keywords=keywords)
    for file, _, message, _, _ in found:
        one, many = (message, "") if isinstance(message, str) else message
        yield folder + file, one, many


def catalogue_file(tag: str) -> Path:
    """Where the catalogue of a language is."""
    return paths.resources() / "locale" / f"{tag}.po"


def template_file() -> Path:
    """Where all messages are listed, without words."""
    return paths.resources() / "locale" / "messages.pot"


def catalogue(tag: str) -> Catalog:
    """The catalogue of a language."""
    with catalogue_file(tag).open("rb") as file:
        return read_po(file, locale=tag.replace("-", "_"))


def translated(tag: str) -> set[str]:
    """The messages that have all their words in a language."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue(tag)
        if message.id and message.string and all(message.string)
    }

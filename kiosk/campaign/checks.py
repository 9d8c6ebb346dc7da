"""Checks that several of a content folder's files need, each naming file and line of a mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError

from kiosk.campaign.markdown import HTML, IMAGE, find_forbidden
from kiosk.campaign.mistakes import convert, mistake, parse_toml
from kiosk.errors import ContentError

MAX_ITEMS = 200
"""Demands, actions, endorsers, posters or figures of one campaign."""
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""The form of an id."""
LANGUAGE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
"""The form of a language's tag."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

Item = TypeVar("Item")


def read_toml(files: Mapping[str, bytes], name: str) -> tuple[str, dict[str, Any]]:
    """The text of the TOML file `name` and what it holds; no text in it has HTML or images."""
    raw, data = parse_toml(files, name)
    check_markup(name, raw, data)
    return raw, data


def read_tables(files: Mapping[str, bytes], name: str, kind: type[Item]) -> dict[str, Item]:
    """The tables of the TOML file `name` by their id, in its order; none where there is no such file."""
    if name not in files:
        return {}
    raw, data = read_toml(files, name)
    if len(data) > MAX_ITEMS:
        raise ContentError(
            "{file} has more than {most} entries.", "Leave some out.", file=name, most=MAX_ITEMS
        )
    for id in data:
        if not re.fullmatch(SLUG, id):
            raise mistake(
                name, raw, id, "{file}, line {line}: [{id}] must be made of a-z, 0-9 and '-'.", id=id
            )
    return {id: convert(name, raw, value, kind, table=id) for id, value in data.items()}


def check_markup(name: str, raw: str, value: object) -> None:
    """Refuses HTML and images in any text inside `value`."""
    if isinstance(value, dict):
        for inner in value.values():
            check_markup(name, raw, inner)
    elif isinstance(value, list):
        for inner in value:
            check_markup(name, raw, inner)
    elif isinstance(value, str):
        forbidden = find_forbidden(value)
        if forbidden and forbidden.what in (HTML, IMAGE):
            raise mistake(name, raw, value.split("\n")[0], forbidden.what)


def check_colours(name: str, raw: str, colours: Mapping[str, str]) -> None:
    """Refuses a colour that is not `#rrggbb`."""
    for role, colour in colours.items():
        if not _COLOUR.fullmatch(colour):
            raise mistake(
                name,
                raw,
                colour,
                "{file}, line {line}: the colour {role} = '{colour}' must be written '#rrggbb'.",
                role=role,
                colour=colour,
            )


def is_language(tag: str) -> bool:
    """Whether `tag` is written as a language's tag is, and CLDR knows the language."""
    if not re.fullmatch(LANGUAGE, tag):
        return False
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True

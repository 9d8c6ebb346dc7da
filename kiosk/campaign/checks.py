"""Checks that several of a content folder's files need, each naming file and line of a mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping

from babel import Locale, UnknownLocaleError

from kiosk.campaign.source import Source

LANGUAGE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
"""The form of a language's tag."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def check_colours(source: Source, colours: Mapping[str, str]) -> None:
    """Refuses a colour that is not `#rrggbb`."""
    for role, colour in colours.items():
        if not _COLOUR.fullmatch(colour):
            raise source.mistake(
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

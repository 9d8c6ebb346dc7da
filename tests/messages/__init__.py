"""The program's messages, as they stand in the code, and the catalogues that translate them."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import kiosk
from kiosk import paths
from kiosk.signing.signature import FIELDS
from tests.ui.told import told

_PROGRAM = Path(kiosk.__file__).parent


def messages_in_the_code() -> dict[str, str]:
    """What the screens say, and what findings and errors do wherever they come from.

    Returns:
        for each message its plural, or nothing where it has none.
    """
    screens = _messages(_PROGRAM / "ui", text=None, plural=(1, 2))
    errors = {sentence: "" for one in told() for sentence in one.sentences if sentence}
    titles = {words: "" for field in FIELDS.values() for words in (field.title, field.question) if words}
    return titles | errors | _messages(_PROGRAM, Finding=(3,)) | screens


def _messages(folder: Path, **keywords: tuple[int, ...] | None) -> dict[str, str]:
    found = extract_from_dir(str(folder), method_map=[("**.py", "python")], keywords=keywords)
    each = (message for _, _, message, _, _ in found)
    return dict((message, "") if isinstance(message, str) else (message[0], message[1]) for message in each)


def catalogue_file(tag: str) -> Path:
    """Where the catalogue of a language is."""
    return paths.resources() / "locale" / f"{tag}.po"


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

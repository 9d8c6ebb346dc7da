"""Checks a campaign's own fields, which may come from a hostile pack, and puts their words together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kiosk.campaign.model import FieldText, Missing
from kiosk.campaign.schema import CampaignFile
from kiosk.campaign.source import Source
from kiosk.errors import ContentError
from kiosk.signing.own_fields import OwnField
from kiosk.signing.own_values import MAX_ID, MAX_OPTIONS, MAX_OWN, MAX_OWN_TEXT, is_own_id
from kiosk.signing.pattern import Pattern
from kiosk.signing.signature import FIELDS, FORM

_OF_THE_DESK = {"id", "kiosk", "status", "duplicate_of", "other_fields"}
"""Columns of the lists that are no fields of a signature."""
MAX_WORDS = 200
"""Characters of a field's title, note, or option."""


def plain_name(name: str) -> str:
    """A field's name as the heading of a column is read: without what stands between its words."""
    return re.sub(r"[\s_-]+", "", name.lower())


_TAKEN = {plain_name(name) for name in (*FIELDS, *FORM, *_OF_THE_DESK)}


def is_taken(id: str, there: Iterable[str]) -> bool:
    """Whether the program has a field or column of that name, or the campaign another field: `there`."""
    return plain_name(id) in _TAKEN | set(map(plain_name, there))


WRONG: Final = {
    "format": "{file}, line {line}: a campaign with fields of its own, such as '{id}', has format = 2.",
    "many": "{file}, line {line}: '{id}' is one field too many: at most {most}.",
    "id": (
        "{file}, line {line}: the id '{id}' must be made of a-z, 0-9 and '-', begin with a letter, and be "
        "at most {longest} long."
    ),
    "taken": "{file}, line {line}: the program has a field or column '{id}' already. Choose another id.",
    "twice": "{file}, line {line}: there are two fields '{id}', or two that differ in hyphens alone.",
    "two": "{file}, line {line}: '{id}' is the second with identifies = true: only one field can be that.",
    "options": "{file}, line {line}: '{id}' needs options if it is a choice, and has none otherwise.",
    "number": "{file}, line {line}: '{id}' needs 2 to {most} options.",
    "option": (
        "{file}, line {line}: the options of '{id}' must be made of a-z, 0-9 and '-' and begin with a "
        "letter, each once."
    ),
    "pattern of": "{file}, line {line}: '{id}' has a pattern or a check digit: only texts and numbers can.",
    "limit": "{file}, line {line}: the limit of '{id}' must be from 1 to {longest}.",
    "identifies": "{file}, line {line}: '{id}' cannot tell people apart: a text, number or date can.",
    "sensitive": "{file}, line {line}: '{id}' cannot be sensitive and go onto the petition.",
    "pattern": (
        "{file}, line {line}: the pattern of '{id}' cannot be read. It is made of characters, of sets such "
        "as [0-9], and of how often each comes (docs/content.md)."
    ),
    "example": "{file}, line {line}: '{id}' needs an example that fits its pattern.",
    "misfit": "{file}, line {line}: the example of '{id}' does not fit.",
}
"""What can be wrong with a field."""
_KEYS: Final = {"pattern of": "pattern", "misfit": "example", "two": "identifies"}
"""The key that is wrong, where `WRONG` calls it otherwise."""


def check_own_fields(source: Source, top: CampaignFile) -> None:
    """Raises ContentError for the first mistake in `[[fields]]` of `source`."""
    seen: set[str] = set()
    identifies = False
    for number, field in enumerate(top.fields, 1):
        wrong = _wrong_place(field, seen, number, top.format) or next(_flaws(field), ("", 0))
        if field.identifies and identifies:
            wrong = ("two", 0)
        if wrong[0]:
            what, limit = WRONG[wrong[0]], wrong[1]
            key = _KEYS.get(wrong[0], wrong[0])
            raise source.mistake(f'"{field.id}"', what, id=field.id, key=key, most=limit, longest=limit)
        seen.add(plain_name(field.id))
        identifies = identifies or field.identifies


def _wrong_place(field: OwnField, seen: set[str], number: int, format: int) -> tuple[str, int] | None:
    """What is wrong with a field as one of several: a key of `WRONG`, and the limit that it names."""
    if format < 2:
        return "format", 0
    if number > MAX_OWN:
        return "many", MAX_OWN
    if not is_own_id(field.id):
        return "id", MAX_ID
    if plain_name(field.id) in _TAKEN:
        return "taken", 0
    return ("twice", 0) if plain_name(field.id) in seen else None


def _flaws(field: OwnField) -> Iterator[tuple[str, int]]:
    """What is wrong with a field, beside its id."""
    if bool(field.options) != (field.kind in ("choice", "choices")):
        yield "options", 0
    if field.options and not 2 <= len(field.options) <= MAX_OPTIONS:
        yield "number", MAX_OPTIONS
    if len(set(field.options)) < len(field.options) or not all(map(is_own_id, field.options)):
        yield "option", 0
    if not 1 <= field.limit <= MAX_OWN_TEXT:
        yield "limit", MAX_OWN_TEXT
    if field.identifies and not field.is_typed:
        yield "identifies", 0
    if field.sensitive and field.petition:
        yield "sensitive", 0
    yield from _flaws_of_pattern(field)


def _flaws_of_pattern(field: OwnField) -> Iterator[tuple[str, int]]:
    if (field.pattern or field.check) and field.kind not in ("text", "number"):
        yield "pattern of", 0
    if not _is_pattern(field.pattern):
        yield "pattern", 0
    elif (field.pattern or field.check) and not field.example:
        yield "example", 0
    elif field.example and field.findings(field.example, required=True):
        yield "misfit", 0


def _is_pattern(text: str) -> bool:
    try:
        Pattern(text)
    except ValueError:
        return False
    return True


def check_own_fields_stay(before: Sequence[OwnField], now: Sequence[OwnField]) -> None:
    """Raises ContentError if a field, or an option, that people may have answered is not there any more."""
    fields = {field.id: field for field in now}
    for field in before:
        there = fields.get(field.id)
        if there is None or there.kind != field.kind:
            raise ContentError(
                "The field '{id}' is not there any more, and people may have filled it in.",
                'Put it back as it was, with asked = "off" if it is not to be asked any more.',
                id=field.id,
            )
        for option in field.options:
            if option not in there.options:
                raise ContentError(
                    "The field '{id}' lost its option '{option}', and people may have chosen it.",
                    "Put it back.",
                    id=field.id,
                    option=option,
                )


def field_words(
    field: OwnField, own: FieldText, first: FieldText, file: str, language: str, missing: list[Missing]
) -> FieldText:
    """The words of `field` in a language, with those of the first language where it lacks some.

    Args:
        own, first: its words in this language, and in the first one.
        file: where the first language's are.
        missing: gets what this language lacks.

    Raises:
        ContentError: the first language lacks some, or some are too long.
    """
    lacking = [] if first.title else [f"{field.id}.title"]
    lacking += [f"{field.id}.options.{option}" for option in field.options if not first.options.get(option)]
    if not first.wrong and (field.pattern or field.check):
        lacking.append(f"{field.id}.wrong")
    if lacking:
        raise ContentError("{file} has no '{key}'.", "Write it.", file=file, key=lacking[0])
    said = {"title": own.title, "note": own.note, "wrong": own.wrong}
    said |= {f"options.{option}": words for option, words in own.options.items()}
    if long := [key for key, words in said.items() if len(words) > MAX_WORDS]:
        raise ContentError(
            "{file}: '{key}' has more than {most} characters.",
            "Shorten it.",
            file=f"{language}/fields.toml",
            key=f"{field.id}.{long[0]}",
            most=MAX_WORDS,
        )
    for key in ("title", "note", "wrong"):
        if getattr(first, key) and not getattr(own, key):
            missing.append(Missing(language, "fields.toml", f"{field.id}.{key}"))
    for option in field.options:
        if not own.options.get(option):
            missing.append(Missing(language, "fields.toml", f"{field.id}.options.{option}"))
    return FieldText(
        own.title or first.title,
        own.note or first.note,
        own.wrong or first.wrong,
        {option: own.options.get(option) or first.options[option] for option in field.options},
    )

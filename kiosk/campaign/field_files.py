"""Own fields of a content folder: each is told in campaign.toml, its words in the languages' fields.toml."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from kiosk.campaign.editing import ContentEditor
from kiosk.campaign.naming import plain_id, without_accents
from kiosk.campaign.own_fields import is_taken
from kiosk.signing.own_values import MAX_ID

CHOSEN = ("choice", "choices")
"""The kinds that have options."""
_CAMPAIGN, _KEY = "campaign.toml", "fields"
_FORMAT = 2
"""The first `format` of campaign.toml with own fields."""
_PLAIN = re.compile(r"[A-Za-z0-9\s?!.,:;'’\"()/&-]+")
"""Words of which an id loses nothing but signs between them."""


def ids(editor: ContentEditor) -> list[str]:
    """The ids of the fields, in their order on the form."""
    return [id for id in _all_ids(editor) if id]


def place(editor: ContentEditor, id: str) -> int:
    """Where in the list of campaign.toml the field is, from 0."""
    return _all_ids(editor).index(id)


def field(editor: ContentEditor, id: str) -> Mapping[str, Any]:
    """What campaign.toml says of the field; nothing where only its words are there."""
    return _tables(editor)[place(editor, id)] if id in ids(editor) else {}


def options(editor: ContentEditor, id: str) -> list[str]:
    """The ids of what can be chosen, in their order on the form."""
    listed = field(editor, id).get("options")
    return list(map(str, listed)) if isinstance(listed, list) else []


def add(editor: ContentEditor, language: str, kind: str, title: str, options: Sequence[str] = ()) -> None:
    """Adds a field behind all others.

    Args:
        language: the campaign's first, in which these words are.
        kind: a `kiosk.signing.own_fields.OwnKind`.
        title: what is asked; the id, a column in lists, is made of it.
        options: what can be chosen, for a kind that has options.
    """
    listed = editor.value(_CAMPAIGN, _KEY)
    if listed is not None and not isinstance(listed, list):
        return  # a mistake, which is told wherever the content is shown
    id = _free(title, "field", partial(is_taken, there=ids(editor)))
    table: dict[str, Any] = {"id": id, "kind": kind}
    words: dict[str, Any] = {"title": title}
    if kind in CHOSEN:
        words["options"] = {}
        for option in dict.fromkeys(options):
            words["options"][_free(option, "option", words["options"].__contains__)] = option
        table["options"] = list(words["options"])
    editor.add_to_list(_CAMPAIGN, _KEY, table)
    editor.set_value(f"{language}/fields.toml", (id,), words)
    format = editor.value(_CAMPAIGN, "format")
    if isinstance(format, int) and format < _FORMAT:
        editor.set_value(_CAMPAIGN, ("format",), _FORMAT)


def add_option(editor: ContentEditor, language: str, id: str, words: str) -> None:
    """Adds an option behind the others of the field; `words` are in `language`, the campaign's first."""
    there = options(editor, id)
    option = _free(words, "option", there.__contains__)
    editor.set_value(_CAMPAIGN, (_KEY, place(editor, id), "options"), [*there, option])
    editor.set_value(f"{language}/fields.toml", (id, "options", option), words)


def remove_option(editor: ContentEditor, languages: Sequence[str], id: str, option: str) -> None:
    """Takes an option of the field away, in all `languages`."""
    there = options(editor, id)
    if option in there:
        there.remove(option)
        editor.set_value(_CAMPAIGN, (_KEY, place(editor, id), "options"), there)
    for language in languages:
        if editor.value(f"{language}/fields.toml", id, "options", option) is not None:
            editor.set_value(f"{language}/fields.toml", (id, "options", option), None)


def move(editor: ContentEditor, id: str, by: int) -> None:
    """Moves the field by so many places, -1 being one up, if there are that many."""
    if id in ids(editor):
        editor.move_in_list(_CAMPAIGN, _KEY, place(editor, id), by)


def remove(editor: ContentEditor, id: str) -> None:
    """Takes the field away from campaign.toml, if it is there."""
    if id in ids(editor):
        editor.remove_from_list(_CAMPAIGN, _KEY, place(editor, id))


def _tables(editor: ContentEditor) -> list[dict[str, Any]]:
    listed = editor.value(_CAMPAIGN, _KEY)
    return [table if isinstance(table, dict) else {} for table in listed] if isinstance(listed, list) else []


def _all_ids(editor: ContentEditor) -> list[str]:
    """The id of each table in the list, empty where it has none."""
    return [str(table.get("id", "")) for table in _tables(editor)]


def _free(words: str, kind: str, is_taken: Callable[[str], bool]) -> str:
    """An id for `words` that nothing else has, or had: what people answered is known by it for ever.

    Made of the words where that loses none of them, else of their digest: other words get another id.
    """
    digest = hashlib.sha256(words.encode()).hexdigest()[:6]
    plain = plain_id(words) if _PLAIN.fullmatch(without_accents(words.casefold())) else ""
    if not plain[:1].isalpha():
        plain = f"{kind}-{plain or digest}"
    if len(plain) > MAX_ID:
        plain = f"{plain[: MAX_ID - 7]}-{digest}"
    numbered = (f"{kind}-{digest}-{number}" for number in range(2, 1000))
    return next(id for id in (plain, f"{kind}-{digest}", *numbered) if not is_taken(id))

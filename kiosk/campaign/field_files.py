"""Own fields of a content folder: each is told in campaign.toml, its words in the languages' fields.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from kiosk.campaign.editing import ContentEditor
from kiosk.campaign.naming import plain_id
from kiosk.campaign.own_fields import is_taken
from kiosk.signing.own_values import MAX_ID

CHOSEN = ("choice", "choices")
"""The kinds that have options."""
_CAMPAIGN, _KEY = "campaign.toml", "fields"
_FORMAT = 2
"""The first `format` of campaign.toml with own fields."""


def ids(editor: ContentEditor) -> list[str]:
    """The ids of the fields, in their order on the form."""
    return [id for id in _all_ids(editor) if id]


def place(editor: ContentEditor, id: str) -> int:
    """Where in the list of campaign.toml the field is, from 0."""
    return _all_ids(editor).index(id)


def field(editor: ContentEditor, id: str) -> Mapping[str, Any]:
    """What campaign.toml says of the field."""
    return _tables(editor)[place(editor, id)]


def add(editor: ContentEditor, language: str, kind: str, title: str, options: Sequence[str] = ()) -> None:
    """Adds a field behind all others.

    Args:
        language: the campaign's first, in which these words are.
        kind: a `kiosk.signing.own_fields.OwnKind`.
        title: what is asked; the id, a column in lists, is made of it.
        options: what can be chosen, for a kind that has options.
    """
    id = _free(title, "field", partial(is_taken, there=ids(editor)))
    table: dict[str, Any] = {"id": id, "kind": kind}
    words: dict[str, Any] = {"title": title}
    if kind in CHOSEN:
        words["options"] = {}
        for option in options:
            words["options"][_free(option, "option", words["options"].__contains__)] = option
        table["options"] = list(words["options"])
    editor.add_to_list(_CAMPAIGN, _KEY, table)
    editor.set_value(f"{language}/fields.toml", (id,), words)
    format = editor.value(_CAMPAIGN, "format")
    if isinstance(format, int) and format < _FORMAT:
        editor.set_value(_CAMPAIGN, ("format",), _FORMAT)


def add_option(editor: ContentEditor, language: str, id: str, words: str) -> None:
    """Adds an option behind the others of the field; `words` are in `language`, the campaign's first."""
    options = _options(editor, id)
    option = _free(words, "option", options.__contains__)
    editor.set_value(_CAMPAIGN, (_KEY, place(editor, id), "options"), [*options, option])
    editor.set_value(f"{language}/fields.toml", (id, "options", option), words)


def remove_option(editor: ContentEditor, languages: Sequence[str], id: str, option: str) -> None:
    """Takes an option of the field away, in all `languages`."""
    options = [one for one in _options(editor, id) if one != option]
    editor.set_value(_CAMPAIGN, (_KEY, place(editor, id), "options"), options)
    for language in languages:
        if editor.value(f"{language}/fields.toml", id, "options", option) is not None:
            editor.set_value(f"{language}/fields.toml", (id, "options", option), None)


def move(editor: ContentEditor, id: str, by: int) -> None:
    """Moves the field by so many places, -1 being one up, if there are that many."""
    editor.move_in_list(_CAMPAIGN, _KEY, place(editor, id), by)


def remove(editor: ContentEditor, id: str) -> None:
    """Takes the field away from campaign.toml."""
    editor.remove_from_list(_CAMPAIGN, _KEY, place(editor, id))


def _tables(editor: ContentEditor) -> list[dict[str, Any]]:
    listed = editor.value(_CAMPAIGN, _KEY)
    return [table if isinstance(table, dict) else {} for table in listed] if isinstance(listed, list) else []


def _all_ids(editor: ContentEditor) -> list[str]:
    """The id of each table in the list, empty where it has none."""
    return [str(table.get("id", "")) for table in _tables(editor)]


def _options(editor: ContentEditor, id: str) -> list[str]:
    listed = field(editor, id).get("options")
    return list(map(str, listed)) if isinstance(listed, list) else []


def _free(words: str, kind: str, is_taken: Callable[[str], bool]) -> str:
    """An id made of `words`, or where that cannot be, "field-01"."""
    plain = plain_id(words, MAX_ID).lstrip("0123456789-")
    numbered = (f"{kind}-{number:02}" for number in range(1, 1000))
    return next(id for id in (plain, *numbered) if id and not is_taken(id))

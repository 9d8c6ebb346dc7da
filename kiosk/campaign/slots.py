"""What of a content folder can be edited in a window: a slot for each text, in the sections of the stall."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from kiosk.campaign import field_files, question_files
from kiosk.campaign.editing import ContentEditor, Key, Value
from kiosk.campaign.model import FieldText
from kiosk.campaign.pictures import picture_name
from kiosk.campaign.schema import (
    ActionText,
    DemandText,
    EndorserText,
    FigureText,
    LinkText,
    PosterText,
    TextsFile,
)
from kiosk.signing.own_fields import CHECKS, TYPED

Kind = Literal["line", "text", "lines", "number", "choice", "country"]

NO, YES = "no", "yes"

SECTIONS = (
    "texts",
    "demands",
    "petition",
    "questions",
    "endorsers",
    "actions",
    "posters",
    "figures",
    "links",
    "fields",
)
_ENTRIES: Mapping[str, type[msgspec.Struct]] = {
    "demands": DemandText,
    "endorsers": EndorserText,
    "actions": ActionText,
    "posters": PosterText,
    "figures": FigureText,
    "links": LinkText,
    "fields": FieldText,
}
_LONG = frozenset({"text", "note", "thanks", "contact_intro", "demands_intro", "actions_intro"}) | {
    "endorsers_intro",
    "questions_intro",
    "posters_intro",
}
"""Keys whose texts may take several lines."""


@dataclass(frozen=True)
class Slot:
    """One thing to edit.

    Attributes:
        file: its path inside the content folder.
        keys: where it stands in a TOML file; empty for a whole Markdown file.
        called: the key or file that names it.
        kind: one line, a text of several, a list with a line each, a number, one of `choices`, or a country
            (ISO 3166 code).
        choices: `YES` and `NO` stand for true and false.
        default: which of them holds where nothing is written.
    """

    file: str
    keys: tuple[Key, ...]
    called: str
    kind: Kind
    choices: tuple[str, ...] = ()
    default: str = ""

    @property
    def option(self) -> str:
        """The id of the option of an own field whose words it has; empty where it has none."""
        is_option = len(self.keys) == 3 and self.keys[1] == "options"
        return str(self.keys[-1]) if is_option else ""

    def read(self, editor: ContentEditor) -> str:
        """What stands there now, as it is typed; empty: nothing."""
        if not self.keys:
            return editor.text(self.file)
        value = editor.value(self.file, *self.keys)
        if value is None:
            return ""
        if isinstance(value, bool):
            return YES if value else NO
        return "\n".join(map(str, value)) if isinstance(value, list) else str(value)

    def write(self, editor: ContentEditor, typed: str) -> None:
        """Has `typed` stand there; an empty text takes it away. What is no number stands there as a text."""
        if not self.keys:
            editor.set_text(self.file, typed)
            return
        value: Value | None = typed or None
        if self.choices == (NO, YES):
            value = typed == YES if typed else None
        elif self.kind == "lines":
            value = [line for line in typed.split("\n") if line.strip()] or None
        elif self.kind == "number" and typed:
            with suppress(ValueError):  # a mistake, which is told where it stands
                value = float(typed) if "." in typed else int(typed)
        editor.set_value(self.file, self.keys, value)


@dataclass(frozen=True)
class Entry:
    """What belongs together: a demand, a question. `id` is empty where it is no entry of a file."""

    id: str
    slots: list[Slot]


def sections(editor: ContentEditor) -> list[str]:
    """The sections that the content has something for, and those in which something can be added."""
    first = _first(editor)
    return [name for name in SECTIONS if has_own_entries(name) or entries(editor, name, first)]


def entries(editor: ContentEditor, section: str, language: str) -> list[Entry]:
    """What there is to edit of `section` in `language`, in the order in which the stall shows it."""
    if section == "texts":
        file, keys = f"{language}/texts.toml", [field.name for field in msgspec.structs.fields(TextsFile)]
        of_pictures = [
            Slot(file, ("pictures", picture_name(path)), path, "line") for path in start_pictures(editor)
        ]
        return [Entry("", [*(_slot(file, (key,), key) for key in keys if key != "pictures"), *of_pictures])]
    if section == "petition":
        names = ("petition.md", "consent.md", "privacy.md")
        return [Entry("", [Slot(f"{language}/{name}", (), name, "text") for name in names])]
    if section == "questions":
        ids = question_files.names(editor, _first(editor))
        return [Entry(id, [Slot(f"{language}/questions/{id}.md", (), id, "text")]) for id in ids]
    files = (_ordered_by(editor, section), f"{_first(editor)}/{section}.toml")
    tables = dict.fromkeys(id for file in files for id in editor.value(file) or {})
    if section == "fields":  # their words alone, which nothing asks for, come last
        tables = dict.fromkeys([*field_files.ids(editor), *tables])
    return [Entry(id, list(_slots(editor, section, language, id))) for id in tables]


def has_own_entries(section: str) -> bool:
    """Whether entries of `section` can be added, moved and taken away."""
    return section in _ADDED or section == "fields"


def add(editor: ContentEditor, section: str) -> None:
    """Adds an entry to `section` (to "fields": `field_files`), with an ellipsis for what must be written."""
    first, kinds = _first(editor), _ADDED[section]
    taken = {entry.id for entry in entries(editor, section, first)}
    id = next(f"{kinds.id}-{n:02}" for n in range(1, 1000) if f"{kinds.id}-{n:02}" not in taken)
    if section == "questions":
        id = f"{question_files.next_number(list(taken))}-{id}"
        editor.set_text(f"{first}/questions/{id}.md", "# …\n\n…\n")
        return
    if kinds.shared:
        editor.set_value(f"{section}.toml", (id,), kinds.shared(first))
    editor.set_value(f"{first}/{section}.toml", (id,), {kinds.needed: "…"})


def move(editor: ContentEditor, section: str, id: str, by: int) -> None:
    """Moves an entry by so many places, -1 being one up."""
    if section == "questions":
        question_files.move(editor, languages(editor), id, by)
    elif section == "fields":
        field_files.move(editor, id, by)
    else:
        editor.move(_ordered_by(editor, section), id, by)


def remove(editor: ContentEditor, section: str, id: str) -> None:
    """Takes an entry away, in every language."""
    for language in languages(editor):
        if section == "questions":
            editor.remove(f"{language}/questions/{id}.md")
        elif editor.value(f"{language}/{section}.toml", id) is not None:
            editor.remove_table(f"{language}/{section}.toml", id)
    if section == "fields":
        field_files.remove(editor, id)
    elif editor.value(f"{section}.toml", id) is not None:
        editor.remove_table(f"{section}.toml", id)


def start_pictures(editor: ContentEditor) -> list[str]:
    """The pictures of the start, by their paths; none where they are no list of texts."""
    listed = editor.value("campaign.toml", "start", "pictures")
    return listed if isinstance(listed, list) and all(isinstance(path, str) for path in listed) else []


def languages(editor: ContentEditor) -> list[str]:
    """The campaign's languages, the first one first; none where they are no list of texts."""
    listed = editor.value("campaign.toml", "languages")
    return listed if isinstance(listed, list) and all(isinstance(tag, str) for tag in listed) else []


@dataclass(frozen=True)
class _Added:
    """What a new entry is called and begins with."""

    id: str
    needed: str = "text"
    shared: Callable[[str], dict[str, Any]] | None = None


_POSTER_COLOURS = {"paper": "#ffffff", "ink": "#111111"}
_ADDED: Mapping[str, _Added] = {
    "demands": _Added("demand"),
    "questions": _Added("question"),
    "endorsers": _Added("endorser", "name", lambda first: {"kind": "person", "country": "HK"}),
    "actions": _Added("action", "title", lambda first: {"help": False}),
    "posters": _Added(
        "poster", "title", lambda first: {"language": first, "lines": ["…"], "colours": dict(_POSTER_COLOURS)}
    ),
}


def _ordered_by(editor: ContentEditor, section: str) -> str:
    """The file whose tables stand in the order of `section`: the one of all languages, if there is one."""
    return (
        f"{section}.toml" if section in _OF_ALL and section != "links" else f"{_first(editor)}/{section}.toml"
    )


def _first(editor: ContentEditor) -> str:
    return languages(editor)[0]


def _slots(editor: ContentEditor, section: str, language: str, id: str) -> Iterator[Slot]:
    file = f"{language}/{section}.toml"
    for field in msgspec.structs.fields(_ENTRIES[section]):
        if section == "fields" and field.name == "wrong" and not _is_typed(editor, id):
            continue  # what was chosen always fits
        if typing.get_origin(field.type) is dict:
            listed = field_files.options(editor, id) if section == "fields" else []
            for key in dict.fromkeys([*listed, *_words(editor, section, id, field.name)]):
                yield Slot(file, (id, field.name, key), key, "line")
        else:
            yield _slot(file, (id, field.name), field.name)
    if of_all := _OF_ALL.get(section):
        yield from of_all(editor, id)


def _words(editor: ContentEditor, section: str, id: str, key: str) -> dict[str, Any]:
    """A table of an entry in the first language; empty where that is something else."""
    words = editor.value(f"{_first(editor)}/{section}.toml", id, key)
    return words if isinstance(words, dict) else {}


def _rows(rows: object) -> Iterator[tuple[int, dict[str, Any]]]:
    """The tables in a list, each with its place."""
    for place, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict):
            yield place, row


def _slot(file: str, keys: tuple[Key, ...], called: str) -> Slot:
    kind: Kind = "lines" if called in ("next_steps", "lines") else "text" if called in _LONG else "line"
    return Slot(file, keys, called, kind)


def _of_endorser(editor: ContentEditor, id: str) -> Iterator[Slot]:
    yield Slot("endorsers.toml", (id, "kind"), "kind", "choice", ("person", "organisation"))
    yield Slot("endorsers.toml", (id, "country"), "country", "country")


def _of_action(editor: ContentEditor, id: str) -> Iterator[Slot]:
    links = [str(link["id"]) for _, link in _rows(editor.value("campaign.toml", "links")) if "id" in link]
    yield Slot("actions.toml", (id, "link"), "link", "choice", ("", *links))
    yield Slot("actions.toml", (id, "help"), "help", "choice", (NO, YES), NO)


def _of_poster(editor: ContentEditor, id: str) -> Iterator[Slot]:
    yield Slot("posters.toml", (id, "lines"), "lines", "lines")
    yield Slot("posters.toml", (id, "language"), "language", "choice", tuple(languages(editor)))
    for colour in ("paper", "ink"):
        yield Slot("posters.toml", (id, "colours", colour), colour, "line")


def _of_figure(editor: ContentEditor, id: str) -> Iterator[Slot]:
    labels = _words(editor, "figures", id, "labels")
    for at, bar in _rows(editor.value("figures.toml", id, "bars")):
        for place, part in _rows(bar.get("parts")):
            keys = (id, "bars", at, "parts", place, "value")
            ids = [str(one.get("id", "")) for one in (bar, part)]
            yield Slot("figures.toml", keys, " · ".join(str(labels.get(one, one)) for one in ids), "number")


def _of_link(editor: ContentEditor, id: str) -> Iterator[Slot]:
    for at, link in _rows(editor.value("campaign.toml", "links")):
        if link.get("id") == id:
            yield Slot("campaign.toml", ("links", at, "url"), "url", "line")


def _is_typed(editor: ContentEditor, id: str) -> bool:
    return field_files.field(editor, id).get("kind") in TYPED


def _of_field(editor: ContentEditor, id: str) -> Iterator[Slot]:
    kind = field_files.field(editor, id).get("kind")

    def slot(key: str, type: Kind = "line", choices: tuple[str, ...] = (), default: str = "") -> Slot:
        keys = ("fields", field_files.place(editor, id), key)
        return Slot("campaign.toml", keys, key, type, choices, default)

    if kind is None:
        return
    yield slot("asked", "choice", ("required", "asked", "off"), "asked")
    if kind == "text":
        yield slot("limit", "number")
    if kind in ("text", "number"):
        yield slot("pattern")
        yield slot("check", "choice", tuple(CHECKS))
        yield slot("example")
    for key in (*(("identifies",) if _is_typed(editor, id) else ()), "petition", "sensitive"):
        yield slot(key, "choice", (NO, YES), NO)


_OF_ALL: Mapping[str, Callable[[ContentEditor, str], Iterator[Slot]]] = {
    "endorsers": _of_endorser,
    "actions": _of_action,
    "posters": _of_poster,
    "figures": _of_figure,
    "links": _of_link,
    "fields": _of_field,
}
"""What of an entry is the same in every language."""

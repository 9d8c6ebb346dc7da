"""The questions of a content folder: a file each, in the order of their names, as `01-why.md`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kiosk.campaign.editing import ContentEditor

_NUMBERED = re.compile(r"(\d+)-(.+)")


def names(editor: ContentEditor, language: str) -> list[str]:
    """The questions in `language`, in order: their files' names without `.md`."""
    start = f"{language}/questions/"
    return sorted(
        name.removeprefix(start).removesuffix(".md") for name in editor.files if name.startswith(start)
    )


def next_number(names: Sequence[str]) -> str:
    """The number that puts a new question behind all others."""
    found = (_NUMBERED.fullmatch(name) for name in names)
    return f"{max((int(name[1]) for name in found if name), default=0) + 1:02}"


def move(editor: ContentEditor, languages: Sequence[str], name: str, by: int) -> None:
    """Moves the question `name` by so many places, -1 being one up, if there are that many.

    Its file and its neighbour's change their numbers, in every language; a figure stays beside its question.

    Args:
        languages: all of the campaign.
    """
    order = sorted({one for language in languages for one in names(editor, language)})
    place = order.index(name)
    if not 0 <= place + by < len(order):
        return
    order.insert(place + by, order.pop(place))
    called = renumbered(order)
    editor.rename(
        {
            f"{language}/questions/{old}.md": f"{language}/questions/{new}.md"
            for language in languages
            for old, new in called.items()
        }
    )
    for figure, said in (editor.value("figures.toml") or {}).items():
        if isinstance(said, dict) and said.get("question") in called:
            editor.set_value("figures.toml", (figure, "question"), called[said["question"]])


def renumbered(order: Sequence[str]) -> dict[str, str]:
    """What files must be called so that their names have this order; only those whose name changes.

    The numbers that they have go on to be used. Where one has none, or two have the same, all get new ones.
    """
    found = [_NUMBERED.fullmatch(name) for name in order]
    numbers = sorted({name[1] for name in found if name})
    if len(numbers) < len(order):
        width = max(2, len(str(len(order))))
        numbers = [f"{number:0{width}}" for number in range(1, len(order) + 1)]
    words = [name[2] if name else old for name, old in zip(found, order, strict=True)]
    new = [f"{number}-{word}" for number, word in zip(numbers, words, strict=True)]
    return {old: now for old, now in zip(order, new, strict=True) if old != now}

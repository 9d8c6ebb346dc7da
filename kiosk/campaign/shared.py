"""Reads what is the same in every language: actions, endorsers, posters and figures, without their words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kiosk.campaign.checks import COUNTRIES, check_colours, is_language
from kiosk.campaign.schema import ActionEntry, EndorserEntry, FigureEntry, PosterEntry
from kiosk.campaign.source import Source, Sources
from kiosk.errors import ContentError

MAX_VALUE = 1_000_000_000_000
"""Of one part of a figure's bar."""
MAX_HELPFUL = 20
"""Actions that take offers of help: one signature has room for as many (docs/format.md)."""
MAX_LINES, MAX_LINE = 12, 200
"""Lines of a poster, and characters in one."""


class Shared(msgspec.Struct, frozen=True):
    """The tables of the four files by id, in order."""

    actions: dict[str, ActionEntry]
    endorsers: dict[str, EndorserEntry]
    posters: dict[str, PosterEntry]
    figures: dict[str, FigureEntry]


def read_shared(files: Sources, links: Sequence[str], questions: Sequence[str]) -> Shared:
    """What all languages share.

    Args:
        files: the content.
        links: the ids of the links that campaign.toml lists.
        questions: the file names of the questions, without ".md".

    Raises:
        ContentError: the first mistake, with its file and line.
    """
    shared = Shared(
        files.tables("actions.toml", ActionEntry),
        files.tables("endorsers.toml", EndorserEntry),
        files.tables("posters.toml", PosterEntry),
        files.tables("figures.toml", FigureEntry),
    )
    for id, action in shared.actions.items():
        if action.link and action.link not in links:
            raise _wrong(
                files["actions.toml"],
                id,
                "{file}, line {line}: [{id}] names a link '{link}' that campaign.toml lacks.",
                link=action.link,
            )
    helpful = [id for id, action in shared.actions.items() if action.help]
    if len(helpful) > MAX_HELPFUL:
        raise _wrong(
            files["actions.toml"],
            helpful[MAX_HELPFUL],
            "{file}, line {line}: [{id}] is one too many: at most {most} actions can have help = true.",
            most=MAX_HELPFUL,
        )
    for id, endorser in shared.endorsers.items():
        _check_endorser(files, id, endorser)
    for id, poster in shared.posters.items():
        check_colours(files["posters.toml"], msgspec.structs.asdict(poster.colours))
        if not poster.lines or not is_language(poster.language):
            raise _wrong(
                files["posters.toml"],
                id,
                "{file}, line {line}: [{id}] needs at least one line and a known language.",
            )
        if len(poster.lines) > MAX_LINES or max(map(len, poster.lines)) > MAX_LINE:
            raise _wrong(
                files["posters.toml"],
                id,
                "{file}, line {line}: [{id}] has too much text: at most {most} lines of {longest}.",
                most=MAX_LINES,
                longest=MAX_LINE,
            )
    for id, figure in shared.figures.items():
        _check_figure(files, id, figure, questions)
    return shared


def _check_endorser(files: Sources, id: str, endorser: EndorserEntry) -> None:
    if endorser.country not in COUNTRIES:
        raise _wrong(
            files["endorsers.toml"],
            id,
            "{file}, line {line}: [{id}] has the country '{country}': use a code such as 'HK'.",
            country=endorser.country,
        )
    if endorser.picture and endorser.picture not in files:
        raise _wrong(
            files["endorsers.toml"],
            id,
            "{file}, line {line}: [{id}] has a picture '{picture}' that is not in the folder pictures/.",
            picture=endorser.picture,
        )


def _check_figure(files: Sources, id: str, figure: FigureEntry, questions: Sequence[str]) -> None:
    if figure.question not in questions:
        raise _wrong(
            files["figures.toml"],
            id,
            "{file}, line {line}: [{id}] belongs to a question '{question}' that there is not.",
            question=figure.question,
        )
    values = [part.value for bar in figure.bars for part in bar.parts]
    if not any(values) or not all(0 <= value <= MAX_VALUE for value in values):
        raise _wrong(
            files["figures.toml"],
            id,
            "{file}, line {line}: [{id}] needs bars with values from 0 to {most}, not all 0.",
            most=f"{MAX_VALUE:,}",
        )


def _wrong(source: Source, id: str, what: str, /, **values: object) -> ContentError:
    """The error for a mistake in the table `id`; `what` has a place for the `id`, too."""
    return source.mistake(id, what, id=id, **values)

"""Builds each language's texts from its files, with the first language where one lacks a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from kiosk.campaign.markdown import find_forbidden
from kiosk.campaign.model import (
    Action,
    Endorser,
    FieldText,
    Figure,
    Link,
    Missing,
    Poster,
    Question,
    Texts,
)
from kiosk.campaign.own_fields import field_words
from kiosk.campaign.pictures import picture_name
from kiosk.campaign.schema import (
    ActionText,
    CampaignFile,
    DemandText,
    EndorserText,
    FigureText,
    LinkText,
    PosterText,
    TextsFile,
)
from kiosk.campaign.shared import read_shared
from kiosk.campaign.source import Sources
from kiosk.campaign.words import NAME, Words, read_words
from kiosk.errors import ContentError

MAX_STEPS = 4
"""Lines of `next_steps`: more would not be read on the way out."""

Item = TypeVar("Item")


class TextsReader:
    """Builds each language's `Texts` from a content folder's files."""

    def __init__(self, files: Sources, top: CampaignFile) -> None:
        self.files = files
        self.top = top
        self.first = top.languages[0]
        self.demands = list(self._language_file(self.first, "demands.toml", DemandText, None))
        if not self.demands:
            raise ContentError(
                "{file} has no demands.", "Write at least one.", file=f"{self.first}/demands.toml"
            )
        self.questions = self._question_files()
        self.pictures = list(map(picture_name, top.start.pictures)) if top.start else []
        self.shared = read_shared(files, [link.id for link in top.links], self.questions)

    def _question_files(self) -> list[str]:
        """The questions of the first language by file name, in order; another language may not have more."""
        found = {path: path.split("/")[2].removesuffix(".md") for path in self.files if "/questions/" in path}
        first = sorted(slug for path, slug in found.items() if path.startswith(f"{self.first}/"))
        for path, slug in found.items():
            if slug not in first:
                raise ContentError(
                    "{file} has no counterpart in {folder}.",
                    "Give it the same file name as there, or write it there too.",
                    file=path,
                    folder=f"{self.first}/questions/",
                )
        return first

    def texts(self, language: str) -> Texts:
        missing: list[Missing] = []
        t = self._plain_texts(language, missing)
        demands = self._items(language, "demands.toml", DemandText, self.demands, missing)
        actions = self._items(language, "actions.toml", ActionText, list(self.shared.actions), missing)
        endorsers = self._items(
            language, "endorsers.toml", EndorserText, list(self.shared.endorsers), missing
        )
        posters = self._items(language, "posters.toml", PosterText, list(self.shared.posters), missing)
        figures = self._items(language, "figures.toml", FigureText, list(self.shared.figures), missing)
        links = self._items(language, "links.toml", LinkText, [link.id for link in self.top.links], missing)
        self._check_labels(language, figures)
        fields = self._items(language, "fields.toml", FieldText, [one.id for one in self.top.fields], missing)
        first = self._language_file(self.first, "fields.toml", FieldText, None)
        return Texts(
            language=language,
            **msgspec.structs.asdict(t),
            demands=[demand.text for demand in demands.values()],
            actions=[
                Action(
                    id=id,
                    title=text.title,
                    text=text.text,
                    give=text.give,
                    link=self.shared.actions[id].link,
                    help=self.shared.actions[id].help,
                )
                for id, text in actions.items()
            ],
            endorsers=[
                Endorser(
                    id=id, **msgspec.structs.asdict(self.shared.endorsers[id]), **msgspec.structs.asdict(text)
                )
                for id, text in endorsers.items()
            ],
            questions=[self._question(language, slug, figures, missing) for slug in self.questions],
            posters=[
                Poster(
                    id=id,
                    kind=self.shared.posters[id].kind,
                    language=self.shared.posters[id].language,
                    printed=self.shared.posters[id].lines,
                    colours=self.shared.posters[id].colours,
                    title=text.title,
                    note=text.note,
                    lines=text.lines,
                )
                for id, text in posters.items()
            ],
            links=[
                Link(id=link.id, url=link.url, title=links[link.id].title, text=links[link.id].text)
                for link in self.top.links
            ],
            petition=self._markdown(language, "petition.md", missing),
            privacy=self._markdown(language, "privacy.md", missing),
            consent=self._markdown(language, "consent.md", missing),
            fields={
                one.id: field_words(
                    one, fields[one.id], first[one.id], f"{self.first}/fields.toml", language, missing
                )
                for one in self.top.fields
            },
            words=self._words(language),
            missing=missing,
        )

    def _plain_texts(self, language: str, missing: list[Missing]) -> TextsFile:
        first = self._texts_file(self.first)
        own = self._texts_file(language)
        resolved: dict[str, Any] = {}
        for field in msgspec.structs.fields(TextsFile):
            if field.name == "pictures":
                continue
            text = getattr(own, field.name) or getattr(first, field.name)
            if not text and field.name in ("title", "slogan", "thanks"):
                raise ContentError(
                    "{file} has no '{key}'.", "Write it.", file=f"{self.first}/texts.toml", key=field.name
                )
            if getattr(first, field.name) and not getattr(own, field.name):
                missing.append(Missing(language, "texts.toml", field.name))
            resolved[field.name] = text
        missing += [
            Missing(language, "texts.toml", f"pictures.{name}")
            for name, seen in first.pictures.items()
            if seen and not own.pictures.get(name)
        ]
        there = {name: seen for name, seen in own.pictures.items() if seen}
        return TextsFile(**resolved, pictures={**first.pictures, **there})

    def _words(self, language: str) -> dict[str, Words]:
        name = f"{language}/{NAME}"
        return read_words(self.files[name], language) if name in self.files else {}

    def _texts_file(self, language: str) -> TextsFile:
        name = f"{language}/texts.toml"
        if name not in self.files and language != self.first:
            return TextsFile()
        source = self.files[name]
        texts = source.convert(source.toml, TextsFile)
        if texts.goal and self.top.goal is None:
            raise source.mistake(
                "goal",
                "{file}, line {line}: these are the words of a goal, but campaign.toml has no [goal].",
            )
        for name in texts.pictures:
            if name not in self.pictures:
                raise source.unknown_key(name, self.pictures, "pictures")
        for key in ("organiser", "addressee"):
            if getattr(texts, key) and self.top.format < 3:
                raise source.mistake(
                    key, "{file}, line {line}: '{key}' needs format = 3 in campaign.toml.", key=key
                )
        if len(texts.next_steps) > MAX_STEPS:
            raise source.mistake(
                "next_steps",
                "{file}, line {line}: 'next_steps' has more than {most} lines.",
                most=MAX_STEPS,
            )
        return texts

    def _items(
        self, language: str, file: str, kind: type[Item], wanted: list[str], missing: list[Missing]
    ) -> dict[str, Item]:
        """Every wanted item in this language, or else in the first; in the wanted order."""
        first = self._language_file(self.first, file, kind, wanted)
        own = self._language_file(language, file, kind, wanted)
        items: dict[str, Item] = {}
        for id in wanted:
            if id not in first:
                raise ContentError(
                    "{file} lacks a table [{id}].", "Write it.", file=f"{self.first}/{file}", id=id
                )
            if id not in own:
                missing.append(Missing(language, file, id))
            items[id] = own.get(id, first[id])
        return items

    def _language_file(
        self, language: str, file: str, kind: type[Item], wanted: list[str] | None
    ) -> dict[str, Item]:
        name = f"{language}/{file}"
        items = self.files.tables(name, kind)
        for id in items:
            if wanted is not None and id not in wanted:
                raise self.files[name].unknown_key(id, wanted)
        return items

    def _question(
        self, language: str, slug: str, figures: Mapping[str, FigureText], missing: list[Missing]
    ) -> Question:
        file = f"questions/{slug}.md"
        text = self._markdown(language, file, missing)
        head, _, answer = text.partition("\n")
        if not head.startswith("# ") or not answer.strip():
            raise ContentError(
                "{file}, line 1: a question starts with '# ' and its answer follows below.",
                "Correct it.",
                file=f"{language}/{file}",
            )
        return Question(
            id=slug,
            question=head[2:].strip(),
            answer=answer.strip(),
            figures=[
                Figure(
                    id=id,
                    unit=entry.unit,
                    bars=entry.bars,
                    title=figures[id].title,
                    note=figures[id].note,
                    text=figures[id].text,
                    labels=figures[id].labels,
                )
                for id, entry in self.shared.figures.items()
                if entry.question == slug
            ],
        )

    def _markdown(self, language: str, file: str, missing: list[Missing]) -> str:
        name = f"{language}/{file}"
        if name not in self.files:
            if language == self.first:
                raise ContentError("The content lacks {file}.", "Write it.", file=name)
            missing.append(Missing(language, file, ""))
            return self._markdown(self.first, file, [])
        text = self.files[name].text
        forbidden = find_forbidden(text)
        if forbidden:
            raise ContentError(
                forbidden.what,
                "Take it out; paragraphs, **bold**, *emphasis* and lists are fine.",
                file=name,
                line=forbidden.line,
            )
        if not text.strip():
            raise ContentError("{file} is empty.", "Write it, or delete the file.", file=name)
        return text.strip()

    def _check_labels(self, language: str, figures: Mapping[str, FigureText]) -> None:
        for id, text in figures.items():
            needed = {bar.id for bar in self.shared.figures[id].bars}
            needed |= {part.id for bar in self.shared.figures[id].bars for part in bar.parts}
            lacking = sorted(needed - set(text.labels))
            if lacking:
                raise ContentError(
                    "{file}: [{id}.labels] lacks '{key}'.",
                    "Write it.",
                    file=f"{language}/figures.toml",
                    id=id,
                    key=lacking[0],
                )

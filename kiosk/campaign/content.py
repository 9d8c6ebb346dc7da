"""Reads a campaign's content from its files: strict, capped, and with the line of every mistake.

The layout is specified in docs/content.md. The same reader serves a folder on a
coordinator's desk and the files inside a pack, so both obey the same limits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from babel import Locale, UnknownLocaleError

from kiosk.campaign import mistakes
from kiosk.campaign.markdown import find_forbidden
from kiosk.campaign.mistakes import convert, mistake, parse_toml
from kiosk.campaign.model import (
    Action,
    ActionEntry,
    Campaign,
    CampaignFile,
    Endorser,
    EndorserEntry,
    Figure,
    FigureEntry,
    Link,
    Missing,
    Poster,
    PosterEntry,
    Question,
    Texts,
)
from kiosk.errors import ContentError
from kiosk.files import read_capped, storage

MAX_TEXT_FILE = 256 * 1024
"""Bytes in one text file."""
MAX_PICTURE = 2 * 1024 * 1024
"""Bytes in one picture."""
MAX_FILES = 500
MAX_TOTAL = 24 * 1024 * 1024
"""Bytes in all files together."""
MAX_ITEMS = 200
"""Demands, actions, endorsers, posters or figures of one campaign."""
MAX_VALUE = 1_000_000_000_000
"""Of one part of a figure's bar."""

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LANGUAGE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
_PATH = re.compile(
    rf"(?:campaign|actions|endorsers|posters|figures)\.toml"
    rf"|pictures/[A-Za-z0-9_-]+\.(?:png|jpg|jpeg)"
    rf"|{_LANGUAGE}/(?:texts|demands|actions|endorsers|posters|figures|links)\.toml"
    rf"|{_LANGUAGE}/(?:petition|privacy|consent)\.md"
    rf"|{_LANGUAGE}/questions/{_SLUG}\.md"
)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ADDRESS = re.compile(r"https?://[!-~]{1,290}")

Item = TypeVar("Item")


class TextsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`texts.toml`. An empty text counts as missing."""

    title: str = ""
    slogan: str = ""
    demands_intro: str = ""
    actions_intro: str = ""
    endorsers_intro: str = ""
    questions_intro: str = ""
    posters_intro: str = ""
    contact_intro: str = ""
    thanks: str = ""


class DemandText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a language's `demands.toml`."""

    text: str


class TitledText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a language's `actions.toml` or `links.toml`."""

    title: str
    text: str = ""


class EndorserText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a language's `endorsers.toml`."""

    name: str
    role: str = ""


class PosterText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a language's `posters.toml`."""

    title: str
    note: str = ""
    lines: list[str] = []


class FigureText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a language's `figures.toml`."""

    title: str
    text: str
    labels: dict[str, str]
    note: str = ""


def read_folder(folder: Path) -> dict[str, bytes]:
    """All content files below `folder`, by their path inside it ("en/texts.toml").

    Raises:
        ContentError: a file has no place in a content folder, is too large, or
            is a link that leads out of the folder.
        StorageError: a file cannot be read.
    """
    if not folder.is_dir():
        raise ContentError(f"There is no content folder {folder}.", "Check the name.")
    root = folder.resolve()
    files: dict[str, bytes] = {}
    with storage(folder):
        found = sorted(path for path in folder.rglob("*") if not path.is_dir())
    for path in found:
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")) or name.endswith("~"):
            continue  # an editor's or a file manager's own file
        if not path.resolve().is_relative_to(root):
            raise ContentError(
                f"{name} leads out of the content folder.", "Put a copy of the file into the folder."
            )
        if not path.is_file():
            raise ContentError(f"{name} is not an ordinary file.", "Take it out of the content folder.")
        check_path(name)
        files[name] = read_capped(path, _cap(name), ContentError)
        check_total(files)
    return files


def check_path(name: str) -> None:
    """Raises ContentError unless `name` is a path that content may have."""
    if not _PATH.fullmatch(name):
        raise ContentError(
            f"{name!r} has no place in a campaign's content.",
            "Take it out of the folder, or correct its name (docs/content.md lists them).",
        )


def check_total(files: Mapping[str, bytes]) -> None:
    """Raises ContentError when there is more content than a pack may hold."""
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_TOTAL:
        raise ContentError(
            f"The content is more than {MAX_FILES} files or {MAX_TOTAL // 2**20} MiB.",
            "Make the pictures smaller.",
        )
    for name, data in files.items():
        if len(data) > _cap(name):
            raise ContentError(f"{name} is larger than {_cap(name) // 1024} KiB.", "Make it smaller.")


def _cap(name: str) -> int:
    return MAX_PICTURE if name.startswith("pictures/") else MAX_TEXT_FILE


def parse_content(files: Mapping[str, bytes]) -> Campaign:
    """The campaign that `files` (path to bytes, as `read_folder` gives them) describe.

    Raises:
        ContentError: the first mistake, with its file and line.
    """
    check_total(files)
    for name in files:
        check_path(name)
    top = _read_campaign_file(files)
    pictures = {name: data for name, data in files.items() if name.startswith("pictures/")}
    for name, data in pictures.items():
        _check_picture(name, data)
    reader = _Reader(files, top)
    texts = {language: reader.texts(language) for language in top.languages}
    return Campaign(
        id=top.id,
        languages=top.languages,
        colours=top.colours,
        form=top.form,
        consent_version=top.consent.version,
        retention=top.retention,
        contact=top.contact,
        texts=texts,
        pictures=pictures,
    )


def _read_campaign_file(files: Mapping[str, bytes]) -> CampaignFile:
    name = "campaign.toml"
    raw, data = parse_toml(files, name)
    _check_markup(name, raw, data)
    top = convert(name, raw, data, CampaignFile)
    if not re.fullmatch(_SLUG, top.id) or len(top.id) > 60:
        raise mistake(
            name, raw, "id", f"the id {top.id!r} must be made of a-z, 0-9 and '-', at most 60 of them."
        )
    if not 1 <= len(top.languages) <= 20 or len(set(top.languages)) != len(top.languages):
        raise mistake(name, raw, "languages", "list one to twenty languages, each once.")
    for language in top.languages:
        if not re.fullmatch(_LANGUAGE, language) or not _known_language(language):
            raise mistake(
                name, raw, "languages", f"{language!r} is not a language tag such as 'en' or 'zh-Hant'."
            )
    _check_colours(name, raw, msgspec.structs.asdict(top.colours))
    if not 1 <= len(top.consent.version) <= 40:
        raise mistake(name, raw, "version", "the consent needs a version of 1 to 40 characters.")
    ids = [link.id for link in top.links]
    for id in ids:
        if ids.count(id) > 1 or len(ids) > MAX_ITEMS:
            raise mistake(
                name, raw, f'"{id}"', f"list each link once, at most {MAX_ITEMS}; see the link {id!r}."
            )
    for link in top.links:
        if not _ADDRESS.fullmatch(link.url):
            raise mistake(
                name,
                raw,
                link.url,
                f"{link.url!r} must start with https:// or http:// and be under 300 characters.",
            )
    languages_there = {path.split("/")[0] for path in files if "/" in path} - {"pictures"}
    for extra in sorted(languages_there - set(top.languages)):
        raise mistake(
            name, raw, "languages", f"there is a folder {extra}/, but {extra!r} is not among the languages."
        )
    return top


def _known_language(tag: str) -> bool:
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


class _Reader:
    """Builds each language's `Texts` from the files; holds what all languages share."""

    def __init__(self, files: Mapping[str, bytes], top: CampaignFile) -> None:
        self.files = files
        self.top = top
        self.first = top.languages[0]
        self.actions = self._shared("actions.toml", ActionEntry)
        self.endorsers = self._shared("endorsers.toml", EndorserEntry)
        self.posters = self._shared("posters.toml", PosterEntry)
        self.figures = self._shared("figures.toml", FigureEntry)
        self.demands = list(self._language_file(self.first, "demands.toml", DemandText, None))
        if not self.demands:
            raise ContentError(f"{self.first}/demands.toml has no demands.", "Write at least one.")
        self.questions = sorted(
            path.split("/")[2].removesuffix(".md")
            for path in files
            if path.startswith(f"{self.first}/questions/")
        )
        self._check_shared()

    def _shared(self, name: str, kind: type[Item]) -> dict[str, Item]:
        if name not in self.files:
            return {}
        raw, data = parse_toml(self.files, name)
        _check_markup(name, raw, data)
        return _convert_tables(name, raw, data, kind)

    def _check_shared(self) -> None:
        links = {link.id for link in self.top.links}
        for id, action in self.actions.items():
            if action.link and action.link not in links:
                raise self._mistake(
                    "actions.toml",
                    action.link,
                    f"[{id}] names a link {action.link!r} that campaign.toml lacks.",
                )
        for id, endorser in self.endorsers.items():
            if endorser.country not in Locale("en").territories or len(endorser.country) != 2:
                raise self._mistake(
                    "endorsers.toml",
                    id,
                    f"[{id}] has the country {endorser.country!r}: use a code such as 'HK'.",
                )
            if endorser.picture and endorser.picture not in self.files:
                raise self._mistake(
                    "endorsers.toml",
                    id,
                    f"[{id}] has a picture {endorser.picture!r} that is not in the folder pictures/.",
                )
        for id, poster in self.posters.items():
            raw = self.files["posters.toml"].decode()
            _check_colours("posters.toml", raw, msgspec.structs.asdict(poster.colours))
            if not poster.lines or not _known_language(poster.language):
                raise self._mistake(
                    "posters.toml", id, f"[{id}] needs at least one line and a known language."
                )
        for id, figure in self.figures.items():
            if figure.question not in self.questions:
                raise self._mistake(
                    "figures.toml", id, f"[{id}] belongs to a question {figure.question!r} that there is not."
                )
            values = [part.value for bar in figure.bars for part in bar.parts]
            if not any(values) or not all(0 <= value <= MAX_VALUE for value in values):
                raise self._mistake(
                    "figures.toml", id, f"[{id}] needs bars with values from 0 to {MAX_VALUE:,}, not all 0."
                )
        for path in self.files:
            if "/questions/" in path and path.split("/")[2].removesuffix(".md") not in self.questions:
                raise ContentError(
                    f"{path} has no counterpart in {self.first}/questions/.",
                    "Give it the same file name as there, or write it there too.",
                )

    def _mistake(self, name: str, near: str, what: str) -> ContentError:
        return mistake(name, self.files[name].decode(), near, what)

    def texts(self, language: str) -> Texts:
        missing: list[Missing] = []
        t = self._plain_texts(language, missing)
        demands = self._items(language, "demands.toml", DemandText, self.demands, missing)
        actions = self._items(language, "actions.toml", TitledText, list(self.actions), missing)
        endorsers = self._items(language, "endorsers.toml", EndorserText, list(self.endorsers), missing)
        posters = self._items(language, "posters.toml", PosterText, list(self.posters), missing)
        figures = self._items(language, "figures.toml", FigureText, list(self.figures), missing)
        links = self._items(language, "links.toml", TitledText, [link.id for link in self.top.links], missing)
        self._check_labels(language, figures)
        return Texts(
            language=language,
            **msgspec.structs.asdict(t),
            demands=[demand.text for demand in demands.values()],
            actions=[
                Action(
                    id=id,
                    title=text.title,
                    text=text.text,
                    link=self.actions[id].link,
                    help=self.actions[id].help,
                )
                for id, text in actions.items()
            ],
            endorsers=[
                Endorser(id=id, **msgspec.structs.asdict(self.endorsers[id]), **msgspec.structs.asdict(text))
                for id, text in endorsers.items()
            ],
            questions=[self._question(language, slug, figures, missing) for slug in self.questions],
            posters=[
                Poster(
                    id=id,
                    kind=self.posters[id].kind,
                    language=self.posters[id].language,
                    printed=self.posters[id].lines,
                    colours=self.posters[id].colours,
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
            missing=missing,
        )

    def _plain_texts(self, language: str, missing: list[Missing]) -> TextsFile:
        first = self._texts_file(self.first)
        own = self._texts_file(language)
        resolved: dict[str, str] = {}
        for field in msgspec.structs.fields(TextsFile):
            text = getattr(own, field.name) or getattr(first, field.name)
            if not text and field.name in ("title", "slogan", "thanks"):
                raise ContentError(f"{self.first}/texts.toml has no {field.name!r}.", "Write it.")
            if getattr(first, field.name) and not getattr(own, field.name):
                missing.append(Missing(language, "texts.toml", field.name))
            resolved[field.name] = text
        return TextsFile(**resolved)

    def _texts_file(self, language: str) -> TextsFile:
        name = f"{language}/texts.toml"
        if name not in self.files and language != self.first:
            return TextsFile()
        raw, data = parse_toml(self.files, name)
        _check_markup(name, raw, data)
        return convert(name, raw, data, TextsFile)

    def _items(
        self, language: str, file: str, kind: type[Item], wanted: list[str], missing: list[Missing]
    ) -> dict[str, Item]:
        """Every wanted item in this language, or else in the first; in the wanted order."""
        first = self._language_file(self.first, file, kind, wanted)
        own = self._language_file(language, file, kind, wanted)
        items: dict[str, Item] = {}
        for id in wanted:
            if id not in first:
                raise ContentError(f"{self.first}/{file} lacks a table [{id}].", "Write it.")
            if id not in own:
                missing.append(Missing(language, file, id))
            items[id] = own.get(id, first[id])
        return items

    def _language_file(
        self, language: str, file: str, kind: type[Item], wanted: list[str] | None
    ) -> dict[str, Item]:
        name = f"{language}/{file}"
        if name not in self.files:
            return {}
        raw, data = parse_toml(self.files, name)
        _check_markup(name, raw, data)
        items = _convert_tables(name, raw, data, kind)
        for id in items:
            if wanted is not None and id not in wanted:
                raise mistake(name, raw, id, f"[{id}] is not known here." + mistakes.suggestion(id, wanted))
        return items

    def _question(
        self, language: str, slug: str, figures: Mapping[str, FigureText], missing: list[Missing]
    ) -> Question:
        file = f"questions/{slug}.md"
        text = self._markdown(language, file, missing)
        head, _, answer = text.partition("\n")
        if not head.startswith("# ") or not answer.strip():
            raise ContentError(
                f"{language}/{file}, line 1: a question starts with '# ' and its answer follows below.",
                "Correct it.",
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
                for id, entry in self.figures.items()
                if entry.question == slug
            ],
        )

    def _markdown(self, language: str, file: str, missing: list[Missing]) -> str:
        name = f"{language}/{file}"
        if name not in self.files:
            if language == self.first:
                raise ContentError(f"The content lacks {name}.", "Write it.")
            missing.append(Missing(language, file, ""))
            return self._markdown(self.first, file, [])
        text = mistakes.decode(name, self.files[name]).strip()
        forbidden = find_forbidden(text)
        if forbidden:
            raise ContentError(
                f"{name}, line {forbidden.line}: {forbidden.what} is not allowed in a campaign's texts.",
                "Take it out; paragraphs, **bold**, *emphasis* and lists are fine.",
            )
        if not text:
            raise ContentError(f"{name} is empty.", "Write it, or delete the file.")
        return text

    def _check_labels(self, language: str, figures: Mapping[str, FigureText]) -> None:
        for id, text in figures.items():
            needed = {bar.id for bar in self.figures[id].bars}
            needed |= {part.id for bar in self.figures[id].bars for part in bar.parts}
            lacking = sorted(needed - set(text.labels))
            if lacking:
                raise ContentError(
                    f"{language}/figures.toml: [{id}.labels] lacks {lacking[0]!r}.", "Write it."
                )


def _convert_tables(name: str, raw: str, data: dict[str, Any], kind: type[Item]) -> dict[str, Item]:
    if len(data) > MAX_ITEMS:
        raise ContentError(f"{name} has more than {MAX_ITEMS} entries.", "Leave some out.")
    for id in data:
        if not re.fullmatch(_SLUG, id):
            raise mistake(name, raw, id, f"[{id}] must be made of a-z, 0-9 and '-'.")
    return {id: convert(name, raw, value, kind, table=id) for id, value in data.items()}


def _check_markup(name: str, raw: str, value: object) -> None:
    """Refuses HTML and images in any text of a TOML file."""
    if isinstance(value, dict):
        for inner in value.values():
            _check_markup(name, raw, inner)
    elif isinstance(value, list):
        for inner in value:
            _check_markup(name, raw, inner)
    elif isinstance(value, str):
        forbidden = find_forbidden(value)
        if forbidden and forbidden.what in ("HTML", "an image"):
            raise mistake(
                name, raw, value.split("\n")[0], f"{forbidden.what} is not allowed in a campaign's texts."
            )


def _check_colours(name: str, raw: str, colours: Mapping[str, str]) -> None:
    for role, colour in colours.items():
        if not _COLOUR.fullmatch(colour):
            raise mistake(name, raw, colour, f"the colour {role} = {colour!r} must be written '#rrggbb'.")


def _check_picture(name: str, data: bytes) -> None:
    png, jpeg = data.startswith(b"\x89PNG\r\n\x1a\n"), data.startswith(b"\xff\xd8\xff")
    if not (png if name.endswith(".png") else jpeg):
        raise ContentError(
            f"{name} is not the kind of picture that its name says.", "Save it again as PNG or JPEG."
        )

"""Reads a campaign's content from its files: strict, capped, and with the line of every mistake.

The layout is specified in docs/content.md. The same reader serves a folder on a
coordinator's desk and the files inside a pack, so both obey the same limits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from kiosk.campaign import words
from kiosk.campaign.checks import LANGUAGE, check_colours, is_language
from kiosk.campaign.model import Campaign
from kiosk.campaign.own_fields import check_own_fields
from kiosk.campaign.pictures import check_picture, picture_name
from kiosk.campaign.schema import CampaignFile, Form, LinkAddress
from kiosk.campaign.signed import read_signed, shown
from kiosk.campaign.source import MAX_ITEMS, SLUG, Source, Sources
from kiosk.campaign.texts import TextsReader
from kiosk.errors import ContentError, NewerVersionError
from kiosk.files import read_capped, storage
from kiosk.windows.names import is_device

FORMAT = 3
"""Of campaign.toml; what has nothing of a newer format is of an older one, and earlier programs read it."""
MAX_GOAL = 1_000_000_000
MAX_START_PICTURES = 4
"""Pictures of the start: as many as posters take turns there."""
MAX_TEXT_FILE = 64 * 1024
"""Bytes in one text file."""
MAX_WORDS_FILE = 512 * 1024
"""Bytes in a language's words.toml."""
MAX_PICTURE = 2 * 1024 * 1024
"""Bytes in one picture."""
MAX_FILES = 500
MAX_TOTAL = 24 * 1024 * 1024
"""Bytes in all files together."""

_PATH = re.compile(
    rf"(?:campaign|actions|endorsers|posters|figures|signed)\.toml"
    rf"|pictures/[A-Za-z0-9_-]+\.(?:png|jpg|jpeg)"
    rf"|{LANGUAGE}/(?:texts|demands|actions|endorsers|posters|figures|links|fields|words)\.toml"
    rf"|{LANGUAGE}/(?:petition|privacy|consent)\.md"
    rf"|{LANGUAGE}/questions/{SLUG}\.md"
)
_NOT_OURS = re.compile(r"(?:.*/)?(?:\..*|[^/]*~|thumbs\.db|desktop\.ini)(?:/.*)?", re.IGNORECASE)
"""What editors and file managers leave behind."""
_ADDRESS = re.compile(r"https?://[!-~]{1,290}")


def read_folder(folder: Path) -> dict[str, bytes]:
    """All content files below `folder`, by their path inside it ("en/texts.toml").

    Raises:
        ContentError: a file has no place in a content folder, is too large, or
            is a link that leads out of the folder.
        StorageError: a file cannot be read.
    """
    if not folder.is_dir():
        raise ContentError("There is no content folder {folder}.", "Check the name.", folder=folder)
    root = folder.resolve()
    files: dict[str, bytes] = {}
    with storage(folder):
        found = sorted(path for path in folder.rglob("*") if not path.is_dir())
    for path in found:
        name = path.relative_to(folder).as_posix()
        if _NOT_OURS.fullmatch(name):
            continue
        if not path.resolve().is_relative_to(root):
            raise ContentError(
                "{file} leads out of the content folder.",
                "Put a copy of the file into the folder.",
                file=name,
            )
        if not path.is_file():
            raise ContentError(
                "{file} is not an ordinary file.", "Take it out of the content folder.", file=name
            )
        check_path(name)
        files[name] = read_capped(path, _cap(name), ContentError)
        check_total(files)
    return files


def check_path(name: str) -> None:
    """Raises ContentError unless `name` is a path that content may have."""
    if not _PATH.fullmatch(name):
        raise ContentError(
            "'{file}' has no place in a campaign’s content.",
            "Take it out of the folder, or correct its name (docs/content.md lists them).",
            file=name,
        )


def check_total(files: Mapping[str, bytes]) -> None:
    """Raises ContentError when there is more content than a pack may hold."""
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_TOTAL:
        raise ContentError(
            "The content is more than {files} files or {size} MiB.",
            "Make the pictures smaller.",
            files=MAX_FILES,
            size=MAX_TOTAL // 2**20,
        )
    for name, data in files.items():
        if len(data) > _cap(name):
            raise ContentError(
                "{file} is larger than {size} KiB.", "Make it smaller.", file=name, size=_cap(name) // 1024
            )


def _cap(name: str) -> int:
    if name.endswith(f"/{words.NAME}"):
        return MAX_WORDS_FILE
    return MAX_PICTURE if name.startswith("pictures/") else MAX_TEXT_FILE


def parse_content(files: Mapping[str, bytes]) -> Campaign:
    """The campaign that `files` (path to bytes, as `read_folder` gives them) describe.

    Raises:
        ContentError: the first mistake, with its file and line.
    """
    check_total(files)
    for name in files:
        check_path(name)
    sources = Sources(files)
    top = _read_campaign_file(sources)
    pictures = {name: data for name, data in files.items() if name.startswith("pictures/")}
    for name, data in pictures.items():
        check_picture(name, data, whole=top.start is not None and name in top.start.pictures)
    reader = TextsReader(sources, top)
    texts = {language: reader.texts(language) for language in top.languages}
    signed = read_signed(files)
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
        signed=shown(signed) if signed else None,
        goal=top.goal,
        hand_over=top.hand_over,
        start=top.start,
        chinese=tuple(dict.fromkeys(top.keyboard.chinese)),
        fields=tuple(top.fields),
    )


def parse_new_content(files: Mapping[str, bytes]) -> Campaign:
    """As `parse_content`, of content from which a pack is to be made.

    Raises:
        ContentError: as there; or words.toml has words for what this version of the program does not say.
    """
    campaign = parse_content(files)
    for name in files:
        if name.endswith(f"/{words.NAME}"):
            words.check_known(Source(name, files[name]))
    return campaign


def _read_campaign_file(files: Sources) -> CampaignFile:
    source = files["campaign.toml"]
    written = source.toml.get("format")
    if isinstance(written, int) and written > FORMAT:
        raise NewerVersionError(
            "{file} is of format {format}: it was made for a newer version of this program.",
            "Update this program, or write the content as docs/content.md says.",
            file=source.name,
            format=written,
        )
    top = source.convert(source.toml, CampaignFile)
    form = msgspec.structs.asdict(source.convert(top.form, Form, table="form"))
    top = msgspec.structs.replace(top, form=form)
    _check_id(source, top.id)
    check_languages(source, top.languages)
    check_colours(source, msgspec.structs.asdict(top.colours))
    if not 1 <= len(top.consent.version) <= 40:
        raise source.mistake(
            "version", "{file}, line {line}: the consent needs a version of 1 to 40 characters."
        )
    _check_links(source, top.links)
    _check_goal(source, top)
    if top.hand_over is not None and top.format < 3:
        raise source.mistake(
            "hand_over", "{file}, line {line}: a campaign with a [hand_over] has format = 3."
        )
    _check_start(source, top, files)
    check_own_fields(source, top)
    languages_there = {path.split("/")[0] for path in files if "/" in path} - {"pictures"}
    for extra in sorted(languages_there - set(top.languages)):
        raise source.mistake(
            "languages",
            "{file}, line {line}: there is a folder {tag}/, but '{tag}' is not among the languages.",
            tag=extra,
        )
    return top


def _check_goal(source: Source, top: CampaignFile) -> None:
    if top.goal is None:
        return
    if top.format < 3:
        raise source.mistake("goal", "{file}, line {line}: a campaign with a goal has format = 3.")
    if not 1 <= top.goal.signatures <= MAX_GOAL:
        raise source.mistake(
            "signatures",
            "{file}, line {line}: a goal is from 1 to {most} signatures.",
            most=f"{MAX_GOAL:,}",
        )


def _check_start(source: Source, top: CampaignFile, files: Sources) -> None:
    if top.start is None:
        return
    if top.format < 3:
        raise source.mistake("start", "{file}, line {line}: a campaign with a [start] has format = 3.")
    pictures = top.start.pictures
    if len({*map(picture_name, pictures)}) < len(pictures) or len(pictures) > MAX_START_PICTURES:
        raise source.mistake(
            "pictures",
            "{file}, line {line}: list at most {most} pictures, each with a name of its own.",
            "start",
            most=MAX_START_PICTURES,
        )
    for picture in pictures:
        if picture not in files or not picture.startswith("pictures/"):
            raise source.mistake(
                picture,
                "{file}, line {line}: [{id}] has a picture '{picture}' that is not in the folder pictures/.",
                "start",
                id="start",
                picture=picture,
            )


def _check_id(source: Source, id: str) -> None:
    if not re.fullmatch(SLUG, id) or len(id) > 60:
        raise source.mistake(
            "id",
            "{file}, line {line}: the id '{id}' must be made of a-z, 0-9 and '-', at most 60 of them.",
            id=id,
        )
    if is_device(id):
        raise source.mistake(
            "id",
            "{file}, line {line}: no file can be called '{id}' on Windows. Choose another id.",
            id=id,
        )


def check_languages(source: Source, languages: Sequence[str]) -> None:
    """Raises ContentError unless a campaign of the file `source` can have these `languages`."""
    if not 1 <= len(languages) <= 20 or len(set(languages)) != len(languages):
        raise source.mistake("languages", "{file}, line {line}: list one to twenty languages, each once.")
    for language in languages:
        if not is_language(language):
            raise source.mistake(
                "languages",
                "{file}, line {line}: '{tag}' is not a language tag such as 'en' or 'zh-Hant'.",
                tag=language,
            )


def _check_links(source: Source, links: Sequence[LinkAddress]) -> None:
    ids = [link.id for link in links]
    for id in ids:
        if ids.count(id) > 1 or len(ids) > MAX_ITEMS:
            raise source.mistake(
                f'"{id}"',
                "{file}, line {line}: list each link once, at most {most}; see the link '{id}'.",
                most=MAX_ITEMS,
                id=id,
            )
    for link in links:
        if not _ADDRESS.fullmatch(link.url):
            raise source.mistake(
                link.url,
                "{file}, line {line}: '{url}' must start with https:// or http://, under 300 characters.",
                url=link.url,
            )

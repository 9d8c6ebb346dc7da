"""Content folders that put a strain on screens: long, many, from right to left, damaged, in twelve languages.

Each function takes an empty folder and returns the content folder that it wrote there, a changed copy
of the bundled campaign. What a visitor reads in a language folder stands between quotation marks
(TOML) or on lines (Markdown), so a text is changed where it stands and all that surrounds it stays.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
import struct
import tomllib
import zlib
from collections.abc import Callable
from pathlib import Path

from kiosk.campaign.words import needed_words, plural_forms
from kiosk.campaign.words_file import complete_words
from kiosk.catalogues import Catalogue
from tests.conftest import CAMPAIGNS

PSEUDO = "eo"
"""The language tag of the accented texts: Esperanto, in which the program has no words of its own."""
TWELVE = ["en", "zh-Hant", "zh-Hans", "ar", "de", "es", "fr", "ja", "ko", "ru", "th", "vi"]
DEMANDS, QUESTIONS, ENDORSERS = 60, 40, 60

_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
_PADDING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ARABIC = ("في", "حق", "صوت", "شعب", "حرية", "نضال", "تضامن", "انتخاب", "المظاهرة", "ديمقراطية")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_QUOTED = re.compile(r'"([^"\n]+)"')
_PLACE = re.compile(r"(\{\w+\})")
_LINE = re.compile(r"^(# |- )?(\S.*)$", re.MULTILINE)


def pseudo_locale(tmp_path: Path) -> Path:
    """One language more, `PSEUDO`: English, two fifths longer and accented, between brackets.

    The program's own words are, too.
    """
    folder = _copy(tmp_path)
    _add_language(folder, PSEUDO, accented)
    write_words(folder / PSEUDO, accented_words)
    return folder


def right_to_left(tmp_path: Path) -> Path:
    """One language more, Arabic: English with an Arabic word for each word; numbers and marks stay."""
    folder = _copy(tmp_path)
    _add_language(folder, "ar", lambda text: _WORD.sub(_arabic_word, text))
    return folder


def very_long(tmp_path: Path) -> Path:
    """Every text three times as long, in all languages, with many demands, questions and endorsers."""
    folder = _copy(tmp_path)
    _repeat_tables(folder / "endorsers.toml", ENDORSERS)
    for texts in folder.glob("*/texts.toml"):
        language = texts.parent
        _change_texts(language, lambda text: f"{text} {text} {text}")
        _repeat_tables(language / "demands.toml", DEMANDS)
        _repeat_tables(language / "endorsers.toml", ENDORSERS)
        _repeat_questions(language / "questions", QUESTIONS)
    return folder


def damaged_picture(tmp_path: Path) -> Path:
    """An endorser's picture that ends after its header, which is all that the reader looks at."""
    folder = _copy(tmp_path)
    (folder / "pictures").mkdir()
    (folder / "pictures" / "chomsky.png").write_bytes(damaged_png())
    endorsers = folder / "endorsers.toml"
    text = endorsers.read_text(encoding="utf-8")
    picture = '[noam-chomsky]\npicture = "pictures/chomsky.png"'
    endorsers.write_text(text.replace("[noam-chomsky]", picture), encoding="utf-8")
    return folder


def twelve_languages(tmp_path: Path) -> Path:
    """The bundled languages and nine more, whose texts are the English ones."""
    return also_in(tmp_path, *TWELVE[3:])


def also_in(tmp_path: Path, *languages: str) -> Path:
    """The bundled campaign in `languages`, too, whose texts are the English ones."""
    folder = _copy(tmp_path)
    for language in languages:
        _add_language(folder, language, lambda text: text)
    return folder


def signed_by_hand(tmp_path: Path) -> Path:
    """The bundled campaign, asking for a drawn signature."""
    folder = _copy(tmp_path)
    top = folder / "campaign.toml"
    text = top.read_text(encoding="utf-8")
    top.write_text(text.replace("[form]\n", '[form]\nsignature = "required"\n'), encoding="utf-8")
    return folder


def accented(text: str) -> str:
    """`text` as a visitor of the pseudo-locale reads it: "[Šîĝñ ĥéŕé one]"."""
    padding = ""
    for word in itertools.cycle(_PADDING):
        if len(padding) >= 0.4 * len(text):
            break
        padding += f" {word.translate(_ACCENTED)}"
    return f"[{text.translate(_ACCENTED)}{padding}]"


def accented_words(message: str) -> str:
    """A message of the program as in the pseudo-locale, its places as they are."""
    return "".join(map(_accent, _PLACE.split(message)))


class AccentedWords(Catalogue):
    """All that the program says, accented and two fifths longer."""

    def __init__(self) -> None:
        super().__init__(None)

    def text(self, message: str) -> str:
        return accented_words(message)

    def plural(self, one: str, many: str, number: int) -> str:
        return accented_words(one if number == 1 else many)


def write_words(folder: Path, change: Callable[[str], str]) -> None:
    """Gives the language of `folder` all the program's words that it needs: the English ones, changed."""
    forms = plural_forms(folder.name)
    words = {
        message.one: {form: change(message.one if form == "one" else message.many) for form in forms}
        if message.many
        else change(message.one)
        for message in needed_words()
    }
    (folder / "words.toml").write_bytes(complete_words(words, folder.name))


def _accent(piece: str) -> str:
    return accented(piece) if piece.strip() and not piece.startswith("{") else piece


def damaged_png() -> bytes:
    """A PNG picture of 300 x 300 pixels that ends in the middle of its first rows."""
    whole = _png_chunk(b"IHDR", struct.pack(">IIBBBBB", 300, 300, 8, 2, 0, 0, 0))
    whole += _png_chunk(b"IDAT", zlib.compress(bytes(300 * 901), 0))
    return b"\x89PNG\r\n\x1a\n" + whole[:2_000]


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG file (PNG, section 5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CAMPAIGNS / "stop-repression-hong-kong", tmp_path / "content"))


def _add_language(folder: Path, language: str, change: Callable[[str], str]) -> None:
    """A new language, with the English texts changed."""
    shutil.copytree(folder / "en", folder / language)
    _change_texts(folder / language, change)
    top = folder / "campaign.toml"
    text = top.read_text(encoding="utf-8")
    top.write_text(re.sub(r"(?m)^(languages = \[.*)\]", rf'\1, "{language}"]', text), encoding="utf-8")


def _change_texts(folder: Path, change: Callable[[str], str]) -> None:
    """Changes whatever visitors read in a language's folder."""
    for path in folder.rglob("*.toml"):
        text = "\n".join(line for line in path.read_text(encoding="utf-8").split("\n") if line[:1] != "#")
        path.write_text(_QUOTED.sub(lambda found: f'"{change(found[1])}"', text), encoding="utf-8")
    for path in folder.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(_LINE.sub(lambda found: (found[1] or "") + change(found[2]), text), encoding="utf-8")


def _repeat_tables(path: Path, count: int) -> None:
    """Repeats a TOML file's tables, each of texts alone, until there are `count`."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    lines: list[str] = []
    for number, (id, table) in zip(range(count), itertools.cycle(tables.items()), strict=False):
        lines.append(f"[{id}-{number + 1}]")
        lines += [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in table.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _repeat_questions(folder: Path, count: int) -> None:
    """Repeats a language's questions until there are `count`; the first keep their names."""
    there = sorted(folder.glob("*.md"))
    for number, path in zip(range(len(there), count), itertools.cycle(there), strict=False):
        shutil.copy(path, folder / f"{number + 1:02}-once-more.md")


def _arabic_word(word: re.Match[str]) -> str:
    return _ARABIC[len(word[0]) % len(_ARABIC)]

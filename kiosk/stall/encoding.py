"""In which encoding a spreadsheet saved a text: told by its first bytes, or guessed and then confirmed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import PaperError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDEST = {"big5": "big5hkscs", "cp950": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030"}
"""What has all of an encoding and more: the characters of Hong Kong, and rare ones."""
_NAMES = {"big5hkscs": "Big5", "gb18030": "GBK", "cp1252": "Windows-1252", "utf-16-le": "UTF-16LE",
          "utf-16-be": "UTF-16BE"}  # fmt: skip
_LIKELY, _AHEAD = 0.6, 0.2
"""The share of a text's letters that must look right, and how far ahead of the next guess it must be."""
_ENOUGH = 256 * 1024
"""Bytes that are looked at for a guess."""
_SAVE_AS = "In the spreadsheet, save it as 'CSV UTF-8' or as XLSX, then try again."


@dataclass(frozen=True)
class Text:
    """A text, read; `guessed` is its encoding, if that is a guess that a person must confirm, else ""."""

    content: str
    guessed: str = ""


def read_text(path: Path, raw: bytes, encoding: str | None) -> Text:
    """The text that `raw`, from the file `path`, is.

    Args:
        encoding: what a person says that it is in; None to find out.

    Raises:
        PaperError: it is not in that encoding, or nobody can tell in which it is.
    """
    if encoding is not None:
        return Text(_decoded(path, raw, encoding).removeprefix("\ufeff"))
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return Text(_decoded(path, raw, name))
    if b"\0" in raw:
        name = "utf-16-le" if raw[1::2].count(0) >= raw[::2].count(0) else "utf-16-be"
        content = _try(raw, name)
        if content is None or "\0" in content:
            raise PaperError(f"{path} is not a CSV file.", _SAVE_AS)
        return Text(content, _NAMES[name])
    content = _try(raw, "utf-8")
    if content is not None:
        return Text(content)
    return _guess(path, raw)


def _guess(path: Path, raw: bytes) -> Text:
    scores = {"big5hkscs": _score_han(raw, "big5hkscs", "big5", range(0xA4, 0xC7)),
              "gb18030": _score_han(raw, "gb18030", "gb2312", range(0xB0, 0xD8)),
              "cp1252": _score_latin(raw)}  # fmt: skip
    (best, score), (_, second) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    content = _try(raw, best)
    if content is None or score < _LIKELY or score - second < _AHEAD:
        raise PaperError(
            f"{path} is not UTF-8 text, and its encoding cannot be told.",
            f"{_SAVE_AS} Or name the encoding: --encoding big5, gbk, cp1252, ...",
        )
    return Text(content, _NAMES[best])


def _score_han(raw: bytes, encoding: str, basic: str, common: range) -> float:
    """The share of the Han characters that are common ones: the basic set has these first."""
    usual = others = 0
    for char in _beginning(raw, encoding):
        try:
            lead = 0 if char.isascii() else char.encode(basic)[0]
        except UnicodeEncodeError:
            lead = 0xFF
        usual += lead in common
        others += lead >= common.stop  # before the common ones are signs, which tell nothing
    return usual / (usual + others) if usual else 0.0


def _score_latin(raw: bytes) -> float:
    """The share of the characters beyond ASCII that are letters beside plain ones."""
    text = _beginning(raw, "cp1252")
    rare = [place for place, char in enumerate(text) if not char.isascii()]
    beside = re.compile(r"[A-Za-z]")
    usual = sum(
        text[place].isalpha() and bool(beside.search(text[max(0, place - 1) : place + 2])) for place in rare
    )
    return usual / len(rare) if rare else 0.0


def _beginning(raw: bytes, encoding: str) -> str:
    """The first lines of `raw`, or "" if they are not in `encoding`."""
    end = len(raw) if len(raw) <= _ENOUGH else raw.rfind(b"\n", 0, _ENOUGH) + 1 or _ENOUGH
    return _try(raw[:end], encoding) or ""


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decoded(path: Path, raw: bytes, encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        return raw.decode(_WIDEST.get(name, name))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise PaperError(f"{path} is not in {encoding} (line {line}).", _SAVE_AS) from error
    except (LookupError, ValueError, TypeError) as error:
        raise PaperError(
            f"{encoding!r} is no encoding that is known.", "Say big5, gbk, cp1252 or utf-16, for instance."
        ) from error

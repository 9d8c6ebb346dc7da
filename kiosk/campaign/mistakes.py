"""Finds the file and line of a mistake in a content file, and says it to a non-programmer."""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
import typing
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar

import msgspec

from kiosk.errors import ContentError

Kind = TypeVar("Kind")

_NESTED = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){30}""")
"""Thirty names joined by dots: no campaign needs them, and the TOML reader takes minutes over many."""

_HOW: dict[object, str] = {
    datetime.date: "write the day as 2028-12-31, without quotation marks",
    str: "write a text between quotation marks",
    bool: "write true or false, without quotation marks",
    int: "write a whole number, without quotation marks",
    float: "write a number, without quotation marks",
}


def decode(name: str, data: bytes) -> str:
    """The text of a content file, which must be UTF-8 (a leading byte order mark is fine)."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentError(
            f"{name}, line {line}: this is not UTF-8 text.", "Save the file again as UTF-8."
        ) from error


def parse_toml(files: Mapping[str, bytes], name: str) -> tuple[str, dict[str, Any]]:
    """The text of the TOML file `name` and what it holds.

    Raises:
        ContentError: it is missing, not UTF-8, not TOML (with the line), or nested absurdly deep.
    """
    if name not in files:
        raise ContentError(f"The content lacks {name}.", "Write it (docs/content.md says what it holds).")
    raw = decode(name, files[name])
    nested = _NESTED.search(raw)
    if nested:
        line_number = raw.count("\n", 0, nested.start()) + 1
        raise ContentError(
            f"{name}, line {line_number}: too many names joined by dots.", "Correct that line."
        )
    try:
        return raw, tomllib.loads(raw)
    except RecursionError as error:
        raise ContentError(f"{name} has too many brackets inside each other.", "Take them out.") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"line {line.group(1)}" if line else f"line {raw.count(chr(10)) + 1}"
        reason = re.sub(r"\s*\(at .*\)", "", str(error))
        raise ContentError(
            f"{name}, {where}: {reason}.",
            'Correct that line: a text stands between quotation marks, key = "text".',
        ) from error
    except ValueError as error:  # a number of thousands of digits
        raise ContentError(f"{name} has a number that is too long.", "Correct it.") from error


def convert(name: str, raw: str, data: object, kind: type[Kind], table: str = "") -> Kind:
    """`data` from the TOML file `name` as a `kind`.

    Raises:
        ContentError: a key is unknown or missing, or a value is not of its type.
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        text = str(error)
        unknown = re.search(r"unknown field `(.+?)`", text)
        lacking = re.search(r"missing required field `(.+?)`", text)
        path = re.search(r"at `\$\.?(.*?)`", text)
        place = [part for part in re.split(r"[.\[\]]+", path.group(1)) if part.isidentifier()] if path else []
        found = _type_at(kind, place)
        if unknown:
            key = unknown.group(1)
            where = table or (place[-1] if place else "")
            raise mistake(
                name, raw, key, f"{key!r} is not known here." + suggestion(key, _keys(found)), where
            ) from error
        if lacking:
            where = place[-1] if place else table
            inside = f" in [{where}]" if where else ""
            raise mistake(name, raw, where, f"{lacking.group(1)!r} is missing{inside}.", table) from error
        key = place[-1] if place else table
        raise mistake(name, raw, key, f"{key!r} does not fit: {_how_to_write(found)}.", table) from error


def mistake(name: str, raw: str, near: str, what: str, table: str = "") -> ContentError:
    """The error for a mistake in file `name` (whose text is `raw`) on the line that shows `near`."""
    return ContentError(
        f"{name}, line {_line_of(raw, near, table)}: {what}", "Correct that line, then try again."
    )


def suggestion(word: str, known: Iterable[str]) -> str:
    """ " Did you mean 'x'?" for the known word nearest to `word`, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""


def _line_of(raw: str, near: str, table: str) -> int:
    lines = raw.split("\n")
    start = 0
    if table:
        header = re.compile(rf"\s*\[+\s*[\"']?{re.escape(table)}[\"']?\s*[\].]")
        start = next((number for number, line in enumerate(lines) if header.match(line)), 0)
    key = re.compile(rf"\s*\[*\s*[\"']?{re.escape(near)}[\"']?\s*[\]=.]")
    for number, line in enumerate(lines[start:], start):
        if near and key.match(line):
            return number + 1
    for number, line in enumerate(lines[start:], start):
        if near and near in line:
            return number + 1
    return start + 1


def _type_at(kind: object, place: Iterable[str]) -> object:
    """The type that a value has which stands at `place` (keys, without positions in lists) in a `kind`."""
    for key in place:
        kind = next((field.type for field in _fields(_entry(kind)) if field.name == key), None)
    return kind


def _entry(kind: object) -> object:
    """The type of an entry where `kind` is a list or a table of them, else `kind`."""
    return _entry(typing.get_args(kind)[-1]) if typing.get_origin(kind) in (list, dict) else kind


def _fields(kind: object) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(kind) if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else ()


def _keys(kind: object) -> list[str]:
    return [field.name for field in _fields(_entry(kind))]


def _how_to_write(kind: object) -> str:
    """What a value of type `kind` looks like in TOML, for somebody who does not program."""
    if typing.get_origin(kind) is Literal:
        *others, last = [repr(choice) for choice in typing.get_args(kind)]
        return f"write {', '.join(others)} or {last}" if others else f"write {last}"
    if typing.get_origin(kind) is list:
        return "write a list between square brackets"
    return _HOW.get(kind, "write a table (docs/content.md shows one)")

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

HOW: dict[object, str] = {
    datetime.date: (
        "{file}, line {line}: '{key}' does not fit: write the day as 2028-12-31, without quotation marks."
    ),
    str: "{file}, line {line}: '{key}' does not fit: write a text between quotation marks.",
    bool: "{file}, line {line}: '{key}' does not fit: write true or false, without quotation marks.",
    int: "{file}, line {line}: '{key}' does not fit: write a whole number, without quotation marks.",
    float: "{file}, line {line}: '{key}' does not fit: write a number, without quotation marks.",
    list: "{file}, line {line}: '{key}' does not fit: write a list between square brackets.",
    dict: "{file}, line {line}: '{key}' does not fit: write a table (docs/content.md shows one).",
}
"""What a value looks like in TOML, by its type, for somebody who does not program."""


def decode(name: str, data: bytes) -> str:
    """The text of a content file, which must be UTF-8 (a leading byte order mark is fine)."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentError(
            "{file}, line {line}: this is not UTF-8 text.",
            "Save the file again as UTF-8.",
            file=name,
            line=line,
        ) from error


def parse_toml(files: Mapping[str, bytes], name: str) -> tuple[str, dict[str, Any]]:
    """The text of the TOML file `name` and what it holds.

    Raises:
        ContentError: it is missing, not UTF-8, not TOML (with the line), or nested absurdly deep.
    """
    if name not in files:
        raise ContentError(
            "The content lacks {file}.", "Write it (docs/content.md says what it holds).", file=name
        )
    raw = decode(name, files[name])
    nested = _NESTED.search(raw)
    if nested:
        line_number = raw.count("\n", 0, nested.start()) + 1
        raise ContentError(
            "{file}, line {line}: too many names joined by dots.",
            "Correct that line.",
            file=name,
            line=line_number,
        )
    try:
        return raw, tomllib.loads(raw)
    except RecursionError as error:
        raise ContentError(
            "{file} has too many brackets inside each other.", "Take them out.", file=name
        ) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        reason = re.sub(r"\s*\(at .*\)", "", str(error))
        raise ContentError(
            "{file}, line {line}: this line cannot be read ({reason}).",
            'Correct that line: a text stands between quotation marks, key = "text".',
            file=name,
            line=int(line.group(1)) if line else raw.count("\n") + 1,
            reason=reason,
        ) from error
    except ValueError as error:  # a number of thousands of digits
        raise ContentError("{file} has a number that is too long.", "Correct it.", file=name) from error


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
            raise unknown_key(name, raw, key, _keys(found), where) from error
        if lacking:
            where = place[-1] if place else table
            key = lacking.group(1)
            if not where:
                raise mistake(name, raw, "", "{file}, line {line}: '{key}' is missing.", key=key) from error
            raise mistake(
                name,
                raw,
                where,
                "{file}, line {line}: '{key}' is missing in [{table}].",
                table,
                key=key,
                table=where,
            ) from error
        raise _misfit(name, raw, place[-1] if place else table, found, table) from error


def mistake(name: str, raw: str, near: str, what: str, within: str = "", /, **values: object) -> ContentError:
    """The error for a mistake in file `name` (whose text is `raw`) on the line that shows `near`.

    Args:
        what: a template, with places for the `file`, the `line` and `values`.
        within: the table in which `near` is looked for.
    """
    line = _line_of(raw, near, within)
    return ContentError(what, "Correct that line, then try again.", file=name, line=line, **values)


def unknown_key(name: str, raw: str, key: str, known: Iterable[str], within: str = "") -> ContentError:
    """The error for a `key`, or the id of a table, that is none of the `known`; it names the nearest."""
    close = difflib.get_close_matches(key, list(known), n=1, cutoff=0.5)
    if not close:
        return mistake(name, raw, key, "{file}, line {line}: '{key}' is not known here.", within, key=key)
    return mistake(
        name,
        raw,
        key,
        "{file}, line {line}: '{key}' is not known here. Did you mean '{meant}'?",
        within,
        key=key,
        meant=close[0],
    )


def _misfit(name: str, raw: str, key: str, kind: object, within: str) -> ContentError:
    """The error for a value that is no `kind`."""
    origin = typing.get_origin(kind)
    if origin is not Literal:
        what = HOW.get(origin or kind, HOW[dict])
        return mistake(name, raw, key, what, within, key=key)
    return mistake(
        name,
        raw,
        key,
        "{file}, line {line}: '{key}' does not fit: write one of these: {choices}.",
        within,
        key=key,
        choices=", ".join(map(repr, typing.get_args(kind))),
    )


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

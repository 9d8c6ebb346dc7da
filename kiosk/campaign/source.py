"""A content file and its text: reads it as what it should be, and names the line of a mistake."""

from __future__ import annotations

import datetime
import re
import tomllib
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, TypeVar

import msgspec

from kiosk.campaign.markdown import HTML, IMAGE, find_forbidden
from kiosk.errors import ContentError

Kind = TypeVar("Kind")

MAX_ITEMS = 200
"""Demands, actions, endorsers, posters or figures of one campaign."""
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""The form of an id."""
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


class Source:
    """The file `name`, whose content is `raw`.

    Attributes:
        text: what stands in it; a leading byte order mark does not.

    Raises:
        ContentError: it is not UTF-8.
    """

    def __init__(self, name: str, raw: bytes) -> None:
        self.name = name
        try:
            self.text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise ContentError(
                "{file}, line {line}: this is not UTF-8 text.",
                "Save the file again as UTF-8.",
                file=name,
                line=raw[: error.start].count(b"\n") + 1,
            ) from error

    @cached_property
    def toml(self) -> dict[str, Any]:
        """What it holds as TOML.

        Raises:
            ContentError: it is not TOML (with the line), is nested absurdly deep, or a text in it has HTML
                or an image.
        """
        data = self.parsed()
        self._check_markup(data)
        return data

    def parsed(self) -> dict[str, Any]:
        """What it holds as TOML, whatever its texts say. Raises as `toml`, but for those."""
        nested = _NESTED.search(self.text)
        if nested:
            raise ContentError(
                "{file}, line {line}: too many names joined by dots.",
                "Correct that line.",
                file=self.name,
                line=self.text.count("\n", 0, nested.start()) + 1,
            )
        try:
            return tomllib.loads(self.text)
        except RecursionError as error:
            raise ContentError(
                "{file} has too many brackets inside each other.", "Take them out.", file=self.name
            ) from error
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            reason = re.sub(r"\s*\(at .*\)", "", str(error))
            raise ContentError(
                "{file}, line {line}: this line cannot be read ({reason}).",
                'Correct that line: a text stands between quotation marks, key = "text".',
                file=self.name,
                line=int(line.group(1)) if line else self.text.count("\n") + 1,
                reason=reason,
            ) from error
        except ValueError as error:  # a number of thousands of digits
            raise ContentError(
                "{file} has a number that is too long.", "Correct it.", file=self.name
            ) from error

    def _check_markup(self, value: object) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                self._check_markup(inner)
        elif isinstance(value, list):
            for inner in value:
                self._check_markup(inner)
        elif isinstance(value, str):
            forbidden = find_forbidden(value)
            if forbidden and forbidden.what in (HTML, IMAGE):
                raise self.mistake(value.split("\n")[0], forbidden.what)

    def convert(self, data: object, kind: type[Kind], table: str = "") -> Kind:
        """`data`, of this file, as a `kind`.

        Raises:
            ContentError: a key is unknown or missing, or a value is not of its type.
        """
        try:
            return msgspec.convert(data, kind)
        except msgspec.ValidationError as error:
            raise self._unfit(str(error), kind, table) from error

    def _unfit(self, text: str, kind: object, table: str) -> ContentError:
        """The error for what msgspec says of data that is no `kind`."""
        unknown = re.search(r"unknown field `(.+?)`", text)
        lacking = re.search(r"missing required field `(.+?)`", text)
        path = re.search(r"at `\$\.?(.*?)`", text)
        place = [part for part in re.split(r"[.\[\]]+", path.group(1)) if part.isidentifier()] if path else []
        found = _type_at(kind, place)
        if unknown:
            return self.unknown_key(unknown.group(1), _keys(found), table or (place[-1] if place else ""))
        if not lacking:
            return self._misfit(place[-1] if place else table, found, table)
        where, key = place[-1] if place else table, lacking.group(1)
        if not where:
            return self.mistake("", "{file}, line {line}: '{key}' is missing.", key=key)
        return self.mistake(
            where, "{file}, line {line}: '{key}' is missing in [{table}].", table, key=key, table=where
        )

    def mistake(self, near: str, what: str, within: str = "", /, **values: object) -> ContentError:
        """The error for a mistake on the line that shows `near`.

        Args:
            what: a template, with places for the `file`, the `line` and `values`.
            within: the table in which `near` is looked for.
        """
        line = self._line_of(near, within)
        return ContentError(what, "Correct that line, then try again.", file=self.name, line=line, **values)

    def unknown_key(self, key: str, known: Iterable[str], within: str = "") -> ContentError:
        """The error for a `key`, or the id of a table, that is none of the `known`; it names the nearest."""
        import difflib  # where something is wrong there is time

        close = difflib.get_close_matches(key, list(known), n=1, cutoff=0.5)
        if not close:
            return self.mistake(key, "{file}, line {line}: '{key}' is not known here.", within, key=key)
        return self.mistake(
            key,
            "{file}, line {line}: '{key}' is not known here. Did you mean '{meant}'?",
            within,
            key=key,
            meant=close[0],
        )

    def _misfit(self, key: str, kind: object, within: str) -> ContentError:
        """The error for a value that is no `kind`."""
        entry = _entry(kind)
        if typing.get_origin(entry) is not Literal:
            what = HOW.get(typing.get_origin(kind) or kind, HOW[dict])
            return self.mistake(key, what, within, key=key)
        return self.mistake(
            key,
            "{file}, line {line}: '{key}' does not fit: write one of these: {choices}.",
            within,
            key=key,
            choices=", ".join(map(repr, typing.get_args(entry))),
        )

    def _line_of(self, near: str, table: str) -> int:
        lines = self.text.split("\n")
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


class Sources:
    """The text files of a content folder by their names; each is decoded and parsed once."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._read: dict[str, Source] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __getitem__(self, name: str) -> Source:
        """The file `name`.

        Raises:
            ContentError: it is missing, or not UTF-8.
        """
        if name not in self._files:
            raise ContentError(
                "The content lacks {file}.", "Write it (docs/content.md says what it holds).", file=name
            )
        if name not in self._read:
            self._read[name] = Source(name, self._files[name])
        return self._read[name]

    def tables(self, name: str, kind: type[Kind]) -> dict[str, Kind]:
        """The tables of the TOML file `name` by their id, in its order; none where there is no such file.

        Raises:
            ContentError: as of `Source`; there are too many, or an id is none.
        """
        if name not in self:
            return {}
        source = self[name]
        if len(source.toml) > MAX_ITEMS:
            raise ContentError(
                "{file} has more than {most} entries.", "Leave some out.", file=name, most=MAX_ITEMS
            )
        for id in source.toml:
            if not re.fullmatch(SLUG, id):
                raise source.mistake(
                    id, "{file}, line {line}: [{id}] must be made of a-z, 0-9 and '-'.", id=id
                )
        return {id: source.convert(value, kind, id) for id, value in source.toml.items()}


def _type_at(kind: object, place: Iterable[str]) -> object:
    """The type that a value has which stands at `place` (keys, without positions in lists) in a `kind`."""
    for key in place:
        kind = next((_written(field.type) for field in _fields(_entry(kind)) if field.name == key), None)
    return kind


def _written(kind: object) -> object:
    """The type of what is written where something may be left out (`kind` is that or None), else `kind`."""
    there = [one for one in typing.get_args(kind) if one is not types.NoneType]
    return there[0] if typing.get_origin(kind) in (types.UnionType, typing.Union) else kind


def _entry(kind: object) -> object:
    """The type of an entry where `kind` is a list or a table of them, else `kind`."""
    return _entry(typing.get_args(kind)[-1]) if typing.get_origin(kind) in (list, dict) else kind


def _fields(kind: object) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(kind) if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else ()


def _keys(kind: object) -> list[str]:
    return [field.name for field in _fields(_entry(kind))]

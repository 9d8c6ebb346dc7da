"""Finds the signatures files in what somebody gives to a merge: files, folders, a whole stick."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile
from pathlib import Path

from kiosk.errors import Remark
from kiosk.exchange.batches import SUFFIX
from kiosk.exchange.disguise import APPLE_DOUBLE, START, disguise
from kiosk.exchange.lines import looks_like_export
from kiosk.files import storage_error

_FEW = 20
"""So many named files are each told of; of more, those that are something else are only counted."""


class _Kind(Enum):
    EXPORT = auto()
    OTHER = auto()
    SHADOW = auto()
    """What a computer or this program puts beside a file: in a folder nobody needs to hear of it."""


@dataclass(frozen=True)
class Exports:
    """What there is to merge.

    Attributes:
        files: the signatures files, each once, in the order in which they were given.
        size: their bytes in all, to show progress by.
        others: how many other files were left alone.
        problems: files and folders that could not be looked into, and folders that have none in them.
    """

    files: list[Path]
    size: int
    others: int
    problems: list[Remark]


def find_exports(places: Sequence[Path], stop: Callable[[], bool] = lambda: False) -> Exports:
    """The signatures files among `places`, and in those of them that are folders, and below.

    They are known by what is in them, whatever a browser, a mail program or somebody called them; one
    that is damaged, or that another program changed, by its name or by what it was. Merging says what
    is wrong with it.

    Args:
        stop: ends the search, with what was found so far.
    """
    files: dict[Path, None] = {}
    others = 0
    problems: list[Remark] = []
    for place in places:
        is_folder = _is_folder(place, problems)
        if is_folder is None:
            continue
        none_yet = True
        for path in takewhile(lambda _: not stop(), _below(place, problems) if is_folder else (place,)):
            kind = _kind(path, problems)
            if kind is _Kind.OTHER and not is_folder and len(places) <= _FEW:
                kind = _Kind.EXPORT  # it was named, so merging says what it is
            if kind is _Kind.EXPORT:
                files[path], none_yet = None, False
            elif kind is _Kind.OTHER or not is_folder:
                others += 1
        if is_folder and none_yet and not stop():
            problems.append(Remark("There is no signatures file in the folder {place}.", place=str(place)))
    return Exports(list(files), sum(map(_size, files)), others, problems)


def _is_folder(place: Path, problems: list[Remark]) -> bool | None:
    """Whether it is one; None where that cannot be found out, which is told."""
    try:
        return place.is_dir()
    except OSError as error:
        problems.append(storage_error(place, error).remark)
        return None


def _below(folder: Path, problems: list[Remark]) -> Iterator[Path]:
    """Every file in `folder` and below, in the order of their names."""

    def tell(error: OSError) -> None:
        problems.append(storage_error(error.filename or folder, error).remark)

    for parent, folders, names in os.walk(folder, onerror=tell):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(names))


def _kind(path: Path, problems: list[Remark]) -> _Kind:
    """What a file is, by how it begins; one that cannot be opened is told, unless merging will."""
    named = SUFFIX in path.name.lower()
    if path.name.lower().endswith(f"{SUFFIX}.lock"):
        return _Kind.SHADOW
    try:
        start = b""
        if path.is_file():  # opening a pipe would wait for whoever writes into it
            with path.open("rb") as file:
                start = file.read(START)
    except OSError as error:
        if not named:
            problems.append(storage_error(path, error).remark)
    if start.startswith(APPLE_DOUBLE):
        return _Kind.SHADOW
    is_export = named or looks_like_export(start) or disguise(path, start) is not None
    return _Kind.EXPORT if is_export else _Kind.OTHER


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0

"""Finds the signatures files in what somebody gives to a merge: files, folders, a whole stick."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from kiosk.errors import Remark
from kiosk.exchange.batches import SUFFIX
from kiosk.exchange.lines import looks_like_export
from kiosk.files import storage_error

_FEW = 20
"""So many named files are each told of; of more, those that are something else are only counted."""


@dataclass(frozen=True)
class Exports:
    """What there is to merge.

    Attributes:
        files: the signatures files, each once, in the order in which they were given.
        size: their bytes in all, to show progress by.
        others: how many other files were left alone.
        problems: folders that could not be looked into, or have none in them.
    """

    files: list[Path]
    size: int
    others: int
    problems: list[Remark]


def find_exports(places: Sequence[Path], stop: Callable[[], bool] = lambda: False) -> Exports:
    """The signatures files among `places`, and in those of them that are folders, and below.

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
        if is_folder:
            found = list(takewhile(lambda _: not stop(), _below(place, problems)))
            if not stop() and not any(_ends_so(path) for path in found):
                problems.append(
                    Remark("There is no signatures file in the folder {place}.", place=str(place))
                )
            for path in found:
                if _ends_so(path):
                    files[path] = None
                elif not path.name.endswith(f"{SUFFIX}.lock"):
                    others += 1
        elif len(places) <= _FEW or _ends_so(place) or _is_export(place):
            files[place] = None
        else:
            others += 1
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


def _ends_so(path: Path) -> bool:
    """Whether its name is one of a signatures file; an old stick may have written it in capitals."""
    return path.suffix.lower() == SUFFIX


def _is_export(path: Path) -> bool:
    """Whether a file of another name begins as an export file does."""
    with suppress(OSError):
        if path.is_file():  # opening a pipe would wait for whoever writes into it
            with path.open("rb") as file:
                return looks_like_export(file.read(64))
    return False


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0

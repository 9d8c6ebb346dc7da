"""Finds the signatures files among what somebody gives: files, sticks, whole folders of holiday photos."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.exchange.batches import SUFFIX


@dataclass
class FoundExports:
    """What was found.

    Attributes:
        files: signatures files, each once, by path.
        size: their bytes together.
        others: how many files are none.
        closed: folders that cannot be looked into.
    """

    files: list[Path] = field(default_factory=list)
    size: int = 0
    others: int = 0
    closed: list[Path] = field(default_factory=list)


def find_exports(given: Iterable[Path], stop: Callable[[], bool] = lambda: False) -> FoundExports:
    """Looks through `given`, and through all that is in folders among it; links are not followed.

    A file that is gone by then counts as a signatures file if it is called like one: merging it tells why.
    """
    found = FoundExports()
    files: dict[Path, int] = {}

    def take(path: Path) -> None:
        if path.suffix.lower() != SUFFIX:
            found.others += 1
            return
        try:
            files[path.absolute()] = path.stat().st_size
        except OSError:
            files[path.absolute()] = 0

    for path in given:
        if not path.is_dir():
            take(path)
            continue
        for folder, _, names in os.walk(
            path, onerror=lambda error: found.closed.append(Path(error.filename))
        ):
            if stop():
                break
            for name in names:
                take(Path(folder) / name)
    found.files = sorted(files)
    found.size = sum(files.values())
    return found

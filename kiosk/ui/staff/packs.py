"""The packs on the sticks that are plugged in, opened and verified."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import msgspec

from kiosk.campaign.pack import SUFFIX, Pack, Pinned, open_pack
from kiosk.errors import KioskError
from kiosk.ui.places import Stick, called
from kiosk.wording import short_name

_MOST_ENTRIES = 20_000
"""Looked at in one folder: a stick may hold a whole photo archive."""
_MOST_FOLDERS = 200
"""Looked into on one stick."""
_MOST_OPENED = 100
"""Each may be as large as a pack can be."""
_MOST_SHOWN = 12


class FoundPack(msgspec.Struct, frozen=True):
    """A pack's file, what people call the place where it is, and what is in it or why it cannot be taken."""

    file: Path
    place: str
    pack: Pack | None = None
    error: KioskError | None = None


class FoundPacks(msgspec.Struct, frozen=True):
    """The packs to show, those that can be taken first; and how many more files there are."""

    shown: list[FoundPack]
    left_out: int = 0


def find_packs(sticks: list[Stick], pinned: Pinned | None, given: Path | None = None) -> FoundPacks:
    """The packs in the sticks' own folders and one below.

    Args:
        pinned: what this kiosk was set up with; packs that may not follow it carry their error.
        given: a pack's file that somebody opened: it comes first, wherever it lies.
    """
    files = chain([given] if given else [], (file for file in _packs_on(sticks) if file != given))
    good: list[FoundPack] = []
    bad: list[FoundPack] = []
    opened = 0
    for file in islice(files, _MOST_OPENED):
        found = _open(file, _place(file, sticks), pinned)
        opened += 1
        (good if found.pack else bad).append(found)
        if len(good) == _MOST_SHOWN:  # each is held in memory
            break
    shown = [*good, *bad][:_MOST_SHOWN]
    return FoundPacks(shown, opened - len(shown) + sum(1 for _ in files))


def holds_pack(sticks: list[Stick]) -> bool:
    """Whether there is a pack's file on one of them, whatever is in it."""
    return any(True for _ in _packs_on(sticks))


def _packs_on(sticks: list[Stick]) -> Iterator[Path]:
    for stick in sticks:
        yield from _packs_in(stick.folder, below=True)


def _packs_in(folder: Path, *, below: bool) -> Iterator[Path]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(islice(scan, _MOST_ENTRIES), key=lambda entry: entry.name)
        packs = (entry for entry in entries if entry.name.lower().endswith(SUFFIX))
        yield from (Path(entry.path) for entry in packs if entry.is_file(follow_symlinks=False))
        folders = (entry for entry in entries if below and entry.is_dir(follow_symlinks=False))
        for entry in islice(folders, _MOST_FOLDERS):
            yield from _packs_in(Path(entry.path), below=False)
    except OSError:
        return  # a stick that was pulled just now has no packs


def _place(file: Path, sticks: list[Stick]) -> str:
    """The stick that `file` is on, and the folder there."""
    for stick in sticks:
        if file.is_relative_to(stick.folder):
            return short_name(called(file.parent, stick.folder, stick.name))
    return short_name(file.parent)


def _open(file: Path, place: str, pinned: Pinned | None) -> FoundPack:
    try:
        return FoundPack(file, place, pack=open_pack(file, pinned))
    except KioskError as error:
        return FoundPack(file, place, error=error)

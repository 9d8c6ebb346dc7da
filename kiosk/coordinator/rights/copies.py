"""Copies of a campaign's secrets in its own folder, under whatever name: keys, sheets of shares, registers.

They are known by what is in them, as cloud folders, editors and people leave them: "campaign (conflicted
copy).key", `.stversions/`, `.bak`. Files of up to 64 KiB are looked into for keys and shares, all for
registers; archives are not, nor what links to folders lead to.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.coordinator.campaign.public_side import FILE, PublicSide, read_public
from kiosk.coordinator.campaign.shares import find_shares
from kiosk.errors import KioskError

_MOST_BYTES = 64 * 1024
_BOX = re.compile(rb'"box"\s*:\s*"([A-Za-z0-9+/=\\]+)"')
_SQLITE = b"SQLite format 3\0"
_PRINTED_SHARE = re.compile(r"share-\d+-of-\d+.*\.pdf", re.IGNORECASE)


@dataclass
class Copies:
    """What lies in a campaign's folder and below it, sorted.

    Attributes:
        keys: the campaign's key once more.
        registers: its register once more, with what SQLite keeps beside one.
        doubtful: other keys (the campaign's under another passphrase, or another's), and sheets of shares.
    """

    keys: list[Path] = field(default_factory=list)
    registers: list[Path] = field(default_factory=list)
    doubtful: list[Path] = field(default_factory=list)


def find_copies(folder: Path, public: PublicSide, key_file: Path) -> Copies:
    """What is in `folder` besides `key_file`; other campaigns' folders that lie in it are left out."""
    found = Copies()
    own = _box(_content(key_file))
    for path, is_ours in _files(folder, public):
        if path == key_file:
            continue
        data = _content(path)
        box = _box(data)
        if box:
            (found.keys if is_ours or box == own else found.doubtful).append(path)
        elif _PRINTED_SHARE.fullmatch(path.name) or find_shares(data.decode(errors="replace")):
            found.doubtful.append(path)
        elif _is_register(path, public.key_id):
            found.registers += [path, *sorted(path.parent.glob(f"{_literal(path.name)}-*"))]
    return found


def _files(folder: Path, public: PublicSide) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether it lies in a copy of the campaign's folder."""
    for place, folders, names in os.walk(folder):
        here, ours = Path(place), False
        folders.sort()
        if here != folder and FILE in names:
            with suppress(KioskError):
                ours = read_public(here).signer == public.signer
                if not ours:
                    folders.clear()
                    continue
        yield from ((here / name, ours) for name in sorted(names))


def _content(path: Path) -> bytes:
    """What is in a file that could be a key or a share; nothing of a larger one."""
    with suppress(OSError):
        if path.is_file() and path.stat().st_size <= _MOST_BYTES:
            return path.read_bytes().replace(b"\0", b"")  # as UTF-16, too
    return b""


def _box(data: bytes) -> bytes:
    """What is sealed in a key file; nothing if `data` is none."""
    found = _BOX.search(data)
    return found.group(1) if found and b'"kdf"' in data else b""


def _is_register(path: Path, key_id: bytes) -> bool:
    with suppress(OSError, sqlite3.Error):
        if not path.is_file():
            return False
        with path.open("rb") as file:
            if file.read(len(_SQLITE)) != _SQLITE:
                return False
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as database:
            return (
                database.execute("SELECT 1 FROM owner WHERE campaign = ?", (key_id,)).fetchone() is not None
            )
    return False


def _literal(name: str) -> str:
    """`name` as a pattern that only it fits."""
    return re.sub(r"([\[*?])", r"[\1]", name)

"""What the desk remembers between two starts: the window's language, and where campaign folders are.

One small typed file among the user's settings. Only paths are in it, nothing of what is in the folders.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import msgspec

from kiosk.errors import NewerVersionError, SettingsError
from kiosk.files import read_capped, storage, write_whole
from kiosk.versioned import decode_versioned

VERSION: Final = 1
MOST_FOLDERS = 6
_MOST_BYTES = 64 * 1024


class DeskMemory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `desk.json` holds: a language's tag, and campaign folders, the last one used first."""

    version: Literal[1] = VERSION
    language: str = ""
    folders: tuple[str, ...] = ()

    def used(self, folder: Path) -> DeskMemory:
        """The same with `folder` as the last one used."""
        path = str(folder.absolute())
        others = [one for one in self.folders if one != path]
        return msgspec.structs.replace(self, folders=(path, *others)[:MOST_FOLDERS])

    def without(self, folder: Path) -> DeskMemory:
        """The same without `folder`."""
        others = tuple(one for one in self.folders if one != str(folder))
        return msgspec.structs.replace(self, folders=others)


def load_memory(path: Path) -> DeskMemory:
    """What is remembered in the file `path`; nothing where there is none.

    Raises:
        SettingsError: it is damaged.
        NewerVersionError: a newer program wrote it.
        StorageError: it cannot be read.
    """
    if not path.is_file():
        return DeskMemory()
    return decode_versioned(
        read_capped(path, _MOST_BYTES, SettingsError),
        DeskMemory,
        VERSION,
        newer=NewerVersionError(
            "{path} was made by a newer version of this program.", "Update this program.", path=path
        ),
        damaged=SettingsError(
            "What the desk remembers, {path}, is damaged.",
            "The desk goes on without it; delete the file, or put a copy of it back.",
            path=path,
        ),
    )


def save_memory(path: Path, memory: DeskMemory) -> None:
    """Writes `memory` to the file `path`, whose folder is made when it is not there. Raises StorageError."""
    with storage(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, msgspec.json.format(msgspec.json.encode(memory)), private=True)

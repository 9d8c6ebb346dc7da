"""What the desk remembers between two starts: the window's language, and where campaigns are kept.

One small typed file among the user's settings. Only paths and servers' addresses are in it: no password, and
nothing of what is in the folders. Version 2 says which campaigns' registers are on a server; a file of
version 1 is read as one in which none is, and becomes version 2 with the next change.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import msgspec

from kiosk.coordinator.register.server_address import ServerAddress
from kiosk.errors import NewerVersionError, SettingsError
from kiosk.files import read_capped, storage, write_whole
from kiosk.versioned import decode_versioned

VERSION: Final = 2
MOST_FOLDERS = 6
_MOST_BYTES = 64 * 1024


class DeskMemory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `desk.json` holds.

    `language` is a tag, `folders` are campaign folders, the last one used first. `servers` says, by
    campaign folder, where its register is, if not in it: also for folders that are not offered any more,
    or merging would go on in another register when they are opened again.
    """

    version: Literal[1, 2] = VERSION
    language: str = ""
    folders: tuple[str, ...] = ()
    servers: dict[str, ServerAddress] = {}

    def speaking(self, tag: str) -> DeskMemory:
        """The same with another language."""
        return msgspec.structs.replace(self, language=tag)

    def server(self, folder: Path) -> ServerAddress | None:
        """Where the register of the campaign in `folder` is, if it is on a server."""
        return self.servers.get(str(folder.absolute()))

    def kept_on(self, folder: Path, server: ServerAddress | None) -> DeskMemory:
        """The same with the register of the campaign in `folder` on `server`, or in the folder."""
        path = str(folder.absolute())
        others = {one: where for one, where in self.servers.items() if one != path}
        return msgspec.structs.replace(self, servers=others | ({path: server} if server else {}))

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
    memory = decode_versioned(
        read_capped(path, _MOST_BYTES, SettingsError),
        DeskMemory,
        VERSION,
        newer=lambda: NewerVersionError(
            "{path} was made by a newer version of this program.", "Update this program.", path=path
        ),
        damaged=lambda: SettingsError(
            "What the desk remembers, {path}, is damaged.",
            "Put a copy of it back. Without it the desk does not know which shared database it uses: look at "
            "the Campaign page before you merge.",
            path=path,
        ),
    )
    return msgspec.structs.replace(memory, version=VERSION)


def save_memory(path: Path, memory: DeskMemory) -> None:
    """Writes `memory` to the file `path`, whose folder is made when it is not there. Raises StorageError."""
    with storage(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, msgspec.json.format(msgspec.json.encode(memory)), private=True)

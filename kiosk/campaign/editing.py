"""A content folder is edited: what is not touched stays as it was, byte for byte.

Comments, order, line ends and a byte order mark stay, too. Somebody may edit the same files
with a text editor meanwhile: what changed on the disk since it was read is never overwritten
unless that was said.
"""

from __future__ import annotations

import codecs
import copy
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Array, Item

from kiosk.campaign.content import check_path, check_total, read_folder
from kiosk.campaign.moving import moved, moved_in_list, with_another, without
from kiosk.campaign.source import Source
from kiosk.errors import ChangedOnDiskError
from kiosk.files import patiently, read_capped, storage, sync_folder, write_whole

_MOST = 2 * 1024 * 1024
"""Bytes of a file that is looked at again."""

Key = str | int
Value = str | int | float | bool | list[Any] | dict[str, Any]


class ContentEditor:
    """The files of the content folder `folder`, and what was changed in them so far.

    Raises:
        ContentError, StorageError: as `read_folder` says.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read = read_folder(folder)
        self._now = dict(self._read)
        self._tables: dict[str, tuple[bytes, dict[str, Any]]] = {}
        self._documents: dict[str, tomlkit.TOMLDocument] = {}

    @property
    def changed(self) -> list[str]:
        """The paths of the files that `save` would write or delete, in order."""
        names = self._read.keys() | self._now.keys()
        return sorted(name for name in names if self._read.get(name) != self._now.get(name))

    @property
    def files(self) -> dict[str, bytes]:
        """All files as they would be saved, by their path."""
        return dict(self._now)

    def text(self, name: str) -> str:
        """What stands in the Markdown file `name`, lines ended by a line feed; empty if there is none."""
        return Source(name, self._now[name]).text if name in self._now else ""

    def set_text(self, name: str, text: str) -> None:
        """Has `text` stand in the Markdown file `name`. An empty one deletes the file."""
        if text == self.text(name):
            return
        if text.strip():
            whole = text if text.endswith("\n") else text + "\n"
            self._put(name, whole)
        else:
            self.remove(name)

    def value(self, name: str, *keys: Key) -> Any:
        """What stands at `keys` (ids, keys, places in lists) in the TOML file `name`; None: nothing."""
        found: Any = self._table(name)
        for key in keys:
            try:
                found = found[key]
            except (KeyError, IndexError, TypeError):
                return None
        return copy.deepcopy(found)

    def set_value(self, name: str, keys: Sequence[Key], value: Value | None) -> None:
        """Puts `value` at `keys` of the TOML file `name`, which may be new; None takes it away.

        Raises:
            ContentError: the file is no TOML.
        """
        if value == self.value(name, *keys) and type(value) is type(self.value(name, *keys)):
            return
        document = self._document(name)
        table: Any = document
        for key, below in pairwise(keys):
            if isinstance(key, str) and isinstance(below, str) and not isinstance(table.get(key), dict):
                table[key] = tomlkit.table()  # also in place of what cannot have a key
            table = table[key]
        if value is None:
            table.pop(keys[-1], None)
        else:
            was = table.get(keys[-1]) if isinstance(table, dict) else None
            if not (isinstance(was, Array) and isinstance(value, list) and _becomes(was, value)):
                table[keys[-1]] = _item(value, was)
        self._put(name, tomlkit.dumps(document))

    def move(self, name: str, id: str, by: int) -> None:
        """Moves the table `id` of the TOML file `name` by so many places, -1 being one up."""
        self._put_lines(name, moved(self._raw(name), id, by))

    def add_to_list(self, name: str, key: str, table: Mapping[str, Value]) -> None:
        """Adds `table` to the list of tables `key` of the TOML file `name`, behind the others.

        Raises:
            ContentError: the file is no TOML.
        """
        tables = [*(self.value(name, key) or ()), table]
        raw = self._raw(name)
        written = tomlkit.dumps({key: [table]})
        text = with_another(raw, key, written)
        if text == raw and len(tables) == 1:
            text = (raw.rstrip() + "\n\n" if raw.strip() else "") + written
        self._put_changed(name, key, text, tables)

    def move_in_list(self, name: str, key: str, place: int, by: int) -> None:
        """Moves the table at `place` of the list `key` by so many places, -1 being one up, if there are."""
        tables = self.value(name, key)
        if 0 <= place + by < len(tables):
            tables.insert(place + by, tables.pop(place))
            self._put_changed(name, key, moved_in_list(self._raw(name), key, place, by), tables)

    def remove_from_list(self, name: str, key: str, place: int) -> None:
        """Takes the table at `place` of the list `key` away."""
        tables = self.value(name, key)
        del tables[place]
        self._put_changed(name, key, without(self._raw(name), key, place), tables or None)

    def remove_table(self, name: str, id: str) -> None:
        """Takes the table `id` of the TOML file `name` away, with the comment right above it."""
        self._put_changed(name, id, without(self._raw(name), id), None)

    def put_file(self, name: str, data: bytes) -> None:
        """Has the file `name` (a picture) hold `data`. Raises ContentError if there is no place for it."""
        check_path(name)
        self._now[name] = data

    def rename(self, names: Mapping[str, str]) -> None:
        """Gives files other names, all at once; those that are not there are passed over."""
        there = {new: self._now.pop(old) for old, new in names.items() if old in self._now}
        self._now.update(there)

    def remove(self, name: str) -> None:
        """Takes the file `name` away, if there is one."""
        self._now.pop(name, None)
        self._documents.pop(name, None)

    def changed_on_disk(self) -> list[str]:
        """Which of the files that `save` would write somebody else changed since they were read."""
        return [name for name in self.changed if self.on_disk(name) != self._read.get(name)]

    def on_disk(self, name: str) -> bytes | None:
        """The file `name` as it is on the disk now; None: there is none. Raises StorageError."""
        path = self.folder / name
        with storage(path):
            return read_capped(path, _MOST) if path.exists() else None

    def take_theirs(self, name: str) -> None:
        """Drops what was changed in the file `name`, and reads it again."""
        theirs = self.on_disk(name)
        self._documents.pop(name, None)
        for files in (self._read, self._now):
            files.pop(name, None)
            if theirs is not None:
                files[name] = theirs

    def keep_mine(self, name: str) -> None:
        """Says that `save` may overwrite the file `name` as it is on the disk now."""
        theirs = self.on_disk(name)
        self._read.pop(name, None)
        if theirs is not None:
            self._read[name] = theirs

    def save(self) -> list[str]:
        """Writes what was changed, and nothing else; gives the paths.

        Raises:
            ChangedOnDiskError: somebody else changed one of them; nothing is written.
            ContentError: it is more than content may be.
            StorageError: it cannot be written; each file is the old or the new one.
        """
        if theirs := self.changed_on_disk():
            raise ChangedOnDiskError(
                "Somebody changed {files} meanwhile, and so did you.",
                "Compare both, and say which one stays.",
                files=", ".join(theirs),
            )
        check_total(self._now)
        names = self.changed
        # Deleted is last: a file that has another name now is never under neither of them.
        for name in sorted(names, key=lambda name: name not in self._now):
            path, data = self.folder / name, self._now.get(name)
            with storage(path):
                if data is None:
                    patiently(path.unlink)
                    sync_folder(path.parent)
                    self._read.pop(name)
                else:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    write_whole(path, data)
                    self._read[name] = data
        return names

    def _put_changed(self, name: str, key: str, text: str, value: Value | None) -> None:
        """Has the file hold `text`, or `value` at `key` anew where its lines could not be changed."""
        if text == self._raw(name):
            self.set_value(name, (key,), value)
        else:
            self._put_lines(name, text)

    def _put_lines(self, name: str, text: str) -> None:
        """Has the file hold `text`, which did not come from its document."""
        self._put(name, text)
        self._documents.pop(name, None)

    def _document(self, name: str) -> tomlkit.TOMLDocument:
        if name not in self._documents:
            self._table(name)  # says what is wrong with it
            self._documents[name] = tomlkit.parse(self._raw(name))
        return self._documents[name]

    def _table(self, name: str) -> dict[str, Any]:
        """What the file holds now; empty if there is none. Raises ContentError if it is no TOML."""
        raw = self._now.get(name, b"")
        if self._tables.get(name, (None, {}))[0] != raw:
            self._tables[name] = (raw, Source(name, raw).parsed())
        return self._tables[name][1]

    def _raw(self, name: str) -> str:
        """The file with its own line ends."""
        return self._now.get(name, b"").decode("utf-8-sig")

    def _put(self, name: str, text: str) -> None:
        """Has the file hold `text`, with the line ends and the mark that it has now."""
        check_path(name)
        was = self._now.get(name, b"")
        if b"\r\n" in was and b"\n" not in was.replace(b"\r\n", b""):
            text = text.replace("\r\n", "\n").replace("\n", "\r\n")
        mark = codecs.BOM_UTF8 if was.startswith(codecs.BOM_UTF8) else b""
        self._now[name] = mark + text.encode()


def _becomes(array: Array, value: list[Any]) -> bool:
    """Whether `array` holds `value` once what differs was taken out and put in: comments between stay."""
    if not any(one in value for one in array):
        return False  # nothing that a comment could be about
    for entry in [one for one in array if one not in value]:
        array.remove(entry)
    for place, entry in enumerate(value):
        if place == len(array) or array[place] != entry:
            array.insert(place, entry)
    return bool(array.unwrap() == value)


def _item(value: Value, was: object) -> Item:
    """`value`; one of several lines between three quotation marks, a list an entry a line where `was` is."""
    if isinstance(value, str) and "\n" in value and value.replace("\n", "").isprintable():
        escaped = value.replace("\\", "\\\\").replace('""', '"\\"')
        # By hand: versions of the library differ in what they do with a line end at the beginning.
        return tomlkit.value(f'"""\n{escaped}"""')
    item = tomlkit.item(value)
    if isinstance(item, Array) and isinstance(was, Array) and "\n" in was.as_string():
        item.multiline(True)
    return item

"""The campaign folder's own copy of the coordinator's words: what the register loses comes back from it.

Whoever runs the database can delete from it, or put an older copy back; the folder is on the desk.
It holds the rows as the register has them, encrypted, so that keeping them takes no key. Whether
they are sound is asked when they are read (`words.sound`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from kiosk.coordinator.register.words import RawWord
from kiosk.errors import CampaignError
from kiosk.files import read_capped, storage, write_whole

_MOST_BYTES = 256 * 1024 * 1024
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(RawWord).decode


class KeptWords:
    """The copy in the file `path`, which is there once a first word was said."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[RawWord, None] | None = None

    def rows(self) -> list[RawWord]:
        """All rows that were ever kept; lines that are damaged are passed over."""
        return list(self._kept())

    def has(self, row: RawWord) -> bool:
        """Whether it is kept."""
        return row in self._kept()

    def keep(self, rows: Iterable[RawWord]) -> None:
        """Keeps those of `rows` that are not kept yet. Raises StorageError; the old file then stays."""
        kept = self._kept()
        new = [row for row in rows if row not in kept]
        if new:
            lines = [_encode(row) + b"\n" for row in (*kept, *new)]
            write_whole(self._path, b"".join(lines), private=True)
            self._rows = {**kept, **dict.fromkeys(new)}

    def _kept(self) -> dict[RawWord, None]:
        if self._rows is None:
            with storage(self._path):
                is_there = self._path.exists()
            data = read_capped(self._path, _MOST_BYTES, CampaignError) if is_there else b""
            self._rows = {}
            for line in data.splitlines():
                try:
                    self._rows[_decode(line)] = None
                except (msgspec.MsgspecError, UnicodeDecodeError):
                    continue
        return self._rows

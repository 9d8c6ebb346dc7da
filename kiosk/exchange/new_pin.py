"""New-PIN files: the coordinator's signed word that a kiosk's staff may choose a new PIN, once.

Specified in docs/format.md, "New-PIN file". A line is hostile until it has parsed, and a
word until `verify` has returned true.
"""

from __future__ import annotations

import base64
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from kiosk.exchange.lines import from_hex
from kiosk.exchange.signed_words import SignedWord, read_signed_words
from kiosk.files import storage, write_whole

SUFFIX = ".newpin"
VERSION = 1
MAX_FILE = 64 * 1024
"""Bytes of a new-PIN file: some 150 words."""
NONCE_BYTES = 16
_MOST_OTHERS = 20
"""Files of other names that are looked into: a stick may hold a whole archive."""

_SIGNED = b"signing-kiosk new PIN v1\0"


@dataclass(frozen=True)
class NewPin(SignedWord):
    """The coordinator's word that the staff of a kiosk may choose a new PIN.

    Attributes:
        campaign: the campaign's 16-byte key id.
        kiosk: the kiosk's 16-byte id.
        nonce: 16 random bytes, by which the kiosk knows a word that it has taken.
        made: the day, ISO 8601; for people.
    """

    campaign: bytes
    kiosk: bytes
    nonce: bytes
    made: str

    def message(self) -> bytes:
        """What the coordinator signs: the labelled fields."""
        return b"".join((_SIGNED, self.campaign, self.kiosk, self.nonce, self.made.encode()))


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    newpin: int
    campaign: str
    kiosk: str
    nonce: str
    made: str
    signature: str


def new_pin_file(folder: Path, campaign: str) -> Path:
    """Where the words for kiosks of the campaign with the id `campaign` are, on a stick or in a folder."""
    return folder / f"{campaign}{SUFFIX}"


def new_pin_files(folder: Path, campaign: str) -> list[Path]:
    """Those in `folder` that may hold such words, `campaign`'s first, then some of other names.

    What was downloaded twice has another name.
    """
    own = new_pin_file(folder, campaign)
    with storage(folder):
        others = {file for file in islice(folder.glob(f"[!.]*{SUFFIX}"), _MOST_OTHERS) if file != own}
        return [*([own] if own.exists() or own.is_symlink() else []), *sorted(others)]


def read_new_pins(path: Path) -> list[NewPin]:
    """Every word in the file `path`, none verified yet; none if there is no file.

    A damaged line is passed over.

    Raises:
        ExportError: it is not an ordinary file, or too large.
        NewerVersionError: a newer version's word is in it.
        StorageError: it cannot be read.
    """
    return read_signed_words(path, MAX_FILE, _Line, VERSION, "newpin", _to_word)


def write_new_pins(path: Path, words: Iterable[NewPin]) -> None:
    """Writes the new-PIN file `path`, whole or not at all. Raises StorageError."""
    write_whole(path, b"".join(map(_to_line, words)))


def _to_line(word: NewPin) -> bytes:
    line = _Line(
        newpin=VERSION,
        campaign=word.campaign.hex(),
        kiosk=word.kiosk.hex(),
        nonce=word.nonce.hex(),
        made=word.made,
        signature=base64.b64encode(word.signature).decode(),
    )
    return msgspec.json.encode(line) + b"\n"


def _to_word(line: _Line) -> NewPin:
    """What a line holds; raises ValueError for one that is not exactly as specified."""
    day = datetime.date.fromisoformat(line.made)
    if line.newpin != VERSION or day.isoformat() != line.made:
        raise ValueError("not a word on a new PIN")
    return NewPin(
        campaign=from_hex(line.campaign, 16),
        kiosk=from_hex(line.kiosk, 16),
        nonce=from_hex(line.nonce, NONCE_BYTES),
        made=line.made,
        signature=base64.b64decode(line.signature, validate=True),
    )

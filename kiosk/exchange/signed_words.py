"""The coordinator's signed words to the kiosks: files of one JSON line for each, such as receipts.

A line is hostile until it has parsed, and a word until `verify` has returned true.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.errors import ExportError, NewerVersionError
from kiosk.files import read_capped, storage
from kiosk.versioned import decode_versioned

Line = TypeVar("Line")
Word = TypeVar("Word")


@dataclass(frozen=True, kw_only=True)
class SignedWord(ABC):
    """A word of the coordinator's; `signature` is Ed25519 over its message."""

    signature: bytes = b""

    @abstractmethod
    def message(self) -> bytes:
        """What the coordinator signs: the labelled fields."""

    def signed(self, signing_key: Ed25519PrivateKey) -> Self:
        """The same word with the coordinator's signature."""
        return replace(self, signature=signing_key.sign(self.message()))

    def verify(self, signer: bytes) -> bool:
        """Whether the coordinator whose Ed25519 public key is `signer` signed exactly this."""
        try:
            Ed25519PublicKey.from_public_bytes(signer).verify(self.signature, self.message())
        except (InvalidSignature, ValueError):
            return False
        return True


def read_signed_words(
    path: Path, most: int, kind: type[Line], version: int, key: str, word: Callable[[Line], Word]
) -> list[Word]:
    """Every word in the file `path`, none verified yet; none if there is no file.

    A damaged line is passed over.

    Args:
        most: bytes that the file may have.
        kind: a line; under `key` it says its `version`.
        word: what a line holds; raises ValueError for one that is not exactly as specified.

    Raises:
        ExportError: it is not an ordinary file, or too large.
        NewerVersionError: a newer version's word is in it.
        StorageError: it cannot be read.
    """
    with storage(path):
        if not path.is_symlink() and not path.exists():
            return []
    odd = ExportError("{path} is not an ordinary file.", "Remove it there.", path=path)
    lines = read_capped(path, most, ExportError, odd=odd).split(b"\n")
    newer = NewerVersionError(
        "{path} was written by a newer version of this program.", "Update this program.", path=path
    )
    damaged = ExportError("{path} has a damaged line.", path=path)
    found = []
    for line in filter(None, map(bytes.strip, lines)):
        with suppress(ExportError, ValueError):
            parsed = decode_versioned(
                line, kind, version, newer=lambda: newer, damaged=lambda: damaged, key=key
            )
            found.append(word(parsed))
    return found

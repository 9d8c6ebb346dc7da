"""Receipts: the coordinator's signed word to the kiosks on how far their records are merged.

Specified in docs/format.md, "Receipts file". A line is hostile until it has parsed, and
a receipt until `verify` has returned true.
"""

from __future__ import annotations

import base64
import datetime
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.errors import ExportError, NewerVersionError
from kiosk.exchange.lines import MAX_SEQ, from_hex
from kiosk.files import read_capped, storage, write_whole
from kiosk.versioned import decode_versioned

SUFFIX = ".receipts"
VERSION = 1
MAX_FILE = 4 * 1024 * 1024
"""Bytes of a receipts file: some 12,000 receipts."""

_SIGNED = b"signing-kiosk merge receipt v1\0"


@dataclass(frozen=True)
class Receipt:
    """The coordinator's word that a kiosk's records 1 to `upto` are merged and were opened.

    Attributes:
        campaign: the campaign's 16-byte key id.
        kiosk: the kiosk's 16-byte id.
        upto: the last number.
        chain: the kiosk's hash chain after that record.
        made: the day, ISO 8601.
        signature: Ed25519 over all of it.
    """

    campaign: bytes
    kiosk: bytes
    upto: int
    chain: bytes
    made: str
    signature: bytes = b""

    def message(self) -> bytes:
        """What the coordinator signs: the labelled fields."""
        number = self.upto.to_bytes(8, "big")
        return b"".join((_SIGNED, self.campaign, self.kiosk, number, self.chain, self.made.encode()))

    def signed(self, signing_key: Ed25519PrivateKey) -> Receipt:
        """The same receipt with the coordinator's signature."""
        return replace(self, signature=signing_key.sign(self.message()))

    def verify(self, signer: bytes) -> bool:
        """Whether the coordinator whose Ed25519 public key is `signer` signed exactly this."""
        try:
            Ed25519PublicKey.from_public_bytes(signer).verify(self.signature, self.message())
        except (InvalidSignature, ValueError):
            return False
        return True


class _ReceiptLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    receipt: int
    campaign: str
    kiosk: str
    upto: int
    chain: str
    made: str
    signature: str


def receipts_file(folder: Path, campaign: str) -> Path:
    """Where the receipts of the campaign with the id `campaign` are, in the folder of its export files."""
    return folder / f"{campaign}{SUFFIX}"


def read_receipts(path: Path) -> list[Receipt]:
    """Every receipt in the file `path`, of any campaign, none verified yet; none if there is no file.

    A damaged line is passed over.

    Raises:
        ExportError: it is not an ordinary file, or too large.
        NewerVersionError: a newer version's receipt is in it.
        StorageError: it cannot be read.
    """
    with storage(path):
        if not path.is_symlink() and not path.exists():
            return []
    odd = ExportError("{path} is not an ordinary file.", "Remove it there.", path=path)
    lines = read_capped(path, MAX_FILE, ExportError, odd=odd).split(b"\n")
    found = []
    newer = NewerVersionError(
        "{path} was written by a newer version of this program.", "Update this program.", path=path
    )
    damaged = ExportError("{path} has a damaged line.", path=path)
    for line in filter(None, map(bytes.strip, lines)):
        with suppress(ExportError, ValueError):
            parsed = decode_versioned(
                line, _ReceiptLine, VERSION, newer=lambda: newer, damaged=lambda: damaged, key="receipt"
            )
            found.append(_to_receipt(parsed))
    return found


def write_receipts(path: Path, receipts: Iterable[Receipt]) -> None:
    """Writes the receipts file `path`, whole or not at all. Raises StorageError."""
    write_whole(path, b"".join(map(_to_line, receipts)))


def _to_line(receipt: Receipt) -> bytes:
    line = _ReceiptLine(
        receipt=VERSION,
        campaign=receipt.campaign.hex(),
        kiosk=receipt.kiosk.hex(),
        upto=receipt.upto,
        chain=receipt.chain.hex(),
        made=receipt.made,
        signature=base64.b64encode(receipt.signature).decode(),
    )
    return msgspec.json.encode(line) + b"\n"


def _to_receipt(line: _ReceiptLine) -> Receipt:
    """What a line holds; raises ValueError for one that is not exactly as specified."""
    day = datetime.date.fromisoformat(line.made)
    if line.receipt != VERSION or not 1 <= line.upto <= MAX_SEQ or day.isoformat() != line.made:
        raise ValueError("not a receipt")
    return Receipt(
        campaign=from_hex(line.campaign, 16),
        kiosk=from_hex(line.kiosk, 16),
        upto=line.upto,
        chain=from_hex(line.chain, 32),
        made=line.made,
        signature=base64.b64decode(line.signature, validate=True),
    )

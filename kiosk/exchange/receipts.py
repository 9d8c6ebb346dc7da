"""Receipts: the coordinator's signed word to the kiosks on how far their records are merged.

Specified in docs/format.md, "Receipts file". A line is hostile until it has parsed, and
a receipt until `verify` has returned true.
"""

from __future__ import annotations

import base64
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kiosk.exchange.lines import MAX_SEQ, from_hex
from kiosk.exchange.signed_words import SignedWord, read_signed_words
from kiosk.files import write_whole

SUFFIX = ".receipts"
VERSION = 1
MAX_FILE = 4 * 1024 * 1024
"""Bytes of a receipts file: some 12,000 receipts."""

_SIGNED = b"signing-kiosk merge receipt v1\0"


@dataclass(frozen=True)
class Receipt(SignedWord):
    """The coordinator's word that a kiosk's records 1 to `upto` are merged and were opened.

    Attributes:
        campaign: the campaign's 16-byte key id.
        kiosk: the kiosk's 16-byte id.
        upto: the last number.
        chain: the kiosk's hash chain after that record.
        made: the day, ISO 8601.
    """

    campaign: bytes
    kiosk: bytes
    upto: int
    chain: bytes
    made: str

    def message(self) -> bytes:
        """What the coordinator signs: the labelled fields."""
        number = self.upto.to_bytes(8, "big")
        return b"".join((_SIGNED, self.campaign, self.kiosk, number, self.chain, self.made.encode()))


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
    return read_signed_words(path, MAX_FILE, _ReceiptLine, VERSION, "receipt", _to_receipt)


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

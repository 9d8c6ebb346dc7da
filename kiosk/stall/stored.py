"""What the vault keeps, as values: records, lives, and notes of syncs, releases and sheets.

They are apart from the vault so that whoever only passes them on loads no SQLAlchemy: the stall's first frame
does not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.exchange.record import Record


@dataclass(frozen=True)
class Life:
    """The rows of one identity.

    Attributes:
        kiosk: its 16-byte id.
        before: rows before its first; so its record `n` is row `before + n`.
        last: the number of its last record.
        seed: its Ed25519 seed; None for the first identity, whose seed the settings hold.
    """

    kiosk: bytes
    before: int
    last: int
    seed: bytes | None = None

    @property
    def end(self) -> int:
        """Its last row."""
        return self.before + self.last


@dataclass(frozen=True)
class StoredRecord:
    """A record with its row, the hash chain before it, and whether it still is what was stored."""

    row: int
    record: Record
    start: bytes
    sound: bool


@dataclass(frozen=True)
class SyncNote:
    """That everything up to row `last_seq` was verified in the file `target` on `day` (ISO 8601).

    `device` has the marks (`kiosk.stall.device`) of what it was on, if that was another device than the
    vault's; else, and in a note of a vault of version 2 or less, it is empty.
    """

    target: str
    last_seq: int
    day: str
    device: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Release:
    """That a life's records up to `upto` were deleted on `day` (ISO 8601), and the chain after the last."""

    upto: int
    chain: bytes
    day: str


@dataclass(frozen=True)
class Survey:
    """The digest of every record by its row, and the rows that were changed, damaged or are missing."""

    digests: dict[int, bytes]
    faults: list[int]


@dataclass(frozen=True)
class SheetMark:
    """How far a typed-up sheet has been taken in: `sheet` names it (32 bytes), `rows` of it are done."""

    sheet: bytes
    rows: int

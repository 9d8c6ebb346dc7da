"""Export files written by hand: for what no honest kiosk would write, and for many records in no time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.exchange.batches import Batch, ReadStats, read_batches
from kiosk.exchange.lines import Checkpoint, write_checkpoint, write_record
from kiosk.exchange.record import GENESIS, Record, chain_over, kiosk_id
from kiosk.signing.seal import SealingKey
from kiosk.signing.signature import Signature
from kiosk.stall.holdings import read_holdings
from kiosk.stall.kiosk import Kiosk


def verified(kiosk: Kiosk, file: Path) -> int:
    """How many signatures of `kiosk` are in the export file `file`, sound and equal to the vault's."""
    lives = kiosk.vault.lives()
    held = read_holdings(kiosk, file, lives, lambda lines, size: None)
    return len(held.rows(lives, kiosk.vault.survey().digests))


@dataclass
class HandmadeKiosk:
    """A kiosk without a vault: it seals and signs as a real one does, and keeps its records in memory."""

    keys: CampaignKeys
    name: str = "By hand"
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    records: list[Record] = field(default_factory=list)

    @property
    def id(self) -> bytes:
        return kiosk_id(self.key.public_key().public_bytes_raw())

    def sign(self, *signatures: Signature) -> list[Record]:
        sealing = SealingKey(self.keys.public_key, self.keys.key_id)
        sealed = map(sealing.seal, signatures)
        new = [Record(self.id, len(self.records) + n, one.id, one.data) for n, one in enumerate(sealed, 1)]
        self.records += new
        return new

    def checkpoint(self, records: Sequence[Record]) -> Checkpoint:
        before = [record.digest() for record in self.records if record.seq < records[0].seq]
        return Checkpoint(
            campaign=self.keys.key_id,
            key=self.key.public_key().public_bytes_raw(),
            name=self.name,
            first=records[0].seq,
            last=records[-1].seq,
            start=chain_over(GENESIS, before),
            digests=tuple(record.digest() for record in records),
        )

    def batch(self, records: Sequence[Record]) -> bytes:
        """The lines of `records` and the checkpoint that closes them."""
        lines = [write_record(record) for record in records]
        return b"".join([*lines, write_checkpoint(self.checkpoint(records), self.key)])


def read(path: Path, campaign: bytes) -> tuple[list[Batch], ReadStats]:
    """All sound batches in `path`, and what else there is."""
    stats = ReadStats()
    return list(read_batches(path, campaign, stats)), stats


def numbers(batches: Iterable[Batch]) -> list[int]:
    """The numbers of the records in `batches`, sorted; one that comes twice is there twice."""
    return sorted(record.seq for batch in batches for record in batch.records)


def flip_bit(path: Path, at: int, bit: int = 0) -> None:
    """Flips one bit of the byte `at` of a file."""
    path.write_bytes(flipped(path.read_bytes(), at, bit))


def flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    """`data` with one bit of the byte `at` flipped."""
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)


def line_starts(data: bytes) -> list[int]:
    """Where each line of `data` begins."""
    return [0, *(at + 1 for at, byte in enumerate(data[:-1]) if byte == 0x0A)]

"""A kiosk with short records: what is sealed is not looked at here, so files can be damaged at every byte."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.exchange.lines import Checkpoint, write_checkpoint, write_record
from kiosk.exchange.record import GENESIS, Record, chain_over, kiosk_id

CAMPAIGN = b"campaign 16 byte"


@dataclass
class ShortKiosk:
    """A kiosk whose records carry 24 bytes instead of a sealed signature."""

    name: str = "Library steps"
    number: int = 1
    key: Ed25519PrivateKey = field(init=False)

    def __post_init__(self) -> None:
        self.key = Ed25519PrivateKey.from_private_bytes(bytes([self.number]) * 32)

    @property
    def id(self) -> bytes:
        return kiosk_id(self.key.public_key().public_bytes_raw())

    def record(self, seq: int) -> Record:
        made = hashlib.shake_256(b"%d %d" % (self.number, seq)).digest(40)
        return Record(self.id, seq, made[:16], made[16:])

    def checkpoint(self, first: int, last: int, campaign: bytes = CAMPAIGN) -> Checkpoint:
        return Checkpoint(
            campaign=campaign,
            key=self.key.public_key().public_bytes_raw(),
            name=self.name,
            first=first,
            last=last,
            start=chain_over(GENESIS, (self.record(n).digest() for n in range(1, first))),
            digests=tuple(self.record(n).digest() for n in range(first, last + 1)),
        )

    def lines(self, first: int, last: int) -> bytes:
        return b"".join(write_record(self.record(n)) for n in range(first, last + 1))

    def closing(self, first: int, last: int, campaign: bytes = CAMPAIGN) -> bytes:
        return write_checkpoint(self.checkpoint(first, last, campaign), self.key)

    def batch(self, first: int, last: int, campaign: bytes = CAMPAIGN) -> bytes:
        return self.lines(first, last) + self.closing(first, last, campaign)


@pytest.fixture
def library() -> ShortKiosk:
    return ShortKiosk()


@pytest.fixture
def town_hall() -> ShortKiosk:
    return ShortKiosk("Town hall 大會堂", 2)

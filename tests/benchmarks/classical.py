"""The merge that classical age would have: X25519 in place of the hybrid, and no more than has to be done.

It reads the same lines with the same reader, opens them as age does (age-encryption.org/v1, X25519 and
ChaCha20-Poly1305), decodes them, makes the same fingerprints, and inserts all of it into the register's own
tables, in one process. It leaves out what the register adds of its own accord: boxes and seals, standing,
duplicates, books.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.records.facts import clear_facts
from kiosk.coordinator.records.fingerprints import Fingerprinter
from kiosk.coordinator.register import marks
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.tables import record_table
from kiosk.database import insert_rows
from kiosk.exchange.batches import Batch, ReadStats, read_batches
from kiosk.exchange.record import Record
from kiosk.signing.signature import Signature, decode, encode
from tests.benchmarks.merge import BATCH, signer
from tests.exports import HandmadeKiosk

_TOGETHER = 10_000
"""Records that are inserted in one transaction, as in the merge."""
_NONCE = bytes(12)
_COLUMNS = ("key", "kiosk", "seq", "id", "digest", "day", "outcome", "status", "reason", "kind", "country")
_MORE = ("language", "receipt", "box", "fingerprints")


class Classical:
    """A campaign whose signatures are sealed so."""

    def __init__(self, keys: CampaignKeys) -> None:
        self._keys = keys
        self._key = X25519PrivateKey.generate()

    def write(self, file: Path, number: int) -> None:
        """Seals `number` signatures of one kiosk into the export file `file`."""
        kiosk = HandmadeKiosk(self._keys, "Classical")
        with file.open("wb") as lines:
            for first in range(0, number, BATCH):
                people = range(first, min(number, first + BATCH))
                made = [self._record(kiosk.id, n + 1, signer(n)) for n in people]
                kiosk.records += made
                lines.write(kiosk.batch(made))

    def merge(self, file: Path, database: Path) -> None:
        """Reads, opens and inserts all of it into a new register."""
        register, made = Register(database, self._keys.key_id), Fingerprinter(self._keys.fingerprint_key)
        opened: list[tuple[Record, Signature, bytes]] = []
        for batch in read_batches(file, self._keys.key_id, ReadStats()):
            opened += self._opened(batch)
            if len(opened) >= _TOGETHER:
                _insert(register, made, opened)
                opened = []
        _insert(register, made, opened)

    def _record(self, kiosk: bytes, seq: int, signature: Signature) -> Record:
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        file_key = os.urandom(32)
        wrapping = _wrapping_key(ephemeral.exchange(self._key.public_key()), share)
        wrapped = ChaCha20Poly1305(wrapping).encrypt(_NONCE, file_key, None)
        box = ChaCha20Poly1305(file_key).encrypt(_NONCE, encode(signature), None)
        return Record(kiosk, seq, os.urandom(16), share + wrapped + box)

    def _opened(self, batch: Batch) -> list[tuple[Record, Signature, bytes]]:
        texts = [self._open(record.sealed) for record in batch.records]
        return [(record, decode(text), text) for record, text in zip(batch.records, texts, strict=True)]

    def _open(self, sealed: bytes) -> bytes:
        share, wrapped, box = sealed[:32], sealed[32:80], sealed[80:]
        wrapping = _wrapping_key(self._key.exchange(X25519PublicKey.from_public_bytes(share)), share)
        file_key = ChaCha20Poly1305(wrapping).decrypt(_NONCE, wrapped, None)
        return ChaCha20Poly1305(file_key).decrypt(_NONCE, box, None)


def _wrapping_key(secret: bytes, share: bytes) -> bytes:
    return HKDF(SHA256(), 32, share, b"age-encryption.org/v1/X25519").derive(secret)


def _insert(
    register: Register, made: Fingerprinter, opened: Sequence[tuple[Record, Signature, bytes]]
) -> None:
    with register.transaction() as connection:
        first = connection.exec_driver_sql("SELECT count(*) FROM record").scalar_one() + 1
        if first == 1:
            kiosk = opened[0][0].kiosk
            connection.exec_driver_sql("INSERT INTO kiosk (id, name, last_seq) VALUES (?, '', 0)", (kiosk,))
        rows = []
        for key, (record, signature, text) in enumerate(opened, first):
            facts, receipt = clear_facts(signature), made.of_receipt(signature.receipt)
            clear = (signature.date, "opened", "counted", "", facts.kind, facts.country, facts.language)
            own = [(value, int(rule)) for rule, value in made.of(signature)]
            held = marks.pack([*own, (made.of_sealed(record.id, record.sealed), 4)])
            place = (key, record.kiosk, record.seq, record.id, record.digest())
            rows.append((*place, *clear, receipt, text.rstrip(), held))
        insert_rows(connection, record_table, (*_COLUMNS, *_MORE), rows)
        marks.enter(connection, [(row[0], row[-1], row[-3]) for row in rows])

"""Opens sealed records and makes them ready for the register.

Nothing here knows the database: it is what the processes of a merge load, one on each core.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.records.facts import clear_facts
from kiosk.coordinator.records.fingerprints import Fingerprinter, HiddenRules, Rule, withdrawal_mark
from kiosk.coordinator.register.boxes import RecordRef, box
from kiosk.coordinator.register.marks import Fingerprint, pack, unpack
from kiosk.coordinator.register.seals import record_seal
from kiosk.errors import NewerVersionError, SealError, SignatureError
from kiosk.signing.seal import OpeningKey, Sealed
from kiosk.signing.signature import Signature, decode


class Outcome(StrEnum):
    """What opening a record said. It never changes, unless a newer program can open more."""

    OPENED = "opened"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"
    """It was opened once, or would have been; since its withdrawal nothing of that is kept."""


class RegisterEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A record as it enters the register: opened, boxed and fingerprinted, or with the reason why not.

    Attributes:
        fingerprints: by which it meets its duplicates, as its row holds them (`marks.pack`).
        kind, country, language: what totals are made of; never free text (`facts.py`).
        receipt: the mark of its receipt code, or None.
        seal: binds all of this to its kiosk (`seals.record_seal`).
    """

    seq: int
    id: bytes
    digest: bytes
    outcome: Outcome
    reason: str = ""
    day: str = ""
    box: bytes | None = None
    fingerprints: bytes | None = None
    kind: str = ""
    country: str = ""
    language: str = ""
    receipt: bytes | None = None
    seal: bytes = b""

    def withdrawal_marks(self) -> set[bytes]:
        """The marks of which one in the table of withdrawals keeps it out."""
        marks = {withdrawal_mark(self.digest), *(value for value, _ in unpack(self.fingerprints))}
        return marks | {self.receipt} if self.receipt else marks

    def emptied(self, kiosk: bytes, seal_key: bytes) -> RegisterEntry:
        """What is left of it once it is withdrawn."""
        left = RegisterEntry(self.seq, self.id, self.digest, Outcome.WITHDRAWN, receipt=self.receipt)
        return left.sealed(kiosk, seal_key)

    def sealed(self, kiosk: bytes, seal_key: bytes) -> RegisterEntry:
        """The same with the seal that it has as a record of `kiosk`."""
        seal = record_seal(
            seal_key,
            (kiosk, self.seq, self.id, self.digest),
            self.outcome.value,
            self.reason,
            (self.day, self.kind, self.country, self.language),
            self.receipt,
            self.box,
            unpack(self.fingerprints),
        )
        return msgspec.structs.replace(self, seal=seal)


class SealedRecord(Protocol):
    """A record as `exchange.record.Record` is one."""

    @property
    def kiosk(self) -> bytes: ...
    @property
    def seq(self) -> int: ...
    @property
    def id(self) -> bytes: ...
    @property
    def sealed(self) -> bytes: ...
    def digest(self) -> bytes: ...


class Opener:
    """Opens records with the campaign's keys."""

    def __init__(self, keys: CampaignKeys) -> None:
        self._opening = OpeningKey(keys.opening_seed, keys.key_id)
        self._maker = EntryMaker(keys)

    def entries(self, records: Sequence[SealedRecord]) -> list[RegisterEntry]:
        """One entry for each record, readable or not."""
        # One step for all, then the next: faster by far while the processor's caches hold what a step needs.
        unsealed = [self._unseal(record) for record in records]
        places = [(one.kiosk, one.seq, one.id, one.digest()) for one in records]
        read = list(zip(records, places, map(_read, unsealed), strict=True))
        good = [(place, one, record) for record, place, one in read if isinstance(one, Signature)]
        opened = iter(
            self._maker.opened_all(
                [place for place, *_ in good],
                [signature for _, signature, _ in good],
                [self._maker.marks.of_sealed(record.id, record.sealed) for *_, record in good],
            )
        )
        return [
            self._maker.failed(place, one.outcome, one.reason) if isinstance(one, _Failed) else next(opened)
            for _, place, one in read
        ]

    def _unseal(self, record: SealedRecord) -> bytes | None:
        try:
            return self._opening.unseal(Sealed(record.id, record.sealed))
        except SealError:
            return None


class EntryMaker:
    """Makes entries of signatures that are opened, with the campaign's keys."""

    def __init__(self, keys: CampaignKeys) -> None:
        self.cipher = ChaCha20Poly1305(keys.register_key)
        self.marks = Fingerprinter(keys.fingerprint_key)
        self._seal_key = keys.seal_key
        self._rules = HiddenRules(keys.rule_key)

    def opened(
        self, place: RecordRef, signature: Signature, copy: bytes | None, boxed: bytes | None = None
    ) -> RegisterEntry:
        """The entry of `signature`.

        Args:
            copy: the mark of its very content (`Fingerprinter.of_sealed`), where that is known.
            boxed: its box, where it is boxed already.
        """
        (entry,) = self.opened_all([place], [signature], [copy], [boxed])
        return entry

    def opened_all(
        self,
        places: Sequence[RecordRef],
        signatures: Sequence[Signature],
        copies: Sequence[bytes | None],
        boxed: Sequence[bytes | None] | None = None,
    ) -> list[RegisterEntry]:
        """The same of many, in their order."""
        made = [self.marks.of(one) for one in signatures]
        marks = self._rules.hide(
            [(*some, (Rule.COPY, copy)) if copy else some for some, copy in zip(made, copies, strict=True)]
        )
        boxes = [
            there or box(self.cipher, one, place, copy)
            for place, one, copy, there in zip(
                places, signatures, copies, boxed or [None] * len(places), strict=True
            )
        ]
        receipts = [self.marks.of_receipt(one.receipt) for one in signatures]
        return [self._entry(*parts) for parts in zip(places, signatures, boxes, marks, receipts, strict=True)]

    def _entry(
        self,
        place: RecordRef,
        signature: Signature,
        boxed: bytes,
        marks: Sequence[Fingerprint],
        receipt: bytes | None,
    ) -> RegisterEntry:
        _, seq, id, digest = place
        facts = clear_facts(signature)
        clear = (signature.date, facts.kind, facts.country, facts.language)
        seal = record_seal(self._seal_key, place, Outcome.OPENED.value, "", clear, receipt, boxed, marks)
        return RegisterEntry(
            seq,
            id,
            digest,
            Outcome.OPENED,
            "",
            signature.date,
            boxed,
            pack(marks),
            facts.kind,
            facts.country,
            facts.language,
            receipt,
            seal,
        )

    def failed(self, place: RecordRef, outcome: Outcome, reason: str) -> RegisterEntry:
        """The entry of a record that could not be opened, or is rejected."""
        kiosk, seq, id, digest = place
        return RegisterEntry(seq, id, digest, outcome, reason).sealed(kiosk, self._seal_key)


@dataclass(frozen=True)
class _Failed:
    """A record without a signature, and why."""

    outcome: Outcome
    reason: str


def _read(data: bytes | None) -> Signature | _Failed:
    """The signature in what was unsealed, if it is one."""
    if data is None:
        return _Failed(Outcome.UNREADABLE, "It cannot be opened with this campaign’s key.")
    try:
        return decode(data)
    except (SignatureError, NewerVersionError) as error:
        return _Failed(Outcome.REJECTED, error.what)

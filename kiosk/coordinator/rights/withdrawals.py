"""Withdrawals: a person takes a signature back, and nothing of it stays in the register.

What stays is that this kiosk's record of this number is withdrawn, its digest, and keyed
marks by which it is known when it comes again (docs/decisions/0015). The mark of a code
whose record has not come yet is kept too, so the order does not matter.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, or_, select

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.following import follow, marked, meaning_of
from kiosk.coordinator.counting.kiosk_names import RecordPlace, kiosk_names, kiosks_called, shown_names
from kiosk.coordinator.records.fingerprints import Fingerprinter, HiddenRules, withdrawal_mark
from kiosk.coordinator.register import words
from kiosk.coordinator.register.marks import unpack
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.tables import record_table
from kiosk.coordinator.rights.certificates import withdrawal_certificate
from kiosk.errors import CampaignError, ExportError
from kiosk.exchange.certificates import Certificate, CertificateFacts, read_certificate, write_certificate
from kiosk.files import storage
from kiosk.signing.receipt_code import read_receipt_code

_REFERENCES = (
    re.compile(r"(.+):\s*([0-9]{1,8}):([0-9a-f]{4,64})", re.DOTALL),
    re.compile(r"(.+):\s*([0-9]{1,8})()", re.DOTALL),
)
"""Both may fit: a digest can begin with nothing but digits, and a kiosk's name end in a number."""


@dataclass(frozen=True)
class Held:
    """A record of the register that can be withdrawn, or was.

    `key` is its row, and `first` the row of the one that counts for the same person: its own,
    unless it is a duplicate.
    """

    place: RecordPlace
    day: str
    status: State
    key: int
    first: int

    @property
    def reference(self) -> str:
        """How people name it: "Library steps:41"."""
        return f"{self.place.name}:{self.place.seq}"


@dataclass(frozen=True)
class Plan:
    """What a withdrawal would do.

    Attributes:
        asked: the records that were asked for, those that are withdrawn already among them.
        copies: others that are settled as the same person's.
        code_mark: the mark of the receipt code that was given, if one was.
    """

    asked: list[Held]
    copies: list[Held]
    code_mark: bytes | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether the record of the code has not reached this register yet."""
        return not self.asked

    @property
    def is_done(self) -> bool:
        """Whether all that was asked for is withdrawn already."""
        return bool(self.asked) and all(held.status is State.WITHDRAWN for held in self.asked)


def plan_by_code(register: Register, keys: CampaignKeys, code: str) -> Plan:
    """What withdrawing by a receipt code, as a person wrote it, would do.

    Raises:
        ReceiptError: it is not a receipt code, and says which word is amiss.
    """
    mark = Fingerprinter(keys.fingerprint_key).of_receipt(read_receipt_code(code))
    return _plan(register, keys, (), mark)


def plan_by_record(register: Register, keys: CampaignKeys, reference: str) -> Plan:
    """What withdrawing a record would do.

    Args:
        reference: KIOSK:NUMBER with the kiosk's name or the beginning of its id, or
            KIOSK:NUMBER:DIGEST with the beginning of the record's digest where two have one number.

    Raises:
        CampaignError: there is no such record, several, or nothing of it was opened.
    """
    return plan_by_digest(register, keys, held_record(register, reference).place.digest)


def plan_by_digest(register: Register, keys: CampaignKeys, digest: bytes) -> Plan:
    """What withdrawing the record with this digest would do."""
    return _plan(register, keys, [digest])


def held_record(register: Register, reference: str) -> Held:
    """The record that is called so, as `plan_by_record` says.

    Raises:
        CampaignError: there is no such record, several, or nothing of it was opened.
    """
    named = _named(register, reference)
    if not named:
        raise CampaignError(
            "The register has no opened record {record}.",
            "Search for it by name: each record is listed as KIOSK:NUMBER.",
            record=reference,
        )
    if len(named) > 1:
        choices = ", ".join(f"{one.reference}:{one.place.digest.hex()[:8]}" for one in named)
        raise CampaignError(
            "Several records are called {record}.", "Say which: {choices}.", record=reference, choices=choices
        )
    return named[0]


def withdraw(
    register: Register,
    keys: CampaignKeys,
    folder: CampaignFolder,
    plan: Plan,
    today: datetime.date,
    *,
    with_copies: bool = True,
) -> Certificate:
    """Does what `plan` says, and keeps the certificate in `folder`.

    Args:
        with_copies: the person's other signatures go too; without, one of them counts instead.

    Raises:
        CampaignError, StorageError: the register or the folder cannot be written. To do it
            again does no harm, and gives the certificate.
    """
    places = [held.place for held in (*plan.asked, *(plan.copies if with_copies else ()))]
    digests = {place.digest for place in places}
    with register.transaction() as connection:
        marks = _keyed_marks(connection, keys, digests) | ({plan.code_mark} if plan.code_mark else set())
        # A merge may have brought one since the plan was made.
        arrived = marked(connection, keys, marks) - digests
        places += [
            held.place for held in _held(connection, kiosk_names(register), record_table.c.digest, arrived)
        ]
        digests |= arrived
        marks |= _keyed_marks(connection, keys, arrived)
        _note(connection, keys, digests, marks)
    certificate = withdrawal_certificate(
        keys, folder.public.campaign, places, sorted(marks), not places, today
    )
    _keep(folder.withdrawals, certificate)
    return certificate


def recall(register: Register, keys: CampaignKeys, folder: CampaignFolder) -> None:
    """Makes `register` honour every withdrawal that `folder` has a certificate of.

    For a register that was made anew from the sticks, or that knew nothing of it.

    Raises:
        ExportError, NewerVersionError: a certificate there is damaged, forged or newer.
        CampaignError, StorageError: the register or the folder cannot be used.
    """
    with storage(folder.withdrawals):
        paths = sorted(folder.withdrawals.glob("*.txt"))
    kept = [_kept(path, folder.public.signer) for path in paths]
    with register.reading() as connection:
        known = meaning_of(words.said(connection, keys)).marks
    new = [facts for facts in kept if not known.issuperset(_all_marks(facts))]
    if new:
        with register.transaction() as connection:
            digests = {bytes.fromhex(record.digest) for facts in new for record in facts.records}
            marks = {bytes.fromhex(mark) for facts in new for mark in facts.marks}
            _note(connection, keys, digests, marks)


def _note(connection: Connection, keys: CampaignKeys, digests: set[bytes], marks: set[bytes]) -> None:
    words.say(connection, keys, words.Withdrawn(sorted(digests), sorted(marks)))
    follow(connection, keys)


def _all_marks(facts: CertificateFacts) -> set[bytes]:
    digests = (bytes.fromhex(record.digest) for record in facts.records)
    return {*map(bytes.fromhex, facts.marks), *map(withdrawal_mark, digests)}


def _kept(path: Path, signer: bytes) -> CertificateFacts:
    """What the certificate of withdrawal `path` says."""
    certificate = read_certificate(path)
    if certificate.facts.kind != "withdrawal" or not certificate.verify(signer):
        raise ExportError(
            "{path} is not a withdrawal signed with this campaign’s key, or was changed.",
            "Put back a copy of it, or take it out of that folder.",
            path=path,
        )
    return certificate.facts


def _plan(
    register: Register, keys: CampaignKeys, digests: Collection[bytes], code_mark: bytes | None = None
) -> Plan:
    names = kiosk_names(register)
    with register.reading() as connection:
        marks = _keyed_marks(connection, keys, digests) | ({code_mark} if code_mark else set())
        # The very same signature may stand in several records: somebody copied it to another kiosk.
        copies = marked(connection, keys, marks)
        asked = _held(connection, names, record_table.c.digest, copies | set(digests))
        firsts = {held.first for held in asked}
        same = _held(connection, names, record_table.c.key, firsts)
        same += _held(connection, names, record_table.c.duplicate_of, firsts)
    return Plan(asked, [held for held in same if held not in asked], code_mark)


def _named(register: Register, reference: str) -> list[Held]:
    """The records that a person may mean by KIOSK:NUMBER or KIOSK:NUMBER:DIGEST."""
    readings = [parts for written in _REFERENCES if (parts := written.fullmatch(reference.strip()))]
    if not readings:
        raise CampaignError(
            "{record} does not name a record.",
            "Write KIOSK:NUMBER, such as 'Library steps:41'.",
            record=reference,
        )
    return [held for parts in readings for held in _called(register, parts[1], int(parts[2]), parts[3])]


def _called(register: Register, name: str, number: int, digest: str) -> list[Held]:
    """The records `number` of kiosks called `name` whose digest begins with `digest`."""
    known = register.kiosks()
    kiosks, names = kiosks_called(known, name), shown_names(known)
    with register.reading() as connection:
        numbered = _held(connection, names, record_table.c.seq, [number])
    return [
        held for held in numbered if held.place.kiosk in kiosks and held.place.digest.hex().startswith(digest)
    ]


def _held(
    connection: Connection, names: Mapping[bytes, str], column: Column[Any], values: Iterable[object]
) -> list[Held]:
    """The records that were opened, or are withdrawn, with one of `values` in `column`."""
    c = record_table.c
    rows = connection.execute(
        select(c.key, c.kiosk, c.seq, c.digest, c.day, c.status, c.duplicate_of)
        .where(column.in_(list(values)), or_(c.box.is_not(None), c.status == State.WITHDRAWN))
        .order_by(c.day, c.kiosk, c.seq, c.digest)
    )
    return [
        Held(
            RecordPlace(row.kiosk, names[row.kiosk], row.seq, row.digest),
            row.day,
            State(row.status),
            row.key,
            row.duplicate_of or row.key,
        )
        for row in rows
    ]


def _keyed_marks(connection: Connection, keys: CampaignKeys, digests: Iterable[bytes]) -> set[bytes]:
    """The marks of these records' receipt codes, and of their very content."""
    c, hidden = record_table.c, HiddenRules(keys.rule_key)
    chosen = select(c.receipt, c.fingerprints).where(c.digest.in_(list(digests)))
    rows = connection.execute(chosen).all()
    contents = {hidden.copy_among(unpack(row.fingerprints)) for row in rows}
    return {mark for mark in (*(row.receipt for row in rows), *contents) if mark}


def _keep(folder: Path, certificate: Certificate) -> None:
    """Writes `certificate` into `folder`, under a name that no other has."""
    with storage(folder):
        folder.mkdir(exist_ok=True)
    content = hashlib.sha256(certificate.body).hexdigest()[:8]
    write_certificate(folder / f"{certificate.facts.made}-{content}.txt", certificate)

"""The register: every merged signature, encrypted under the register key, with keyed fingerprints.

A record is known by its digest (docs/decisions/0003). No name is in it in the clear:
what is readable without the key is which kiosk, which number, which day, and what
became of it. The state of the register is a function of the set of merged records,
whatever order they came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, delete, func, insert, inspect, select, update

from kiosk.coordinator import migrations
from kiosk.coordinator.boxes import unbox
from kiosk.coordinator.store import open_store
from kiosk.coordinator.tables import (
    fingerprint_table,
    kiosk_table,
    lost_table,
    owner_table,
    record_table,
    withdrawal_table,
)
from kiosk.errors import CampaignError, NewerVersionError
from kiosk.exchange.record import Record
from kiosk.signing.signature import Signature


class State(StrEnum):
    """What became of a collected signature. Each has exactly one, so the books balance."""

    COUNTED = "counted"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"


FAILED = (State.REJECTED, State.UNREADABLE)
"""The states of records that were not opened, or whose signature does not do."""


class Outcome(StrEnum):
    """What opening a record said. It never changes, unless a newer program can open more."""

    OPENED = "opened"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"
    """It was opened once, or would have been; since its withdrawal nothing of that is kept."""


_GOOD = (Outcome.OPENED, Outcome.WITHDRAWN)
"""The outcomes that take the place of a failed one."""


@dataclass(frozen=True)
class Entry:
    """A record as it enters the register: opened, boxed and fingerprinted, or with the reason why not.

    Attributes:
        fingerprints: by which it meets its duplicates, each with its rule (`duplicates.Rule`).
        kind, country, language: what totals are made of; never free text (`facts.py`).
        receipt: the mark of its receipt code, or None.
    """

    record: Record
    outcome: Outcome
    reason: str = ""
    day: str = ""
    box: bytes | None = None
    fingerprints: tuple[tuple[int, bytes], ...] = ()
    kind: str = ""
    country: str = ""
    language: str = ""
    receipt: bytes | None = None

    def withdrawal_marks(self) -> set[bytes]:
        """The marks of which one in the table of withdrawals keeps it out."""
        marks = {withdrawal_mark(self.record.digest()), *(value for _, value in self.fingerprints)}
        return marks | {self.receipt} if self.receipt else marks

    def emptied(self) -> Entry:
        """What is left of it once it is withdrawn."""
        return Entry(self.record, Outcome.WITHDRAWN, receipt=self.receipt)


@dataclass(frozen=True)
class Row:
    """A record as the register holds it, with its signature opened where there is one.

    `duplicate_of` is the record id of the one that counts, if this is its duplicate.
    """

    kiosk: bytes
    seq: int
    id: bytes
    digest: bytes
    status: State
    reason: str
    duplicate_of: bytes | None
    signature: Signature | None


@dataclass(frozen=True)
class KioskRow:
    """A kiosk that the register has heard of: its name and the highest number it vouched for."""

    id: bytes
    name: str
    last_seq: int


@dataclass(frozen=True)
class Added:
    """What a batch changed: records that are new, and those that were lost or failed and are good now."""

    new: int
    repaired: int


class Register:
    """One campaign's register, made when it is not there and brought up to date when it is older.

    Args:
        place: a SQLite file, or the address of a PostgreSQL database (`server.ServerStore`).
        key_id: the campaign's 16 bytes.

    Raises:
        CampaignError: what is there is damaged, another campaign's, or no register.
        NewerVersionError: a newer program made it.
        StorageError: the disk is full, read-only or gone; the server cannot be reached.
        SettingsError: the address is none.
    """

    def __init__(self, place: Path | str, key_id: bytes) -> None:
        self._store = open_store(place)
        with self._store.reading() as connection:
            revision = self._revision(connection, key_id)
        if revision != migrations.HEAD:
            with self._store.writing() as connection:
                self._bring_up_to_date(connection, key_id)

    @property
    def name(self) -> str:
        """Where it is, for a sentence."""
        return self._store.name

    def transaction(self) -> AbstractContextManager[Connection]:
        """A transaction on the register's tables, which commits at the end; nobody else writes meanwhile."""
        return self._store.writing()

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees the register's tables as they are at one moment, and hinders nobody."""
        return self._store.reading()

    def held(self, kiosk: bytes, first: int, last: int) -> set[bytes]:
        """The digests of all of `kiosk`'s records numbered `first` to `last` that are in the register."""
        with self.reading() as connection:
            return set(self._known(connection, kiosk, first, last))

    def settled(self, kiosk: bytes, first: int, last: int) -> set[bytes]:
        """The digests of `kiosk`'s records numbered `first` to `last` that need no opening any more.

        Those that could not be opened, or were rejected, are not among them: a newer
        program, or a repaired one, may open them.
        """
        with self.reading() as connection:
            known = self._known(connection, kiosk, first, last)
            return {digest for digest, (_, status) in known.items() if status not in FAILED}

    def add(self, kiosk: KioskRow, entries: Iterable[Entry], lost: Iterable[tuple[int, str]]) -> Added:
        """Adds what one batch brought, in one transaction.

        Args:
            kiosk: who vouched for it, up to which number.
            entries: opened records of that kiosk. One that is there already is passed
                over, unless it could not be opened then and can be now.
            lost: numbers of damaged records, with the reason.
        """
        brought = {entry.record.digest(): entry for entry in entries}
        seqs = [entry.record.seq for entry in brought.values()]
        with self.transaction() as connection:
            self._note_kiosk(connection, kiosk)
            brought = _without_withdrawn(connection, brought)
            known = self._known(connection, kiosk.id, min(seqs), max(seqs)) if seqs else {}
            fresh = {digest: entry for digest, entry in brought.items() if digest not in known}
            found_again = self._add_entries(connection, kiosk.id, fresh)
            healed = 0
            for digest, (key, status) in known.items():
                if status in FAILED and digest in brought and brought[digest].outcome in _GOOD:
                    self._heal(connection, key, brought[digest])
                    healed += 1
            newly_lost = self._add_lost(connection, kiosk.id, dict(lost))
        return Added(len(fresh) - found_again + newly_lost, found_again + healed)

    def kiosks(self) -> list[KioskRow]:
        """All kiosks that the register has heard of, by name and id."""
        with self.reading() as connection:
            rows = connection.execute(select(kiosk_table).order_by(kiosk_table.c.name, kiosk_table.c.id))
            return [KioskRow(row.id, row.name, row.last_seq) for row in rows]

    def tally(self) -> dict[bytes, dict[State, int]]:
        """How many records of each kiosk are in each state."""
        with self.reading() as connection:
            tally: dict[bytes, dict[State, int]] = {}
            for kiosk, status, number in connection.execute(
                select(record_table.c.kiosk, record_table.c.status, func.count()).group_by(
                    record_table.c.kiosk, record_table.c.status
                )
            ):
                tally.setdefault(kiosk, {})[State(status)] = number
            for kiosk, number in connection.execute(
                select(lost_table.c.kiosk, func.count()).group_by(lost_table.c.kiosk)
            ):
                states = tally.setdefault(kiosk, {})
                states[State.UNREADABLE] = states.get(State.UNREADABLE, 0) + number
            return tally

    def numbers(self, kiosk: bytes) -> Iterator[int]:
        """The numbers of `kiosk` that the register has something of, in order (one may come twice)."""
        with self.reading() as connection:
            seqs = (
                select(record_table.c.seq)
                .where(record_table.c.kiosk == kiosk)
                .union_all(select(lost_table.c.seq).where(lost_table.c.kiosk == kiosk))
                .order_by("seq")
            )
            yield from connection.execution_options(yield_per=5000).execute(seqs).scalars()

    def digests(self, kiosk: bytes) -> Iterator[tuple[int, bytes, State]]:
        """Number, digest and state of each record of `kiosk` that is here, by number (one may come twice)."""
        with self.reading() as connection:
            found = select(record_table.c.seq, record_table.c.digest, record_table.c.status).where(
                record_table.c.kiosk == kiosk
            )
            ordered = found.order_by(record_table.c.seq)
            for row in connection.execution_options(yield_per=5000).execute(ordered):
                yield row.seq, row.digest, State(row.status)

    def failures(self) -> list[tuple[bytes, int, State, str]]:
        """Every record that is rejected or unreadable: kiosk, number, state and reason."""
        with self.reading() as connection:
            found = [
                (row.kiosk, row.seq, State(row.status), row.reason)
                for row in connection.execute(select(record_table).where(record_table.c.status.in_(FAILED)))
            ]
            found += [
                (row.kiosk, row.seq, State.UNREADABLE, row.reason)
                for row in connection.execute(select(lost_table))
            ]
            return sorted(found)

    def rows(self, register_key: bytes) -> Iterator[Row]:
        """Every record with its signature opened, by kiosk id and number."""
        cipher = ChaCha20Poly1305(register_key)
        original = record_table.alias()
        with self.reading() as connection:
            found = connection.execution_options(yield_per=500).execute(
                select(record_table, original.c.id.label("original_id"))
                .outerjoin(original, record_table.c.duplicate_of == original.c.key)
                .order_by(record_table.c.kiosk, record_table.c.seq, record_table.c.digest)
            )
            for row in found:
                signature = unbox(cipher, row.box, row.kiosk, row.seq, row.id) if row.box else None
                yield Row(
                    row.kiosk,
                    row.seq,
                    row.id,
                    row.digest,
                    State(row.status),
                    row.reason,
                    row.original_id,
                    signature,
                )

    def _bring_up_to_date(self, connection: Connection, key_id: bytes) -> None:
        """Makes or migrates the tables, unless another desk has done so meanwhile."""
        revision = self._revision(connection, key_id)
        if revision == migrations.HEAD:
            return
        new = not inspect(connection).has_table("owner")
        migrations.migrate(connection)
        if new:
            connection.execute(insert(owner_table).values(campaign=key_id))
        self._store.stamp(connection)

    def _revision(self, connection: Connection, key_id: bytes) -> str | None:
        """The revision of the tables, if the register is this campaign's; None where there is nothing yet."""
        if not inspect(connection).get_table_names():
            return None
        self._store.check(connection)
        revision = migrations.revision(connection)
        if revision is not None and not migrations.is_known(revision):
            raise NewerVersionError(
                f"{self.name} was made by a newer version of this program.", "Update this program."
            )
        if connection.execute(select(owner_table.c.campaign)).scalar() != key_id:
            raise CampaignError(
                f"{self.name} belongs to another campaign.", "Give the right register for this one."
            )
        return revision

    def _note_kiosk(self, connection: Connection, kiosk: KioskRow) -> None:
        known = connection.execute(select(kiosk_table).where(kiosk_table.c.id == kiosk.id)).one_or_none()
        if known is None:
            connection.execute(
                insert(kiosk_table).values(id=kiosk.id, name=kiosk.name, last_seq=kiosk.last_seq)
            )
        elif kiosk.last_seq > known.last_seq:
            connection.execute(
                update(kiosk_table)
                .where(kiosk_table.c.id == kiosk.id)
                .values(name=kiosk.name, last_seq=kiosk.last_seq)
            )

    def _known(
        self, connection: Connection, kiosk: bytes, first: int, last: int
    ) -> dict[bytes, tuple[int, State]]:
        rows = connection.execute(
            select(record_table.c.digest, record_table.c.key, record_table.c.status).where(
                record_table.c.kiosk == kiosk, record_table.c.seq.between(first, last)
            )
        )
        return {row.digest: (row.key, State(row.status)) for row in rows}

    def _heal(self, connection: Connection, key: int, entry: Entry) -> None:
        """Puts the opened record in the place of the one that could not be opened."""
        connection.execute(update(record_table).where(record_table.c.key == key).values(_opened(entry)))
        marks = _marks(key, entry)
        if marks:
            connection.execute(insert(fingerprint_table), marks)

    def _add_entries(self, connection: Connection, kiosk: bytes, entries: dict[bytes, Entry]) -> int:
        """Inserts `entries` (by digest), none of which is there; returns how many had been lost before."""
        if not entries:
            return 0
        first = int(connection.execute(select(func.max(record_table.c.key))).scalar() or 0) + 1
        rows, marks = [], []
        for key, (digest, entry) in enumerate(entries.items(), first):
            rows.append(
                {
                    "key": key,
                    "kiosk": kiosk,
                    "seq": entry.record.seq,
                    "id": entry.record.id,
                    "digest": digest,
                    **_opened(entry),
                }
            )
            marks += _marks(key, entry)
        connection.execute(insert(record_table), rows)
        if marks:
            connection.execute(insert(fingerprint_table), marks)
        found = connection.execute(
            delete(lost_table).where(
                lost_table.c.kiosk == kiosk,
                lost_table.c.seq.in_(
                    select(record_table.c.seq).where(
                        record_table.c.kiosk == kiosk, record_table.c.key >= first
                    )
                ),
            )
        )
        return found.rowcount

    def _add_lost(self, connection: Connection, kiosk: bytes, lost: dict[int, str]) -> int:
        """Notes the numbers of damaged records of which nothing is known yet; returns how many."""
        if not lost:
            return 0
        there: set[int] = set()
        for table in (record_table, lost_table):
            there |= set(
                connection.execute(
                    select(table.c.seq).where(
                        table.c.kiosk == kiosk, table.c.seq.between(min(lost), max(lost))
                    )
                ).scalars()
            )
        rows = [{"kiosk": kiosk, "seq": seq, "reason": lost[seq]} for seq in lost if seq not in there]
        if rows:
            connection.execute(insert(lost_table), rows)
        return len(rows)


def withdrawal_mark(digest: bytes) -> bytes:
    """The mark (16 bytes) by which the record with this digest is withdrawn."""
    return digest[:16]


def _without_withdrawn(connection: Connection, entries: dict[bytes, Entry]) -> dict[bytes, Entry]:
    """`entries` (by digest), those emptied that were withdrawn before they came."""
    if connection.execute(select(withdrawal_table.c.mark).limit(1)).first() is None:
        return entries
    marks = {mark for entry in entries.values() for mark in entry.withdrawal_marks()}
    found = set(
        connection.execute(
            select(withdrawal_table.c.mark).where(withdrawal_table.c.mark.in_(marks))
        ).scalars()
    )
    return {
        digest: entry if found.isdisjoint(entry.withdrawal_marks()) else entry.emptied()
        for digest, entry in entries.items()
    }


def _opened(entry: Entry) -> dict[str, object]:
    """The columns of a record that opening it fills."""
    return {
        "outcome": entry.outcome,
        "status": State.COUNTED if entry.outcome is Outcome.OPENED else State(entry.outcome),
        "reason": entry.reason,
        "day": entry.day,
        "kind": entry.kind,
        "country": entry.country,
        "language": entry.language,
        "receipt": entry.receipt,
        "box": entry.box,
    }


def _marks(key: int, entry: Entry) -> list[dict[str, object]]:
    return [{"record": key, "value": value, "rule": rule} for rule, value in entry.fingerprints]

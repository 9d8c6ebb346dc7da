"""Adds what export files brought to the register, and keeps it a function of the set of merged records."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.barring import KioskStanding, apply_standing, standing_of
from kiosk.coordinator.counting.duplicates import settle_runs
from kiosk.coordinator.counting.following import Meant, meaning_of
from kiosk.coordinator.counting.numbers import runs
from kiosk.coordinator.records.opening import Outcome, RegisterEntry
from kiosk.coordinator.register import marks, words
from kiosk.coordinator.register.register import KioskRow, State, highest_number
from kiosk.coordinator.register.seals import kiosk_seal, lost_seal
from kiosk.coordinator.register.settings import NEW_KIOSKS, WAIT
from kiosk.coordinator.register.tables import (
    kiosk_table,
    lost_table,
    record_table,
    withdrawal_table,
)
from kiosk.coordinator.register.words import Standing
from kiosk.database import insert_rows

_FAILED = (Outcome.REJECTED, Outcome.UNREADABLE)
_PLACE = ("key", "kiosk", "seq", "id", "digest")
_OUTCOMES = {
    one: (one.value, State.COUNTED.value if one is Outcome.OPENED else State(one).value) for one in Outcome
}
"""Outcome and status as the columns hold them."""
_OPENED = (
    "outcome", "status", "reason", "day", "kind", "country", "language", "receipt", "box", "seal",
    "fingerprints",
)  # fmt: skip
"""The columns of a record that opening it fills."""


@dataclass(frozen=True)
class Brought:
    """What one batch brought.

    Attributes:
        kiosk: who vouched for it, up to which number.
        entries: opened records of that kiosk. One that the register has already is passed
            over, unless it could not be opened then and can be now.
        lost: numbers of damaged records, with the reason.
        known: how many more records it had, of which the register needs nothing.
    """

    kiosk: KioskRow
    entries: Sequence[RegisterEntry]
    lost: Mapping[int, str] = field(default_factory=dict)
    known: int = 0


@dataclass(frozen=True)
class Added:
    """What became of a batch.

    Attributes:
        new: records, and numbers of damaged ones, that the register did not have.
        repaired: records that had been lost or could not be opened, and are good now.
        known: records that changed nothing.
    """

    new: int
    repaired: int
    known: int


def add(
    connection: Connection, keys: CampaignKeys, batches: Sequence[Brought], today: datetime.date
) -> list[Added]:
    """Adds `batches` in the caller's transaction, and settles whom they meet; returns what each changed.

    Args:
        today: noted for kiosks that were never heard of before.
    """
    _note_kiosks(_Kiosks(connection, keys, today), batches)
    adding = _Adding(connection, keys)
    taken = [adding.take(brought) for brought in batches]
    first, last = adding.insert()
    added = []
    for brought, one in zip(batches, taken, strict=True):
        lost = _add_lost(connection, keys, brought)
        known = brought.known + len(brought.entries) - one.new - one.reopened
        added.append(Added(one.new - one.found_again + lost, one.found_again + one.reopened, known))
    settle_runs(connection, keys, [*runs(sorted(adding.changed)), (first, last)])
    return added


def _note_kiosks(kiosks: _Kiosks, batches: Sequence[Brought]) -> None:
    """Notes who vouched, each once: of a kiosk's batches, what the one with the highest number says."""
    bringing: dict[bytes, KioskRow] = {}
    telling: dict[bytes, KioskRow] = {}
    for brought in batches:
        met = bringing if brought.entries or brought.lost else telling
        before = met.get(brought.kiosk.id)
        if before is None or before.last_seq < brought.kiosk.last_seq:
            met[brought.kiosk.id] = brought.kiosk
    for kiosk in bringing.values():
        kiosks.note(kiosk)
    # Who vouches without bringing anything makes no kiosk, but tells of more to come from a known one.
    for kiosk in telling.values():
        kiosks.raise_last(kiosk)


@dataclass(frozen=True)
class _Taken:
    """Of a batch: records that are new, of which some had been lost before; and those that open now."""

    new: int
    found_again: int
    reopened: int


class _Adding:
    """Gathers what is new in several batches, and inserts it at once: an index likes much at a time."""

    def __init__(self, connection: Connection, keys: CampaignKeys) -> None:
        self._connection = connection
        self._keys = keys
        self._fresh: dict[bytes, tuple[bytes, RegisterEntry]] = {}
        self._numbers: set[tuple[bytes, int]] = set()
        self._to_bar: dict[bytes, set[int]] = defaultdict(set)
        # Of each kiosk, asked once: a question costs as much as ten records, and a batch has but a hundred.
        self._highest = cache(partial(highest_number, connection))
        self._is_barred = cache(partial(_is_barred, connection))
        self.changed: set[int] = set()
        """The keys of records that were there, and about which something changed."""

    def take(self, brought: Brought) -> _Taken:
        """Notes which of the records in `brought` are new; opens the way for those that failed before."""
        if not brought.entries:
            return _Taken(0, 0, 0)
        kiosk = brought.kiosk.id
        seqs = [entry.seq for entry in brought.entries]
        known = {}
        if min(seqs) <= self._highest(kiosk):
            known = _known(self._connection, kiosk, seqs)
        taken = {one.seq for one in known.values()}
        barred = self._is_barred(kiosk)
        new, reopened = [], 0
        for entry in self._without_withdrawn(kiosk, brought.entries):
            there = known.get(entry.digest)
            if there is None and entry.digest not in self._fresh:
                new.append(entry.seq)
                if barred or entry.seq in taken or (kiosk, entry.seq) in self._numbers:
                    self._to_bar[kiosk].add(entry.seq)
                self._fresh[entry.digest] = (kiosk, entry)
                self._numbers.add((kiosk, entry.seq))
            elif there is not None and there.failed and entry.outcome not in _FAILED:
                _reopen(self._connection, there.key, entry)
                self._to_bar[kiosk].add(entry.seq)
                self.changed.add(there.key)
                reopened += 1
        found_again = _find_again(self._connection, kiosk, new) if self._some_lost else 0
        return _Taken(len(new), found_again, reopened)

    def insert(self) -> tuple[int, int]:
        """Inserts what is new; returns the first and the last key of it."""
        highest = self._connection.execute(select(func.max(record_table.c.key))).scalar()
        first = int(highest or 0) + 1
        numbered = list(enumerate(self._fresh.values(), first))
        insert_rows(
            self._connection,
            record_table,
            (*_PLACE, *_OPENED),
            [(key, kiosk, one.seq, one.id, one.digest, *_opened(one)) for key, (kiosk, one) in numbered],
        )
        marks.enter(self._connection, ((key, one.fingerprints, one.receipt) for key, (_, one) in numbered))
        for kiosk, seqs in self._to_bar.items():
            for start, end in runs(sorted(seqs)):
                self.changed.update(apply_standing(self._connection, kiosk, start, end))
        return first, first + len(numbered) - 1

    @cached_property
    def _withdrawn(self) -> set[bytes]:
        """All by which withdrawn signatures are known: as it was said, for hands write into tables."""
        if self._connection.execute(select(withdrawal_table.c.mark).limit(1)).first() is None:
            return set()
        return meaning_of(words.said(self._connection, self._keys)).marks

    @cached_property
    def _some_lost(self) -> bool:
        return self._connection.execute(select(lost_table.c.seq).limit(1)).first() is not None

    def _without_withdrawn(self, kiosk: bytes, entries: Sequence[RegisterEntry]) -> Sequence[RegisterEntry]:
        """`entries`, those emptied that were withdrawn before they came."""
        if not self._withdrawn:
            return entries
        return [
            entry
            if self._withdrawn.isdisjoint(entry.withdrawal_marks())
            else entry.emptied(kiosk, self._keys.seal_key)
            for entry in entries
        ]


@dataclass(frozen=True)
class _Known:
    key: int
    seq: int
    failed: bool


def _is_barred(connection: Connection, kiosk: bytes) -> bool:
    return standing_of(connection, kiosk).standing in (Standing.HELD, Standing.REVOKED)


def _known(connection: Connection, kiosk: bytes, seqs: Sequence[int]) -> dict[bytes, _Known]:
    """The records of `kiosk` in the register, by digest, from the lowest of `seqs` to the highest."""
    c = record_table.c
    rows = connection.execute(
        select(c.digest, c.key, c.seq, c.outcome).where(c.kiosk == kiosk, c.seq.between(min(seqs), max(seqs)))
    )
    return {row.digest: _Known(row.key, row.seq, row.outcome in _FAILED) for row in rows}


class _Kiosks:
    """Notes who vouched for something, in one transaction."""

    def __init__(self, connection: Connection, keys: CampaignKeys, today: datetime.date) -> None:
        self._connection = connection
        self._keys = keys
        self._today = today.isoformat()
        self._meant: Meant | None = None

    def note(self, kiosk: KioskRow) -> None:
        """Notes that `kiosk` vouched for something."""
        known = select(kiosk_table.c.id).where(kiosk_table.c.id == kiosk.id)
        if self._connection.execute(known).first() is not None:
            self.raise_last(kiosk)
            return
        word = self._standing(kiosk.id)
        self._connection.execute(
            insert(kiosk_table).values(
                id=kiosk.id,
                name=kiosk.name,
                last_seq=kiosk.last_seq,
                first_seen=self._today,
                standing=word.standing,
                revoked_from=word.revoked_from,
                seal=kiosk_seal(self._keys.seal_key, kiosk.id, kiosk.name, kiosk.last_seq, self._today),
            )
        )

    def raise_last(self, kiosk: KioskRow) -> None:
        """Notes up to which number a kiosk vouched, if it is known and that is more than before."""
        c = kiosk_table.c
        # One that a check had to call by its id (`checking.py`) gets its name back.
        nameless = and_(c.name == kiosk.id.hex()[:8], c.last_seq == kiosk.last_seq)
        known = select(c.first_seen).where(c.id == kiosk.id, or_(c.last_seq < kiosk.last_seq, nameless))
        first_seen = self._connection.execute(known).scalar()
        if first_seen is not None:
            seal = kiosk_seal(self._keys.seal_key, kiosk.id, kiosk.name, kiosk.last_seq, first_seen)
            newer = update(kiosk_table).where(c.id == kiosk.id)
            self._connection.execute(newer.values(name=kiosk.name, last_seq=kiosk.last_seq, seal=seal))

    def _standing(self, kiosk: bytes) -> KioskStanding:
        """The word on a kiosk that is met for the first time here: what was said of it, or that it waits."""
        if self._meant is None:
            self._meant = meaning_of(words.said(self._connection, self._keys))
        if kiosk not in self._meant.standings:
            if self._meant.settings.get(NEW_KIOSKS) != WAIT:
                return KioskStanding(Standing.NEW)
            words.say(self._connection, self._keys, words.OfKiosk(kiosk, Standing.HELD))
            self._meant.standings[kiosk] = KioskStanding(Standing.HELD)
        return self._meant.standings[kiosk]


def _find_again(connection: Connection, kiosk: bytes, seqs: Sequence[int]) -> int:
    """Forgets that these numbers were lost, now that their records come; returns how many were."""
    if not seqs:
        return 0
    c = lost_table.c
    lost = connection.execute(select(c.seq).where(c.kiosk == kiosk, c.seq.between(min(seqs), max(seqs))))
    again = set(lost.scalars()).intersection(seqs)
    for seq in again:
        connection.execute(delete(lost_table).where(c.kiosk == kiosk, c.seq == seq))
    return len(again)


def _opened(entry: RegisterEntry) -> tuple[object, ...]:
    """The values of `_OPENED`."""
    return (
        *_OUTCOMES[entry.outcome],
        entry.reason,
        entry.day,
        entry.kind,
        entry.country,
        entry.language,
        entry.receipt,
        entry.box,
        entry.seal,
        entry.fingerprints,
    )


def _reopen(connection: Connection, key: int, entry: RegisterEntry) -> None:
    """Puts the opened record in the place of the one that could not be opened."""
    values = dict(zip(_OPENED, _opened(entry), strict=True))
    connection.execute(update(record_table).where(record_table.c.key == key).values(values))
    marks.enter(connection, [(key, entry.fingerprints, entry.receipt)])


def _add_lost(connection: Connection, keys: CampaignKeys, brought: Brought) -> int:
    """Notes the numbers of damaged records of which nothing is known yet; returns how many."""
    kiosk, lost = brought.kiosk.id, brought.lost
    if not lost:
        return 0
    there: set[int] = set()
    for table in (record_table, lost_table):
        found = select(table.c.seq).where(table.c.kiosk == kiosk, table.c.seq.between(min(lost), max(lost)))
        there |= set(connection.execute(found).scalars())
    rows = [
        (kiosk, seq, lost[seq], lost_seal(keys.seal_key, kiosk, seq, lost[seq]))
        for seq in lost
        if seq not in there
    ]
    insert_rows(connection, lost_table, ("kiosk", "seq", "reason", "seal"), rows)
    return len(rows)

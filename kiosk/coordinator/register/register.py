"""The register: every merged signature, encrypted under the register key, with keyed fingerprints.

A record is known by its digest (docs/decisions/0003). No name is in it in the clear:
what is readable without the key is which kiosk, which number, which day, and what
became of it. The state of the register is a function of the set of merged records,
whatever order they came in.
"""

from __future__ import annotations

from array import array
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, func, insert, inspect, select, text

from kiosk.coordinator.register import migrations
from kiosk.coordinator.register.boxes import unbox
from kiosk.coordinator.register.kept_words import KeptWords
from kiosk.coordinator.register.store import RegisterAddress, open_store
from kiosk.coordinator.register.tables import (
    ColumnEnum,
    kiosk_table,
    lost_table,
    metadata,
    owner_table,
    record_table,
    word_table,
)
from kiosk.coordinator.register.words import RawWord, raw_words
from kiosk.errors import CampaignError, NewerVersionError
from kiosk.signing.signature import Signature

_PAGE = 500
"""Records that are read at a time."""


class State(ColumnEnum):
    """What became of a collected signature. Each has exactly one, so the books balance."""

    COUNTED = "counted"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"


FAILED = (State.REJECTED, State.UNREADABLE)
"""The states of records that were not opened, or whose signature does not do."""

COUNTABLE = (State.COUNTED, State.DUPLICATE)
"""The states of records that count, or would if the one that they are a duplicate of did not."""


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


class Register:
    """One campaign's register, made when it is not there and brought up to date when it is older.

    Args:
        place: a SQLite file, or the address or URL of a PostgreSQL database (`server.ServerStore`).
        key_id: the campaign's 16 bytes.
        kept: the campaign folder's copy of the coordinator's words, which then follows the register's.

    Raises:
        CampaignError: what is there is damaged, another campaign's, or no register.
        NewerVersionError: a newer program made it.
        StorageError: the disk is full, read-only or gone; the server cannot be reached.
        SettingsError: the address is none.
    """

    def __init__(self, place: RegisterAddress, key_id: bytes, kept: KeptWords | None = None) -> None:
        self._store = open_store(place)
        self.kept = kept
        with self._store.reading() as connection:
            revision = self._revision(connection, key_id)
        if revision != migrations.HEAD:
            with self._store.writing() as connection:
                self._bring_up_to_date(connection, key_id)

    @property
    def name(self) -> str:
        """Where it is, for a sentence: a path, or host/database."""
        return self._store.name

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction on the register's tables, which commits at the end; nobody else writes meanwhile.

        Raises:
            CampaignError: somebody put in what meddles with what is written.
        """
        with self._store.writing() as connection:
            self._store.check(connection)
            yield connection
            rows = self._new_words(connection)
        if self.kept and rows:
            self.kept.keep(rows)

    def drop(self) -> None:
        """Takes all tables of the register away, with all that is in them and all that hangs on them."""
        with self._store.writing() as connection:
            # On a server somebody's views, or tables that refer to these, would keep them.
            all_of_it = " CASCADE" if connection.dialect.name == "postgresql" else ""
            for table in (*reversed(metadata.sorted_tables), "alembic_version"):
                connection.execute(text(f'DROP TABLE IF EXISTS "{table}"{all_of_it}'))

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
            return {digest for digest, outcome in known.items() if outcome not in FAILED}

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

    def count(self, state: State | None = None) -> int:
        """How many records are in `state`, or in any."""
        tallies = self.tally().values()
        return sum(sum(states.values()) if state is None else states.get(state, 0) for states in tallies)

    def gaps(self) -> dict[bytes, list[tuple[int, int]]]:
        """By kiosk: the runs (first, last) of numbers, up to the last it vouched for, not here."""
        c = record_table.c
        had = select(c.kiosk, c.seq).union(select(lost_table.c.kiosk, lost_table.c.seq)).subquery()
        before = func.lag(had.c.seq, 1, 0).over(partition_by=had.c.kiosk, order_by=had.c.seq)
        steps = select(had.c.kiosk, had.c.seq, before.label("before")).subquery()
        found: dict[bytes, list[tuple[int, int]]] = {}
        with self.reading() as connection:
            gaps = connection.execute(
                select(steps).where(steps.c.seq > steps.c.before + 1).order_by(steps.c.kiosk, steps.c.seq)
            )
            for row in gaps:
                found.setdefault(row.kiosk, []).append((row.before + 1, row.seq - 1))
            ends = connection.execute(
                select(kiosk_table.c.id, kiosk_table.c.last_seq, func.coalesce(func.max(had.c.seq), 0))
                .outerjoin(had, had.c.kiosk == kiosk_table.c.id)
                .group_by(kiosk_table.c.id, kiosk_table.c.last_seq)
            )
            for kiosk, last, highest in ends:
                if highest < last:
                    found.setdefault(kiosk, []).append((highest + 1, last))
        return found

    def digests(self, kiosk: bytes) -> Generator[tuple[int, bytes, State], None, None]:
        """Number, digest and state of each record of `kiosk` that is here, by number (one may come twice)."""
        with self.reading() as connection:
            found = select(record_table.c.seq, record_table.c.digest, record_table.c.status).where(
                record_table.c.kiosk == kiosk
            )
            ordered = found.order_by(record_table.c.seq)
            with connection.execution_options(yield_per=5000).execute(ordered) as rows:
                for row in rows:
                    yield row.seq, row.digest, State(row.status)

    def rows(self, register_key: bytes) -> Generator[Row, None, None]:
        """Every record with its signature opened, by kiosk id and number.

        Which there are, and what becomes of each, is as at one moment; but what is withdrawn since is so.
        Between the pages nobody is kept waiting.
        """
        cipher = ChaCha20Poly1305(register_key)
        original, c = record_table.alias(), record_table.c
        keys, states = array("q"), list[State]()
        with self.reading() as connection:
            order = select(c.key, c.status).order_by(c.kiosk, c.seq, c.digest)
            for key, status in connection.execution_options(yield_per=5000).execute(order):
                keys.append(key)
                states.append(State(status))
        page = select(record_table, original.c.id.label("original_id")).outerjoin(
            original, c.duplicate_of == original.c.key
        )
        for first in range(0, len(keys), _PAGE):
            chosen = keys[first : first + _PAGE]
            with self.reading() as connection:
                found = {row.key: row for row in connection.execute(page.where(c.key.in_(chosen)))}
            for key, status in zip(chosen, states[first : first + _PAGE], strict=True):
                row = found[key]
                signature = _opened(cipher, row)
                yield Row(
                    row.kiosk,
                    row.seq,
                    row.id,
                    row.digest,
                    State.WITHDRAWN if row.status == State.WITHDRAWN else status,
                    row.reason,
                    row.original_id,
                    signature,
                )

    def _new_words(self, connection: Connection) -> list[RawWord]:
        """The coordinator's words, if there are more than the campaign folder keeps."""
        if self.kept is None:
            return []
        last = connection.execute(select(word_table).order_by(word_table.c.id.desc()).limit(1)).first()
        return raw_words(connection) if last and not self.kept.has(RawWord(*last)) else []

    def _bring_up_to_date(self, connection: Connection, key_id: bytes) -> None:
        """Makes or migrates the tables, unless another desk has done so meanwhile."""
        revision = self._revision(connection, key_id)
        if revision == migrations.HEAD:
            return
        if inspect(connection).has_table("owner"):
            migrations.migrate(connection)
        else:
            migrations.make(connection)
            connection.execute(insert(owner_table).values(campaign=key_id))
        self._store.stamp(connection)

    def _revision(self, connection: Connection, key_id: bytes) -> str | None:
        """The revision of the tables, if the register is this campaign's; None where there is nothing yet."""
        if not inspect(connection).get_table_names():
            return None
        self._store.check(connection)
        revision = migrations.revision(connection)
        if revision is not None and migrations.is_newer(revision):
            raise NewerVersionError(
                "{path} was made by a newer version of this program.", "Update this program.", path=self.name
            )
        if connection.execute(select(owner_table.c.campaign)).scalar() != key_id:
            raise CampaignError(
                "{path} belongs to another campaign.", "Give the right register for this one.", path=self.name
            )
        return revision

    def _known(self, connection: Connection, kiosk: bytes, first: int, last: int) -> dict[bytes, str]:
        """What opening said of `kiosk`'s records numbered `first` to `last`, by digest."""
        c = record_table.c
        rows = connection.execute(
            select(c.digest, c.outcome).where(c.kiosk == kiosk, c.seq.between(first, last))
        )
        return {row.digest: row.outcome for row in rows}


def _opened(cipher: ChaCha20Poly1305, row: Any) -> Signature | None:
    """The signature in the table's `row`; None where there is none."""
    return unbox(cipher, row.box, (row.kiosk, row.seq, row.id, row.digest)) if row.box else None


def highest_number(connection: Connection, kiosk: bytes) -> int:
    """The highest number of a record of `kiosk` in the register; 0 where there is none."""
    c = record_table.c
    return connection.execute(select(func.max(c.seq)).where(c.kiosk == kiosk)).scalar() or 0

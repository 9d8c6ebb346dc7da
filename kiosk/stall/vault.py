"""The vault: the laptop's durable store of sealed signatures.

SQLite through SQLAlchemy. A row is a number, a random record id, the sealed bytes
and the hash chain; nothing in the clear and no time of day. `append` returns only
when the signature would survive a power cut. What a coordinator's receipt has released
is deleted; the vault keeps its last number and chain, and goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, text

from kiosk.database import check_stamp, database_errors, sqlite_engine, stamp, writing
from kiosk.errors import NewerVersionError, StorageError, VaultError
from kiosk.exchange.lines import MAX_SEQ
from kiosk.exchange.record import GENESIS, Record, next_link
from kiosk.signing.seal import Sealed
from kiosk.stall.tables import (
    metadata,
    owner_table,
    record_table,
    released_table,
    sheet_table,
    synced_table,
)

VERSION = 2
_APPLICATION = 0x4B494F53  # "KIOS": tells a vault from any other SQLite file


@dataclass(frozen=True)
class SyncNote:
    """That everything up to `last_seq` was verified in the file `target` on `day` (ISO 8601)."""

    target: str
    last_seq: int
    day: str


@dataclass(frozen=True)
class Release:
    """That the records up to `upto` were deleted on `day` (ISO 8601), and the chain after record `upto`."""

    upto: int
    chain: bytes
    day: str


_NO_RELEASE = Release(0, GENESIS, "")


@dataclass(frozen=True)
class Stored:
    """A record with the hash chain before it, and whether it still is what was stored."""

    record: Record
    start: bytes
    sound: bool


@dataclass(frozen=True)
class Survey:
    """The digest of every record by its number, and the numbers that were changed, damaged or are missing."""

    digests: dict[int, bytes]
    faults: list[int]


@dataclass(frozen=True)
class SheetMark:
    """How far a typed-up sheet has been taken in: `sheet` names it (32 bytes), `rows` of it are done."""

    sheet: bytes
    rows: int


def may_hold_signatures(path: Path) -> bool:
    """Whether the file `path` holds signatures, or cannot be seen to hold none."""
    try:
        with database_errors(path, VaultError), sqlite_engine(path).connect() as connection:
            tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar()
            return bool(tables) and bool(
                connection.execute(select(func.count()).select_from(record_table)).scalar()
            )
    except (VaultError, StorageError):
        return True


class Vault:
    """One kiosk's vault.

    Args:
        path: the SQLite file.
        kiosk: the kiosk's 16-byte id.
        campaign: the campaign's 16-byte key id.

    Raises:
        VaultError: the file is damaged, missing, or another kiosk's.
        NewerVersionError: a newer program made it.
        StorageError: the disk is full, read-only or gone.
    """

    def __init__(self, path: Path, kiosk: bytes, campaign: bytes) -> None:
        if not path.is_file():
            raise VaultError(
                "The vault {path} is missing: it held this kiosk's sealed signatures.",
                "Put the file back from where it was moved to; do not set up again over it.",
                path=path,
            )
        self.path = path
        self._kiosk = kiosk
        self._engine = sqlite_engine(path)
        with database_errors(path, VaultError):
            with self._engine.connect() as connection:
                version = self._check(connection, campaign)
            if version < VERSION:
                self._migrate()

    @classmethod
    def create(cls, path: Path, kiosk: bytes, campaign: bytes) -> Vault:
        """Makes a new, empty vault in the file `path`, which must not be there. Raises as the class."""
        if path.exists():
            raise VaultError("There is a vault at {path} already.", "Choose another data folder.", path=path)
        with database_errors(path, VaultError):
            engine = sqlite_engine(path, create=True)
            with writing(engine).begin() as connection:
                metadata.create_all(connection)
                connection.execute(insert(owner_table).values(kiosk=kiosk, campaign=campaign))
                stamp(connection, _APPLICATION, VERSION)
            path.chmod(0o600)
        return cls(path, kiosk, campaign)

    def append(self, sealed: Sealed, mark: SheetMark | None = None) -> int:
        """Stores a sealed signature and returns its number (from 1); durable when this returns.

        Args:
            mark: how far this takes a typed-up sheet; remembered together with the signature.

        Raises:
            StorageError: the disk is full or failing; nothing was stored, and trying again is safe.
            VaultError: the vault is damaged.
        """
        with database_errors(self.path, VaultError), writing(self._engine).begin() as connection:
            last = connection.execute(
                select(record_table.c.seq, record_table.c.chain).order_by(record_table.c.seq.desc()).limit(1)
            ).one_or_none()
            released = self._released(connection)
            seq, chain = (last.seq + 1, last.chain) if last else (released.upto + 1, released.chain)
            if seq > MAX_SEQ:
                raise VaultError("This kiosk has reached its largest number.", "Set up a new data folder.")
            record = Record(self._kiosk, seq, sealed.id, sealed.data)
            connection.execute(
                insert(record_table).values(
                    seq=seq, id=sealed.id, sealed=sealed.data, chain=next_link(chain, record.digest())
                )
            )
            if mark:
                connection.execute(sheet_table.delete().where(sheet_table.c.sheet == mark.sheet))
                connection.execute(insert(sheet_table).values(sheet=mark.sheet, rows=mark.rows))
        return seq

    def count(self) -> int:
        """How many signatures this kiosk has taken in all, those that were released too."""
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            last = connection.execute(select(func.max(record_table.c.seq))).scalar()
            return int(last or self._released(connection).upto)

    def rows_done(self, sheet: bytes) -> int:
        """How many rows of a typed-up sheet have been taken in before."""
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            return int(
                connection.execute(select(sheet_table.c.rows).where(sheet_table.c.sheet == sheet)).scalar()
                or 0
            )

    def records(self, first: int = 1, last: int = MAX_SEQ) -> Iterator[Stored]:
        """The records numbered `first` to `last` that were not released, in order, read a few at a time.

        One that was changed or damaged comes as not sound. Whether it follows on the one
        before can only be told while that one is there.
        """
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            expected = max(first, self._released(connection).upto + 1)
            chain = self._chain_after(connection, expected - 1) or GENESIS
            rows = connection.execution_options(yield_per=500).execute(
                select(record_table)
                .where(record_table.c.seq.between(expected, last))
                .order_by(record_table.c.seq)
            )
            for row in rows:
                record = Record(self._kiosk, row.seq, row.id, row.sealed)
                sound = row.seq != expected or next_link(chain, record.digest()) == row.chain
                yield Stored(record, chain, sound)
                chain, expected = row.chain, row.seq + 1

    def survey(self) -> Survey:
        """What is in the vault and what is wrong with it, in one reading."""
        digests: dict[int, bytes] = {}
        faults: list[int] = []
        expected = self.released().upto + 1
        for stored in self.records():
            seq = stored.record.seq
            digests[seq] = stored.record.digest()
            faults += range(expected, seq)
            if not stored.sound:
                faults.append(seq)
            expected = seq + 1
        return Survey(digests, faults)

    def released(self) -> Release:
        """Up to where records were released; up to 0 if none ever were."""
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            return self._released(connection)

    def chain_after(self, number: int) -> bytes | None:
        """The hash chain after record `number`; None if the vault does not know it (any more)."""
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            return self._chain_after(connection, number)

    def release(self, release: Release) -> int:
        """Deletes the records that `release` names, all or none, and returns how many there were.

        SQLite overwrites them in the file (`secure_delete`); what the disk keeps of older
        blocks is out of its hands. Durable when this returns.

        Raises:
            VaultError: the chain is not this vault's own after that record; nothing was deleted.
            StorageError: the disk is full or failing; nothing was deleted.
        """
        with database_errors(self.path, VaultError), writing(self._engine).begin() as connection:
            if self._chain_after(connection, release.upto) != release.chain:
                raise VaultError(
                    "The vault {path} holds other signatures than those to be deleted.",
                    "Tell the coordinator.",
                    path=self.path,
                )
            merged = record_table.delete().where(record_table.c.seq <= release.upto)
            deleted = connection.execute(merged).rowcount
            connection.execute(released_table.delete())
            connection.execute(
                insert(released_table).values(upto=release.upto, chain=release.chain, day=release.day)
            )
        return deleted

    def note_sync(self, note: SyncNote) -> None:
        """Remembers a verified sync."""
        with database_errors(self.path, VaultError), writing(self._engine).begin() as connection:
            connection.execute(synced_table.delete().where(synced_table.c.target == note.target))
            connection.execute(
                insert(synced_table).values(target=note.target, last_seq=note.last_seq, day=note.day)
            )

    def sync_notes(self) -> list[SyncNote]:
        """What was synced, to each target, newest first."""
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            rows = connection.execute(
                select(synced_table).order_by(synced_table.c.day.desc(), synced_table.c.last_seq.desc())
            )
            return [SyncNote(row.target, row.last_seq, row.day) for row in rows]

    def check(self) -> None:
        """Raises VaultError unless the database and its hash chain are sound from end to end."""
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            if connection.execute(text("PRAGMA integrity_check")).scalar() != "ok":
                raise VaultError(
                    "The vault {path} is damaged.",
                    "Keep a copy of the whole folder and ask for help.",
                    path=self.path,
                )
        faults = self.survey().faults
        if faults:
            raise VaultError(
                "Record {number} in the vault {path} was changed, damaged or taken out.",
                "Sync the others, keep a copy of the whole folder and ask for help.",
                number=faults[0],
                path=self.path,
            )

    @staticmethod
    def _released(connection: Connection) -> Release:
        row = connection.execute(select(released_table)).one_or_none()
        return Release(row.upto, row.chain, row.day) if row else _NO_RELEASE

    def _chain_after(self, connection: Connection, number: int) -> bytes | None:
        released = self._released(connection)
        if number == released.upto:
            return released.chain
        return connection.execute(
            select(record_table.c.chain).where(record_table.c.seq == number)
        ).scalar_one_or_none()

    def _check(self, connection: Connection, campaign: bytes) -> int:
        """Raises as the class, or returns the version of the vault, which is none too new."""
        version = check_stamp(
            connection,
            _APPLICATION,
            VERSION,
            stranger=VaultError(
                "{path} is not a vault.", "Keep it, and put the right file in its place.", path=self.path
            ),
            newer=NewerVersionError(
                "The vault {path} belongs to a newer version of this program.",
                "Update this program.",
                path=self.path,
            ),
        )
        owner = connection.execute(select(owner_table)).one_or_none()
        if owner is None or (owner.kiosk, owner.campaign) != (self._kiosk, campaign):
            raise VaultError(
                "The vault {path} belongs to another kiosk or campaign.",
                "Put the right file in its place.",
                path=self.path,
            )
        return version

    def _migrate(self) -> None:
        """Makes a vault of version 1 one of version 2: nothing was ever released from it."""
        with writing(self._engine).begin() as connection:
            metadata.create_all(connection, [released_table])
            stamp(connection, _APPLICATION, VERSION)

"""The vault: the laptop's durable store of sealed signatures.

SQLite through SQLAlchemy. A row is a number, a random record id, the sealed bytes
and the hash chain; nothing in the clear and no time of day. `append` returns only
when the signature would survive a power cut. What a coordinator's receipt has released
is deleted; the vault keeps its last number and chain, and goes on from there.

Rows are counted from 1 through the vault's whole life. A record's own number is its row,
until the kiosk had to take a new identity (`lives`): from there its numbers, and the chain,
begin anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, bindparam, func, insert, select, text

from kiosk.database import check_stamp, database_errors, insert_rows, sqlite_engine, stamp, writing
from kiosk.errors import NewerVersionError, VaultError
from kiosk.exchange.lines import MAX_SEQ
from kiosk.exchange.record import GENESIS, Record, next_link
from kiosk.files import storage
from kiosk.signing.seal import Sealed
from kiosk.stall.folder import settle
from kiosk.stall.lives import begin, head, lives, unsync_after
from kiosk.stall.stored import Life, Release, SheetMark, StoredRecord, Survey, SyncNote
from kiosk.stall.tables import (
    copied_table,
    keyed,
    make,
    migrate,
    owner_table,
    record_table,
    released_table,
    sheet_table,
    synced_table,
)

VERSION = 3
_APPLICATION = 0x4B494F53  # "KIOS": tells a vault from any other SQLite file

_NO_RELEASE = Release(0, GENESIS, "")
# Built once, as those of `lives`.
_CHAIN = select(record_table.c.chain).where(record_table.c.seq == bindparam("row"))
_RELEASED = select(released_table).where(released_table.c.upto.between(bindparam("first"), bindparam("last")))


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
                "The vault {path} is missing: it held this kiosk’s sealed signatures.",
                "Put the file back from where it was moved to; do not set up again over it.",
                path=path,
            )
        self.path = path
        self._kiosk = kiosk
        self._engine = sqlite_engine(path, keeps_journal=True)
        self._writer = writing(self._engine)
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
        with storage(path):
            path.touch(mode=0o600, exist_ok=False)
        with database_errors(path, VaultError), writing(sqlite_engine(path)).begin() as connection:
            make(connection)
            connection.execute(insert(owner_table).values(kiosk=kiosk, campaign=campaign))
            stamp(connection, _APPLICATION, VERSION)
        return cls(path, kiosk, campaign)

    def append(self, sealed: Sealed, mark: SheetMark | None = None) -> int:
        """Stores a sealed signature and returns its row (from 1); durable when this returns.

        Args:
            mark: how far this takes a typed-up sheet; remembered together with the signature.

        Raises:
            StorageError: the disk is full or failing; nothing was stored, and trying again is safe.
            VaultError: the vault is damaged.
        """
        with self._writing() as connection:
            life, chain, synced = head(connection, self._kiosk)
            if life.last >= MAX_SEQ:
                raise VaultError("This kiosk has reached its largest number.", "Set up a new data folder.")
            if chain is None or not life.last:
                chain = self._chain_after(connection, life, life.last) or GENESIS
            row, record = life.end + 1, Record(life.kiosk, life.last + 1, sealed.id, sealed.data)
            link = next_link(chain, record.digest())
            stored = (row, sealed.id, sealed.data, link)
            insert_rows(connection, record_table, ("seq", "id", "sealed", "chain"), [stored])
            # A vault that lost its last rows gives their numbers once more: no copy holds the new ones yet.
            if synced >= row:
                unsync_after(connection, row - 1)
            if mark:
                sheet = keyed(connection, mark.sheet)
                connection.execute(sheet_table.delete().where(sheet_table.c.sheet == sheet))
                connection.execute(insert(sheet_table).values(sheet=sheet, rows=mark.rows))
        return row

    def count(self) -> int:
        """How many signatures this kiosk has taken in all, those that were released too."""
        return self.lives()[-1].end

    def lives(self) -> list[Life]:
        """Every identity that this kiosk has had, the present one last."""
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            return self._lives(connection)

    def rows_done(self, sheet: bytes) -> int:
        """How many rows of a typed-up sheet have been taken in before."""
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            known = sheet_table.c.sheet == keyed(connection, sheet)
            return int(connection.execute(select(sheet_table.c.rows).where(known)).scalar() or 0)

    def records(self, first: int = 1, last: int | None = None) -> Iterator[StoredRecord]:
        """The records of the rows `first` to `last` that were not released, in order, read a few at a time.

        One that was changed or damaged comes as not sound. Whether it follows on the one
        before can only be told while that one is there.
        """
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            for life in self._lives(connection):
                end = life.end if last is None else min(last, life.end)
                yield from self._records(connection, life, first, end)

    def _records(self, connection: Connection, life: Life, first: int, last: int) -> Iterator[StoredRecord]:
        expected = max(first, life.before + self._released(connection, life).upto + 1)
        chain = self._chain_after(connection, life, expected - 1 - life.before) or GENESIS
        rows = connection.execution_options(yield_per=500).execute(
            select(record_table)
            .where(record_table.c.seq.between(expected, last))
            .order_by(record_table.c.seq)
        )
        for row in rows:
            record = Record(life.kiosk, row.seq - life.before, row.id, row.sealed)
            sound = row.seq != expected or next_link(chain, record.digest()) == row.chain
            yield StoredRecord(row.seq, record, chain, sound)
            chain, expected = row.chain, row.seq + 1

    def survey(self) -> Survey:
        """What is in the vault and what is wrong with it, in one reading."""
        digests: dict[int, bytes] = {}
        faults: list[int] = []
        held: set[int] = set()
        for life in self.lives():
            held |= set(range(life.before + self.released(life).upto + 1, life.end + 1))
        for stored in self.records():
            digests[stored.row] = stored.record.digest()
            if not stored.sound:
                faults.append(stored.row)
        return Survey(digests, sorted({*faults, *(held - digests.keys())}))

    def released(self, life: Life | None = None) -> Release:
        """Up to where records of `life`, or of the present one, were released; up to 0 if none ever were."""
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            return self._released(connection, life or self._lives(connection)[-1])

    def chain_after(self, number: int, life: Life | None = None) -> bytes | None:
        """The hash chain of `life`, or of the present one, after its record `number`.

        None if the vault does not know it (any more).
        """
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            return self._chain_after(connection, life or self._lives(connection)[-1], number)

    def release(self, release: Release, life: Life | None = None) -> int:
        """Deletes the records that `release` names, all or none, and returns how many there were.

        SQLite overwrites them in the file (`secure_delete`); what the disk keeps of older
        blocks is out of its hands. Durable when this returns.

        Args:
            life: whose records they are; the present one's without it.

        Raises:
            VaultError: the chain is not this vault's own after that record; nothing was deleted.
            StorageError: the disk is full or failing; nothing was deleted.
        """
        with self._writing() as connection:
            life = life or self._lives(connection)[-1]
            if self._chain_after(connection, life, release.upto) != release.chain:
                raise VaultError(
                    "The vault {path} holds other signatures than those to be deleted.",
                    "Tell the coordinator.",
                    path=self.path,
                )
            upto = life.before + release.upto
            merged = record_table.c.seq.between(life.before + 1, upto)
            deleted = connection.execute(record_table.delete().where(merged)).rowcount
            earlier = released_table.c.upto.between(life.before + 1, life.end)
            connection.execute(released_table.delete().where(earlier))
            connection.execute(insert(released_table).values(upto=upto, chain=release.chain, day=release.day))
        return deleted

    def note_copied(self, after: int) -> None:
        """Remembers that somewhere this kiosk's own records go on otherwise after row `after`."""
        with self._writing() as connection:
            connection.execute(copied_table.delete())
            connection.execute(insert(copied_table).values(after=after))

    def copied_after(self) -> int | None:
        """What `note_copied` noted since this kiosk took its identity; None if nothing."""
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            return self._copied_after(connection)

    def begin_life(self, kiosk: bytes, seed: bytes) -> Life:
        """From now on the kiosk has another identity, all at once or not at all; returns it.

        What goes on otherwise elsewhere moves into it, under new numbers. Where nothing of that is known,
        that is whatever was never synced.

        Args:
            kiosk: its 16-byte id.
            seed: its Ed25519 seed.
        """
        with self._writing() as connection:
            old = self._lives(connection)[-1]
            after = self._copied_after(connection)
            if after is None:
                after = connection.execute(select(func.max(synced_table.c.last_seq))).scalar() or 0
            after = min(max(after, old.before + self._released(connection, old).upto), old.end)
            moved = self._records(connection, old, after + 1, old.end)
            begin(connection, Life(kiosk, after, old.end - after, seed), moved)
            return self._lives(connection)[-1]

    def note_sync(self, note: SyncNote) -> None:
        """Remembers a verified sync; one to another device outlasts a copy in the folder that it left."""
        with self._writing() as connection:
            earlier = synced_table.c.target == note.target
            apart = earlier & (synced_table.c.device != "")
            if not note.device and connection.execute(select(synced_table).where(apart)).first():
                return
            connection.execute(synced_table.delete().where(earlier))
            connection.execute(
                insert(synced_table).values(
                    target=note.target,
                    last_seq=note.last_seq,
                    day=note.day,
                    device=" ".join(sorted(note.device)),
                )
            )

    def sync_notes(self) -> list[SyncNote]:
        """What was synced, to each target, newest first."""
        with database_errors(self.path, VaultError), self._engine.connect() as connection:
            rows = connection.execute(
                select(synced_table).order_by(synced_table.c.day.desc(), synced_table.c.last_seq.desc())
            )
            return [
                SyncNote(row.target, row.last_seq, row.day, frozenset(row.device.split())) for row in rows
            ]

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

    def _lives(self, connection: Connection) -> list[Life]:
        return lives(connection, self._kiosk)

    @staticmethod
    def _copied_after(connection: Connection) -> int | None:
        return connection.execute(select(copied_table.c.after)).scalar_one_or_none()

    @staticmethod
    def _released(connection: Connection, life: Life) -> Release:
        rows = {"first": life.before + 1, "last": life.end}
        row = connection.execute(_RELEASED, rows).one_or_none()
        return Release(row.upto - life.before, row.chain, row.day) if row else _NO_RELEASE

    def _chain_after(self, connection: Connection, life: Life, number: int) -> bytes | None:
        if 0 < number <= life.last:
            chain: bytes | None = connection.execute(_CHAIN, {"row": life.before + number}).scalar()
            if chain is not None:
                return chain
        released = self._released(connection, life)
        return released.chain if number == released.upto else None

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
        """Makes a vault of an older version one of this; what it lacks, it has nothing of."""
        with self._writing() as connection:
            migrate(connection)
            stamp(connection, _APPLICATION, VERSION)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that writes; after it the folder's times tell no more than the day."""
        try:
            with database_errors(self.path, VaultError), self._writer.begin() as connection:
                yield connection
        finally:
            settle(self.path.parent)

"""Where a register is kept: a SQLite file, or a PostgreSQL database in which several desks merge at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Connection, event, text

from kiosk.coordinator.register.server import ServerStore
from kiosk.coordinator.register.server_address import is_address
from kiosk.coordinator.register.tables import check_keys, check_unique, metadata, never_written
from kiosk.database import check_stamp, database_errors, sqlite_engine, stamp, writing
from kiosk.errors import CampaignError, NewerVersionError
from kiosk.files import close_to_others

VERSION = 2
"""In the header of a SQLite file; programs from before the migrations knew 1 and refuse more."""
_CACHE_KIB = 32 * 1024
"""Marks lie all over their table, so a merge needs much of it at hand."""
_APPLICATION = 0x4B524547  # "KREG"
_MEDDLING = text(
    "SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view') OR sql LIKE 'CREATE UNIQUE INDEX%' "
    "OR sql LIKE 'CREATE VIRTUAL%' OR sql LIKE '%CONFLICT%' OR sql LIKE '%/*%' OR sql LIKE '%--%' LIMIT 1"
)
"""Whether there is what changes, hides, hinders or swallows what is written; no register of ours has such,
nor a comment, which could hide it from this."""
_COLUMNS = text(
    "SELECT t.name, c.name, c.type, c.pk > 0 FROM sqlite_master t, pragma_table_xinfo(t.name) c "
    "WHERE t.type = 'table'"
)
"""All columns, each with its table, its declared type, and whether it is in the primary key."""

_UNIQUE = text(
    "SELECT t.name, (SELECT group_concat(name) FROM pragma_index_info(i.name)) "
    "FROM sqlite_master t, pragma_index_list(t.name) i WHERE t.type = 'table' AND i.origin = 'u'"
)
"""The tables' constraints of uniqueness, each with its table and its columns."""

RegisterAddress = Path | str | URL
"""A SQLite file, or a PostgreSQL database: its address, or the same as a URL, whose parts need no quoting."""


class Store(Protocol):
    """What a register needs of the place where it is.

    Attributes:
        name: its path, or host/database; never with a password.
    """

    name: str

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees the register as it is at one moment, and hinders nobody."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that commits at its end; nobody else writes meanwhile."""

    def check(self, connection: Connection) -> None:
        """Looks at the tables, not at what is in them.

        Raises:
            CampaignError: it is something else than a register, or somebody put in what meddles with it.
            NewerVersionError: a newer program made it.
        """

    def stamp(self, connection: Connection) -> None:
        """Marks tables that were just made or migrated as a register of this version."""


def open_store(place: RegisterAddress) -> Store:
    """The store at `place`.

    Raises:
        SettingsError: it looks like an address and is none.
    """
    if isinstance(place, URL) or (isinstance(place, str) and is_address(place)):
        return ServerStore(place)
    return FileStore(Path(place))


def _read_any_text(connection: sqlite3.Connection, _: object) -> None:
    connection.text_factory = lambda data: data.decode(errors="replace")


class FileStore:
    """A register in a SQLite file, which is made when it is not there."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._engine = sqlite_engine(path, create=True, cache_kib=_CACHE_KIB)
        # Whoever writes by hand can put in texts that are none: no seal fits what they are read as.
        event.listen(self._engine, "connect", _read_any_text)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with database_errors(self._path, CampaignError), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with database_errors(self._path, CampaignError), writing(self._engine).begin() as connection:
            yield connection

    def check(self, connection: Connection) -> None:
        check_stamp(
            connection,
            _APPLICATION,
            VERSION,
            stranger=CampaignError(
                "{path} is not a register.", "Keep it, and put the right file in its place.", path=self.name
            ),
            newer=NewerVersionError(
                "{path} was made by a newer version of this program.", "Update this program.", path=self.name
            ),
        )
        if connection.execute(_MEDDLING).first() is not None:
            raise never_written()
        check_unique([(table, columns or "") for table, columns in connection.execute(_UNIQUE)])
        columns = [one for one in connection.execute(_COLUMNS).all() if one[0] in metadata.tables]
        check_keys([(table, column, bool(is_key)) for table, column, _, is_key in columns])
        for table, column, declared, _ in columns:
            meant = metadata.tables[table].columns.get(column)
            # By its declared type SQLite decides what equals what: a text "2" is found by no number.
            if meant is not None and declared != meant.type.compile(connection.dialect):
                raise never_written()

    def stamp(self, connection: Connection) -> None:
        close_to_others(self._path)
        stamp(connection, _APPLICATION, VERSION)

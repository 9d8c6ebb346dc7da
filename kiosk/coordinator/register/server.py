"""PostgreSQL as the place of a register: one writer at a time, plain errors, and never a password in one."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Column, Connection, create_engine, inspect, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from kiosk.coordinator.register.server_address import read_address, shown
from kiosk.coordinator.register.server_errors import told
from kiosk.coordinator.register.tables import check_keys, check_unique, metadata, never_written
from kiosk.errors import CampaignError, SettingsError

# What the libraries have to say comes as errors; on the terminal of whoever merges it may quote anything.
for library in ("psycopg", "sqlalchemy"):
    logging.getLogger(library).addHandler(logging.NullHandler())

_LOCK = 0x4B524547
"""The advisory lock that whoever writes holds; every database has locks of its own."""

_MEDDLING = text(
    "SELECT 1 FROM pg_class c WHERE c.relname = ANY(:tables) AND pg_table_is_visible(c.oid) AND "
    "(c.relkind <> 'r' OR c.relhasrules OR c.relrowsecurity OR EXISTS (SELECT 1 FROM pg_trigger t "
    "WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) OR EXISTS (SELECT 1 FROM pg_index i "
    "WHERE i.indrelid = c.oid AND i.indisunique AND NOT EXISTS "
    "(SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid))) LIMIT 1"
)
"""Whether there is what changes, hides or hinders what is written; no register of this program has such."""

_COLUMNS = text(
    "SELECT c.relname, a.attname, format_type(a.atttypid, NULL), a.attnotnull, "
    "EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary "
    "AND a.attnum = ANY(i.indkey)) FROM pg_attribute a "
    "JOIN pg_class c ON c.oid = a.attrelid WHERE c.relname = ANY(:tables) AND pg_table_is_visible(c.oid) "
    "AND a.attnum > 0 AND NOT a.attisdropped"
)
"""The columns that are there: each one's type, whether something must be in it, and whether it is a key."""

_UNIQUE = text(
    "SELECT c.relname, (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) FROM pg_attribute a "
    "WHERE a.attrelid = c.oid AND a.attnum = ANY(k.conkey)) FROM pg_constraint k "
    "JOIN pg_class c ON c.oid = k.conrelid WHERE c.relname = ANY(:tables) AND pg_table_is_visible(c.oid) "
    "AND k.contype IN ('u', 'x')"
)
"""The tables' constraints of uniqueness, each with its table and its columns."""

_CONNECT = {
    # A server that is gone is noticed within a minute or so, also without a word from it.
    "connect_timeout": 15,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
    # Nobody waits for ever behind a desk that has fallen asleep while it wrote.
    "options": "-c lock_timeout=120s -c idle_in_transaction_session_timeout=90s",
}


def _type(column: Column[Any], connection: Connection) -> str:
    """The type of `column` as the server calls it."""
    name = column.type.compile(connection.dialect).lower()
    return "double precision" if name == "float" else name


class ServerStore:
    """A register in a PostgreSQL database.

    Args:
        address: postgresql+psycopg://USER:PASSWORD@HOST/DATABASE; what it lacks comes from where
            PostgreSQL's own programs look (`~/.pgpass`, the variables `PG...`). Or the same as a URL.

    Raises:
        SettingsError: it is no such address, or this copy of the program came without PostgreSQL's library.
    """

    def __init__(self, address: str | URL) -> None:
        url = address if isinstance(address, URL) else read_address(address)
        self._host, self._database = shown(url)
        self.name = f"{self._host}/{self._database}"
        try:
            self._engine = create_engine(
                url,
                connect_args=_CONNECT,
                pool_size=2,
                pool_pre_ping=True,
                hide_parameters=True,
                # Whatever the server's own default: what is read must be newer than the lock.
                isolation_level="READ COMMITTED",
            )
        except ImportError as error:  # a stall has no need of the library: packaging/debian/desk-parts.txt
            raise SettingsError(
                "The program is here without the desk’s parts: it cannot use a register on a server.",
                "Install the desk’s parts, too (on Debian: the package signing-kiosk-desk), "
                "or use a register in a file.",
            ) from error
        except (ArgumentError, TypeError, ValueError):  # something after the "?" is none of PostgreSQL's
            raise SettingsError(
                "The register’s address has a part that is not known.",
                "Write it as postgresql+psycopg://USER@HOST/DATABASE.",
            ) from None
        weakref.finalize(self, self._engine.dispose)
        self._snapshot = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._errors(), self._snapshot.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._errors(), self._engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection

    def check(self, connection: Connection) -> None:
        if not inspect(connection).has_table("owner"):
            raise CampaignError(
                "The database {database} on {host} holds something else than a register.",
                "Make a database for the register alone.",
                database=self._database,
                host=self._host,
            )
        tables = {"tables": list(metadata.tables)}
        if connection.execute(_MEDDLING, tables).first() is not None:
            raise never_written()
        check_unique([(table, columns or "") for table, columns in connection.execute(_UNIQUE, tables)])
        columns = connection.execute(_COLUMNS, tables).all()
        check_keys([(table, column, is_key) for table, column, *_, is_key in columns])
        for table, column, *what, _ in columns:
            meant = metadata.tables[table].columns.get(column)
            if meant is not None and what != [_type(meant, connection), not meant.nullable]:
                raise never_written()

    def stamp(self, connection: Connection) -> None:
        """Nothing: alembic's own table says the version."""

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise told(error, self._database, self._host) from None

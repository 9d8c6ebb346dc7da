"""SQLite, opened the way that keeps promises: durable commits, secure deletion, plain errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain, islice, repeat
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.exc import DatabaseError, MultipleResultsFound, NoResultFound
from sqlalchemy.pool import NullPool

from kiosk.errors import KioskError, NewerVersionError, StorageError

T = TypeVar("T")

_PATIENCE = 10.0
"""Seconds to wait for another program's transaction."""
_MAX_NAMED = 500
"""Values that one query names."""
_KEEP = "Do not delete it: keep a copy of the whole folder and ask for help."

ADVICE = {
    "SQLITE_FULL": ("{path} is on a disk that is full.", "Free some space there, then try again."),
    "SQLITE_READONLY": ("{path} cannot be written to.", "Check the folder’s permissions, then try again."),
    "SQLITE_CANTOPEN": ("{path} cannot be opened.", "Check that the folder is there and may be written to."),
    "SQLITE_PERM": ("{path} may not be opened by this user.", "Check the folder’s permissions."),
    "SQLITE_BUSY": ("{path} is in use by another program.", "Close the other program, then try again."),
    "SQLITE_LOCKED": ("{path} is in use by another program.", "Close the other program, then try again."),
    "SQLITE_IOERR": (
        "{path} is on a disk that reports errors.",
        "Try again; if it stays so, copy the folder to another disk.",
    ),
    "SQLITE_CORRUPT": ("{path} is damaged.", _KEEP),
    "SQLITE_NOTADB": ("{path} is not a database.", _KEEP),
}
"""What an error's name begins with, and what it means and what to do: templates of a `KioskError`."""


def sqlite_engine(
    path: Path, *, create: bool = False, cache_kib: int = 2048, keeps_journal: bool = False
) -> Engine:
    """An engine on the SQLite file `path`.

    A commit returns only when it would survive a power cut (`synchronous=EXTRA`: FULL,
    and the folder's entry too). A deleted row is overwritten (`secure_delete`), and no
    temporary file is made (`temp_store`). Use `writing(engine)` for transactions that write.

    Args:
        create: the first connection makes the file if it is not there; later, or without it, a
            file that has gone is an error, never an empty database in its place.
        cache_kib: how much of the file each connection may keep in memory.
        keeps_journal: whether the way back of a transaction, the file `-journal`, is emptied after it and
            stays, in place of being deleted: the disk is waited for once less.
    """
    modes = chain(["rwc"] if create else [], repeat("rw"))
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={next(modes)}",
            uri=True,
            timeout=_PATIENCE,
            isolation_level=None,  # SQLAlchemy begins transactions below, not the driver
        ),
        poolclass=NullPool,
        hide_parameters=True,  # an error must never carry what was about to be stored
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(f"PRAGMA cache_size = -{cache_kib}")
        connection.execute("PRAGMA synchronous = EXTRA")
        if keeps_journal:
            connection.execute("PRAGMA journal_mode = TRUNCATE")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if "writing" in connection.get_execution_options() else "BEGIN"
        )

    return engine


def writing(engine: Engine) -> Engine:
    """`engine` for transactions that write: they take the lock at once, so two programs never interleave."""
    return engine.execution_options(writing=True)


def insert_rows(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    *,
    unless_there: bool = False,
) -> None:
    """Inserts `rows`, each with a value for each of `columns`, past what SQLAlchemy does for single rows.

    Values go to the database's driver as they are: for merges, where they are many.

    Args:
        unless_there: passes over those of whose primary keys there is a row already.
    """
    if rows:
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join(mark for _ in columns)
        keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
        else_nothing = f" ON CONFLICT ({keys}) DO NOTHING" if unless_there else ""
        connection.exec_driver_sql(
            f'INSERT INTO "{table.name}" ({names}) VALUES ({marks}){else_nothing}', rows
        )


def stamp(connection: Connection, application: int, version: int) -> None:
    """Writes into a new database whose it is and of which version (SQLite's own two header fields)."""
    connection.exec_driver_sql(f"PRAGMA application_id = {application}")
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def check_stamp(
    connection: Connection, application: int, version: int, *, stranger: KioskError, newer: NewerVersionError
) -> int:
    """The database's own version; `version` is the highest that this program knows.

    Raises:
        stranger: it is another program's database.
        newer: its version is above `version`.
    """
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != application:
        raise stranger
    found = int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)
    if found > version:
        raise newer
    return found


@contextmanager
def database_errors(path: Path, damaged: type[KioskError]) -> Iterator[None]:
    """Turns a database error raised inside, SQLAlchemy's or SQLite's, into a sentence about `path`.

    Raises:
        StorageError: the disk is full, read-only, gone or busy.
        damaged: the file itself is not sound, or the error is of no known kind.
    """
    try:
        yield
    except (DatabaseError, NoResultFound, MultipleResultsFound, sqlite3.Error) as error:
        fault = error.orig if isinstance(error, DatabaseError) else error
        name = getattr(fault, "sqlite_errorname", "")
        for prefix, advice in ADVICE.items():
            if name.startswith(prefix):
                kind = damaged if prefix in ("SQLITE_CORRUPT", "SQLITE_NOTADB") else StorageError
                raise kind(*advice, path=path) from None
        raise damaged(
            "{path} does not hold what it should ({reason}).",
            _KEEP,
            path=path,
            reason=name or type(fault).__name__,
        ) from None


def copy_database(path: Path, copy: Path, damaged: type[KioskError]) -> None:
    """Writes the SQLite file `path` into the new file `copy`, as it is at one moment.

    Raises:
        StorageError, damaged: as `database_errors` says, of either file.
    """
    with (
        database_errors(path, damaged),
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection,
    ):
        connection.execute("VACUUM INTO ?", (str(copy),))


def portions(things: Iterable[T], size: int = _MAX_NAMED) -> Iterator[list[T]]:
    """`things` in lists that one query may name."""
    source = iter(things)
    while some := list(islice(source, size)):
        yield some

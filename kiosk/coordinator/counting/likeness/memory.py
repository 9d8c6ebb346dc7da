"""A DuckDB that lives in this process's memory and can reach no file: names never touch a disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice

import duckdb
import msgspec
import psutil
import pyarrow  # type: ignore[import-untyped]
from splink import DuckDBAPI
from splink.internals.exceptions import SplinkException

from kiosk.coordinator.counting.likeness.columns import Columns, columns
from kiosk.coordinator.counting.likeness.search import KEYS, PEOPLE, Alive, Likely, search
from kiosk.errors import KioskError
from kiosk.signing.signature import Signature

_BATCH = 20_000
_SHARE_OF_MEMORY = 0.6

_PEOPLE = pyarrow.schema(
    [
        ("unique_id", pyarrow.int64()),
        ("name", pyarrow.string()),
        ("words", pyarrow.list_(pyarrow.string())),
        *((column, pyarrow.string()) for column in Columns.__struct_fields__[3:-1]),
    ]
)
_KEYS = pyarrow.schema([("key", pyarrow.int64()), ("unique_id", pyarrow.int64())])


class LikenessError(KioskError):
    """The search for probable duplicates could not be finished."""


def likeness(
    records: Iterable[tuple[int, Signature]], memory: int | None = None, alive: Alive = lambda: None
) -> list[Likely]:
    """The probable duplicates among `records`, the likeliest first.

    Args:
        records: each with a number below 2^63 that stays with it, whatever else there
            is: the same records then give the same result, in whatever order they come.
        memory: bytes that the search may take; by default most of what is free.
        alive: called now and then while they are compared; what it raises ends the search.

    Raises:
        LikenessError: there is not enough memory.
    """
    try:
        with closing(_database(memory)) as database:
            _fill(database, records)
            return search(DuckDBAPI(database), alive)
    except (duckdb.Error, SplinkException, pyarrow.ArrowException, MemoryError) as error:
        # Neither passed on nor chained: the message of a database may quote what people typed.
        kind = type(error.__cause__ or error).__name__
    raise LikenessError(
        "The search for probable duplicates stopped ({kind}).",
        "Close other programs, or take a computer with more memory: nothing of it may be written to disk.",
        kind=kind,
    )


def _database(memory: int | None) -> duckdb.DuckDBPyConnection:
    limit = memory or int(psutil.virtual_memory().available * _SHARE_OF_MEMORY)
    database = duckdb.connect(":memory:")
    for setting in (
        "temp_directory = ''",  # no spilling: a query that needs more memory fails
        "max_temp_directory_size = '0B'",
        f"memory_limit = '{limit}B'",
        "enable_progress_bar = false",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "allow_persistent_secrets = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        database.execute(f"SET {setting}")
    return database


def _fill(database: duckdb.DuckDBPyConnection, records: Iterable[tuple[int, Signature]]) -> None:
    database.register("batch", _PEOPLE.empty_table())
    database.execute(f"CREATE TABLE {PEOPLE} AS FROM batch")
    database.register("batch", _KEYS.empty_table())
    database.execute(f"CREATE TABLE {KEYS} AS FROM batch")
    for rows in _batches(columns(key, signature) for key, signature in records):
        people = [msgspec.structs.asdict(row) for row in rows]
        database.register("batch", pyarrow.Table.from_pylist(people, _PEOPLE))
        database.execute(f"INSERT INTO {PEOPLE} FROM batch")
        keys = [{"key": key, "unique_id": row.unique_id} for row in rows for key in row.keys]
        database.register("batch", pyarrow.Table.from_pylist(keys, _KEYS))
        database.execute(f"INSERT INTO {KEYS} FROM batch")
    database.unregister("batch")


def _batches(rows: Iterable[Columns]) -> Iterator[list[Columns]]:
    """`rows`, some thousands at a time."""
    source = iter(rows)
    while batch := list(islice(source, _BATCH)):
        yield batch

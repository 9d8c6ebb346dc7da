"""The vault's tables."""

from __future__ import annotations

import hmac
import os
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    insert,
    select,
    text,
)

from kiosk.database import database_errors, sqlite_engine
from kiosk.errors import StorageError, VaultError

metadata = MetaData()
owner_table = Table(
    "owner",
    metadata,
    Column("kiosk", LargeBinary, nullable=False),
    Column("campaign", LargeBinary, nullable=False),
)
record_table = Table(
    "record",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", LargeBinary, nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("chain", LargeBinary, nullable=False),
)
synced_table = Table(
    "synced",
    metadata,
    Column("target", Text, primary_key=True),
    Column("last_seq", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("device", Text, nullable=False, server_default=""),  # since version 3
)
sheet_table = Table(
    "sheet",
    metadata,
    Column("sheet", LargeBinary, primary_key=True),
    Column("rows", Integer, nullable=False),
)
# Since version 2; at most one row a life: its records up to row `upto` were deleted, and the chain after it.
released_table = Table(
    "released",
    metadata,
    Column("upto", Integer, primary_key=True),
    Column("chain", LargeBinary, nullable=False),
    Column("day", Text, nullable=False),
)
# Since version 3; a row for each identity after the first: that of the rows after `before`, and its seed.
life_table = Table(
    "life",
    metadata,
    Column("before", Integer, primary_key=True),
    Column("kiosk", LargeBinary, nullable=False),
    Column("seed", LargeBinary, nullable=False),
)
# Since version 3; empty, or one row: elsewhere this kiosk's own records go on otherwise after row `after`.
copied_table = Table("copied", metadata, Column("after", Integer, primary_key=True))
# Since version 3, one row: the key of the marks in `sheet`. It is in no other file.
secret_table = Table("secret", metadata, Column("sheet_key", LargeBinary, nullable=False))


def make(connection: Connection) -> None:
    """Makes the tables of a new vault."""
    metadata.create_all(connection)
    connection.execute(insert(secret_table).values(sheet_key=os.urandom(32)))


def migrate(connection: Connection) -> None:
    """Makes the tables of version 1 or 2 those of version 3; sheets stay known, under a key of their own."""
    make(connection)
    connection.exec_driver_sql("ALTER TABLE synced ADD COLUMN device TEXT NOT NULL DEFAULT ''")
    for (sheet,) in connection.execute(select(sheet_table.c.sheet)).all():
        known = sheet_table.c.sheet == sheet
        connection.execute(sheet_table.update().where(known).values(sheet=keyed(connection, sheet)))


def keyed(connection: Connection, sheet: bytes) -> bytes:
    """The mark under which the vault knows a typed-up sheet: nothing outside the vault can make it."""
    key = connection.execute(select(secret_table.c.sheet_key)).scalar_one()
    return hmac.digest(key, b"signing-kiosk sheet v2\0" + sheet, "sha256")


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

"""The vault's tables."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

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
)
sheet_table = Table(
    "sheet",
    metadata,
    Column("sheet", LargeBinary, primary_key=True),
    Column("rows", Integer, nullable=False),
)
# Since version 2; empty, or one row: the records up to `upto` were deleted, and the chain after it.
released_table = Table(
    "released",
    metadata,
    Column("upto", Integer, primary_key=True),
    Column("chain", LargeBinary, nullable=False),
    Column("day", Text, nullable=False),
)

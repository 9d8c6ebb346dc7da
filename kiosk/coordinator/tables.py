"""The register's tables."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()
owner_table = Table("owner", metadata, Column("campaign", LargeBinary, nullable=False))
kiosk_table = Table(
    "kiosk",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("name", Text, nullable=False),
    Column("last_seq", Integer, nullable=False),
)
record_table = Table(
    "record",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("kiosk", LargeBinary, ForeignKey("kiosk.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("id", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("day", Text, nullable=False),
    Column("status", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("duplicate_of", Integer, ForeignKey("record.key")),
    Column("box", LargeBinary),
    Index("record_position", "kiosk", "seq"),
)
lost_table = Table(
    "lost",
    metadata,
    Column("kiosk", LargeBinary, ForeignKey("kiosk.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("reason", Text, nullable=False),
)
fingerprint_table = Table(
    "fingerprint",
    metadata,
    Column("value", LargeBinary, nullable=False),
    Column("record", Integer, ForeignKey("record.key"), nullable=False),
    Index("fingerprint_value", "value", "record"),
)

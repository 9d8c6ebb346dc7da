"""The register of version 0.1, which had no migrations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table("owner", sa.Column("campaign", sa.LargeBinary, nullable=False))
    op.create_table(
        "kiosk",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
    )
    op.create_table(
        "record",
        sa.Column("key", Key, primary_key=True),
        sa.Column("kiosk", sa.LargeBinary, sa.ForeignKey("kiosk.id"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("id", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("duplicate_of", Key, sa.ForeignKey("record.key")),
        sa.Column("box", sa.LargeBinary),
    )
    op.create_index("ix_record_status", "record", ["status"])
    op.create_index("record_position", "record", ["kiosk", "seq"])
    op.create_table(
        "lost",
        sa.Column("kiosk", sa.LargeBinary, sa.ForeignKey("kiosk.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "fingerprint",
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.Column("record", Key, sa.ForeignKey("record.key"), nullable=False),
    )
    op.create_index("fingerprint_value", "fingerprint", ["value", "record"])

"""What the desk needs: kiosks one may trust or not, totals without the key, decisions, withdrawals.

Old fingerprints get the rule 0, "an exact one". What else the new columns hold comes out of
the boxes, at the next merge, which has the key.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.execute("INSERT INTO setting (name, value) SELECT 'fill in', 'yes' FROM owner")
    for column in (
        sa.Column("first_seen", sa.Text, nullable=False, server_default=""),
        sa.Column("standing", sa.Text, nullable=False, server_default="new"),
        sa.Column("revoked_from", sa.Integer),
    ):
        op.add_column("kiosk", column)
    _change_records()
    _change_fingerprints()
    op.create_table(
        "accepted",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("day", sa.Text, nullable=False),
    )
    op.create_table(
        "decision",
        sa.Column("id", Key, primary_key=True),
        sa.Column("one", sa.LargeBinary, nullable=False, index=True),
        sa.Column("other", sa.LargeBinary, nullable=False, index=True),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("box", sa.LargeBinary, nullable=False),
        sa.Column("seal", sa.LargeBinary, nullable=False),
        sa.Column("stands", sa.Boolean, nullable=False),
    )
    op.create_table(
        "suggestion",
        sa.Column("one", Key, sa.ForeignKey("record.key"), primary_key=True),
        sa.Column("other", Key, sa.ForeignKey("record.key"), primary_key=True),
        sa.Column("probability", sa.Float, nullable=False),
    )
    op.create_table(
        "withdrawal",
        sa.Column("mark", sa.LargeBinary, primary_key=True),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("done_on", sa.Text),
    )


def _change_records() -> None:
    for name in ("outcome", "kind", "country", "language"):
        op.add_column("record", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("record", sa.Column("receipt", sa.LargeBinary))
    op.create_index("ix_record_receipt", "record", ["receipt"])
    op.drop_index("ix_record_status", "record")
    op.drop_index("record_position", "record")
    op.create_index("record_position", "record", ["kiosk", "seq", "status"])
    _create_index_of("status != 'counted'", "record_exception", ["status", "kiosk", "seq"])
    _create_index_of("duplicate_of IS NOT NULL", "record_duplicate", ["duplicate_of"])
    op.execute(
        "UPDATE record SET outcome = CASE WHEN status IN ('rejected', 'unreadable') THEN status "
        "ELSE 'opened' END"
    )


def _create_index_of(condition: str, name: str, columns: list[str]) -> None:
    where = sa.text(condition)
    op.create_index(name, "record", columns, sqlite_where=where, postgresql_where=where)


def _change_fingerprints() -> None:
    op.drop_index("fingerprint_value", "fingerprint")
    op.rename_table("fingerprint", "old_fingerprint")
    op.create_table(
        "fingerprint",
        sa.Column("record", Key, sa.ForeignKey("record.key"), primary_key=True),
        sa.Column("value", sa.LargeBinary, primary_key=True),
        sa.Column("rule", sa.SmallInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("fingerprint_value", "fingerprint", ["value", "rule"])
    op.execute(
        "INSERT INTO fingerprint (record, value, rule) SELECT DISTINCT record, value, 0 FROM old_fingerprint"
    )
    op.drop_table("old_fingerprint")

"""A record's fingerprints stand in its row; a small table leads from how a mark begins to its records."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TOGETHER = 1000


def upgrade() -> None:
    # What is taken away goes first, or bit by bit: a file uses its room for what comes.
    op.drop_index("fingerprint_value", "fingerprint")
    op.drop_index("ix_record_receipt", "record")
    op.add_column("record", sa.Column("fingerprints", sa.LargeBinary))
    op.create_table(
        "mark",
        sa.Column("start", sa.LargeBinary, primary_key=True),
        sa.Column("record", Key, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO mark (start, record) SELECT substr(value, 1, 4), record FROM fingerprint "
        "UNION SELECT substr(receipt, 1, 4), key FROM record WHERE receipt IS NOT NULL ORDER BY 1, 2"
    )
    _pack(op.get_bind())
    op.drop_table("fingerprint")


def _pack(connection: sa.Connection) -> None:
    """Has each record's row hold its fingerprints: value and rule, one after the other, sorted."""
    following = sa.text("SELECT key FROM record WHERE key > :after ORDER BY key LIMIT :number")
    held = sa.text("SELECT record, value, rule FROM fingerprint WHERE record BETWEEN :first AND :last")
    done = sa.text("DELETE FROM fingerprint WHERE record BETWEEN :first AND :last")
    change = sa.text("UPDATE record SET fingerprints = :packed WHERE key = :key")
    after = -(2**63)
    while keys := connection.execute(following, {"after": after, "number": _TOGETHER}).scalars().all():
        packed: dict[int, list[bytes]] = defaultdict(list)
        those = {"first": keys[0], "last": keys[-1]}
        for record, value, rule in connection.execute(held, those):
            # What a hand put in has no place here: the seal tells that it is not as it was.
            if isinstance(value, bytes) and len(value) == 16 and isinstance(rule, int) and 0 <= rule < 256:
                packed[record].append(value + bytes([rule]))
        connection.execute(done, those)
        if packed:
            rows = [{"key": key, "packed": b"".join(sorted(all))} for key, all in packed.items()]
            connection.execute(change, rows)
        after = keys[-1]

"""A record's fingerprints stand in its row; a small table leads from how a mark begins to its records."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TOGETHER = 10_000


def upgrade() -> None:
    # What is taken away goes first, or bit by bit: a file uses its room for what comes.
    for index in ("fingerprint_value", "ix_record_receipt"):
        op.execute(f"DROP INDEX IF EXISTS {index}")  # where a hand took one away, nothing hangs on it
    op.add_column("record", sa.Column("fingerprints", sa.LargeBinary))
    op.create_table(
        "mark",
        sa.Column("start", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("record", Key, primary_key=True),
        sqlite_with_rowid=False,
    )
    _move(op.get_bind())
    op.drop_table("fingerprint")


def _move(connection: sa.Connection) -> None:
    """Has each record's row hold its fingerprints (value and rule, one after the other, sorted), and `mark`
    lead to it from the first four bytes of each, and of its receipt's mark.
    """
    following = sa.text("SELECT key, receipt FROM record WHERE key > :after ORDER BY key LIMIT :number")
    held = sa.text("SELECT record, value, rule FROM fingerprint WHERE record BETWEEN :first AND :last")
    done = sa.text("DELETE FROM fingerprint WHERE record BETWEEN :first AND :last")
    change = sa.text("UPDATE record SET fingerprints = :packed WHERE key = :key")
    lead = sa.text("INSERT INTO mark (start, record) VALUES (:start, :record)")
    after = -(2**63)
    while rows := connection.execute(following, {"after": after, "number": _TOGETHER}).all():
        packed: dict[int, list[bytes]] = defaultdict(list)
        marks = [(row.receipt, row.key) for row in rows if isinstance(row.receipt, bytes)]
        those = {"first": rows[0].key, "last": rows[-1].key}
        for record, value, rule in connection.execute(held, those):
            # What a hand put in has no place here: the seal tells that it is not as it was.
            if isinstance(value, bytes) and len(value) == 16 and isinstance(rule, int) and 0 <= rule < 256:
                packed[record].append(value + bytes([rule]))
                marks.append((value, record))
        connection.execute(done, those)
        starts = {(int.from_bytes(mark[:4], "big", signed=True), key) for mark, key in marks}
        if packed:
            connection.execute(
                change, [{"key": key, "packed": b"".join(sorted(all))} for key, all in packed.items()]
            )
        if starts:
            connection.execute(lead, [{"start": start, "record": key} for start, key in sorted(starts)])
        after = rows[-1].key

"""What was merged is sealed, and so is what the coordinator said.

Neither can be done without the key: the next time it is open, `adoption.py` takes over what is
here, the old log of decisions too.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for table in ("record", "kiosk", "lost", "suggestion"):
        op.add_column(table, sa.Column("seal", sa.LargeBinary))
    op.create_table(
        "word",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("before", sa.LargeBinary, nullable=False),
        sa.Column("box", sa.LargeBinary, nullable=False),
    )
    _keep_old_decisions()
    op.create_table(
        "decision",
        sa.Column("one", sa.LargeBinary, primary_key=True),
        sa.Column("other", sa.LargeBinary, primary_key=True, index=True),
        sa.Column("verdict", sa.Text, nullable=False),
    )
    op.rename_table("withdrawal", "old_withdrawal")
    op.create_table("withdrawal", sa.Column("mark", sa.LargeBinary, primary_key=True))
    op.execute("INSERT INTO withdrawal (mark) SELECT mark FROM old_withdrawal")
    op.drop_table("old_withdrawal")
    op.execute("DELETE FROM setting WHERE name = 'fill in'")
    op.execute("INSERT INTO setting (name, value) SELECT 'fill in', 'yes' FROM owner")


def _keep_old_decisions() -> None:
    for column in ("one", "other"):
        op.drop_index(f"ix_decision_{column}", "decision")
    if op.get_bind().execute(sa.text("SELECT count(*) FROM decision")).scalar():
        op.rename_table("decision", "old_decision")
    else:
        op.drop_table("decision")

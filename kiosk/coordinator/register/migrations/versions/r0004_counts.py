"""What counts is counted from an index of its own, at once in a register of any size."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    counted = sa.text("status = 'counted'")
    op.create_index(
        "record_counted",
        "record",
        ["kiosk", "day", "country"],
        sqlite_where=counted,
        postgresql_where=counted,
    )

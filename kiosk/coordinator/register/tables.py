"""The register's tables, as the newest migration leaves them (`migrations/versions/`)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

from kiosk.errors import CampaignError

Key = BigInteger().with_variant(Integer, "sqlite")
"""Numbers rows by itself; in SQLite only a plain INTEGER does."""


def never_written() -> CampaignError:
    """What is to be raised where nothing can be put right."""
    return CampaignError(
        "The register holds what this program never writes: somebody changed it, or it is damaged.",
        "Make a new register: move this one away and merge the signatures files again.",
    )


class ColumnEnum(StrEnum):
    """A word that a column holds. Raises CampaignError for one that is not among them."""

    @classmethod
    def _missing_(cls, value: object) -> None:
        raise never_written()


def _index(name: str, *columns: str, only: str) -> Index:
    """An index of the rows for which `only` is true, in both databases."""
    return Index(name, *columns, sqlite_where=text(only), postgresql_where=text(only))


metadata = MetaData()
owner_table = Table("owner", metadata, Column("campaign", LargeBinary, nullable=False))
setting_table = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
kiosk_table = Table(
    "kiosk",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("name", Text, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("first_seen", Text, nullable=False, server_default=""),
    Column("standing", Text, nullable=False, server_default="new"),
    Column("revoked_from", Integer),
    Column("seal", LargeBinary),
)
record_table = Table(
    "record",
    metadata,
    Column("key", Key, primary_key=True),
    Column("kiosk", LargeBinary, ForeignKey("kiosk.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("id", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("day", Text, nullable=False),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("duplicate_of", Key, ForeignKey("record.key")),
    Column("kind", Text, nullable=False, server_default=""),
    Column("country", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default=""),
    Column("receipt", LargeBinary),
    Column("fingerprints", LargeBinary),
    Column("seal", LargeBinary),
    Column("box", LargeBinary),
    Index("record_position", "kiosk", "seq", "status"),
    # Nearly all records are counted and nobody's duplicate: those need no place in an index.
    _index("record_exception", "status", "kiosk", "seq", only="status != 'counted'"),
    _index("record_counted", "kiosk", "day", "country", only="status = 'counted'"),
    _index("record_duplicate", "duplicate_of", only="duplicate_of IS NOT NULL"),
)
lost_table = Table(
    "lost",
    metadata,
    Column("kiosk", LargeBinary, ForeignKey("kiosk.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("seal", LargeBinary),
)
mark_table = Table(
    "mark",
    metadata,
    Column("start", Integer, primary_key=True, autoincrement=False),
    Column("record", Key, primary_key=True),
    sqlite_with_rowid=False,
)
"""Leads from how a mark begins to the records that have such a one (`marks.py`)."""
accepted_table = Table(
    "accepted",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("day", Text, nullable=False),
)
"""Records that count by the coordinator's word although others have their number."""
decision_table = Table(
    "decision",
    metadata,
    Column("one", LargeBinary, primary_key=True),
    Column("other", LargeBinary, primary_key=True, index=True),
    Column("verdict", Text, nullable=False),
)
"""What a coordinator said last of two records (by digest), unless that was taken back."""
suggestion_table = Table(
    "suggestion",
    metadata,
    Column("one", Key, ForeignKey("record.key"), primary_key=True),
    Column("other", Key, ForeignKey("record.key"), primary_key=True),
    Column("probability", Float, nullable=False),
    Column("seal", LargeBinary),
)
"""Probable duplicates to look at."""
withdrawal_table = Table("withdrawal", metadata, Column("mark", LargeBinary, primary_key=True))
"""By which withdrawn signatures are known when they come again."""
word_table = Table(
    "word",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("before", LargeBinary, nullable=False),
    Column("box", LargeBinary, nullable=False),
)
"""What the coordinator said, in the order in which it was said (`words.py`).

From it follows what `accepted`, `decision`, `setting` and `withdrawal` hold, and each kiosk's standing.
"""


def check_unique(found: Collection[tuple[str, str]]) -> None:
    """Looks whether something must be there only once that may be there twice.

    Args:
        found: of each constraint that is not the primary key, its table and its columns, with commas between.

    Raises:
        CampaignError: there is such a constraint, by which what is written could be passed over.
    """
    for table, columns in found:
        meant = metadata.tables.get(table)
        if meant is not None and columns not in {column.name for column in meant.columns if column.unique}:
            raise never_written()


def check_keys(found: Collection[tuple[str, str, bool]]) -> None:
    """Looks whether a row of a table can be there twice.

    Args:
        found: of each column its table, its name, and whether it is in the primary key.

    Raises:
        CampaignError: the tables have other keys than they should.
    """
    if word_table.name not in {table for table, _, _ in found}:
        return  # an earlier version made them, with other keys
    for table, column, is_key in found:
        meant = metadata.tables[table].columns.get(column)
        if is_key != (meant is not None and meant.primary_key):
            raise never_written()

"""Brings a register's tables to the form that this program knows (alembic)."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    text,
)

from kiosk.coordinator.register.tables import metadata, never_written

HEAD = "0006"
"""The newest revision, of `versions/`."""
_FIRST = "0001"
_REVISIONS = (_FIRST, "0002", "0003", "0004", "0005", HEAD)
_MADE_BY = {"0002": "setting", "0003": "word", HEAD: "mark"}
"""A table that each revision has made; the fourth made `_INDEX`, the fifth nothing."""
_INDEX = ("0004", "record", "record_counted")
_version_table = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own, as it makes it."""
_SCRIPTS = "kiosk.coordinator.register:migrations"


def revision(connection: Connection) -> str | None:
    """The revision of the tables on `connection`, or None if no migration has made them."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def is_newer(found: str) -> bool:
    """Whether revision `found` is of a newer program.

    Raises:
        CampaignError: it is no revision: somebody changed it.
    """
    if found > HEAD:
        return True
    if found not in _REVISIONS:
        raise never_written()
    return False


def make(connection: Connection) -> None:
    """Makes the tables of a new register, in the caller's transaction: those that the migrations end with."""
    metadata.create_all(connection)
    _version_table.create(connection)
    connection.execute(insert(_version_table).values(version_num=HEAD))


def migrate(connection: Connection) -> None:
    """Brings the tables of an older register up to date, in the caller's transaction.

    Tables from before there were migrations are those of the first one.

    Raises:
        CampaignError: they say that they are older than they are: somebody changed that.
    """
    found, inspector = revision(connection) or _FIRST, inspect(connection)
    if any(found < made_by and inspector.has_table(table) for made_by, table in _MADE_BY.items()):
        raise never_written()
    made_by, table, index = _INDEX
    if (
        found < made_by
        and inspector.has_table(table)
        and any(one["name"] == index for one in inspector.get_indexes(table))
    ):
        raise never_written()
    # Alembic takes longer to import than everything else here, and is seldom needed.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _SCRIPTS)
    config.attributes["connection"] = connection
    if revision(connection) is None and inspect(connection).has_table("owner"):
        command.stamp(config, _FIRST)
    command.upgrade(config, HEAD)

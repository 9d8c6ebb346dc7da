"""PostgreSQL as the place of a register: one writer at a time, plain errors, and never a password in one."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, create_engine, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from kiosk.errors import CampaignError, SettingsError, StorageError

# What the library has to say comes as errors; to the terminal of whoever merges it is noise.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

_DRIVER = "postgresql+psycopg"
_LOCK = 0x4B524547
"""The advisory lock that whoever writes holds; every database has locks of its own."""

_CONNECT = {
    # A server that is gone is noticed within a minute or so, also without a word from it.
    "connect_timeout": 15,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
    # Nobody waits for ever behind a desk that has fallen asleep while it wrote.
    "options": "-c lock_timeout=120s -c idle_in_transaction_session_timeout=90s",
}
ADVICE = {
    "42501": ("{name} may not be changed by this user.", "Let this user make and change tables in it."),
    "25006": ("{name} cannot be written to.", "Use the main server, not a copy of it."),
    "53100": (
        "{name} is on a server whose disk is full.",
        "Free some space there. Then do it again: what was saved before is there, and a merge goes on from "
        "it.",
    ),
    "53": (
        "{name} is on a server that has no room for more connections.",
        "Wait a little. Then do it again: what was saved before is there, and a merge goes on from it.",
    ),
    "55P03": (
        "{name} is in use by another desk.",
        "Wait until that is done. Then do it again: what was saved before is there, and a merge goes on from "
        "it.",
    ),
    "40": (
        "{name} was changed by another desk at the same moment.",
        "Do it again: what was saved before is there, and a merge goes on from it.",
    ),
}
"""What an SQLSTATE, or its beginning, means (PostgreSQL, Appendix A): templates of a `StorageError`."""
GONE = (
    "{name} cannot be reached, or does not let this user in.",
    "Check that the server runs, and the user, password, host and database in the register's address. "
    "Then do it again: what was saved before is there, and a merge goes on from it.",
)
"""Why there is no connection, the library tells in a message only, which may be in any language."""


class ServerStore:
    """A register in a PostgreSQL database.

    Args:
        address: postgresql+psycopg://USER:PASSWORD@HOST/DATABASE; what it lacks comes from where
            PostgreSQL's own programs look (`~/.pgpass`, the variables `PG...`).

    Raises:
        SettingsError: it is no such address, or this copy of the program came without PostgreSQL's library.
    """

    def __init__(self, address: str) -> None:
        url = _parsed(address)
        self.name = _name(url)
        try:
            self._engine = create_engine(
                url, connect_args=_CONNECT, pool_size=2, pool_pre_ping=True, hide_parameters=True
            )
        except ImportError as error:  # the bundle for stalls leaves the library out
            raise SettingsError(
                "This copy of the program is for stalls: it cannot use a register on a server.",
                "Install the whole program on the coordinator's computer, or use a register in a file.",
            ) from error
        weakref.finalize(self, self._engine.dispose)
        self._snapshot = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._errors(), self._snapshot.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._errors(), self._engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection

    def check(self, connection: Connection) -> None:
        if not inspect(connection).has_table("owner"):
            raise CampaignError(
                "{name} holds something else than a register.",
                "Make a database for the register alone.",
                name=self.name,
            )

    def stamp(self, connection: Connection) -> None:
        """Nothing: alembic's own table says the version."""

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            state = getattr(error.orig, "sqlstate", None) or ""
            for beginning, advice in ADVICE.items():
                if state.startswith(beginning):
                    raise StorageError(*advice, name=self.name) from None
            # Without a state the connection itself broke; 08 and 57 say so in words.
            if not state or state[:2] in ("08", "57"):
                raise StorageError(*GONE, name=self.name) from None
            raise CampaignError(
                "{name} does not hold what it should (SQLSTATE {state}).",
                "Keep a dump of it, and ask for help.",
                name=self.name,
                state=state,
            ) from None


def _parsed(address: str) -> URL:
    refused = SettingsError(
        "The register's address is not one of a PostgreSQL database.",
        "Write it as postgresql+psycopg://USER@HOST/DATABASE.",
    )
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise refused from None  # the reason would quote the address, with its password
    if url.drivername not in ("postgresql", _DRIVER):
        raise refused
    return url.set(drivername=_DRIVER)


def _name(url: URL) -> str:
    host = url.host or url.query.get("host") or "this computer"
    return f"The database {url.database or url.username or ''} on {host}"

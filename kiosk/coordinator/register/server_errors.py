"""What a PostgreSQL server answers, as plain sentences; none of them ever has a password in it."""

from __future__ import annotations

import re

from sqlalchemy.exc import DBAPIError

from kiosk.errors import CampaignError, KioskError, LoginError, StorageError

_KEPT = "what was saved before is there, and a merge goes on from it."
_AGAIN = f"Then do it again: {_KEPT}"
_FULL = (
    "The database {database} is on a server, {host}, that has no room for more connections.",
    f"Wait a little. {_AGAIN}",
)
_CROSSED = (
    "The database {database} on {host} was changed by another desk at the same moment.",
    f"Do it again: {_KEPT}",
)
_GONE = (
    "The server {host} cannot be reached, so neither can its database {database}.",
    f"Check that it runs, that this computer is connected, and its name and port. {_AGAIN}",
)
_REFUSED = (
    "The server {host} answers, but does not let this user into the database {database}.",
    "Check user, password and database. If they are right, ask whoever runs the server to let you in from "
    "this computer.",
)
_NO_DATABASE = (
    "The server {host} has no database {database}.",
    "Check its name, or ask whoever runs the server to make it.",
)
_NOT_TRUSTED = (
    "The server {host} offers no encrypted connection that proves its name, so its database {database} was "
    "not opened.",
    "Check the server’s name. If it is right, ask whoever runs the server for its certificate.",
)
_WRONG_LOGIN = (
    "The server {host} does not take this user and this password for its database {database}.",
    "Check both; capital letters count.",
)
_NO_PASSWORD = (
    "The server {host} asks for a password before it opens its database {database}.",
    "In the window: lock the desk and type it when you unlock it. For commands it stands in ~/.pgpass.",
)

ADVICE = {
    "42501": (
        "The database {database} on {host} may not be changed by this user.",
        "Let this user make and change tables in it.",
    ),
    "25006": (
        "The database {database} on {host} cannot be written to.",
        "Use the main server, not a copy of it.",
    ),
    "53100": (
        "The database {database} is on a server, {host}, whose disk is full.",
        f"Free some space there. {_AGAIN}",
    ),
    "53": _FULL,
    "55P03": (
        "The database {database} on {host} is in use by another desk.",
        f"Wait until that is done. {_AGAIN}",
    ),
    "40": _CROSSED,
    "23505": _CROSSED,
    "08": _GONE,
    "57": _GONE,
}
"""What an SQLSTATE, or its beginning, means (PostgreSQL, Appendix A)."""

REFUSALS = {
    r"database .* does not exist": (StorageError, _NO_DATABASE),
    r"authentication failed|role .* does not exist": (LoginError, _WRONG_LOGIN),
    r"no password supplied": (LoginError, _NO_PASSWORD),
    r"starting up|shutting down|recovery mode": (StorageError, _GONE),
    r"too many (clients|connections)|connection slots": (StorageError, _FULL),
    r"no pg_hba\.conf entry": (StorageError, _REFUSED),
    r"SSL|certificate": (StorageError, _NOT_TRUSTED),
    r"FATAL": (StorageError, _REFUSED),
}
"""Why there is no connection: libpq tells it in words alone, the server's, which are mostly English."""


def told(error: DBAPIError, database: str, host: str) -> KioskError:
    """What happened and what to do, for `error`, which must not be shown: it may quote anything."""
    state = getattr(error.orig, "sqlstate", None) or ""
    values = {"database": database, "host": host}
    for beginning, advice in ADVICE.items():
        if state.startswith(beginning):
            return StorageError(*advice, **values)
    if state:
        return CampaignError(
            "The database {database} on {host} does not hold what it should (SQLSTATE {state}).",
            "Keep a dump of it, and ask for help.",
            database=database,
            host=host,
            state=state,
        )
    attempt = getattr(error.orig, "pgconn", None)
    if attempt is None:  # a connection that broke, or a host of that name that is not there
        return StorageError(*_GONE, **values)
    for pattern, (kind, advice) in REFUSALS.items():
        if re.search(pattern, str(error.orig)):
            return kind(*advice, **values)
    # A server that speaks another language has at least been given a password.
    return StorageError(*(_REFUSED if attempt.used_password else _GONE), **values)

"""Where a PostgreSQL database is: what may be remembered of it, which is everything but the password."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import unquote

import msgspec
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from kiosk.errors import SettingsError

DRIVER: Final = "postgresql+psycopg"
PORT: Final = 5432
"""On which PostgreSQL listens unless it was told otherwise."""

_Host = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=63)]
_Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
_AUTHORITIES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/cert.pem", "/etc/ssl/cert.pem")
"""Where Debian, Fedora and macOS keep the authorities that a system trusts."""
_DRIVE = re.compile(r"^[A-Za-z]:(?=[\\/])")
_ADDRESS = re.compile(
    r"""
    ://  |  ^\W*[a-z][\w+.-]+:  |  ^\W*//      # a scheme, or what is left of one
    | :.*@                                     # user:password@
    | ^\W*postgres(ql)?[+:/%]
    | \b(password|passwd|pwd|user|host|hostaddr|dbname|service)\s*=  # libpq's own form, or a query
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_PLAIN_HOST = re.compile(r"[\w.-]{1,255}")
_PLAIN_USER = re.compile(r"[\w.-]{1,63}")
_PLAIN_DATABASES = re.compile(r"(?=/([^@:=?&;#\t\r\n]*)(?:\?|$))")
"""What may be shown of an address, as it is written. Anything else may be a password in the wrong place."""


class ServerAddress(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A database on a server, and the user who works in it.

    Attributes:
        host: a name, an IP address, or the folder of a Unix socket.
        encrypted: connects only over TLS, and only if the server proves its name (`sslmode=verify-full`).
    """

    host: _Host
    database: _Name
    user: _Name
    port: _Port = PORT
    encrypted: bool = True

    def url(self, password: str) -> URL:
        """What a register is opened with; an empty password leaves it to `~/.pgpass`, or there is none."""
        return URL.create(
            DRIVER,
            username=self.user,
            password=password or None,
            host=self.host,
            port=self.port,
            database=self.database,
            query=_verified() if self.encrypted else {},
        )


def is_address(place: str) -> bool:
    """Whether `place` is meant for a server's address, however badly it is written, and not for a file.

    It must then never be shown: a password may be anywhere in it.
    """
    try:
        if Path(place).is_file():
            return False
    except (OSError, ValueError):
        pass
    return any(_ADDRESS.search(_DRIVE.sub("", text, count=1)) for text in (place, unquote(place)))


def read_address(address: str) -> URL:
    """The URL that `address` is.

    Raises:
        SettingsError: it is no address of a PostgreSQL database, or one of whose parts cannot be told
            what they are.
    """
    refused = SettingsError(
        "The register’s address is not one of a PostgreSQL database.",
        "Write it as postgresql+psycopg://USER@HOST/DATABASE.",
    )
    try:
        url = make_url(address.strip())
    except (ArgumentError, ValueError):
        raise refused from None  # the reason would quote the address, with its password
    database = url.database or ""
    if (
        url.drivername not in ("postgresql", DRIVER)
        or not all(map(is_host, _hosts(url)))
        or database not in ["", *map(unquote, _PLAIN_DATABASES.findall(address.strip()))]
    ):
        raise refused
    return url.set(drivername=DRIVER)


def shown(url: URL) -> tuple[str, str]:
    """The host and the database of `url`, to be shown: what else is in it may be a password."""
    user = url.username or ""
    return ", ".join(_hosts(url)), url.database or (user if _PLAIN_USER.fullmatch(user) else "")


def _hosts(url: URL) -> tuple[str, ...]:
    found = url.host or url.query.get("host") or "localhost"
    return (found,) if isinstance(found, str) else tuple(found)


def is_host(name: str) -> bool:
    """Whether it may be shown as a server's: a name, an IP address, the folder of a Unix socket."""
    with suppress(ValueError):
        return bool(ipaddress.ip_address(name))
    return bool(_PLAIN_HOST.fullmatch(name)) or (name.startswith("/") and not is_address(name))


def is_this_computer(host: str) -> bool:
    """Whether what goes to `host` never leaves this computer."""
    if host.startswith("/") or host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _verified() -> dict[str, str]:
    """The server's certificate is checked by one's own authority, or by those that the system trusts.

    The library's own word for the latter, `system`, means a folder that its packaged builds do not have.
    """
    wanted = {"sslmode": "verify-full"}
    if (Path.home() / ".postgresql" / "root.crt").is_file():  # where libpq looks for it
        return wanted
    trusted = next((one for one in _AUTHORITIES if Path(one).is_file()), "system")
    return wanted | {"sslrootcert": trusted}

"""Where a PostgreSQL database is: what may be remembered of it, which is everything but the password."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Final

import msgspec
from sqlalchemy import URL

DRIVER: Final = "postgresql+psycopg"
PORT: Final = 5432
"""On which PostgreSQL listens unless it was told otherwise."""

_Host = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=63)]
_Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
_AUTHORITIES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/cert.pem", "/etc/ssl/cert.pem")
"""Where Debian, Fedora and macOS keep the authorities that a system trusts."""


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

"""Addresses of servers: their parts need no quoting, and an encrypted one takes no server on trust."""

from __future__ import annotations

import datetime
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.coordinator.register import Register
from kiosk.coordinator.server_address import ServerAddress, is_this_computer
from kiosk.errors import StorageError
from tests.postgres import PostgresServer, postgres_server

CAMPAIGN = bytes(16)


@pytest.fixture(scope="module")
def tls_port() -> Iterator[tuple[PostgresServer, int]]:
    """A server that speaks TLS, as `localhost`, and its port; `root.crt` in its folder vouches for it."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    with postgres_server() as server:
        _certify(server.folder / "root.crt", server.folder / "data" / "server.key")
        shutil.copy(server.folder / "root.crt", server.folder / "data" / "server.crt")
        with (server.folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write("ssl = on\nlisten_addresses = '127.0.0.1'\n")
        server.run("createdb", "register")
        server.stop()
        server.run("pg_ctl", "start", "-w", "-l", server.folder / "log", "-o", f"-p {port}")
        yield server, port


def _certify(certificate: Path, key_file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    key_file.write_bytes(key.private_bytes(*kinds))
    key_file.chmod(0o600)
    if os.geteuid() == 0:
        shutil.chown(key_file, "nobody", "nogroup")


def test_an_encrypted_connection_takes_a_server_that_proves_its_name_and_no_other(
    tls_port: tuple[PostgresServer, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, port = tls_port
    monkeypatch.setenv("HOME", str(tmp_path))
    address = ServerAddress("localhost", "register", "postgres", port)
    with pytest.raises(StorageError, match="offers no encrypted connection that proves its name"):
        Register(address.url(""), CAMPAIGN)
    (tmp_path / ".postgresql").mkdir()
    shutil.copy(server.folder / "root.crt", tmp_path / ".postgresql")
    Register(address.url(""), CAMPAIGN)
    with pytest.raises(StorageError, match="offers no encrypted connection that proves its name"):
        Register(ServerAddress("127.0.0.1", "register", "postgres", port).url(""), CAMPAIGN)


def test_what_is_in_a_part_of_an_address_stays_in_it() -> None:
    address = ServerAddress("a/b@c?sslmode=disable", "d?sslmode=disable", "u:w@x/", encrypted=True)
    url = address.url("p@/?sslmode=disable")
    assert (url.host, url.database, url.username) == (address.host, address.database, address.user)
    assert url.query["sslmode"] == "verify-full"
    assert "p@" not in f"{url} {url!r}"
    assert address.url("").password is None


@pytest.mark.parametrize(
    "host", ["localhost", "LocalHost", "127.0.0.1", "127.9.9.9", "::1", "/run/postgresql"]
)
def test_this_computer(host: str) -> None:
    assert is_this_computer(host)


@pytest.mark.parametrize(
    "host", ["db.example.org", "10.0.0.1", "localhost.example.org", "127.0.0.1.example.org"]
)
def test_another_computer(host: str) -> None:
    assert not is_this_computer(host)

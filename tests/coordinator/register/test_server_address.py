"""Addresses of servers: their parts need no quoting, and an encrypted one takes no server on trust."""

from __future__ import annotations

import datetime
import os
import shutil
import socket
import traceback
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.server import ServerStore
from kiosk.coordinator.register.server_address import ServerAddress, is_address, is_host, is_this_computer
from kiosk.errors import CampaignError, SettingsError, StorageError
from kiosk.ui.desk.shared_register.card import kept_text
from kiosk.ui.desk.shared_register.kept import Kept
from kiosk.ui.language import Language
from kiosk.wording import printable
from tests.postgres import PostgresServer, postgres_server
from tests.program import ENVIRONMENT, kiosk, refused

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
    assert (url.password, url.port) == ("p@/?sslmode=disable", 5432)
    assert url.query["sslmode"] == "verify-full"
    assert "p@" not in f"{url} {url!r}"
    assert address.url("").password is None


def test_the_authorities_that_the_system_trusts_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    trusted = ServerAddress("db.example.org", "register", "desk").url("").query["sslrootcert"]
    assert trusted == "system" or Path(str(trusted)).is_file()


RIGHT = {"host": "db", "database": "register", "user": "desk"}


@pytest.mark.parametrize(
    ("part", "sound", "unsound"),
    [
        ("host", ["x", "x" * 255], ["", "x" * 256]),
        ("database", ["x", "x" * 63], ["", "x" * 64]),
        ("user", ["x", "x" * 63], ["", "x" * 64]),
        ("port", [1, 65535], [0, 65536]),
        ("password", [], ["geheim"]),
    ],
)
def test_what_is_remembered_of_a_server_has_limits(
    part: str, sound: list[object], unsound: list[object]
) -> None:
    for value in sound:
        assert getattr(msgspec.convert({**RIGHT, part: value}, ServerAddress), part) == value
    for value in unsound:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({**RIGHT, part: value}, ServerAddress)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("postgresql://desk@db/register", "db/register"),
        ("postgresql://desk@db:5433/my%20register", "db/my register"),
        ("postgresql://desk@db", "db/desk"),
        ("postgresql://db", "db/"),
        ("postgresql://desk%3Ageheim@db", "db/"),
        ("postgresql:///register", "localhost/register"),
        ("postgresql://desk@/register?host=/run/postgresql", "/run/postgresql/register"),
        ("postgresql:///register?host=one&host=other", "one, other/register"),
    ],
)
def test_an_address_is_shown_as_its_host_and_its_database(address: str, name: str) -> None:
    assert ServerStore(address).name == name


@pytest.mark.parametrize("host", ["db.example.org", "10.0.0.1", "::1", "/run/postgresql", "db_1", "x" * 255])
def test_what_may_be_shown_as_a_host(host: str) -> None:
    assert is_host(host)


@pytest.mark.parametrize("host", ["", "x" * 256, "a b", "desk:geheim@db", "/desk:geheim@db", "?"])
def test_what_may_be_a_password_is_no_host(host: str) -> None:
    assert not is_host(host)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg:/desk:geheim@db/register",
        "postgresql+psycopg:desk:geheim@db/register",
        "postgresql+psycopg:///desk:geheim@db/register",
        "postgresql+psycopg//desk:geheim@db/register",
        "postgresql/desk:geheim@db/register",
        "postgresql:geheim",
        "//desk:geheim@db/register",
        "/desk:geheim@db/register",
        "desk:geheim@db/register",
        "postgresql+psycopg：//desk:geheim@db/register",
        "postgresql+psycopg%3A//desk%3Ageheim%40db/register",
        "postgresql+psycopg%3A%2F%2Fdesk%3Ageheim%40db%2Fregister",
        "postgresql://desk:geheim@db:port/register",
        "postgresql://desk:geheim@db:99999999/register",
        "postgresql://desk:geheim@db :5432/register",
        "postgresql://desk:geh@eim@db/register",
        "postgresql://desk%3Ageheim@db",
        "postgresql://desk:geheim@[::1/register",
        "postgresql://db/register;password=geheim",
        "postgresql://db/register password=geheim",
        "postgresql://db/desk:geheim@register",
        "postgresql://db/register?pasword=geheim",
        "postgresql://db/register?plugin=geheim",
        "postgresql://db/register?connect_timeout=geheim",
        "postgresql://db/register?host=desk:geheim@db",
        "postgresql:///register?host=db&host=desk:geheim@db",
        "desk%3Ageheim%40db/register",
        "postgresql://db/register#geheim",
        "postgres://desk:geheim@db/register",
        "mysql://desk:geheim@db/register",
        "HTTPS:/desk:geheim@db/register",
        "jdbc:postgresql://db/register?password=geheim",
        "  postgresql+psycopg:/desk:geheim@db/register ",
        '"postgresql+psycopg:/desk:geheim@db/register"',
        "KIOSK_REGISTER=postgresql+psycopg:/desk:geheim@db/register",
        "host=db dbname=register user=desk password=geheim",
        "password = 'geheim' host=db",
        "dbname='postgresql:/desk:geheim@db/register'",
    ],
)
def test_a_password_is_never_shown_however_badly_its_address_is_written(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises((SettingsError, StorageError, CampaignError)) as told:
        Register(address, CAMPAIGN)
    told_all = f"{told.value} {told.value.values}" + "".join(traceback.format_exception(told.value))
    assert "geheim" not in told_all
    assert not list(tmp_path.iterdir()), "no file of that name is made"
    assert "geheim" not in kept_text(Language("en"), Kept(address))


@pytest.mark.parametrize(
    "name", ["register", "./merged in may.kioskregister", "a@b.sqlite", "C:\\Users\\a@b\\r", "報告"]
)
def test_a_path_is_no_address(name: str) -> None:
    assert not is_address(name)


def test_a_file_that_is_there_is_no_address(tmp_path: Path) -> None:
    file = tmp_path / "desk:1@home"
    assert is_address(str(file))
    file.touch()
    assert not is_address(str(file))


ONE_SLASH = "postgresql+psycopg:/desk:geheim@db/register"


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "--campaign", "FOLDER", "--register", ONE_SLASH),
        ("report", "--campaign", "FOLDER", "--json", "--register", ONE_SLASH),
        ("report", "--campaign", ONE_SLASH),
        ("merge", ONE_SLASH.replace(":/", "://"), "--campaign", "FOLDER", "--passphrase-file", "PASSPHRASE"),
        ("merge", "--json", ONE_SLASH, "--campaign", "FOLDER", "--passphrase-file", "PASSPHRASE"),
        ("report", ONE_SLASH),
        (ONE_SLASH,),
        ("report", "--json", "--regster=postgresql://desk:geheim@db/register"),
        ("campaign", "shares", "FOLDER", "--needed", ONE_SLASH, "--total", "3", "--out", "x"),
        ("receipts", "FOLDER", "--campaign", "FOLDER", "--passphrase-file", ONE_SLASH.replace(":/", "://")),
    ],
)
def test_a_command_never_prints_a_password_where_it_is_given_an_address(
    arguments: tuple[str, ...], desk_folder: Path, passphrase_file: Path
) -> None:
    places = {"FOLDER": desk_folder, "PASSPHRASE": passphrase_file}
    result = kiosk(*(places.get(argument, argument) for argument in arguments))
    assert result.returncode in (1, 2)
    assert "geheim" not in result.stdout + result.stderr
    assert "has a fault" not in result.stderr


def test_the_variable_prints_none_either(desk_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENVIRONMENT, "KIOSK_REGISTER", ONE_SLASH)
    said = refused("report", "--campaign", desk_folder, saying=("not one of a PostgreSQL database",))
    assert "geheim" not in said


def test_how_to_write_an_address_is_still_said() -> None:
    advice = "Write it as postgresql+psycopg://USER@HOST/DATABASE."
    assert printable(advice) == advice


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

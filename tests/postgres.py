"""A PostgreSQL server of the tests' own: in a throw-away folder, on a Unix socket, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest


def _programs() -> Path:
    """The folder with the newest server's programs, which Debian keeps off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found:
        pytest.skip("not installed: PostgreSQL (make install-dev brings it)")
    return found[-1].parent


@dataclass
class PostgresServer:
    """A server that runs; `folder` holds its data, its socket and its log."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_database(self) -> str:
        """Makes an empty database; returns its address."""
        return self._new_database()

    def copy_of(self, address: str) -> str:
        """Makes a database with all that is in the one at `address`, to which nobody is connected."""
        return self._new_database("-T", _database(address))

    def _new_database(self, *options: str) -> str:
        name = f"register{next(self._numbers)}"
        self.run("createdb", *options, name)
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def shared_database(self, user: str, password: str, name: str) -> None:
        """Makes the database `name` and its owner, who is let in with that password alone."""
        rules = "local all postgres trust\nlocal all all scram-sha-256\n"
        (self.folder / "data" / "pg_hba.conf").write_text(rules)
        self.run("pg_ctl", "reload")
        quoted = {"user": user.replace('"', '""'), "password": password.replace("'", "''")}
        self.run("psql", "-qc", "CREATE ROLE \"{user}\" LOGIN PASSWORD '{password}'".format(**quoted))
        self.run("createdb", "-O", user, name)

    def dump(self, address: str) -> bytes:
        """All that is in the database at `address`, as pg_dump writes it."""
        return self.run("pg_dump", _database(address))

    def start(self) -> None:
        self.run("pg_ctl", "start", "-w", "-l", self.folder / "log")

    def stop(self) -> None:
        """Ends it at once, as a power cut would: whoever is connected is cut off."""
        self.run("pg_ctl", "stop", "-m", "immediate")

    def run(self, program: str, *arguments: object) -> bytes:
        """Runs one of PostgreSQL's programs against this server, as somebody else than root."""
        drop = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups") if os.geteuid() == 0 else ()
        environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "PGDATA": str(self.folder / "data"),
            "PGHOST": str(self.folder),
            "PGUSER": "postgres",
        }
        done = subprocess.run(
            [*drop, _programs() / program, *map(str, arguments)],
            env=environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
        )
        return done.stdout


def _database(address: str) -> str:
    return address.rpartition("@/")[2].partition("?")[0]


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server that runs until the end of the block."""
    # A socket's path must be short, so not below pytest's own folders.
    folder = Path(tempfile.mkdtemp(prefix="kiosk-postgres-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    server = PostgresServer(folder)
    try:
        server.run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
        with (folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(
                f"listen_addresses = ''\nunix_socket_directories = '{folder}'\n"
                "shared_buffers = 32MB\nfsync = off\nlog_statement = all\n"
            )
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder)

"""The vault's tables are what every version of this program finds in the file: docs/format.md."""

from __future__ import annotations

import hmac
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.signing.seal import Sealed
from kiosk.stall.stored import SheetMark
from kiosk.stall.vault import Vault

KIOSK, CAMPAIGN = b"k" * 16, b"c" * 16
COLUMNS = {
    "owner": ["kiosk BLOB NOT NULL", "campaign BLOB NOT NULL"],
    "record": ["seq INTEGER KEY", "id BLOB NOT NULL", "sealed BLOB NOT NULL", "chain BLOB NOT NULL"],
    "synced": [
        "target TEXT KEY",
        "last_seq INTEGER NOT NULL",
        "day TEXT NOT NULL",
        "device TEXT NOT NULL = ''",
    ],
    "sheet": ["sheet BLOB KEY", "rows INTEGER NOT NULL"],
    "released": ["upto INTEGER KEY", "chain BLOB NOT NULL", "day TEXT NOT NULL"],
    "life": ["before INTEGER KEY", "kiosk BLOB NOT NULL", "seed BLOB NOT NULL"],
    "copied": ["after INTEGER KEY"],
    "secret": ["sheet_key BLOB NOT NULL"],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Vault.create(tmp_path / "vault.sqlite", KIOSK, CAMPAIGN)
    return tmp_path / "vault.sqlite"


def columns(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(path)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for _, name, kind, filled, default, key in connection.execute(f"PRAGMA table_info({table})"):
                more = " KEY" if key else " NOT NULL" if filled else ""
                more += f" = {default}" if default is not None else ""
                found.setdefault(table, []).append(f"{name} {kind}{more}")
    return found


def test_the_tables_of_a_new_vault(path: Path) -> None:
    assert columns(path) == COLUMNS


def test_the_tables_of_one_that_an_older_version_made(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for change in (
            "ALTER TABLE synced DROP COLUMN device",
            "DROP TABLE life",
            "DROP TABLE copied",
            "DROP TABLE secret",
            "PRAGMA user_version = 2",
        ):
            connection.execute(change)
    Vault(path, KIOSK, CAMPAIGN)
    assert columns(path) == COLUMNS


def test_no_two_records_have_one_id(path: Path) -> None:
    row = "INSERT INTO record VALUES (?, x'01', x'02', x'03')"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(row, (1,))
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute(row, (2,))


def test_a_mark_of_a_sheet_is_made_with_the_vaults_own_key(path: Path) -> None:
    Vault(path, KIOSK, CAMPAIGN).append(Sealed(b"i" * 16, b"sealed"), SheetMark(b"s" * 32, 4))
    with closing(sqlite3.connect(path)) as connection:
        ((key,),) = connection.execute("SELECT sheet_key FROM secret").fetchall()
        marks = connection.execute("SELECT * FROM sheet").fetchall()
    assert marks == [(hmac.digest(key, b"signing-kiosk sheet v2\0" + b"s" * 32, "sha256"), 4)]


def test_each_vault_has_a_key_of_its_own_for_the_marks_of_sheets(path: Path, tmp_path: Path) -> None:
    Vault.create(tmp_path / "other.sqlite", KIOSK, CAMPAIGN)
    keys = set()
    for each in (path, tmp_path / "other.sqlite"):
        with closing(sqlite3.connect(each)) as connection:
            ((key,),) = connection.execute("SELECT sheet_key FROM secret").fetchall()
            keys.add(key)
    assert [len(key) for key in keys] == [32, 32]

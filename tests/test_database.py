"""SQLite as the program opens it: what a commit, a deletion and an error promise."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError, StatementError

from kiosk.database import database_errors, sqlite_engine, writing
from kiosk.errors import StorageError, VaultError

CANARY = "Ana Canário"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = sqlite_engine(tmp_path / "base.sqlite", create=True, cache_kib=512)
    with writing(engine).begin() as connection:
        connection.execute(text("CREATE TABLE people (name TEXT UNIQUE NOT NULL CHECK (name != ''))"))
    return engine


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("synchronous", 3),  # EXTRA: the file, and its folder
        ("secure_delete", 1),  # what is deleted is overwritten
        ("temp_store", 2),  # in memory
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
        ("cache_size", -512),
        ("journal_mode", "delete"),
    ],
)
def test_every_connection_keeps_the_promises(engine: Engine, setting: str, value: object) -> None:
    for _ in range(2):
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {setting}").scalar() == value


def test_a_journal_that_is_kept_is_emptied_after_each_transaction(tmp_path: Path) -> None:
    journal = tmp_path / "base.sqlite-journal"
    with writing(sqlite_engine(tmp_path / "base.sqlite", create=True, keeps_journal=True)).begin() as one:
        one.execute(text("CREATE TABLE people (name TEXT)"))
        assert journal.stat().st_size
    assert not journal.stat().st_size


def test_the_cache_is_two_mib_where_nobody_says_otherwise(tmp_path: Path) -> None:
    with sqlite_engine(tmp_path / "base.sqlite", create=True).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar() == -2048


def test_an_error_never_carries_what_was_to_be_stored(engine: Engine) -> None:
    insert = text("INSERT INTO people VALUES (:name)")
    with writing(engine).begin() as connection:
        connection.execute(insert, {"name": CANARY})
    for names in ([{"name": CANARY}], [{"name": "Rosa"}, {"name": CANARY}]):
        with pytest.raises(DatabaseError) as caught, writing(engine).begin() as connection:
            connection.execute(insert, names)
        assert CANARY not in "".join(traceback.format_exception(caught.value))
        assert CANARY not in str(caught.value)
        assert isinstance(caught.value, StatementError)
        assert caught.value.hide_parameters
        assert "hide" in str(caught.value), "it says that there is something"


def test_the_sentence_about_an_error_comes_without_the_error(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "base.sqlite"
    with pytest.raises(VaultError) as caught, database_errors(path, VaultError), engine.begin() as connection:
        connection.execute(text("INSERT INTO people VALUES (:name)"), {"name": ""})
    assert "SQLITE_CONSTRAINT_CHECK" in str(caught.value)
    told = "".join(traceback.format_exception(caught.value))
    assert "INSERT" not in told
    assert caught.value.__suppress_context__


def test_a_file_that_has_gone_is_told_and_not_made_anew(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "base.sqlite"
    path.unlink()
    with pytest.raises(StorageError, match="cannot be opened"), database_errors(path, VaultError):
        engine.connect()
    assert not path.exists()


def test_two_that_write_wait_for_each_other_before_either_has_read(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "base.sqlite"
    with writing(engine).begin() as first:
        first.execute(text("SELECT count(*) FROM people"))
        with engine.connect() as second:
            second.exec_driver_sql("PRAGMA busy_timeout = 1")
            with pytest.raises(StorageError, match="in use by"), database_errors(path, VaultError):
                second.exec_driver_sql("INSERT INTO people VALUES ('Rosa')")

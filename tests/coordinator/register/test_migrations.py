"""Registers of other versions: an old one is brought up to date whole, a newer one left alone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import create_engine, inspect, select, text

from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.integrity.checking import check
from kiosk.coordinator.integrity.mark_table import is_right
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.records.fingerprints import Fingerprinter, Rule
from kiosk.coordinator.register import migrations
from kiosk.coordinator.register.marks import pack, unpack
from kiosk.coordinator.register.migrations.versions import r0006_marks
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.tables import metadata, record_table
from kiosk.errors import CampaignError, NewerVersionError
from kiosk.signing.signature import to_json
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import ROOT

FIRST_TABLES = """
CREATE TABLE owner (campaign BLOB NOT NULL);
CREATE TABLE kiosk (id BLOB NOT NULL, name TEXT NOT NULL, last_seq INTEGER NOT NULL, PRIMARY KEY (id));
CREATE TABLE record (
    "key" INTEGER NOT NULL, kiosk BLOB NOT NULL, seq INTEGER NOT NULL, id BLOB NOT NULL, digest BLOB NOT NULL,
    day TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL, duplicate_of INTEGER, box BLOB,
    PRIMARY KEY ("key"), FOREIGN KEY(kiosk) REFERENCES kiosk (id), UNIQUE (digest),
    FOREIGN KEY(duplicate_of) REFERENCES record ("key")
);
CREATE INDEX record_position ON record (kiosk, seq);
CREATE INDEX ix_record_status ON record (status);
CREATE TABLE lost (
    kiosk BLOB NOT NULL, seq INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (kiosk, seq),
    FOREIGN KEY(kiosk) REFERENCES kiosk (id)
);
CREATE TABLE fingerprint (
    value BLOB NOT NULL, record INTEGER NOT NULL, FOREIGN KEY(record) REFERENCES record ("key")
);
CREATE INDEX fingerprint_value ON fingerprint (value, record);
PRAGMA application_id = 0x4B524547;
PRAGMA user_version = 1;
"""
COPIED = {
    "owner": "campaign",
    "kiosk": "id, name, last_seq",
    "record": "key, kiosk, seq, id, digest, day, status, reason, duplicate_of, box",
    "lost": "kiosk, seq, reason",
}


@pytest.fixture
def library(keys) -> HandmadeKiosk:
    """A kiosk at which the first of five people signed twice, and something else was not a signature."""
    kiosk = HandmadeKiosk(keys, "Library steps")
    kiosk.sign(*(person(n) for n in (1, 2, 3, 4, 5, 1)), person(9, consent=""))
    return kiosk


@pytest.fixture
def old(desk, library: HandmadeKiosk, tmp_path: Path) -> Path:
    """The register that version 0.1 made of the first three and the last three records."""
    file = tmp_path / "x.signatures"
    file.write_bytes(library.batch(library.records[:3]) + library.batch(library.records[4:]))
    desk.merge(file)
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST_TABLES)
        connection.execute("ATTACH ? AS new", [str(desk.folder / "register.sqlite")])
        for table, columns in COPIED.items():
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
        for key, packed in connection.execute("SELECT key, fingerprints FROM new.record").fetchall():
            rows = [(value, key) for value, _ in unpack(packed)]
            connection.executemany("INSERT INTO main.fingerprint VALUES (?, ?)", rows)
        cipher = ChaCha20Poly1305(desk.keys.register_key)
        for row in desk.register.rows(desk.keys.register_key):
            if row.signature is not None:
                bound = b"signing-kiosk register v1\0" + row.kiosk + row.seq.to_bytes(8, "big") + row.id
                box = bytes(12) + cipher.encrypt(bytes(12), to_json(row.signature).ljust(512), bound)
                connection.execute("UPDATE main.record SET box = ? WHERE digest = ?", [box, row.digest])
                for rule, value in Fingerprinter(desk.keys.fingerprint_key).of(row.signature):
                    if rule in (Rule.EMAIL_ALONE, Rule.PHONE_ALONE):  # which it did not have
                        connection.execute("DELETE FROM main.fingerprint WHERE value = ?", [value])
        connection.commit()
    return path


def test_an_old_register_is_brought_up_to_date(old: Path, keys, desk) -> None:
    before = balance(desk.register)
    migrated = Register(old, keys.key_id)
    assert balance(migrated) == before
    told = [str(one) for one in check(migrated, keys)]
    assert [one.split(".")[0] for one in told] == ["The register is sealed from now on"]
    assert check(migrated, keys) == []
    assert balance(migrated) == before
    assert before.total == Account(counted=4, duplicate=1, rejected=1)
    assert list(migrated.rows(keys.register_key)) == list(desk.register.rows(keys.register_key))
    with closing(sqlite3.connect(old)) as connection:
        outcomes = connection.execute("SELECT status, outcome FROM record ORDER BY seq").fetchall()
        assert outcomes == [("counted", "opened")] * 4 + [("duplicate", "opened"), ("rejected", "rejected")]
        assert connection.execute("SELECT DISTINCT standing, revoked_from FROM kiosk").fetchall() == [
            ("new", None)
        ]
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert Register(old, keys.key_id).kiosks() == migrated.kiosks()


def test_its_fingerprints_still_meet_duplicates(
    old: Path, keys, library: HandmadeKiosk, tmp_path: Path
) -> None:
    other = HandmadeKiosk(keys, "Canteen")
    file = tmp_path / "canteen.signatures"
    file.write_bytes(other.batch(other.sign(person(2), person(20))))
    books = merge(Register(old, keys.key_id), keys, [file]).books
    assert books.total == Account(counted=5, duplicate=2, rejected=1)


def test_the_next_merge_fills_in_what_it_did_not_have(old: Path, keys, desk, tmp_path: Path) -> None:
    merge(Register(old, keys.key_id), keys, [tmp_path / "x.signatures"])
    columns = "seq, kind, country, language, receipt, fingerprints"
    marks = "SELECT record.seq, start FROM mark JOIN record ON record = key ORDER BY 1, 2"
    with (
        closing(sqlite3.connect(old)) as migrated,
        closing(sqlite3.connect(desk.folder / "register.sqlite")) as made,
    ):
        for query in (f"SELECT {columns} FROM record ORDER BY seq", marks):
            found = migrated.execute(query).fetchall()
            assert found == made.execute(query).fetchall()


def test_however_few_are_moved_at_a_time_all_of_them_are(
    old: Path, keys, desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(r0006_marks, "_TOGETHER", 2)
    migrated = Register(old, keys.key_id)
    with migrated.reading() as connection:
        held = connection.execute(select(record_table.c.fingerprints)).scalars().all()
        assert is_right(connection)
        assert not inspect(connection).has_table("fingerprint")
    assert sum(one is not None for one in held) == 5
    assert all(one is None or one == pack(unpack(one)) for one in held)


def test_what_a_hand_put_among_old_fingerprints_hinders_nothing(old: Path, keys, desk) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("INSERT INTO fingerprint VALUES ('text', 1), (x'00', 2), (7, 3)")
        connection.commit()
    migrated = Register(old, keys.key_id)
    check(migrated, keys)
    assert check(migrated, keys) == []
    assert balance(migrated) == balance(desk.register)


@pytest.mark.parametrize("revision", ["0007", "0100"])
def test_one_of_a_newer_program_is_left_alone(old: Path, keys, revision: str) -> None:
    Register(old, keys.key_id)
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
        connection.commit()
    before = old.read_bytes()
    with pytest.raises(NewerVersionError):
        Register(old, keys.key_id)
    assert old.read_bytes() == before


def test_another_campaigns_old_register_is_not_touched(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(CampaignError, match="another campaign"):
        Register(old, bytes(16))
    assert old.read_bytes() == before


def test_a_migration_that_fails_leaves_the_old_register(old: Path, keys) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("CREATE TABLE withdrawal (mark BLOB)")
        connection.commit()
    before = old.read_bytes()
    with pytest.raises(CampaignError):
        Register(old, keys.key_id)
    assert old.read_bytes() == before


def migrated(address: str) -> str:
    """An empty database that went through all migrations."""
    engine = create_engine(address)
    with engine.begin() as connection:
        migrations.migrate(connection)
    engine.dispose()
    return address


def test_the_migrations_make_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    engine = create_engine(migrated(f"sqlite:///{tmp_path / 'migrated.sqlite'}"))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert migrations.revision(connection) == migrations.HEAD
    engine.dispose()


def shape_in_sqlite(path: Path) -> dict[str, object]:
    """Everything that SQLite knows of the tables, whatever the order of their columns."""
    with closing(sqlite3.connect(path)) as connection:

        def rows(query: str) -> list[tuple[object, ...]]:
            return sorted(connection.execute(query).fetchall(), key=repr)

        names = [name for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            "columns": sorted(
                (name, *map(str, row[1:])) for name in names for row in rows(f'PRAGMA table_info("{name}")')
            ),
            "references": [
                (name, *row[2:5]) for name in names for row in rows(f'PRAGMA foreign_key_list("{name}")')
            ],
            "without rowid": [row[1] for row in rows("PRAGMA table_list") if row[4]],
            "indexes": rows("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"),
            "unique": [
                sorted(column[2] for column in rows(f"PRAGMA index_info('{row[1]}')"))
                for name in names
                for row in rows(f'PRAGMA index_list("{name}")')
                if row[2]
            ],
        }


def shape_in_postgres(address: str) -> list[list[tuple[object, ...]]]:
    """Everything that PostgreSQL knows of the tables, whatever the order of their columns."""
    queries = (
        "SELECT table_name, column_name, data_type, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "AND indexname !~ '_(pkey|pkc|key)[0-9]*$'",
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace",
    )
    engine = create_engine(address)
    with engine.connect() as connection:
        found = [sorted(map(tuple, connection.execute(text(query)))) for query in queries]
    engine.dispose()
    return found


def test_a_new_register_is_in_sqlite_as_one_that_went_through_all_migrations(desk, tmp_path: Path) -> None:
    """Keys, defaults, references and what indexes leave out, too, which Alembic does not compare."""
    assert desk.register.kiosks() == []
    migrated(f"sqlite:///{tmp_path / 'migrated.sqlite'}")
    assert shape_in_sqlite(desk.folder / "register.sqlite") == shape_in_sqlite(tmp_path / "migrated.sqlite")


def test_a_new_register_is_on_a_server_as_one_that_went_through_all_migrations(postgres, keys) -> None:
    new = postgres.new_database()
    assert Register(new, keys.key_id).kiosks() == []
    assert shape_in_postgres(new) == shape_in_postgres(migrated(postgres.new_database()))


def test_the_migrations_are_in_the_wheel(tmp_path: Path) -> None:
    """Alembic reads them as files, which a wheel must therefore have."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = {Path(name).name for name in zipfile.ZipFile(wheel).namelist() if "migrations/" in name}
    assert {"env.py", "r0001_first_tables.py", "r0002_the_desk.py", "r0003_seals.py"} <= names

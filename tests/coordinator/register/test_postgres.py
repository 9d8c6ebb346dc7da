"""A register on a PostgreSQL server: the same books, several desks at once, and a server that goes away."""

from __future__ import annotations

import csv
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from kiosk.coordinator.counting.books import Account, Books, balance
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register import migrations
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.counts import count
from kiosk.coordinator.reports.csv_export import export_csv
from kiosk.errors import CampaignError, LoginError, NewerVersionError, SettingsError, StorageError
from tests import patience
from tests.exports import HandmadeKiosk
from tests.people import person, written_forms
from tests.postgres import PostgresServer
from tests.program import COMMAND, ENVIRONMENT, done, refused


@pytest.fixture
def files(keys, tmp_path: Path) -> list[Path]:
    """Six files of three kiosks; they overlap, and one in five people signed at two kiosks."""
    written = []
    for number in range(3):
        kiosk = HandmadeKiosk(keys, f"Stall {number}")
        kiosk.sign(*(person(40 * number + n) for n in range(50)), person(0, consent=""))
        for part, (first, last) in enumerate(((0, 35), (15, 51))):
            file = tmp_path / f"{number}-{part}.signatures"
            file.write_bytes(
                b"".join(kiosk.batch(kiosk.records[at : at + 9]) for at in range(first, last, 9))
            )
            written.append(file)
    return written


@pytest.fixture
def expected(files: list[Path], make_desk) -> tuple[Books, bytes]:
    """The books and the list that a register in a file gives."""
    desk = make_desk()
    return desk.merge(*files).books, desk.list()


def listed(register: Register, keys, tmp_path: Path) -> bytes:
    export_csv(register, keys, tmp_path / "list.csv")
    return (tmp_path / "list.csv").read_bytes()


def test_the_books_are_those_of_a_file(
    address: str, keys, files: list[Path], expected: tuple[Books, bytes], tmp_path: Path
) -> None:
    register = Register(address, keys.key_id)
    assert merge(register, keys, files).books == expected[0]
    assert expected[0].total == Account(counted=130, duplicate=20, rejected=3)
    again = Register(address, keys.key_id)
    assert merge(again, keys, list(reversed(files))).new == 0
    assert (balance(again), listed(again, keys, tmp_path)) == expected


def test_what_is_missing_is_told_of_a_register_on_a_server_too(address: str, keys, tmp_path: Path) -> None:
    kiosk, other = HandmadeKiosk(keys, "Library steps"), HandmadeKiosk(keys, "Canteen")
    kiosk.sign(*map(person, range(40)))
    other.sign(*map(person, range(40, 80)))
    lines = kiosk.batch(kiosk.records).splitlines(keepends=True)
    file = tmp_path / "x.signatures"
    file.write_bytes(b"".join([lines[0], *lines[3:], other.batch(other.records[7:])]))
    register = Register(address, keys.key_id)
    (problem,) = merge(register, keys, [file]).files[0].problems
    assert str(problem) == "Damaged or missing: 2 (Library steps: 2–3). Sync again there."
    assert register.gaps() == {kiosk.id: [(2, 3)], other.id: [(1, 7)]}


def test_what_counts_is_added_up_on_a_server_as_in_a_file(
    address: str, keys, files: list[Path], make_desk
) -> None:
    desk = make_desk()
    desk.merge(*files)
    register = Register(address, keys.key_id)
    merge(register, keys, files)
    assert count(register) == count(desk.register)
    assert count(register).total == 130


def test_desks_that_merge_at_once_give_the_books_of_one_after_another(
    address: str, desk_folder: Path, passphrase_file: Path, keys, files: list[Path],
    expected: tuple[Books, bytes], tmp_path: Path,
) -> None:  # fmt: skip
    """Four programs, into a database that none of them has made yet."""
    orders = (files, files[::-1], files[3:] + files[:3], files[1::2] + files[::2])
    options = ("--campaign", desk_folder, "--register", address, "--passphrase-file", passphrase_file)
    desks = [
        subprocess.Popen(
            [*COMMAND, *map(str, ("merge", *order, *options))], env=ENVIRONMENT, stdout=subprocess.DEVNULL
        )
        for order in orders
    ]
    assert [desk.wait(patience.SECONDS) for desk in desks] == [0, 0, 0, 0]
    register = Register(address, keys.key_id)
    assert (balance(register), listed(register, keys, tmp_path)) == expected


def test_desks_merge_at_once_whatever_a_server_does_by_default(
    address: str, keys, files: list[Path], expected: tuple[Books, bytes]
) -> None:
    Register(address, keys.key_id)
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        name = connection.execute(text("SELECT quote_ident(current_database())")).scalar()
        default = "default_transaction_isolation = 'repeatable read'"
        connection.execute(text(f"ALTER DATABASE {name} SET {default}"))
    engine.dispose()
    register = Register(address, keys.key_id)
    with register.transaction() as connection:
        assert connection.execute(text("SHOW transaction_isolation")).scalar() == "read committed"
    assert merge(register, keys, files).books == expected[0]


def test_the_commands_take_the_address_from_an_option_or_the_environment(
    address: str, desk_folder: Path, passphrase_file: Path, files: list[Path], stick: Path,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    campaign = ("--campaign", desk_folder)
    unlock = ("--passphrase-file", passphrase_file)
    done("merge", *files, *campaign, *unlock, "--register", address)
    assert not (desk_folder / "register.sqlite").exists()
    assert "counted 130 + duplicate 20" in done("report", *campaign, "--register", address)
    monkeypatch.setitem(ENVIRONMENT, "KIOSK_REGISTER", address)
    assert "counted 130 + duplicate 20" in done("report", *campaign)
    done("export", tmp_path / "out.csv", *campaign, *unlock)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 153
    done("receipts", stick, *campaign, *unlock)


def test_nobody_is_in_a_dump_or_in_the_servers_log(
    address: str, postgres: PostgresServer, keys, files: list[Path]
) -> None:
    merge(Register(address, keys.key_id), keys, files)
    dump = postgres.dump(address)
    assert b"counted" in dump
    log = (postgres.folder / "log").read_bytes()
    assert b"record" in log
    for n in range(50):
        one = person(n)
        for words in (one.name, one.email, one.city):
            for form in written_forms(words):
                assert form not in dump
                assert form not in log


def test_it_is_this_campaigns_or_refused(address: str, postgres: PostgresServer, keys) -> None:
    Register(address, keys.key_id)
    with pytest.raises(CampaignError, match="another campaign"):
        Register(address, bytes(16))
    change(address, "UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(NewerVersionError):
        Register(address, keys.key_id)
    other = postgres.new_database()
    change(other, "CREATE TABLE accounts (id INTEGER)")
    with pytest.raises(CampaignError, match="something else"):
        Register(other, keys.key_id)


def change(address: str, statement: str) -> None:
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_an_old_register_on_a_server_is_brought_up_to_date(address: str, keys) -> None:
    from alembic import command
    from alembic.config import Config

    engine = create_engine(address)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "kiosk.coordinator.register:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO owner VALUES (:id)"), {"id": keys.key_id})
    Register(address, keys.key_id)
    with engine.connect() as connection:
        assert migrations.revision(connection) == migrations.HEAD
    engine.dispose()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://desk:geheim@[::1/register",
        "postgresql+psycopg://desk:geheim@host:port/register",
        "mysql://desk:geheim@host/register",
        "sqlite:///geheim.sqlite",
        "://geheim",
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(keys, address: str) -> None:
    with pytest.raises(SettingsError) as told:
        Register(address, keys.key_id)
    assert "geheim" not in str(told.value)
    assert told.value.__cause__ is None


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://desk:geheim@/register?host=/nowhere",
        "postgresql+psycopg://desk@/register?host=/nowhere&password=geheim",
        "postgresql://desk:geheim@127.0.0.1:1/register",
    ],
)
def test_a_server_that_is_not_there_is_told_without_the_password(
    address: str, desk_folder: Path, passphrase_file: Path
) -> None:
    said = refused("report", "--campaign", desk_folder, "--register", address, saying=("cannot be reached",))
    assert "geheim" not in said


def test_a_database_or_user_that_is_not_there_is_told(address: str, keys) -> None:
    with pytest.raises(StorageError, match="has no database nothing"):
        Register(address.replace("register", "nothing", 1), keys.key_id)
    with pytest.raises(LoginError, match="does not take this user"):
        Register(address.replace("postgres@", "nobody@"), keys.key_id)


def test_a_server_that_goes_away_in_mid_merge_loses_nothing(
    address: str, postgres: PostgresServer, keys, files: list[Path],
    expected: tuple[Books, bytes], tmp_path: Path,
) -> None:  # fmt: skip
    register = Register(address, keys.key_id)
    stop_after: Callable[[int], None] = once(postgres.stop, lambda read: read > files[0].stat().st_size * 3)
    with pytest.raises(StorageError, match="cannot be reached") as told:
        merge(register, keys, files, stop_after)
    assert "do it again" in told.value.todo
    postgres.start()
    assert merge(register, keys, files).books == expected[0]
    assert listed(register, keys, tmp_path) == expected[1]


def once(act: Callable[[], None], when: Callable[[int], bool]) -> Callable[[int], None]:
    done = threading.Event()

    def progress(read: int) -> None:
        if when(read) and not done.is_set():
            done.set()
            act()

    return progress

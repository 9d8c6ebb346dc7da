"""The vault keeps what it was given, and says so plainly when it cannot."""

import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.errors import NewerVersionError, StorageError, VaultError
from kiosk.exchange.lines import MAX_SEQ
from kiosk.exchange.record import GENESIS, chain_over
from kiosk.signing.seal import Sealed
from kiosk.stall.stored import SheetMark
from kiosk.stall.tables import may_hold_signatures
from kiosk.stall.vault import Vault

KIOSK, CAMPAIGN = b"k" * 16, b"c" * 16


def sealed(n: int) -> Sealed:
    return Sealed(n.to_bytes(16, "big"), bytes([n % 256]) * 3184)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vault.sqlite"


@pytest.fixture
def vault(path: Path) -> Vault:
    made = Vault.create(path, KIOSK, CAMPAIGN)
    for n in range(1, 6):
        made.append(sealed(n))
    return made


def change(path: Path, statement: str) -> None:
    """What a person with another program, or a bad disk, may do to the file."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.close()


def test_signatures_are_numbered_from_one_and_are_there_after_a_restart(path: Path, vault: Vault) -> None:
    assert vault.append(sealed(6)) == 6
    again = Vault(path, KIOSK, CAMPAIGN)
    assert again.count() == 6
    assert [stored.record.seq for stored in again.records()] == [1, 2, 3, 4, 5, 6]
    assert [stored.record.sealed for stored in again.records()] == [sealed(n).data for n in range(1, 7)]
    again.check()


def test_every_record_comes_with_the_chain_before_it(vault: Vault) -> None:
    digests = [stored.record.digest() for stored in vault.records()]
    starts = [stored.start for stored in vault.records()]
    assert starts == [chain_over(GENESIS, digests[:n]) for n in range(5)]
    assert [(s.record.seq, s.start) for s in vault.records(3, 4)] == [(3, starts[2]), (4, starts[3])]


def test_only_its_owner_may_read_it(path: Path, vault: Vault) -> None:
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO owner (kiosk, campaign) SELECT randomblob(16), campaign FROM owner",
        "INSERT INTO secret (sheet_key) SELECT randomblob(32) FROM secret",
        "DELETE FROM secret",
        "INSERT INTO copied (after) VALUES (1), (2)",
    ],
)
def test_a_row_too_many_or_too_few_is_told_in_a_sentence(path: Path, vault: Vault, statement: str) -> None:
    def read() -> None:
        again = Vault(path, KIOSK, CAMPAIGN)
        again.copied_after()
        again.rows_done(bytes(32))

    read()
    change(path, statement)
    with pytest.raises(VaultError, match="does not hold what it should"):
        read()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record SET sealed = zeroblob(3184) WHERE seq = 3",
        "UPDATE record SET id = zeroblob(16) WHERE seq = 3",
        "UPDATE record SET chain = zeroblob(32) WHERE seq = 3",
        "UPDATE record SET seq = 33 WHERE seq = 3",
        "DELETE FROM record WHERE seq = 2",
    ],
)
def test_a_changed_record_is_named(path: Path, vault: Vault, statement: str) -> None:
    change(path, statement)
    with pytest.raises(VaultError, match=r"Record (2|3|4|33) "):
        Vault(path, KIOSK, CAMPAIGN).check()
    assert Vault(path, KIOSK, CAMPAIGN).survey().faults


def test_a_record_whose_number_was_taken_over_is_found(path: Path, vault: Vault) -> None:
    """Records 2 and 3 change places: every one is sound alone, the chain is not."""
    change(path, "UPDATE record SET seq = 99 WHERE seq = 2")
    change(path, "UPDATE record SET seq = 2 WHERE seq = 3")
    change(path, "UPDATE record SET seq = 3 WHERE seq = 99")
    with pytest.raises(VaultError, match="Record 2 "):
        Vault(path, KIOSK, CAMPAIGN).check()


def test_damage_that_shows_in_no_record_is_told(path: Path, vault: Vault) -> None:
    """In what SQLite finds a record's id with."""
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name LIKE 'sqlite_autoindex_record%'"
        ).fetchone()
    data = path.read_bytes()
    ids = data[(page - 1) * size : page * size]
    path.write_bytes(data.replace(ids, ids.replace(sealed(3).id, sealed(99).id)))
    again = Vault(path, KIOSK, CAMPAIGN)
    assert again.survey().faults == []
    with pytest.raises(VaultError, match=r"The vault .* is damaged"):
        again.check()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def scribble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : len(data)] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)


def write_a_letter(path: Path) -> None:
    path.write_text("Dear coordinator, " * 1000)


@pytest.mark.parametrize("damage", [cut, scribble, write_a_letter])
def test_a_damaged_file_is_told_and_kept(path: Path, vault: Vault, damage: Callable[[Path], None]) -> None:
    damage(path)
    before = path.read_bytes()
    with pytest.raises(VaultError) as told:
        Vault(path, KIOSK, CAMPAIGN).check()
    assert str(path) in told.value.what
    assert told.value.todo
    assert path.read_bytes() == before


def test_a_missing_vault_is_never_replaced_by_an_empty_one(path: Path) -> None:
    with pytest.raises(VaultError, match="missing"):
        Vault(path, KIOSK, CAMPAIGN)
    assert not path.exists()


def test_another_programs_database_is_not_a_vault(path: Path) -> None:
    change(path, "CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(VaultError, match="not a vault"):
        Vault(path, KIOSK, CAMPAIGN)


@pytest.mark.parametrize(("kiosk", "campaign"), [(b"x" * 16, CAMPAIGN), (KIOSK, b"x" * 16)])
def test_another_kiosks_or_campaigns_vault_is_refused(
    path: Path, vault: Vault, kiosk: bytes, campaign: bytes
) -> None:
    with pytest.raises(VaultError, match="another kiosk or campaign"):
        Vault(path, kiosk, campaign)


def test_a_vault_that_does_not_say_whose_it_is_is_refused(path: Path, vault: Vault) -> None:
    change(path, "DELETE FROM owner")
    with pytest.raises(VaultError, match="another kiosk or campaign"):
        Vault(path, KIOSK, CAMPAIGN)


def test_a_newer_vault_is_left_alone(path: Path, vault: Vault) -> None:
    change(path, "PRAGMA user_version = 4")
    with pytest.raises(NewerVersionError, match="newer version"):
        Vault(path, KIOSK, CAMPAIGN)


def test_nothing_is_created_over_a_vault(path: Path, vault: Vault) -> None:
    with pytest.raises(VaultError, match="already"):
        Vault.create(path, KIOSK, CAMPAIGN)
    assert vault.count() == 5


@pytest.mark.skipif(os.name == "nt", reason="links are POSIX")
def test_a_link_in_the_place_of_a_vault_is_not_followed(path: Path, tmp_path: Path) -> None:
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StorageError):
        Vault.create(path, KIOSK, CAMPAIGN)
    assert not (tmp_path / "elsewhere").exists()


def test_two_programs_at_once_never_share_a_number(path: Path, vault: Vault) -> None:
    def sign_some(start: int) -> list[int]:
        mine = Vault(path, KIOSK, CAMPAIGN)
        return [mine.append(sealed(n)) for n in range(start, start + 20)]

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(sign_some, (100, 200))
    assert sorted(one + other) == list(range(6, 46))
    vault.check()


def test_a_full_disk_stores_nothing_and_trying_again_works(small_disk) -> None:
    path = small_disk.path / "vault.sqlite"
    vault = Vault.create(path, KIOSK, CAMPAIGN)
    stored = vault.append(sealed(1))
    small_disk.fill()
    with pytest.raises(StorageError, match="full"):
        vault.append(sealed(2))
    assert vault.count() == stored == 1
    small_disk.free()
    assert vault.append(sealed(2)) == 2
    vault.check()


def test_a_disk_that_is_too_full_for_a_vault_is_told(small_disk) -> None:
    small_disk.fill()
    with pytest.raises(StorageError, match=r"vault\.sqlite is on a disk that is full"):
        Vault.create(small_disk.path / "vault.sqlite", KIOSK, CAMPAIGN)


def test_a_write_protected_disk_is_told_and_can_still_be_read(small_disk) -> None:
    path = small_disk.path / "vault.sqlite"
    Vault.create(path, KIOSK, CAMPAIGN).append(sealed(1))
    small_disk.protect()
    vault = Vault(path, KIOSK, CAMPAIGN)
    with pytest.raises(StorageError, match="cannot be written to"):
        vault.append(sealed(2))
    assert [stored.record.id for stored in vault.records()] == [sealed(1).id]


def test_the_largest_number_is_given_and_none_after_it(path: Path, vault: Vault) -> None:
    change(path, f"UPDATE record SET seq = {MAX_SEQ - 1} WHERE seq = 5")
    assert vault.append(sealed(6)) == MAX_SEQ == 99_999_999
    with pytest.raises(VaultError, match="largest number"):
        vault.append(sealed(7))
    assert vault.count() == MAX_SEQ


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [(1, 5, [1, 2, 3, 4, 5]), (2, 2, [2]), (5, 5, [5]), (0, 1, [1]), (5, 9, [5]), (6, 9, []), (3, 2, [])],
)
def test_exactly_the_records_from_the_first_to_the_last_come(
    vault: Vault, first: int, last: int, numbers: list[int]
) -> None:
    assert [stored.record.seq for stored in vault.records(first, last)] == numbers
    assert all(stored.sound for stored in vault.records(first, last))


def test_a_sheet_is_known_by_how_far_it_was_taken_in(vault: Vault) -> None:
    one, other = b"1" * 32, b"2" * 32
    assert vault.rows_done(one) == 0
    vault.append(sealed(6), SheetMark(one, 3))
    vault.append(sealed(7), SheetMark(other, 9))
    vault.append(sealed(8), SheetMark(one, 4))
    assert (vault.rows_done(one), vault.rows_done(other)) == (4, 9)


def test_what_could_hold_signatures_is_taken_to_hold_some(path: Path, tmp_path: Path) -> None:
    assert may_hold_signatures(tmp_path / "gone.sqlite")
    made = Vault.create(path, KIOSK, CAMPAIGN)
    assert not may_hold_signatures(path)
    made.append(sealed(1))
    assert may_hold_signatures(path)
    path.write_bytes(b"no database at all" * 300)
    assert may_hold_signatures(path)
    path.write_bytes(b"")
    assert not may_hold_signatures(path)

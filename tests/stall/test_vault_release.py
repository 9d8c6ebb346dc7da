"""What a vault deletes and what it keeps: all or nothing, numbers go on, and old vaults are taken over."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import StorageError, VaultError
from kiosk.exchange.record import GENESIS, Record, chain_over, next_link
from kiosk.stall.stored import Release, SheetMark, SyncNote
from kiosk.stall.tables import may_hold_signatures
from kiosk.stall.vault import Vault
from tests import patience
from tests.program import ENVIRONMENT
from tests.stall.test_vault import CAMPAIGN, KIOSK, change, sealed

pytestmark = pytest.mark.slow

DAY = "2026-11-22"


def digest(n: int) -> bytes:
    return Record(KIOSK, n, sealed(n).id, sealed(n).data).digest()


def chain_after(n: int) -> bytes:
    return chain_over(GENESIS, map(digest, range(1, n + 1)))


def release(upto: int) -> Release:
    return Release(upto, chain_after(upto), DAY)


def numbers(vault: Vault, first: int = 1) -> list[int]:
    return [stored.record.seq for stored in vault.records(first)]


@pytest.fixture
def path(quick_path: Path) -> Path:
    return quick_path / "vault.sqlite"


@pytest.fixture
def vault(path: Path) -> Vault:
    made = Vault.create(path, KIOSK, CAMPAIGN)
    for n in range(1, 8):
        made.append(sealed(n))
    return made


def test_what_is_released_is_gone_and_the_rest_is_sound(path: Path, vault: Vault) -> None:
    assert vault.release(release(5)) == 5
    again = Vault(path, KIOSK, CAMPAIGN)
    assert again.released() == release(5)
    assert (again.count(), numbers(again)) == (7, [6, 7])
    assert [stored.start for stored in again.records()] == [chain_after(5), chain_after(6)]
    assert all(stored.sound for stored in again.records())
    assert list(again.survey().digests) == [6, 7]
    assert again.survey().faults == []
    again.check()


def test_nothing_of_what_was_released_stays_in_the_file(path: Path, vault: Vault) -> None:
    assert sealed(3).data[:100] in path.read_bytes()
    vault.release(release(5))
    data = path.read_bytes()
    for n in range(1, 6):
        assert sealed(n).data[:100] not in data
        assert digest(n) not in data
    assert sealed(6).data[:100] in data


def test_numbers_and_chain_go_on_even_when_nothing_is_left(path: Path, vault: Vault) -> None:
    assert vault.release(release(7)) == 7
    again = Vault(path, KIOSK, CAMPAIGN)
    assert (again.count(), numbers(again)) == (7, [])
    again.check()
    assert again.append(sealed(8)) == 8
    assert again.count() == 8
    assert again.chain_after(8) == chain_after(8)
    again.check()


def test_it_releases_again_and_again(vault: Vault) -> None:
    assert [vault.release(release(n)) for n in (2, 3, 7)] == [2, 1, 4]
    for n in range(8, 11):
        assert vault.append(sealed(n)) == n
    assert vault.release(release(9)) == 2
    assert numbers(vault) == [10]
    vault.check()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["sign", "sign", "release some", "release all"]), max_size=12))
def test_in_any_order_numbers_never_restart_and_the_chain_never_breaks(path: Path, day: list[str]) -> None:
    path.unlink(missing_ok=True)
    Vault.create(path, KIOSK, CAMPAIGN)
    taken = gone = 0
    for event in day:
        vault = Vault(path, KIOSK, CAMPAIGN)
        if event == "sign":
            taken += 1
            assert vault.append(sealed(taken)) == taken
        elif gone < taken:
            upto = taken if event == "release all" else (gone + taken + 1) // 2
            assert vault.release(release(upto)) == upto - gone
            gone = upto
        vault.check()
        assert (vault.count(), vault.released().upto) == (taken, gone)
        assert numbers(vault) == list(range(gone + 1, taken + 1))
        assert vault.chain_after(taken) == chain_after(taken)


@pytest.mark.parametrize(
    "wrong",
    [
        Release(5, chain_after(4), DAY),
        Release(5, bytes(32), DAY),
        Release(8, chain_after(8), DAY),
        Release(99_999_999, chain_after(7), DAY),
        Release(2, chain_after(2), DAY),
        Release(0, GENESIS, DAY),
    ],
    ids=["other chain", "no chain", "too high", "far too high", "released before", "none"],
)
def test_what_does_not_fit_deletes_nothing(vault: Vault, wrong: Release) -> None:
    vault.release(release(3))
    with pytest.raises(VaultError, match="other signatures"):
        vault.release(wrong)
    assert (vault.count(), numbers(vault), vault.released()) == (7, [4, 5, 6, 7], release(3))
    vault.check()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE record SET sealed = zeroblob(3184) WHERE seq = 4", 4),
        ("UPDATE record SET chain = zeroblob(32) WHERE seq = 6", 6),
        ("DELETE FROM record WHERE seq = 4", 4),
        ("DELETE FROM record WHERE seq = 5", 5),
        ("UPDATE released SET chain = zeroblob(32)", 4),
    ],
)
def test_damage_after_a_release_is_named(path: Path, vault: Vault, statement: str, fault: int) -> None:
    vault.release(release(3))
    change(path, statement)
    again = Vault(path, KIOSK, CAMPAIGN)
    with pytest.raises(VaultError, match=f"Record {fault} "):
        again.check()
    assert fault in again.survey().faults


def test_a_full_disk_deletes_nothing_and_trying_again_works(small_disk) -> None:
    vault = Vault.create(small_disk.path / "vault.sqlite", KIOSK, CAMPAIGN)
    for n in range(1, 8):
        vault.append(sealed(n))
    small_disk.fill()
    with pytest.raises(StorageError, match="full"):
        vault.release(release(5))
    assert numbers(vault) == list(range(1, 8))
    small_disk.free()
    assert vault.release(release(5)) == 5
    vault.check()


_RELEASE = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from kiosk.stall.tables import may_hold_signatures
from kiosk.stall.stored import Release
from kiosk.stall.vault import Vault

path, upto, chain, moment = sys.argv[1:]
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def kill_after(connection, cursor, statement, *_):
    if statement.startswith(moment):
        kill()
vault = Vault(Path(path), b"k" * 16, b"c" * 16)
if moment == "commit":
    event.listen(Engine, "commit", kill)
event.listen(Engine, "after_cursor_execute", kill_after)
print("now", flush=True)
vault.release(Release(int(upto), bytes.fromhex(chain), "2026-11-22"))
print("done", flush=True)
"""


def start_release(path: Path, upto: int, moment: str) -> subprocess.Popen[str]:
    arguments = [str(path), str(upto), chain_after(upto).hex(), moment]
    return subprocess.Popen(
        [sys.executable, "-c", _RELEASE, *arguments], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
@pytest.mark.parametrize(
    "moment", ["DELETE FROM record", "DELETE FROM released", "INSERT INTO released", "commit"]
)
def test_killed_before_the_commit_everything_is_still_there(path: Path, vault: Vault, moment: str) -> None:
    killed = start_release(path, 5, moment)
    said, _ = killed.communicate(timeout=patience.SECONDS)
    assert "done" not in said
    again = Vault(path, KIOSK, CAMPAIGN)
    assert (again.released().upto, numbers(again)) == (0, list(range(1, 8)))
    again.check()
    assert again.release(release(5)) == 5


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
def test_killed_at_any_moment_it_is_all_or_nothing(path: Path) -> None:
    """So many records that SQLite is still writing when it is killed."""
    many = 1500
    made = Vault.create(path, KIOSK, CAMPAIGN)
    chains = [GENESIS]
    for n in range(1, many + 1):
        chains.append(next_link(chains[-1], digest(n)))
    connection = sqlite3.connect(path)
    rows = [(n, sealed(n).id, sealed(n).data, chains[n]) for n in range(1, many + 1)]
    connection.executemany("INSERT INTO record VALUES (?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    made.check()
    for moment in range(6):
        target = made.released().upto + 200
        killed = start_release(path, target, "never")
        assert killed.stdout is not None
        assert killed.stdout.readline() == "now\n"
        patience.let_go_on(0.004 * moment)
        killed.kill()
        killed.communicate(timeout=patience.SECONDS)
        again = Vault(path, KIOSK, CAMPAIGN)
        again.check()
        assert again.released().upto in (target - 200, target)
        assert numbers(again) == list(range(again.released().upto + 1, many + 1))


VERSION_1 = """
CREATE TABLE owner (kiosk BLOB NOT NULL, campaign BLOB NOT NULL);
CREATE TABLE record (
    seq INTEGER NOT NULL, id BLOB NOT NULL, sealed BLOB NOT NULL, chain BLOB NOT NULL,
    PRIMARY KEY (seq), UNIQUE (id)
);
CREATE TABLE synced (
    target TEXT NOT NULL, last_seq INTEGER NOT NULL, day TEXT NOT NULL, PRIMARY KEY (target)
);
CREATE TABLE sheet (sheet BLOB NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (sheet));
PRAGMA application_id = 0x4B494F53;
PRAGMA user_version = 1;
"""


@pytest.fixture
def old(path: Path) -> Path:
    """A vault as version 1 made it, with three signatures, a sync and half a sheet."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(VERSION_1)
    connection.execute("INSERT INTO owner VALUES (?, ?)", (KIOSK, CAMPAIGN))
    for n in range(1, 4):
        row = (n, sealed(n).id, sealed(n).data, chain_after(n))
        connection.execute("INSERT INTO record VALUES (?, ?, ?, ?)", row)
    connection.execute("INSERT INTO synced VALUES ('/media/stick/a.signatures', 2, '2026-11-20')")
    connection.execute("INSERT INTO sheet VALUES (?, 2)", (b"s" * 32,))
    connection.close()
    return path


def test_a_vault_of_version_1_is_taken_over_whole(old: Path) -> None:
    vault = Vault(old, KIOSK, CAMPAIGN)
    assert (vault.count(), numbers(vault), vault.released().upto) == (3, [1, 2, 3], 0)
    assert vault.sync_notes() == [SyncNote("/media/stick/a.signatures", 2, "2026-11-20")]
    assert vault.rows_done(b"s" * 32) == 2
    assert vault.append(sealed(4), SheetMark(b"s" * 32, 3)) == 4
    assert vault.release(release(4)) == 4
    again = Vault(old, KIOSK, CAMPAIGN)
    assert again.append(sealed(5)) == 5
    again.check()
    connection = sqlite3.connect(old)
    assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    connection.close()


def test_a_vault_of_version_1_is_not_touched_for_another_kiosk(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(VaultError, match="another kiosk or campaign"):
        Vault(old, b"x" * 16, CAMPAIGN)
    assert old.read_bytes() == before


def test_a_vault_of_version_1_still_counts_as_one_that_holds_signatures(old: Path) -> None:
    assert may_hold_signatures(old)

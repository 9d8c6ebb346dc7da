"""A vault of several lives: rows go on, numbers and the chain begin anew, and each release has its life."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.errors import VaultError
from kiosk.exchange.record import GENESIS, next_link
from kiosk.signing.seal import Sealed
from kiosk.stall.stored import Life, Release, SheetMark, SyncNote
from kiosk.stall.vault import Vault

FIRST, SECOND, THIRD, CAMPAIGN = b"1" * 16, b"2" * 16, b"3" * 16, b"c" * 16
SEED, DAY = b"s" * 32, "2026-11-22"
STICK = frozenset({"stick"})


def sealed(n: int) -> Sealed:
    return Sealed(n.to_bytes(16, "big"), bytes([n]) * 100)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """With five signatures."""
    made = Vault.create(tmp_path / "vault.sqlite", FIRST, CAMPAIGN)
    for n in range(1, 6):
        made.append(sealed(n))
    return made


def release(vault: Vault, upto: int, life: Life | None = None) -> int:
    return vault.release(Release(upto, vault.chain_after(upto, life) or b"", DAY), life)


def numbers(vault: Vault) -> list[tuple[int, bytes, int]]:
    """Of each record: its row, whose it is, and its number there. What was signed is as it was."""
    found = []
    for stored in vault.records():
        assert stored.sound
        assert stored.record.id == sealed(stored.row).id
        assert stored.record.sealed == sealed(stored.row).data
        found.append((stored.row, stored.record.kiosk, stored.record.seq))
    return found


@pytest.mark.parametrize(
    ("synced", "released", "copied", "before"),
    [
        (0, 0, None, 0),
        (3, 0, None, 3),
        (5, 0, None, 5),
        (3, 4, None, 4),
        (4, 3, None, 4),
        (5, 5, None, 5),
        (5, 0, 2, 2),
        (0, 0, 9, 5),
        (0, 3, 2, 3),
        (5, 0, 0, 0),
    ],
)
def test_what_goes_on_elsewhere_gets_new_numbers_and_the_rest_stays(
    vault: Vault, synced: int, released: int, copied: int | None, before: int
) -> None:
    for target, row in (("/stick", synced), ("/other", 1)):
        if synced:
            vault.note_sync(SyncNote(target, row, DAY, STICK))
    if released:
        assert release(vault, released) == released
    if copied is not None:
        vault.note_copied(1)
        vault.note_copied(copied)
        assert vault.copied_after() == copied
    life = vault.begin_life(SECOND, SEED)
    assert life == Life(SECOND, before, 5 - before, SEED)
    assert [one for one in vault.lives() if one.last] == [
        one for one in (Life(FIRST, 0, before), life) if one.last
    ]
    assert numbers(vault) == [
        (row, FIRST, row) if row <= before else (row, SECOND, row - before) for row in range(released + 1, 6)
    ]
    assert vault.copied_after() is None
    assert all(note.last_seq <= before for note in vault.sync_notes())
    assert {note.target: note.last_seq for note in vault.sync_notes()} == (
        {"/stick": min(synced, before), "/other": min(1, before)} if synced else {}
    )
    assert (vault.append(sealed(6)), vault.count()) == (6, 6)
    assert numbers(vault)[-1] == (6, SECOND, 6 - before)
    vault.check()
    again = Vault(vault.path, FIRST, CAMPAIGN)
    assert again.lives() == vault.lives()


def test_each_life_has_a_chain_of_its_own(vault: Vault) -> None:
    old = [vault.chain_after(number) for number in range(6)]
    vault.note_copied(3)
    vault.begin_life(SECOND, SEED)
    first, second = vault.lives()
    assert [vault.chain_after(number, first) for number in range(-1, 5)] == [None, *old[:4], None]
    records = [stored.record for stored in vault.records(4)]
    one = next_link(GENESIS, records[0].digest())
    two = next_link(one, records[1].digest())
    assert [vault.chain_after(number) for number in range(-1, 4)] == [None, GENESIS, one, two, None]
    assert [vault.chain_after(number, second) for number in (1, 2)] == [one, two]
    assert [stored.start for stored in vault.records()] == [*old[:3], GENESIS, one]
    assert one not in old


@pytest.mark.parametrize(
    ("first", "last", "rows"),
    [
        (1, None, [1, 2, 3, 4, 5]),
        (3, 4, [3, 4]),
        (4, 4, [4]),
        (3, 3, [3]),
        (5, 9, [5]),
        (6, None, []),
        (0, 1, [1]),
    ],
)
def test_rows_are_read_over_the_lives(vault: Vault, first: int, last: int | None, rows: list[int]) -> None:
    vault.note_copied(3)
    vault.begin_life(SECOND, SEED)
    assert [stored.row for stored in vault.records(first, last)] == rows


def test_a_life_that_took_nothing_leaves_nothing(vault: Vault) -> None:
    vault.note_copied(3)
    vault.begin_life(SECOND, SEED)
    vault.note_copied(3)
    vault.begin_life(THIRD, SEED)
    assert vault.lives() == [Life(FIRST, 0, 3), Life(THIRD, 3, 2, SEED)]
    vault.append(sealed(6))
    vault.note_copied(5)
    vault.begin_life(SECOND, SEED)
    assert vault.lives() == [Life(FIRST, 0, 3), Life(THIRD, 3, 2, SEED), Life(SECOND, 5, 1, SEED)]
    vault.check()


def test_the_number_of_a_last_signature_that_the_life_before_has_lost_is_not_given_again(
    vault: Vault,
) -> None:
    vault.note_copied(5)
    vault.begin_life(SECOND, SEED)
    with closing(sqlite3.connect(vault.path)) as connection, connection:
        connection.execute("DELETE FROM record WHERE seq = 5")
    assert vault.lives() == [Life(FIRST, 0, 5), Life(SECOND, 5, 0, SEED)]
    assert (vault.count(), vault.survey().faults) == (5, [5])
    assert vault.append(sealed(6)) == 6
    assert numbers(vault)[-1] == (6, SECOND, 1)


def test_each_life_is_released_for_itself(vault: Vault) -> None:
    vault.note_copied(3)
    vault.begin_life(SECOND, SEED)
    first, second = vault.lives()
    assert vault.released(first) == vault.released(second) == vault.released() == Release(0, GENESIS, "")
    assert release(vault, 2, first) == 2
    assert [stored.row for stored in vault.records()] == [3, 4, 5]
    assert (vault.released(first).upto, vault.released(second).upto) == (2, 0)
    assert release(vault, 1) == 1
    assert vault.chain_after(0) is None, "that is not the last record of the life before"
    assert release(vault, 3, first) == 1
    assert (vault.released(first).upto, vault.released().upto) == (3, 1)
    assert [stored.row for stored in vault.records()] == [5]
    vault.check()
    assert release(vault, 2, second) == 1
    assert (vault.count(), vault.lives()) == (5, [first, second])
    assert vault.append(sealed(6)) == 6
    assert numbers(vault) == [(6, SECOND, 3)]
    vault.check()


def test_a_release_that_is_not_of_this_life_deletes_nothing(vault: Vault) -> None:
    vault.note_copied(3)
    vault.begin_life(SECOND, SEED)
    first, second = vault.lives()
    chain = vault.chain_after(2, first) or b""
    for upto, life in ((2, second), (1, first), (4, first), (0, first), (-1, first)):
        with pytest.raises(VaultError, match="other signatures"):
            vault.release(Release(upto, chain, DAY), life)
    assert len(numbers(vault)) == 5


@pytest.mark.parametrize("row", [1, 3, 4])
def test_what_is_missing_or_changed_is_named_by_its_row_in_any_life(vault: Vault, row: int) -> None:
    vault.note_copied(3)
    vault.begin_life(SECOND, SEED)
    for change in ("UPDATE record SET sealed = x'00' WHERE seq = ?", "DELETE FROM record WHERE seq = ?"):
        with closing(sqlite3.connect(vault.path)) as connection, connection:
            connection.execute(change, (row,))
        assert vault.survey().faults == [row]
        with pytest.raises(VaultError, match=f"Record {row} "):
            vault.check()
    assert vault.survey().digests.keys() == {1, 2, 3, 4, 5} - {row}


def test_a_sync_to_a_stick_outlasts_a_copy_in_the_folder_that_it_left(vault: Vault) -> None:
    vault.note_sync(SyncNote("/a", 1, "2026-11-20"))
    vault.note_sync(SyncNote("/a", 2, "2026-11-21", STICK | {"b"}))
    vault.note_sync(SyncNote("/a", 5, "2026-11-22"))
    vault.note_sync(SyncNote("/b", 5, "2026-11-19"))
    vault.note_sync(SyncNote("/c", 4, "2026-11-21"))
    vault.note_sync(SyncNote("/b", 3, "2026-11-21"))
    vault.note_sync(SyncNote("/d", 1, "2026-11-22"))
    assert vault.sync_notes() == [
        SyncNote("/d", 1, "2026-11-22"),
        SyncNote("/c", 4, "2026-11-21"),
        SyncNote("/b", 3, "2026-11-21"),
        SyncNote("/a", 2, "2026-11-21", frozenset({"stick", "b"})),
    ]
    vault.note_sync(SyncNote("/a", 5, "2026-11-23", frozenset({"other"})))
    assert vault.sync_notes()[0] == SyncNote("/a", 5, "2026-11-23", frozenset({"other"}))


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_numbers_that_are_given_once_more_do_not_pass_for_synced(vault: Vault, lost: int) -> None:
    """Whatever put the vault back, a sync that had the rows before has not the new ones."""
    vault.note_sync(SyncNote("/a", 5, DAY, STICK))
    vault.note_sync(SyncNote("/b", 3, DAY))
    with closing(sqlite3.connect(vault.path)) as connection, connection:
        connection.execute("DELETE FROM record WHERE seq > ?", (5 - lost,))
    assert vault.append(sealed(9)) == 6 - lost
    synced = {note.target: note.last_seq for note in vault.sync_notes()}
    assert synced == {"/a": 5 - lost, "/b": 3}


def test_sheets_stay_known_through_the_lives(vault: Vault) -> None:
    vault.append(sealed(6), SheetMark(b"x" * 32, 4))
    vault.begin_life(SECOND, SEED)
    assert vault.rows_done(b"x" * 32) == 4
    with closing(sqlite3.connect(vault.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
        assert connection.execute("PRAGMA application_id").fetchone() == (0x4B494F53,)


ASKED: dict[str, Callable[[Vault], object]] = {
    "count": lambda vault: vault.count(),
    "lives": lambda vault: vault.lives(),
    "rows_done": lambda vault: vault.rows_done(b"x" * 32),
    "records": lambda vault: list(vault.records()),
    "survey": lambda vault: vault.survey(),
    "released": lambda vault: vault.released(),
    "chain_after": lambda vault: vault.chain_after(1),
    "copied_after": lambda vault: vault.copied_after(),
    "sync_notes": lambda vault: vault.sync_notes(),
    "check": lambda vault: vault.check(),
    "append": lambda vault: vault.append(sealed(6)),
    "release": lambda vault: vault.release(Release(1, GENESIS, DAY)),
    "note_copied": lambda vault: vault.note_copied(1),
    "note_sync": lambda vault: vault.note_sync(SyncNote("/a", 1, DAY)),
    "begin_life": lambda vault: vault.begin_life(SECOND, SEED),
}


@pytest.mark.parametrize("what", ASKED)
def test_whatever_is_asked_of_a_vault_that_was_damaged_is_told_as_damage(vault: Vault, what: str) -> None:
    vault.path.write_bytes(b"no database any more" * 500)
    with pytest.raises(VaultError, match=r"vault\.sqlite"):
        ASKED[what](vault)

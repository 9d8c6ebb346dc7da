"""Sync: what is in the vault comes to the file, once, verified there, whatever the stick says."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kiosk.errors import StorageError
from kiosk.exchange.lines import Checkpoint, read_lines
from kiosk.exchange.record import Record
from kiosk.signing.seal import Sealed
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.stored import Release
from kiosk.stall.sync import BATCH, SyncStoppedError, sync
from tests.conftest import Disk, MakeKiosk, warned
from tests.exports import flip_bit, line_starts, numbers, read, verified
from tests.people import person


@pytest.fixture
def signed(stall: Kiosk) -> Kiosk:
    """The kiosk with five signatures."""
    for n in range(1, 6):
        stall.sign(person(n))
    return stall


def found(kiosk: Kiosk, file: Path) -> list[int]:
    """The numbers of all records of `kiosk` that a coordinator would find in `file`."""
    batches, _ = read(file, kiosk.pack.key_id)
    return numbers(batch for batch in batches if batch.checkpoint.kiosk == kiosk.settings.kiosk)


def test_the_first_sync_brings_everything_into_a_new_file(signed: Kiosk, stick: Path) -> None:
    result = sync(signed, stick)
    assert result.file == stick / "stop-repression-hong-kong.signatures"
    assert (result.written, result.total, result.noted) == (5, 5, True)
    assert found(signed, result.file) == [1, 2, 3, 4, 5]
    status = signed.status()
    assert (status.synced, status.waiting, status.last_sync) == (5, 0, "2026-11-22")


def test_the_second_sync_brings_only_what_is_new(signed: Kiosk, stick: Path) -> None:
    file = sync(signed, stick).file
    before = file.read_bytes()
    signed.sign(person(6))
    assert signed.status().waiting == 1
    result = sync(signed, stick)
    assert (result.written, result.total) == (1, 6)
    assert file.read_bytes().startswith(before), "what is there is never rewritten"
    assert found(signed, file) == [1, 2, 3, 4, 5, 6]


def test_nothing_new_writes_nothing(signed: Kiosk, stick: Path) -> None:
    file = sync(signed, stick).file
    before = file.read_bytes()
    assert sync(signed, stick).written == 0
    assert file.read_bytes() == before


def test_an_empty_kiosk_makes_no_file(stall: Kiosk, stick: Path) -> None:
    result = sync(stall, stick)
    assert (result.written, result.total) == (0, 0)
    assert not result.file.exists()


def test_a_file_may_be_named(signed: Kiosk, stick: Path) -> None:
    file = stick / "Saturday.signatures"
    assert sync(signed, file).file == file
    assert found(signed, file) == [1, 2, 3, 4, 5]


def test_several_kiosks_fill_one_file(make_kiosk, stick: Path) -> None:
    kiosks = [make_kiosk(name) for name in ("Library steps", "Canteen", "Gate")]
    for round in range(2):
        for kiosk in kiosks:
            for n in range(3):
                kiosk.sign(person(10 * round + n))
            file = sync(kiosk, stick).file
    assert [found(kiosk, file) for kiosk in kiosks] == [[1, 2, 3, 4, 5, 6]] * 3
    batches, stats = read(file, kiosks[0].pack.key_id)
    assert {batch.checkpoint.name for batch in batches} == {"Library steps", "Canteen", "Gate"}
    assert (stats.damaged, stats.forged, stats.unclosed) == (0, 0, [])


def test_every_record_line_has_one_size(signed: Kiosk, stick: Path) -> None:
    signed.sign(person(6, name="李", city="", email="", country="HK"))
    signed.sign(person(7, name="x" * 300, organisation="y" * 200, help=("write", "speak")))
    lines = sync(signed, stick).file.read_bytes().splitlines()
    assert len({len(line) for line in lines if line.startswith(b'{"record"')}) == 1


def test_a_lost_line_comes_back(signed: Kiosk, stick: Path) -> None:
    file = sync(signed, stick).file
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:2] + lines[3:]))
    assert found(signed, file) == [1, 2, 4, 5]
    result = sync(signed, stick)
    assert result.written == 1
    assert found(signed, file) == [1, 2, 3, 4, 5]


def test_flipped_lines_come_back(signed: Kiosk, stick: Path) -> None:
    file = sync(signed, stick).file
    starts = line_starts(file.read_bytes())
    flip_bit(file, starts[0] + 500)
    flip_bit(file, starts[3] + 500)
    assert found(signed, file) == [2, 3, 5]
    assert sync(signed, stick).written == 2
    assert found(signed, file) == [1, 2, 3, 4, 5]


def test_a_checkpoint_whose_records_are_gone_is_not_believed(signed: Kiosk, stick: Path) -> None:
    file = sync(signed, stick).file
    checkpoint = file.read_bytes().splitlines(keepends=True)[-1]
    assert b'"last":5' in checkpoint
    file.write_bytes(checkpoint)
    result = sync(signed, stick)
    assert result.written == 5
    assert found(signed, file) == [1, 2, 3, 4, 5]


def test_records_without_a_checkpoint_do_not_count_as_synced(signed: Kiosk, stick: Path) -> None:
    file = sync(signed, stick).file
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-1]))
    assert sync(signed, stick).written == 5
    assert found(signed, file) == [1, 2, 3, 4, 5]


def test_a_stick_lost_and_a_new_one_bought(signed: Kiosk, stick: Path, tmp_path: Path) -> None:
    sync(signed, stick)
    other = tmp_path / "other stick"
    other.mkdir()
    result = sync(signed, other)
    assert (result.written, result.total) == (5, 5)


def test_a_stick_is_the_same_however_it_is_named(
    signed: Kiosk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sync(signed, stick).file
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[1:]))
    monkeypatch.chdir(stick.parent)
    assert sync(signed, Path("stick")).written == 1
    assert [note.target for note in signed.status().targets] == [str(file)]


def test_a_damaged_record_in_the_vault_is_named_and_stops_no_other(
    signed: Kiosk, make_desk, stick: Path
) -> None:
    path = signed.data / "vault.sqlite"
    sealed = next(signed.vault.records(3)).record.sealed
    flip_bit(path, path.read_bytes().index(sealed[:200]))
    result = sync(signed, stick)
    assert (result.total, result.faults) == (5, [3])
    assert any("Damaged in the vault: number 3." in warning for warning in warned(signed))
    books = make_desk().merge(result.file).books
    assert (books.total.counted, books.total.unreadable) == (4, 1)
    assert [failure.number for failure in books.failures] == [3]


def test_a_record_taken_out_of_the_vault_is_named_and_stops_no_other(
    signed: Kiosk, make_desk, stick: Path
) -> None:
    with sqlite3.connect(signed.data / "vault.sqlite") as vault:
        vault.execute("DELETE FROM record WHERE seq IN (2, 5)")
    result = sync(signed, stick)
    assert (result.total, result.faults) == (3, [2])
    books = make_desk().merge(result.file).books
    assert books.total.counted == 3
    assert books.kiosks[0].gaps == [(2, 2)]
    assert signed.status().waiting == 0


def test_long_queues_are_cut_into_batches(stall: Kiosk, quick_path: Path, make_kiosk, stick: Path) -> None:
    """Each is on the stick, and told, before the next one; and it starts where the one before ended."""
    kiosk = make_kiosk("Busy", quick_path / "A")
    for n in range(2 * BATCH + 1):
        kiosk.vault.append(Sealed(n.to_bytes(16, "big"), bytes(3184)))
    file = stick / "stop-repression-hong-kong.signatures"
    told: list[tuple[int, int, list[int]]] = []

    def note(done: int, of: int) -> None:
        told.append((done, of, found(kiosk, file)))

    sync(kiosk, stick, note)
    assert [(done, of) for done, of, _ in told] == [(100, 201), (200, 201), (201, 201)]
    assert all(there == list(range(1, done + 1)) for done, _, there in told)
    with file.open("rb") as lines:
        checkpoints = [line for line in read_lines(lines) if isinstance(line, Checkpoint)]
    assert [(one.first, one.last) for one in checkpoints] == [(1, 100), (101, 200), (201, 201)]
    assert [one.start for one in checkpoints] == [kiosk.vault.chain_after(n) for n in (0, 100, 200)]
    with file.open("rb") as lines:
        assert sum(isinstance(line, Record) for line in read_lines(lines)) == 201


# ------------------------------------------------------ what happens while it is synced


def test_whoever_signs_meanwhile_waits_for_the_next_sync(signed: Kiosk, stick: Path) -> None:
    def somebody_signs(done: int, of: int) -> None:
        signed.sign(person(6))

    result = sync(signed, stick, somebody_signs)
    assert (result.written, result.total, signed.status().waiting) == (5, 5, 1)
    assert sync(signed, stick).written == 1


@pytest.mark.parametrize("upto", [3, 5])
def test_what_a_receipt_on_another_stick_releases_meanwhile_is_not_missed(
    signed: Kiosk, stick: Path, upto: int
) -> None:
    def somebody_takes_receipts() -> bool:
        if not signed.vault.released().upto:
            signed.vault.release(Release(upto, signed.vault.chain_after(upto) or b"", "2026-11-22"))
        return False

    result = sync(signed, stick, stop=somebody_takes_receipts)
    assert verified(signed, result.file) == result.written == 5 - upto
    assert (signed.status().waiting, signed.status().damaged) == (0, [])


def test_a_kiosk_that_gets_a_new_identity_meanwhile_writes_nothing_under_the_old_one(
    signed: Kiosk, stick: Path
) -> None:
    def staff_begin_again() -> bool:
        if len(signed.vault.lives()) == 1:
            signed.vault.note_copied(3)
            signed.begin_again()
        return False

    with pytest.raises(SyncStoppedError, match="Nothing new was written"):
        sync(signed, stick, stop=staff_begin_again)
    file = stick / "stop-repression-hong-kong.signatures"
    assert file.read_bytes() == b""
    assert sync(signed, stick).written == 5
    batches, _ = read(file, signed.pack.key_id)
    assert [len(batch.records) for batch in batches] == [3, 2]


def test_a_stick_that_loses_what_was_written_is_not_believed(signed: Kiosk, stick: Path) -> None:
    file = stick / "stop-repression-hong-kong.signatures"

    def lose(done: int, of: int) -> None:
        file.write_bytes(b"")

    def pull_out(done: int, of: int) -> None:
        file.unlink()

    for happens, said in ((lose, "does not hold what was just written"), (pull_out, "is gone")):
        with pytest.raises(StorageError, match=said):
            sync(signed, stick, happens)
        assert signed.status().waiting == 5
    assert sync(signed, stick).total == 5


def test_a_kiosk_without_signatures_loses_nothing_with_a_stick_that_is_pulled_out(
    stall: Kiosk, make_kiosk: MakeKiosk, stick: Path
) -> None:
    other = make_kiosk("Stall B")
    other.sign(person(1))
    file = sync(other, stick).file

    def pull_out() -> bool:
        file.unlink(missing_ok=True)
        return False

    assert sync(stall, stick, stop=pull_out).total == 0
    assert not file.exists()


def test_a_laptop_that_is_too_full_to_remember_a_sync_has_synced(
    make_kiosk: MakeKiosk, small_disk: Disk, stick: Path
) -> None:
    kiosk = make_kiosk("Full", small_disk.path / "data")
    kiosk.sign(person(1))
    small_disk.fill()
    result = sync(kiosk, stick)
    assert (result.total, result.noted) == (1, False)
    assert (found(kiosk, result.file), kiosk.status().waiting) == ([1], 1)

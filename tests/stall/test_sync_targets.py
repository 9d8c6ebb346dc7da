"""Sticks that are not there, full, write-protected, in use, or somebody else's."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest
from filelock import FileLock

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.errors import ExportError, NewerVersionError, StorageError
from kiosk.stall import sync as sync_module
from kiosk.stall.holdings import MAX_UNSOUND_BYTES
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import SyncStoppedError, sync
from tests.exports import HandmadeKiosk, numbers, read
from tests.people import person

pytestmark = pytest.mark.slow


@pytest.fixture
def signed(stall: Kiosk) -> Kiosk:
    for n in range(1, 21):
        stall.sign(person(n))
    return stall


@pytest.mark.parametrize("target", ["no such stick", "no such folder/file.signatures"])
def test_a_folder_that_is_not_there_is_not_made(signed: Kiosk, tmp_path: Path, target: str) -> None:
    with pytest.raises(StorageError, match="no folder"):
        sync(signed, tmp_path / target)
    assert not (tmp_path / target).parent.joinpath("file.signatures").exists()
    assert not (tmp_path / "no such folder").exists()


def test_another_kind_of_file_is_not_written_to(signed: Kiosk, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("mine")
    with pytest.raises(StorageError):
        sync(signed, letter)
    disguised = tmp_path / "letter.signatures"
    disguised.write_text("mine\n" * 100)
    with pytest.raises(ExportError, match="not a signatures file"):
        sync(signed, disguised)
    assert (letter.read_text(), disguised.read_text()) == ("mine", "mine\n" * 100)


def test_another_campaigns_file_is_not_written_to(signed: Kiosk, tmp_path: Path) -> None:
    foreign = HandmadeKiosk(CampaignKeys.new())
    file = tmp_path / "foreign.signatures"
    file.write_bytes(foreign.batch(foreign.sign(person(1))))
    before = file.read_bytes()
    with pytest.raises(ExportError, match="another campaign"):
        sync(signed, file)
    assert file.read_bytes() == before


def test_what_another_campaign_has_in_the_same_file_is_passed_over(signed: Kiosk, stick: Path) -> None:
    file = sync(signed, stick).file
    foreign = HandmadeKiosk(CampaignKeys.new())
    file.write_bytes(foreign.batch(foreign.sign(person(1))) + file.read_bytes())
    signed.sign(person(21))
    assert sync(signed, file).written == 1


@pytest.mark.parametrize(
    "start", [b"", b'{"record":1,"kiosk":"'], ids=["from its first byte", "after the beginning of a line"]
)
def test_a_huge_file_of_zeros_is_soon_given_up_and_left_alone(
    signed: Kiosk, stick: Path, start: bytes
) -> None:
    file = stick / "stop-repression-hong-kong.signatures"
    file.write_bytes(start)
    os.truncate(file, 20_000_000_000)
    began = time.process_time()
    with pytest.raises(ExportError, match="Use another stick, or move that file"):
        sync(signed, stick)
    assert time.process_time() - began < 3
    assert file.stat().st_size == 20_000_000_000
    file.rename(stick / "moved away")
    assert sync(signed, stick).total == 20


@pytest.mark.parametrize("line", [b"\n", b"x\n", b"{}\n"])
def test_a_file_of_endless_short_lines_is_soon_given_up(signed: Kiosk, stick: Path, line: bytes) -> None:
    file = stick / "stop-repression-hong-kong.signatures"
    file.write_bytes(line * 2_000_000)
    with pytest.raises(ExportError, match="Use another stick"):
        sync(signed, stick)
    assert file.stat().st_size == len(line) * 2_000_000


def test_what_a_file_has_after_some_junk_still_counts(signed: Kiosk, stick: Path) -> None:
    file = sync(signed, stick).file
    junk = bytes(MAX_UNSOUND_BYTES * 2 // 3) + b"\n"
    file.write_bytes(junk + file.read_bytes() + junk)
    assert sync(signed, stick).written == 0


def test_a_sync_that_is_stopped_while_it_reads_has_written_nothing(signed: Kiosk, stick: Path) -> None:
    file = sync(signed, stick).file
    before = file.read_bytes()
    with pytest.raises(SyncStoppedError, match="Nothing new was written"):
        sync(signed, stick, stop=lambda: True)
    signed.sign(person(21))
    with pytest.raises(SyncStoppedError, match="Nothing new was written"):
        sync(signed, stick, stop=lambda: True)
    assert file.read_bytes() == before
    assert sync(signed, stick).written == 1


def test_a_sync_that_is_stopped_while_it_writes_says_how_far_it_came(
    signed: Kiosk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_module, "BATCH", 5)
    written: list[int] = []
    with pytest.raises(SyncStoppedError, match="So far 10 signatures"):
        sync(signed, stick, lambda done, of: written.append(done), lambda: written[-1:] == [10])
    assert signed.status().synced == 0, "they were not read back"
    file = stick / "stop-repression-hong-kong.signatures"
    assert numbers(read(file, signed.pack.key_id)[0]) == list(range(1, 11))
    result = sync(signed, stick)
    assert (result.written, result.total) == (10, 20)


def test_a_newer_versions_file_is_not_written_to(signed: Kiosk, tmp_path: Path) -> None:
    file = tmp_path / "newer.signatures"
    file.write_text('{"record":2,"new":true}\n')
    with pytest.raises(NewerVersionError):
        sync(signed, file)
    assert file.read_text() == '{"record":2,"new":true}\n'


def test_a_stick_with_too_little_space_is_told_before_anything_is_written(signed: Kiosk, small_disk) -> None:
    small_disk.fill()
    with pytest.raises(StorageError, match="not enough space"):
        sync(signed, small_disk.path)
    assert not list(small_disk.path.glob("*.signatures"))
    small_disk.free()
    assert sync(signed, small_disk.path).total == 20


def test_a_stick_that_fills_up_meanwhile_keeps_what_it_had(signed: Kiosk, small_disk) -> None:
    file = sync(signed, small_disk.path).file
    lines = file.read_bytes().splitlines(keepends=True)
    kept = b"".join(line for n, line in enumerate(lines, 1) if n not in (3, 4, 5, 9, 10, 11, 12, 13, 14))
    file.write_bytes(kept)

    def somebody_copies_a_film(done: int, of: int) -> None:
        if not (small_disk.path / "film.mov").exists():
            small_disk.fill()

    with pytest.raises(StorageError, match="full"):
        sync(signed, small_disk.path, somebody_copies_a_film)
    assert file.read_bytes().startswith(kept)
    assert signed.status().synced == 20, "the note of the earlier sync stays"
    small_disk.free()
    assert sync(signed, small_disk.path).total == 20
    assert sorted(set(numbers(read(file, signed.pack.key_id)[0]))) == list(range(1, 21))


def test_what_is_written_is_on_the_stick_before_it_is_read_back(
    signed: Kiosk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is read from the stick: nothing of the file is kept in memory, from its first byte to its last."""
    calls: list[tuple[object, ...]] = []
    fsync, fadvise = os.fsync, os.posix_fadvise

    def noted_fsync(handle: int) -> None:
        calls.append(("fsync", os.fstat(handle).st_size, stat.S_ISDIR(os.fstat(handle).st_mode)))
        fsync(handle)

    def noted_fadvise(handle: int, *how: int) -> None:
        calls.append(("fadvise", *how))
        fadvise(handle, *how)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "posix_fadvise", noted_fadvise)
    file = sync(signed, stick).file
    written = ("fsync", file.stat().st_size, False)
    assert written in calls
    dropped = calls.index(("fadvise", 0, 0, os.POSIX_FADV_DONTNEED))
    assert calls.index(written) < dropped
    assert any(call[0] == "fsync" and call[2] for call in calls[dropped:]), "its name is on the stick, too"


def test_another_kiosk_may_write_for_a_minute() -> None:
    assert sync_module.LOCK_SECONDS == 60
    assert sync_module.BATCH == 100


def test_a_write_protected_stick_is_told(signed: Kiosk, small_disk) -> None:
    small_disk.protect()
    with pytest.raises(StorageError, match="cannot be written to"):
        sync(signed, small_disk.path)
    assert signed.status().synced == 0


@pytest.mark.skipif(os.name == "nt", reason="pipes and links are POSIX")
def test_what_is_in_the_place_of_the_lock_is_told(signed: Kiosk, stick: Path) -> None:
    lock = stick / "stop-repression-hong-kong.signatures.lock"
    for put in (lock.mkdir, lambda: lock.symlink_to(stick / "elsewhere"), lambda: os.mkfifo(lock)):
        put()
        with pytest.raises(ExportError, match=r"lock is not an ordinary file\. Remove it there\."):
            sync(signed, stick)
        lock.rmdir() if lock.is_dir() else lock.unlink()
    assert list(stick.iterdir()) == []
    assert sync(signed, stick).total == 20


def test_a_file_that_another_kiosk_is_writing_to_is_waited_for(
    signed: Kiosk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_module, "LOCK_SECONDS", 0.2)
    lock = stick / "stop-repression-hong-kong.signatures.lock"
    with FileLock(lock), pytest.raises(StorageError, match="being written to by another kiosk"):
        sync(signed, stick)
    assert sync(signed, stick).total == 20

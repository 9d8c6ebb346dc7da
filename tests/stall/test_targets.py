"""What is said of a stick or folder before a sync."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.errors import ExportError, StorageError
from kiosk.signing.seal import OVERHEAD_BYTES
from kiosk.stall.device import DeviceStanding
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from kiosk.stall.targets import check_space, look_at
from tests.conftest import TODAY
from tests.exports import verified
from tests.people import person


@pytest.fixture
def signed(stall: Kiosk) -> Kiosk:
    for n in range(1, 6):
        stall.sign(person(n))
    return stall


def test_a_new_stick(signed: Kiosk, small_disk) -> None:
    target = look_at(signed, small_disk.path)
    assert target.name == "small disk"
    assert target.file == small_disk.path / "stop-repression-hong-kong.signatures"
    assert not target.has_file
    assert 900_000 < target.free <= 1024 * 1024
    assert target.standing is DeviceStanding.APART
    assert (target.last, target.problem) == (None, None)
    assert not list(small_disk.path.iterdir()), "looking writes nothing"
    assert verified(signed, target.file) == 0


def test_a_stick_that_was_synced_to(signed: Kiosk, stick: Path) -> None:
    sync(signed, stick)
    signed.sign(person(6))
    target = look_at(signed, stick)
    assert target.has_file
    assert target.last is not None
    assert target.last.last_seq == 5
    assert verified(signed, target.file) == 5


def test_a_second_stick_at_the_same_place_does_not_count_as_the_first(signed: Kiosk, stick: Path) -> None:
    first = sync(signed, stick).file
    first.rename(stick.with_name("in somebody's pocket"))
    target = look_at(signed, stick)
    assert not target.has_file
    assert target.last is not None, "this path was synced to"
    assert verified(signed, target.file) == 0, "but this stick has nothing"
    assert sync(signed, stick).written == 5


def test_several_targets_are_each_remembered(signed: Kiosk, stick: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    sync(signed, stick)
    signed.sign(person(6))
    sync(signed, shared)
    known = {note.target: note.last_seq for note in signed.status().targets}
    assert known == {str(look_at(signed, stick).file): 5, str(look_at(signed, shared).file): 6}


def test_a_folder_on_the_laptops_own_disk_is_told_apart(signed: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "no stick").touch()
    assert look_at(signed, tmp_path).standing is DeviceStanding.TOGETHER


def test_a_full_stick_and_a_write_protected_one(signed: Kiosk, small_disk) -> None:
    small_disk.fill()
    target = look_at(signed, small_disk.path)
    assert target.free == 0
    assert "not enough space" in str(target.problem)
    small_disk.protect()
    assert "write protection" in str(look_at(signed, small_disk.path).problem)


@pytest.mark.parametrize("records", [0, 1, 1000])
def test_the_space_for_so_many_records_is_asked_for_to_the_byte(
    signed: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, records: int
) -> None:
    """4 bytes of base64 for 3 sealed ones, 400 for the rest of a line, and 64 KiB for what is around."""
    sealed = signed.pack.manifest.record_bytes + OVERHEAD_BYTES
    needed = records * (sealed * 4 // 3 + 400) + 64 * 1024
    asked: list[Path] = []

    def usage(path: Path) -> SimpleNamespace:
        asked.append(path)
        return SimpleNamespace(total=10**12, used=0, free=free)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    free = needed
    check_space(signed, tmp_path / "a.signatures", records)
    free = needed - 1
    with pytest.raises(StorageError) as told:
        check_space(signed, tmp_path / "a.signatures", records)
    assert f"{-(-needed // 10**6):,} MB needed, {free // 10**6:,} MB free" in told.value.what
    assert set(asked) == {tmp_path}
    target = look_at(signed, tmp_path)
    assert target.free == free
    assert (target.problem is None) is (records >= 5), "all five of the kiosk have to find room"
    target.file.touch()
    assert (look_at(signed, tmp_path).problem is None) is (records > 0), "some room a sync always takes"


def test_what_is_not_there_or_not_ordinary(signed: Kiosk, stick: Path) -> None:
    gone = look_at(signed, stick / "gone")
    assert isinstance(gone.problem, StorageError)
    assert (gone.name, gone.last) == ("gone", None)
    assert (gone.has_file, gone.free, gone.standing) == (False, 0, DeviceStanding.UNKNOWN)
    (stick / "stop-repression-hong-kong.signatures").mkdir()
    assert isinstance(look_at(signed, stick).problem, ExportError)


def test_when_it_was_synced_to_is_known_of_a_target_that_is_gone(signed: Kiosk, stick: Path) -> None:
    sync(signed, stick)
    shutil.rmtree(stick)
    gone = look_at(signed, stick)
    assert gone.problem is not None
    assert gone.last is not None
    assert gone.last.day == TODAY.isoformat()


def test_a_stick_goes_by_its_own_name_where_it_has_one(signed: Kiosk, stick: Path) -> None:
    assert [look_at(signed, stick, name).name for name in ("BLUE", "")] == ["BLUE", "stick"]
    assert look_at(signed, Path("/")).name == str(Path("/"))


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux")
def test_a_folder_whose_name_is_no_text_is_known_again(signed: Kiosk, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/stick \xff"))
    folder.mkdir()
    sync(signed, folder)
    last = look_at(signed, folder).last
    assert last is not None
    assert last.target == f"{tmp_path}/stick \ufffd/stop-repression-hong-kong.signatures"


def test_a_name_that_would_turn_the_screen_around(signed: Kiosk, tmp_path: Path) -> None:
    folder = tmp_path / "stick\u202egnp"
    folder.mkdir()
    assert look_at(signed, folder).name == "stick?gnp"

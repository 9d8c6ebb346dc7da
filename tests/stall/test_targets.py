"""What is said of a stick or folder before a sync."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import ExportError, StorageError
from kiosk.stall.device import Standing
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync, verified
from kiosk.stall.targets import look_at
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
    assert target.standing is Standing.APART
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
    assert look_at(signed, tmp_path).standing is Standing.TOGETHER


def test_a_full_stick_and_a_write_protected_one(signed: Kiosk, small_disk) -> None:
    small_disk.fill()
    target = look_at(signed, small_disk.path)
    assert target.free == 0
    assert "not enough space" in str(target.problem)
    small_disk.protect()
    assert "write protection" in str(look_at(signed, small_disk.path).problem)


def test_what_is_not_there_or_not_ordinary(signed: Kiosk, stick: Path) -> None:
    gone = look_at(signed, stick / "gone")
    assert isinstance(gone.problem, StorageError)
    assert gone.name == "gone"
    (stick / "stop-repression-hong-kong.signatures").mkdir()
    assert isinstance(look_at(signed, stick).problem, ExportError)


def test_a_name_that_would_turn_the_screen_around(signed: Kiosk, tmp_path: Path) -> None:
    folder = tmp_path / "stick\u202egnp"
    folder.mkdir()
    assert look_at(signed, folder).name == "stick?gnp"

"""What people give to a merge: folders, whole sticks, holiday photos; and a merge that is stopped."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.merge.exports import find_exports
from kiosk.coordinator.merge.merge import merge
from kiosk.coordinator.register.register import Register
from kiosk.exchange import batches
from kiosk.exchange.lines import write_record
from tests import patience
from tests.exports import HandmadeKiosk, read
from tests.people import person
from tests.program import COMMAND, ENVIRONMENT, done, kiosk, refused


@pytest.fixture
def library(keys) -> HandmadeKiosk:
    made = HandmadeKiosk(keys, "Library steps")
    made.sign(*(person(n) for n in range(60)))
    return made


@pytest.fixture
def photos(stick: Path, library: HandmadeKiosk) -> Path:
    """A stick with two signatures files, one of them in a folder, a lock, and 30 photos."""
    (stick / "Day 2").mkdir()
    (stick / "day1.signatures").write_bytes(library.batch(library.records[:30]))
    (stick / "day1.signatures.lock").touch()
    (stick / "Day 2" / "day2.signatures").write_bytes(library.batch(library.records[30:]))
    for n in range(30):
        (stick / "Day 2" / f"IMG_{n:04}.jpg").write_bytes(b"\xff\xd8\xff" + bytes([n]) * 5000)
    return stick


def test_a_folder_means_the_signatures_files_in_it_and_below(
    photos: Path, desk_folder: Path, passphrase_file: Path
) -> None:
    said = done("merge", photos, "--campaign", desk_folder, "--passphrase-file", passphrase_file)
    assert "collected 60 = counted 60" in said
    assert "60 new\n30 other files left alone\n" in said


def test_a_folder_without_any_is_told(stick: Path, desk_folder: Path, passphrase_file: Path) -> None:
    (stick / "IMG_0001.jpg").write_bytes(b"\xff\xd8\xff")
    options = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    refused("merge", stick, *options, saying=("no signatures file",))
    assert not (desk_folder / "register.sqlite").exists()


def test_a_place_that_cannot_be_looked_at_keeps_no_other_out(photos: Path) -> None:
    found = find_exports([photos, Path("x" * 5000)])
    assert len(found.files) == 2
    assert len(found.problems) == 1


def test_a_search_can_be_stopped(photos: Path) -> None:
    found = find_exports([photos], lambda: True)
    assert (found.files, found.others, found.problems) == ([], 0, [])


def test_of_many_named_files_photos_are_only_counted(photos: Path, library: HandmadeKiosk) -> None:
    other_name = photos / "from Mei.txt"
    other_name.write_bytes(library.batch(library.records[:5]))
    everything = sorted(path for path in photos.rglob("*") if path.is_file())
    found = find_exports(everything)
    assert {path.name for path in found.files} == {"day1.signatures", "day2.signatures", "from Mei.txt"}
    assert (found.others, found.problems) == (31, [])
    assert found.size == sum(path.stat().st_size for path in found.files)


def test_of_a_few_named_files_each_is_told(photos: Path, desk) -> None:
    photo = photos / "Day 2" / "IMG_0001.jpg"
    result = desk.merge(*find_exports([photo, photos / "day1.signatures"]).files)
    assert "not a signatures file" in str(result.files[0].problems[0])
    assert result.books.total == Account(counted=30)


@pytest.mark.parametrize(("number", "told"), [(20, 20), (21, 0)])
def test_each_of_twenty_named_photos_is_told_of_and_of_more_none(stick: Path, number: int, told: int) -> None:
    named = [stick / f"{n}.jpg" for n in range(number)]
    for photo in named:
        photo.write_bytes(b"\xff\xd8\xff")
    found = find_exports(named)
    assert (len(found.files), found.others, found.problems) == (told, number - told, [])


def test_a_lock_that_is_named_is_no_signatures_file(photos: Path) -> None:
    found = find_exports([photos / "day1.signatures.lock"])
    assert (found.files, found.others, found.problems) == ([], 1, [])


def test_a_file_that_is_not_there_is_left_for_the_merge_to_tell(stick: Path) -> None:
    found = find_exports([stick / "none.signatures"])
    assert (found.files, found.size, found.problems) == ([stick / "none.signatures"], 0, [])


def test_folders_are_gone_through_by_name(stick: Path) -> None:
    wanted = [stick / f"Day {n}" / "x.signatures" for n in range(10)]
    for path in wanted[1::2] + wanted[::2]:  # neither the first nor the last made comes first
        path.parent.mkdir()
        path.touch()
    assert find_exports([stick]).files == wanted


@pytest.mark.timeout(60)
def test_ten_thousand_files_are_sorted(stick: Path) -> None:
    for n in range(10_000):
        (stick / f"{n}{'.jpg' if n % 2 else '.signatures'}").write_bytes(b"\xff\xd8")
    found = find_exports(list(stick.iterdir()))
    assert (len(found.files), found.others) == (5000, 5000)


@pytest.mark.skipif(os.name == "nt", reason="pipes in folders are POSIX")
def test_a_pipe_among_many_files_does_not_hold_up_the_rest(photos: Path) -> None:
    os.mkfifo(photos / "camera")
    everything = [photos / "camera", *(path for path in photos.rglob("*") if path.is_file())]
    assert len(find_exports(everything).files) == 2


def test_a_name_in_capitals_is_a_signatures_file_too(photos: Path) -> None:
    """Some cameras' and old computers' sticks have nothing else."""
    (photos / "day1.signatures").rename(photos / "DAY1.SIGNATURES")
    assert {path.name for path in find_exports([photos]).files} == {"DAY1.SIGNATURES", "day2.signatures"}


def test_a_thousand_files_that_are_none_do_not_fill_the_screen(
    photos: Path, desk_folder: Path, passphrase_file: Path
) -> None:
    for n in range(1000):
        (photos / f"IMG_{n}.signatures").write_bytes(b"\xff\xd8\xff")
    options = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    result = kiosk("merge", photos, *options)
    assert "collected 60 = counted 60" in result.stdout
    assert len(result.stderr.splitlines()) == 101
    assert result.stderr.endswith("and 900 more problems with files: merging again with --json lists all\n")
    told = json.loads(kiosk("merge", photos, *options, "--json").stdout)["files"]
    assert sum(bool(file["problems"]) for file in told) == 1000


def test_a_folder_that_may_not_be_opened_is_told(photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    denied = PermissionError(13, "Permission denied", str(photos / "Day 2"))
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path) == str(photos / "Day 2"):
            raise denied
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)  # root may open everything
    found = find_exports([photos])
    assert [path.name for path in found.files] == ["day1.signatures"]
    assert "Day 2 may not be opened" in str(found.problems[0])


def test_a_merge_that_is_stopped_keeps_what_it_did_and_goes_on(desk, library: HandmadeKiosk) -> None:
    file = desk.folder / "x.signatures"
    file.write_bytes(b"".join(library.batch(library.records[at : at + 10]) for at in range(0, 60, 10)))
    asked = itertools.count()
    register = desk.register
    stopped = merge(register, desk.keys, [file, file], stop=lambda: next(asked) == 3)
    assert (stopped.stopped, stopped.new, len(stopped.files)) == (True, 30, 1)
    assert stopped.files[0].problems == []
    assert balance(register).total == Account(counted=30)
    again = desk.merge(file)
    assert (again.stopped, again.new, again.files[0].known) == (False, 30, 30)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_control_c_stops_between_batches(
    desk_folder: Path, passphrase_file: Path, library: HandmadeKiosk, tmp_path: Path, keys
) -> None:
    """Large enough for all cores: their processes get the Ctrl+C too."""
    file = tmp_path / "large.signatures"
    file.write_bytes(b"".join(library.batch([record]) for record in library.records) * 40)
    more = HandmadeKiosk(keys, "Canteen")
    records = more.sign(*(person(n) for n in range(1500)))
    file.write_bytes(b"".join(more.batch(records[at : at + 5]) for at in range(0, 1500, 5)))
    options = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    program = subprocess.Popen(
        [*COMMAND, "merge", *map(str, (file, *options))],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    register = desk_folder / "register.sqlite"
    patience.until(lambda: register.exists() and register.stat().st_size)
    patience.let_go_on(0.3)
    os.killpg(program.pid, signal.SIGINT)
    said, complaints = program.communicate(timeout=patience.SECONDS)
    assert "Traceback" not in complaints
    if program.returncode:
        assert complaints.endswith("It was stopped before the end: merge again to go on.\n")
        assert "collected" in said
    assert "collected 1500" in kiosk("merge", file, *options).stdout
    assert balance(Register(register, keys.key_id)).total.collected == 1500


def test_records_that_nobody_vouches_for_take_no_more_memory_than_some(
    tmp_path: Path, keys, library: HandmadeKiosk, desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MAX_UNCLOSED", 10)
    monkeypatch.setattr("kiosk.coordinator.merge.problems.MAX_UNCLOSED", 10)
    file = tmp_path / "x.signatures"
    file.write_bytes(b"".join(map(write_record, library.records)))
    assert len(read(file, keys.key_id)[1].unclosed) == 10
    (problem,) = desk.merge(file).files[0].problems
    assert str(problem).startswith("Signatures that nobody vouches for: ≥ 10 ")

"""Several kiosks and one folder: at the same moment, after a crash, or through a service that copies it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from tests import patience
from tests.exports import numbers, read
from tests.people import person
from tests.program import COMMAND, ENVIRONMENT, done


@pytest.fixture
def kiosks(make_kiosk, make_pack, quick_path: Path) -> list[Kiosk]:
    """Three kiosks of one campaign, each with 150 signatures: more than one batch."""
    pack = make_pack(record_bytes=1024)
    made = [make_kiosk(name, quick_path / name, pack) for name in ("Library steps", "Canteen", "Gate")]
    for stall, kiosk in enumerate(made):
        for n in range(150):
            kiosk.sign(person(1000 * stall + n))
    return made


def test_they_sync_at_the_same_time(kiosks: list[Kiosk], stick: Path, make_desk) -> None:
    syncs = [
        subprocess.Popen(
            [*COMMAND, "sync", stick, "--data", kiosk.data],
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for kiosk in kiosks
    ]
    for running in syncs:
        said = running.communicate(timeout=patience.SECONDS)[0]
        assert running.returncode == 0
        assert "150 signatures" in said
    result = make_desk().merge(*stick.glob("*.signatures"))
    assert (result.books.total.collected, result.books.total.counted) == (450, 450)
    assert [file.problems for file in result.files] == [[]]


def test_the_lock_of_a_sync_that_was_killed_stops_nobody(kiosks: list[Kiosk], stick: Path) -> None:
    killed = subprocess.Popen(
        [*COMMAND, "sync", stick, "--data", kiosks[0].data], env=ENVIRONMENT, stdout=subprocess.DEVNULL
    )
    lock = stick / "stop-repression-hong-kong.signatures.lock"
    while not lock.exists() and killed.poll() is None:
        pass
    killed.kill()
    killed.wait()
    assert lock.exists()
    for kiosk in kiosks:
        assert "150 signatures" in done("sync", stick, "--data", kiosk.data)


def test_a_conflict_copy_merges(kiosks: list[Kiosk], stick: Path, make_desk) -> None:
    """Two laptops sync to their own copies of a folder; the service keeps one as a conflict copy."""
    first, second, third = kiosks
    file = sync(first, stick).file
    there = stick.with_name("on the other laptop")
    shutil.copytree(stick, there)
    sync(second, stick)
    conflict = sync(third, there).file.rename(file.with_name(f"{file.stem} (conflicted copy).signatures"))
    result = make_desk().merge(file, conflict)
    assert (result.books.total.collected, result.books.total.counted) == (450, 450)
    assert not any(merged.problems for merged in result.files)


def test_a_conflict_copy_joined_to_the_file_is_a_file(kiosks: list[Kiosk], stick: Path, make_desk) -> None:
    first, second, _ = kiosks
    file, other = sync(first, stick).file, sync(second, stick / "copy.signatures").file
    file.write_bytes(file.read_bytes() + other.read_bytes() + file.read_bytes())
    assert sync(first, stick).written == sync(second, stick).written == 0
    batches, _ = read(file, first.pack.key_id)
    assert set(numbers(batches)) == set(range(1, 151))
    assert make_desk().merge(file).books.total.counted == 300


def test_a_file_replaced_while_it_is_written_to_is_found_out(
    kiosks: list[Kiosk], stick: Path, make_desk
) -> None:
    """A service that replicates the folder puts another laptop's version in the file's place."""
    first, second, _ = kiosks
    file = sync(second, stick).file
    theirs = shutil.copyfile(file, stick / ".theirs")

    def replace(written: int, of: int) -> None:
        if theirs.exists():
            theirs.replace(file)

    with pytest.raises(Exception, match="does not hold what was just written"):
        sync(first, stick, replace)
    assert make_desk().merge(file).books.total.counted == 150, "the other laptop's stay"
    assert sync(first, stick).total == 150
    assert make_desk().merge(file).books.total.counted == 300

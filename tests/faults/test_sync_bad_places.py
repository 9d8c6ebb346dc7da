"""Sticks and folders as staff meet them: pulled out, swapped, lying, full of things. Nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.errors import ExportError, KioskError, StorageError
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from tests.exports import flip_bit, line_starts
from tests.people import person
from tests.program import done, refused

NAME = "stop-repression-hong-kong.signatures"


@pytest.fixture
def signed(make_kiosk, make_pack, quick_path: Path) -> Kiosk:
    """A kiosk with 20 signatures, each of about 3 KB in the file."""
    kiosk = make_kiosk(data=quick_path / "A", pack=make_pack(record_bytes=1024))
    for n in range(20):
        kiosk.sign(person(n))
    return kiosk


def while_verifying(act: Callable[[], object]) -> Callable[[int, int], None]:
    """Does `act` when everything is written and nothing is read back yet."""

    def told(written: int, of: int) -> None:
        if written == of:
            act()

    return told


def test_a_stick_pulled_out_and_another_one_plugged_in_at_the_same_place(
    signed: Kiosk, small_disk, make_desk
) -> None:
    place = small_disk.path

    def pull() -> None:
        subprocess.run(["umount", "--lazy", place], check=True)

    sync(signed, place)
    signed.sign(person(20))
    with pytest.raises(StorageError, match="pulled out"):
        sync(signed, place, while_verifying(pull))
    assert signed.status().waiting == 1
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", place], check=True)
    result = sync(signed, place)
    assert (result.written, result.total) == (21, 21), "the other stick does not count as the first one"
    assert make_desk().merge(result.file).books.total.counted == 21


def test_a_folder_deleted_meanwhile_is_not_made_again(signed: Kiosk, stick: Path) -> None:
    with pytest.raises(StorageError):
        sync(signed, stick, while_verifying(lambda: shutil.rmtree(stick)))
    assert not stick.exists()
    assert signed.status().waiting == 20


@pytest.mark.parametrize(
    "lie",
    [
        lambda file: os.truncate(file, 0),
        lambda file: os.truncate(file, file.stat().st_size - 100),
        lambda file: flip_bit(file, line_starts(file.read_bytes())[10] + 400),
        lambda file: file.write_bytes(file.read_bytes().splitlines(keepends=True)[-1]),
    ],
    ids=["nothing kept", "the end lost", "a bit flipped", "only the checkpoint kept"],
)
def test_a_stick_that_does_not_keep_what_it_took_is_found_out(
    signed: Kiosk, stick: Path, make_desk, lie: Callable[[Path], object]
) -> None:
    file = stick / NAME
    with pytest.raises(StorageError, match=r"does not hold|pulled out"):
        sync(signed, stick, while_verifying(lambda: lie(file)))
    assert signed.status().synced == 0
    assert sync(signed, stick).total == 20
    assert make_desk().merge(file).books.total.counted == 20


def test_records_that_changed_together_with_their_digests_are_not_believed(
    signed: Kiosk, stick: Path, make_desk, make_kiosk
) -> None:
    """Sound lines with the kiosk's name and numbers, under its genuine checkpoint: but not its records."""
    file = sync(signed, stick).file
    genuine = file.read_bytes().splitlines(keepends=True)
    other = make_kiosk(data=signed.data.parent / "B", pack=signed.data / "campaign.kioskpack")
    for n in range(20):
        other.sign(person(100 + n))
    elsewhere = stick / "elsewhere.signatures"
    foreign = sync(other, elsewhere).file.read_bytes().splitlines(keepends=True)
    name, others = signed.settings.kiosk.hex().encode(), other.settings.kiosk.hex().encode()
    file.write_bytes(b"".join(line.replace(others, name) for line in foreign[:-1]) + genuine[-1])
    assert sync(signed, stick).written == 20
    assert make_desk().merge(file).books.total.counted == 20


def a_folder(path: Path, kiosk: Kiosk) -> None:
    path.mkdir()


def a_link_to_the_vault(path: Path, kiosk: Kiosk) -> None:
    path.symlink_to(kiosk.data / "vault.sqlite")


def a_link_to_nowhere(path: Path, kiosk: Kiosk) -> None:
    path.symlink_to("nowhere")


def a_folder_in_place_of_the_lock(path: Path, kiosk: Kiosk) -> None:
    path.with_name(path.name + ".lock").mkdir()


def a_link_in_place_of_the_lock(path: Path, kiosk: Kiosk) -> None:
    path.with_name(path.name + ".lock").symlink_to(kiosk.data / "vault.sqlite")


@pytest.mark.parametrize(
    ("make", "kind", "saying"),
    [
        (a_folder, ExportError, "not an ordinary file"),
        (a_link_to_the_vault, ExportError, "not an ordinary file"),
        (a_link_to_nowhere, ExportError, "not an ordinary file"),
        (a_folder_in_place_of_the_lock, ExportError, "lock is not an ordinary file"),
        (a_link_in_place_of_the_lock, ExportError, "lock is not an ordinary file"),
    ],
)
def test_something_else_has_the_files_name(
    signed: Kiosk, stick: Path, make, kind: type[KioskError], saying: str
) -> None:
    make(stick / NAME, signed)
    before = sorted(stick.iterdir())
    vault = (signed.data / "vault.sqlite").read_bytes()
    with pytest.raises(kind, match=saying):
        sync(signed, stick)
    assert sorted(stick.iterdir()) == before
    assert (signed.data / "vault.sqlite").read_bytes() == vault


def test_a_folder_with_ten_thousand_files(signed: Kiosk, quick_path: Path) -> None:
    full = quick_path / "photos"
    full.mkdir()
    for n in range(10_000):
        (full / f"IMG_{n:05}.jpg").touch()
    assert sync(signed, full).total == 20
    assert len(list(full.iterdir())) == 10_002, "the file and its lock"


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_folder_whose_name_is_no_text(signed: Kiosk, quick_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(quick_path) + b"/\xff\xfe"))
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system takes only text")
    assert "20 signatures" in done("sync", folder, "--data", signed.data)
    assert '"total": 20' in done("sync", folder, "--data", signed.data, "--json")
    assert "\ufffd\ufffd" in done("status", "--data", signed.data)


def test_a_name_in_capitals_as_fat_gives_it(signed: Kiosk, stick: Path) -> None:
    assert sync(signed, stick / "SATURDAY.SIGNATURES").total == 20


def test_a_write_protected_stick_and_a_full_one(signed: Kiosk, small_disk) -> None:
    small_disk.fill()
    refused("sync", small_disk.path, "--data", signed.data, saying=("not enough space", "Free some"))
    small_disk.protect()
    refused("sync", small_disk.path, "--data", signed.data, saying=("cannot be written to", "protection"))
    assert signed.status().waiting == 20

"""Which disks are the system's own: nothing is synced to them, and no pack is looked for there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.stall.disks import is_own
from kiosk.ui.places import sticks
from tests.disks import image, mounted, needs_root, run

_EFI = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
_DATA = "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"


class Laptop:
    """What a laptop's `/proc`, `/sys` and `/run` say: an own disk sda, and a stick sdb."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for disk, major in (("sda", 0), ("sdb", 16)):
            block = root / "sys/devices" / disk
            self._block(block, disk, f"8:{major}")
            for part in (1, 2, 3, 4):
                self._block(block / f"{disk}{part}", f"{disk}{part}", f"8:{major + part}")
                (block / f"{disk}{part}/partition").write_text(str(part))
        self._block(root / "sys/devices/virtual/dm-0", "dm-0", "254:0")
        (root / "sys/devices/virtual/dm-0/slaves").mkdir()
        (root / "sys/devices/virtual/dm-0/slaves/sdb4").symlink_to(root / "sys/class/block/sdb4")
        (root / "run/udev/data").mkdir(parents=True)

    def _block(self, block: Path, name: str, number: str) -> None:
        block.mkdir(parents=True)
        for link in (f"sys/class/block/{name}", f"sys/dev/block/{number}"):
            (self.root / link).parent.mkdir(parents=True, exist_ok=True)
            (self.root / link).symlink_to(block)

    def mounts(self, *mounts: str) -> None:
        """Each as `NUMBER FOLDER KIND SOURCE`."""
        parts = (mount.split() for mount in mounts)
        lines = [f"9 1 {number} / {at} rw - {kind} {source} rw" for number, at, kind, source in parts]
        (self.root / "proc/self").mkdir(parents=True, exist_ok=True)
        (self.root / "proc/self/mountinfo").write_text("".join(f"{line}\n" for line in lines))

    def says(self, number: str, kind: str) -> None:
        """What udev knows of a partition."""
        (self.root / f"run/udev/data/b{number}").write_text(
            f"E:ID_FS_TYPE=vfat\nE:ID_PART_ENTRY_TYPE={kind}\n"
        )

    def is_own(self, path: str) -> bool:
        return is_own(Path(path), self.root)


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path)


def test_every_partition_of_the_stick_that_carries_the_vault_is_its_own(laptop: Laptop) -> None:
    """The live system is in memory; its vault is encrypted, on the fourth partition of its stick."""
    vault = "254:0 /var/lib/signing-kiosk ext4 /dev/mapper/signing-kiosk-vault"
    laptop.mounts(
        "0:20 / overlay overlay", vault, "8:18 /media/USB vfat /dev/sdb2", "8:1 /media/BLUE vfat /dev/sda1"
    )
    assert laptop.is_own("/media/USB")
    assert laptop.is_own("/media/USB/folder")
    assert not laptop.is_own("/media/BLUE")


def test_every_partition_of_the_disk_that_carries_the_root_is_its_own(laptop: Laptop) -> None:
    laptop.mounts("8:2 / ext4 /dev/sda2", "8:1 /media/USB vfat /dev/sda1", "8:17 /media/BLUE vfat /dev/sdb1")
    assert laptop.is_own("/media/USB")
    assert not laptop.is_own("/media/BLUE")


def test_every_partition_of_a_second_disk_that_the_system_uses_is_its_own(laptop: Laptop) -> None:
    laptop.mounts("8:2 / ext4 /dev/sda2", "8:17 /srv ext4 /dev/sdb1", "8:18 /media/USB vfat /dev/sdb2")
    assert laptop.is_own("/media/USB")


def test_an_efi_partition_is_never_a_stick(laptop: Laptop) -> None:
    laptop.mounts("8:2 / ext4 /dev/sda2", "8:17 /media/ESP vfat /dev/sdb1", "8:18 /media/BLUE vfat /dev/sdb2")
    laptop.says("8:17", _EFI)
    laptop.says("8:18", _DATA)
    assert laptop.is_own("/media/ESP")
    assert not laptop.is_own("/media/BLUE")


def test_a_partitions_name_in_any_letters_hides_nothing(laptop: Laptop) -> None:
    laptop.mounts("8:2 / ext4 /dev/sda2", "8:17 /media/ESP vfat /dev/sdb1")
    told = laptop.root / "run/udev/data/b8:17"
    told.write_bytes(b"E:ID_FS_LABEL=\xff\nE:ID_PART_ENTRY_TYPE=" + _EFI.encode() + b"\n")
    assert laptop.is_own("/media/ESP")


def test_two_partitions_of_one_stick_do_not_make_it_the_systems(laptop: Laptop) -> None:
    laptop.mounts(
        "8:2 / ext4 /dev/sda2", "8:17 /media/A vfat /dev/sdb1", "8:18 /run/media/u/B vfat /dev/sdb2"
    )
    assert not laptop.is_own("/media/A")
    assert not laptop.is_own("/run/media/u/B")


def test_where_nothing_can_be_seen_nothing_is_hidden(laptop: Laptop) -> None:
    assert not laptop.is_own("/media/BLUE")
    laptop.mounts("8:17 /media/BLUE vfat /dev/sdb1")
    assert not laptop.is_own("/media/RED")


@pytest.fixture
def media() -> Iterator[Path]:
    """A folder in /media to mount a stick at."""
    needs_root()
    Path("/media").mkdir(exist_ok=True)
    at = Path("/media") / f"KIOSK-TEST-OWN-{os.getpid()}"
    yield at
    with suppress(OSError):
        at.rmdir()


def test_a_real_stick_is_offered_until_the_system_uses_it(media: Path, tmp_path: Path) -> None:
    def offered() -> bool:
        return media in [stick.folder for stick in sticks()]

    with image() as file:
        run("mkfs.ext4", "-q", "-F", "-L", "OWN", file)
        with mounted(media, "-o", "loop", file):
            assert offered()
            source = next(
                line.split()[0]
                for line in Path("/proc/mounts").read_text().splitlines()
                if f" {media} " in line
            )
            with mounted(tmp_path / "vault", source):
                assert not offered()
            assert offered()

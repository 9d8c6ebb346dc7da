"""What is said of a Windows drive by the answers of its drivers, laid out as winioctl.h says."""

from __future__ import annotations

import struct
from pathlib import Path, PureWindowsPath

import pytest

from kiosk.stall.device import UNKNOWN, Device, DeviceStanding, device_of, of_drive, standing
from kiosk.ui.places import sticks
from kiosk.windows.drives import Bus, Disk, Drive, Kind, disk_numbers, disk_of, share_server
from tests.lacking import need_windows

LAPTOP = Disk(Bus.OTHER, "S5GYNX0R 512110190592")
STICK = Disk(Bus.USB, "4C530001230117 31042043904")
CASE = Disk(Bus.USB, "WD-WX11 1000204886016")
MADE = Disk(Bus.FILE, "disk 4 1073741824")


def fixed(*disks: Disk, is_systems: bool = False) -> Drive:
    return Drive(Kind.FIXED, disks, is_systems=is_systems)


C = fixed(LAPTOP, is_systems=True)


def test_the_disks_of_a_volume_are_read() -> None:
    def extents(*numbers: int) -> bytes:
        return struct.pack("<II", len(numbers), 0) + b"".join(
            struct.pack("<IIqq", number, 0, 1 << 20, 1 << 30) for number in numbers
        )

    assert disk_numbers(extents(2)) == [2]
    assert disk_numbers(extents(3, 0, 3)) == [0, 3], "one that is spread over several"


def descriptor(bus: int, serial: bytes) -> bytes:
    """A STORAGE_DEVICE_DESCRIPTOR: its fields, then the texts that they say where to find."""
    texts = b"SanDisk \0Ultra\0" + serial + b"\0"
    at = 36 + len(b"SanDisk \0Ultra\0") if serial else 0
    return struct.pack("<IIBBBBIIIIII", 40, 36 + len(texts), 0, 0, 1, 0, 36, 45, 0, at, bus, 0)[:36] + texts


def test_a_disk_is_known_by_its_number_from_the_factory_and_its_size() -> None:
    assert disk_of(1, descriptor(7, b"  4C530001230117"), 31042043904) == STICK
    assert disk_of(1, descriptor(17, b""), 512110190592) == Disk(Bus.OTHER, "disk 1 512110190592")
    assert disk_of(4, descriptor(15, b""), 1073741824) == MADE


@pytest.mark.parametrize(
    ("drive", "is_stick"),
    [
        (Drive(Kind.REMOVABLE, (STICK,)), True),
        (Drive(Kind.REMOVABLE), True),  # a card reader that tells nothing more
        (fixed(CASE), True),  # a disk on a cable
        (C, False),
        (fixed(LAPTOP), False),  # another partition of the laptop's own
        (fixed(), False),
        (fixed(STICK, is_systems=True), False),  # Windows that was started from a stick
        (Drive(Kind.REMOVABLE, (STICK,), is_systems=True), False),
        (Drive(Kind.REMOTE, server="nas"), False),
        (Drive(Kind.DISC, (Disk(Bus.USB, "DVD"),)), False),
        (Drive(Kind.MEMORY), False),
        (fixed(MADE), False),
    ],
)
def test_what_can_be_taken_away_is_a_stick_and_no_other_drive(drive: Drive, is_stick: bool) -> None:
    assert drive.is_stick is is_stick


@pytest.mark.parametrize(
    ("vault", "target", "wanted"),
    [
        (C, Drive(Kind.REMOVABLE, (STICK,)), DeviceStanding.APART),
        (C, fixed(CASE), DeviceStanding.APART),
        (C, fixed(LAPTOP), DeviceStanding.TOGETHER),  # D: on the same disk
        (C, fixed(Disk(Bus.OTHER, "WD-2 4000787030016")), DeviceStanding.APART),
        (fixed(CASE), fixed(CASE), DeviceStanding.TOGETHER),
        (fixed(LAPTOP, CASE), fixed(CASE), DeviceStanding.TOGETHER),
        (fixed(STICK), Drive(Kind.REMOVABLE, (CASE,)), DeviceStanding.APART),  # two that can be taken out
        (C, fixed(MADE), DeviceStanding.UNKNOWN),  # a disk in a file, which may be on C:
        (C, fixed(), DeviceStanding.UNKNOWN),
        (Drive(Kind.FIXED), fixed(CASE), DeviceStanding.UNKNOWN),
        (C, Drive(Kind.MEMORY), DeviceStanding.MEMORY),
        (C, Drive(Kind.REMOTE, server="nas"), DeviceStanding.APART),
        (C, Drive(Kind.REMOTE, server="localhost"), DeviceStanding.UNKNOWN),
        (C, Drive(Kind.REMOTE), DeviceStanding.UNKNOWN),
    ],
)
def test_where_a_windows_drive_is_seen_from_the_vaults(
    vault: Drive, target: Drive, wanted: DeviceStanding
) -> None:
    assert standing(of_drive(vault), of_drive(target)) is wanted


def test_a_share_is_on_its_server() -> None:
    assert share_server(PureWindowsPath(r"\\NAS\photos\a")) == "nas"
    assert of_drive(Drive(Kind.REMOTE, server="nas")) == Device("network", frozenset({"server nas"}))
    for path in (r"C:\a", r"D:", r"\\?\C:\a", r"\\.\PhysicalDrive0", "a"):
        assert share_server(PureWindowsPath(path)) == ""


@need_windows
def test_what_the_system_is_on_is_no_stick_and_never_apart_from_itself(tmp_path: Path) -> None:
    here = device_of(tmp_path)
    assert standing(here, here) in (DeviceStanding.TOGETHER, DeviceStanding.UNKNOWN)
    assert not any(tmp_path.is_relative_to(stick.folder) for stick in sticks())
    assert device_of(Path("nowhere:\\a")) == UNKNOWN

"""What a Windows drive is: whether it can be taken out, and on which disks it lies."""

from __future__ import annotations

import ctypes
import struct
import sys
from enum import IntEnum
from pathlib import Path, PureWindowsPath

import msgspec


class Kind(IntEnum):
    """What GetDriveTypeW tells (fileapi.h)."""

    UNKNOWN = 0
    NO_ROOT = 1
    REMOVABLE = 2
    FIXED = 3
    REMOTE = 4
    DISC = 5
    MEMORY = 6


class Bus(IntEnum):
    """How a disk is connected (STORAGE_BUS_TYPE, winioctl.h), as far as it matters here."""

    OTHER = -1
    UNKNOWN = 0
    FIREWIRE = 4
    USB = 7
    VIRTUAL = 14
    FILE = 15
    SPACES = 16

    @classmethod
    def _missing_(cls, value: object) -> Bus:
        return cls.OTHER


_OUTSIDE = frozenset({Bus.USB, Bus.FIREWIRE})
_MADE_OF_OTHERS = frozenset({Bus.UNKNOWN, Bus.VIRTUAL, Bus.FILE, Bus.SPACES})
"""Disks made by software: what they are made of does not show."""


class Disk(msgspec.Struct, frozen=True):
    """A disk: how it is connected, and its number from the factory (else its number here) with its size."""

    bus: Bus
    identity: str


class Drive(msgspec.Struct, frozen=True):
    """What a path is on.

    Attributes:
        disks: all that it lies on; none where that cannot be told.
        server: whose share it is, in the network; "" where it is none.
        is_systems: whether Windows itself is on it.
    """

    kind: Kind
    disks: tuple[Disk, ...] = ()
    server: str = ""
    is_systems: bool = False

    @property
    def is_stick(self) -> bool:
        """Whether it can be taken away: a stick or card, or a disk on a cable, but not with Windows on it."""
        outside = any(disk.bus in _OUTSIDE for disk in self.disks)
        return not self.is_systems and (self.kind is Kind.REMOVABLE or (self.kind is Kind.FIXED and outside))

    @property
    def parts(self) -> frozenset[str] | None:
        """The disks by names of their own; None where they are not known, or made of what is not known."""
        if not self.disks or any(disk.bus in _MADE_OF_OTHERS for disk in self.disks):
            return None
        return frozenset(disk.identity for disk in self.disks)


def share_server(path: PureWindowsPath) -> str:
    """The server of `\\\\server\\share\\...`; "" for any other path."""
    drive = path.drive
    if not drive.startswith("\\\\") or drive.startswith(("\\\\.", "\\\\?")):
        return ""
    return drive[2:].partition("\\")[0].casefold()


def disk_numbers(extents: bytes) -> list[int]:
    """The disks' numbers in a `VOLUME_DISK_EXTENTS` (winioctl.h)."""
    (count,) = struct.unpack_from("<I", extents)
    return sorted({struct.unpack_from("<I", extents, 8 + 24 * place)[0] for place in range(count)})


def disk_of(number: int, descriptor: bytes, size: int) -> Disk:
    """The disk that a `STORAGE_DEVICE_DESCRIPTOR` (winioctl.h) and its size in bytes tell of."""
    at, bus = struct.unpack_from("<II", descriptor, 24)
    serial = descriptor[at:].split(b"\0", 1)[0].decode("ascii", "replace").strip() if at else ""
    return Disk(Bus(bus), f"{serial or f'disk {number}'} {size}")


if sys.platform == "win32":
    from ctypes import wintypes

    _VOLUME_EXTENTS = 0x00560000  # IOCTL_VOLUME_GET_VOLUME_DISK_EXTENTS
    _DEVICE_NUMBER = 0x002D1080  # IOCTL_STORAGE_GET_DEVICE_NUMBER
    _QUERY_PROPERTY = 0x002D1400  # IOCTL_STORAGE_QUERY_PROPERTY
    _GEOMETRY = 0x000700A0  # IOCTL_DISK_GET_DRIVE_GEOMETRY_EX
    _SHARED, _EXISTING = 1 | 2, 3
    _LONGEST = 32768
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateFileW.restype = wintypes.HANDLE
    _kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    _kernel.DeviceIoControl.argtypes = [
        wintypes.HANDLE,
        wintypes.DWORD,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.POINTER(wintypes.DWORD),
        ctypes.c_void_p,
    ]

    def drive_of(path: Path) -> Drive:
        """The drive that `path` is on. What cannot be told is not in it; raises OSError if nothing can."""
        path = path.resolve()  # links, folders that other disks are mounted on, drives that stand for folders
        if server := share_server(PureWindowsPath(path)):
            return Drive(Kind.REMOTE, server=server)
        root = ctypes.create_unicode_buffer(_LONGEST)
        if not _kernel.GetVolumePathNameW(str(path), root, _LONGEST):
            raise ctypes.WinError(ctypes.get_last_error())
        windows = ctypes.create_unicode_buffer(_LONGEST)
        _kernel.GetWindowsDirectoryW(windows, _LONGEST)
        return Drive(
            Kind(_kernel.GetDriveTypeW(root)),
            tuple(_disks(root.value)),
            is_systems=PureWindowsPath(windows.value).drive.casefold()
            == PureWindowsPath(root.value).drive.casefold(),
        )

    def _disks(root: str) -> list[Disk]:
        volume = ctypes.create_unicode_buffer(64)
        if not _kernel.GetVolumeNameForVolumeMountPointW(root, volume, 64):
            return []
        name = volume.value.rstrip("\\")
        if extents := _asked(name, _VOLUME_EXTENTS):
            numbers = disk_numbers(extents)
        elif number := _asked(name, _DEVICE_NUMBER):
            numbers = [struct.unpack_from("<I", number, 4)[0]]
        else:
            return []
        disks = [_disk(number) for number in numbers]
        known = [disk for disk in disks if disk is not None]
        return known if len(known) == len(disks) else []

    def _disk(number: int) -> Disk | None:
        name = rf"\\.\PhysicalDrive{number}"
        descriptor = _asked(name, _QUERY_PROPERTY, bytes(12))  # StorageDeviceProperty, PropertyStandardQuery
        geometry = _asked(name, _GEOMETRY)
        if len(descriptor) < 32 or len(geometry) < 32:
            return None
        return disk_of(number, descriptor, struct.unpack_from("<q", geometry, 24)[0])

    def _asked(device: str, question: int, more: bytes = b"") -> bytes:
        """What a device's driver answers, which anybody may ask; nothing where it does not."""
        handle = _kernel.CreateFileW(device, 0, _SHARED, None, _EXISTING, 0, None)
        if handle == wintypes.HANDLE(-1).value:
            return b""
        try:
            answer, size = ctypes.create_string_buffer(4096), wintypes.DWORD()
            answered = _kernel.DeviceIoControl(
                handle, question, more or None, len(more), answer, len(answer), ctypes.byref(size), None
            )
            return answer.raw[: size.value] if answered else b""
        finally:
            _kernel.CloseHandle(handle)

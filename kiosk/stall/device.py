"""On which device a file is: a signature is safe only on another one than the vault's.

Not the path tells, nor the file system, but the disks beneath:
docs/decisions/0022-safe-is-on-another-device.md.
"""

from __future__ import annotations

import hmac
import platform
import sys
from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec

from kiosk.stall.disks import Mount, beneath, block_of, mount_of
from kiosk.windows.drives import Drive, Kind

_MEMORY = frozenset({"tmpfs", "ramfs", "devtmpfs", "rootfs"})
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "ceph"})
_MOST_LAYERS = 12
"""Of one thing mounted from a file in another, before it is taken for a circle."""
_MARK_BYTES = 8


class DeviceStanding(StrEnum):
    """Where a copy is, seen from the vault."""

    APART = "apart"
    """On another device than the vault: safe, as far as a copy can be."""
    TOGETHER = "together"
    """On the very disk that holds the vault."""
    MEMORY = "memory"
    """In memory: gone when the laptop goes off."""
    UNKNOWN = "unknown"
    """It cannot be told."""


class Device(msgspec.Struct, frozen=True):
    """What a file is on.

    Attributes:
        kind: `"unknown"` where it cannot be told.
        parts: what it is made of, each by a name of its own: disks, or a server.
    """

    kind: Literal["disk", "network", "memory", "unknown"]
    parts: frozenset[str] = frozenset()

    def marks(self, key: bytes) -> frozenset[str]:
        """Its parts under `key`: they can be compared with each other, and tell nothing else."""
        return frozenset(
            hmac.digest(key, b"signing-kiosk device v1\0" + part.encode(errors="surrogateescape"), "sha256")[
                :_MARK_BYTES
            ].hex()
            for part in self.parts
        )


UNKNOWN = Device("unknown")


def standing(vault: Device, target: Device) -> DeviceStanding:
    """Where what is on `target` is, for a vault that is on `vault`; in doubt it is not known."""
    if target.kind == "memory":
        return DeviceStanding.MEMORY
    if UNKNOWN in (vault, target):
        return DeviceStanding.UNKNOWN
    return DeviceStanding.TOGETHER if vault.parts & target.parts else DeviceStanding.APART


def device_of(path: Path, root: Path = Path("/")) -> Device:
    """The device that the file or folder `path` is on. Never raises: what cannot be told is not known.

    Args:
        root: the folder with this system's `/proc` and `/sys`, on Linux.
    """
    try:
        if sys.platform == "win32":
            from kiosk.windows.drives import drive_of

            return of_drive(drive_of(path))
        mount = mount_of(path, root)
        return UNKNOWN if mount is None else _mounted(mount, root, _MOST_LAYERS)
    except (OSError, ValueError):
        return UNKNOWN


def _mounted(mount: Mount, root: Path, layers: int) -> Device:
    if not layers:
        return UNKNOWN
    if mount.kind in _MEMORY:
        return Device("memory", frozenset({"memory"}))
    if mount.kind in _NETWORK:
        return _server(mount)
    if mount.kind == "overlay":  # what is written goes to its upper folder
        options = dict(option.partition("=")[::2] for option in mount.options.split(","))
        return _on_file(options.get("upperdir", ""), root, layers)
    block = block_of(mount, root)
    if block is None or (mount.kind == "bcachefs" and ":" in mount.source):  # that is over several disks
        return UNKNOWN
    devices = [_disks(each, root, layers) for each in _spread_over(block, root)]
    if UNKNOWN in devices:
        return UNKNOWN
    return Device("disk", frozenset().union(*(device.parts for device in devices)))


def _server(mount: Mount) -> Device:
    """A share is on its server, unless that is this very laptop."""
    source = mount.source  # //server/share, or server:/folder
    host = source[2:].partition("/")[0] if source.startswith("//") else source.partition(":/")[0]
    return _on_server(host.strip("[]").casefold())


def _on_server(host: str) -> Device:
    here = {"", "localhost", "::1", platform.node().casefold()}
    if host in here or host.startswith("127."):
        return UNKNOWN
    return Device("network", frozenset({f"server {host}"}))


def _on_file(name: str, root: Path, layers: int) -> Device:
    """The device of a file that another thing is mounted from."""
    path = Path(name)
    if not path.is_absolute() or not path.exists():  # it may be the name of a file that is not seen from here
        return UNKNOWN
    mount = mount_of(path, root)
    return UNKNOWN if mount is None else _mounted(mount, root, layers - 1)


def _spread_over(block: Path, root: Path) -> list[Path]:
    """All devices of the file system on `block`: btrfs may be spread over several."""
    for devices in (root / "sys/fs/btrfs").glob("*/devices"):
        names = {device.name for device in devices.iterdir()}
        if block.resolve().name in names:
            return [root / "sys/class/block" / name for name in sorted(names)]
    return [block]


def _disks(block: Path, root: Path, layers: int) -> Device:
    """The disks beneath a block device: partitions, LVM, RAID, encryption, files mounted as disks."""
    if not layers:
        return UNKNOWN
    block = block.resolve()
    if (block / "partition").exists():
        return _disks(block.parent, root, layers - 1)
    if made_of := beneath(block):
        devices = [_disks(each, root, layers - 1) for each in made_of]
        known = UNKNOWN not in devices
        return Device("disk", frozenset().union(*(one.parts for one in devices))) if known else UNKNOWN
    backing = block / "loop/backing_file"
    if backing.is_file():
        file = backing.read_text(errors="surrogateescape").rstrip("\n")
        under = _on_file(file, root, layers)
        # A disk that is made in memory behaves as a disk, and is taken for one: only tests have it.
        return Device("disk", frozenset({f"{block.name} {file}"})) if under.kind == "memory" else under
    if not (block / "device").exists() and not block.name.startswith("ram"):
        return UNKNOWN  # made by software: what it is made of does not show
    return Device("disk", frozenset({_identity(block)}))


def _identity(block: Path) -> str:
    """What a disk is known by: its number from the factory where it has one, or else its name; and its size.

    Cheap sticks share numbers: with the size they seldom are one.
    """
    device = (block / "device").resolve()
    folders = [block, device, *(folder for folder in device.parents if _is_usb_stick(folder))]
    said = (_read(folder / name) for folder in folders for name in ("wwid", "serial"))
    return f"{next(filter(None, said), block.name)} {_read(block / 'size')}"


def _is_usb_stick(folder: Path) -> bool:
    """Whether that is the folder in `/sys` of something on a USB cable, and not of a hub."""
    return (folder / "idVendor").exists() and _read(folder / "bDeviceClass") != "09"


def _read(file: Path) -> str:
    try:
        return file.read_text(errors="replace").strip()
    except OSError:
        return ""


def of_drive(drive: Drive) -> Device:
    """The device that a Windows drive is; `device_of` asks for it there."""
    if drive.kind is Kind.MEMORY:
        return Device("memory", frozenset({"memory"}))
    if drive.kind is Kind.REMOTE:
        return _on_server(drive.server)
    return UNKNOWN if drive.parts is None else Device("disk", drive.parts)

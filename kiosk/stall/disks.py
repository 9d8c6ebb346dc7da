"""What Linux says of a file's disk: what is mounted there, what lies beneath, whether it is encrypted."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

_EFI = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
"""The kind of a partition that computers start from, as GPT writes it."""


class Mount(msgspec.Struct, frozen=True):
    """A line of `/proc/self/mountinfo` (proc_pid_mountinfo(5)).

    Attributes:
        number: the device's `MAJOR:MINOR`; btrfs and the like count numbers of their own.
        point: where it is mounted.
        kind: the file system.
        source: what it is mounted from: a device, a share, or a mere word.
        options: the file system's own options.
    """

    number: str
    point: Path
    kind: str
    source: str
    options: str


def mount_of(path: Path, root: Path = Path("/")) -> Mount | None:
    """What is mounted where `path` is; None where that cannot be seen, as on other systems.

    Args:
        root: the folder with this system's `/proc`, `/sys` and `/dev`.
    """
    table = root / "proc/self/mountinfo"
    if not table.is_file():
        return None
    path = path.resolve()
    over = [mount for mount in _mounts(table) if path.is_relative_to(mount.point)]
    number = ""
    if sys.platform != "win32":
        with suppress(OSError):
            device = path.stat().st_dev
            number = f"{os.major(device)}:{os.minor(device)}"
    # A mount may lie hidden under a later one of a folder above it: the file's own number tells.
    over = [mount for mount in over if mount.number == number] or over
    # A later mount covers an earlier one of the same folder.
    return max(reversed(over), key=lambda mount: len(mount.point.parts), default=None)


def _mounts(table: Path) -> Iterator[Mount]:
    # A name may hold what ends a line elsewhere (U+2028, say); the system ends its own with a line feed.
    for line in filter(None, table.read_text(encoding="utf-8", errors="surrogateescape").split("\n")):
        mount, _, rest = line.partition(" - ")
        fields, (kind, source, options) = mount.split(" "), rest.split(" ", 2)
        yield Mount(fields[2], Path(unescaped(fields[4])), kind, unescaped(source), unescaped(options))


def is_mounted(mount: Mount, root: Path = Path("/")) -> bool:
    """Whether the device of `mount` is mounted now, there or anywhere else."""
    return any(each.number == mount.number for each in _mounts(root / "proc/self/mountinfo"))


def unescaped(text: str) -> str:
    """A path as `/proc` writes it, with its blanks and the like put back (`\\040`)."""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), text)


def block_of(mount: Mount, root: Path = Path("/")) -> Path | None:
    """The folder in `/sys` of the block device that `mount` is from; None if it is from none."""
    block = root / "sys/dev/block" / mount.number
    # Btrfs and the like count their own numbers: then only the source names the disk.
    return block if block.exists() else _block_device(Path(mount.source), root)


def _block_device(device: Path, root: Path) -> Path | None:
    """The folder in `/sys` of a device; `/dev/mapper/...` is a link to its name there."""
    if not device.is_relative_to("/dev"):
        return None
    blocks = root / "sys/class/block"
    block = blocks / (root / device.relative_to("/")).resolve().name
    if block.exists():
        return block
    # A unit without devices of its own (PrivateDevices) does not see that link.
    named = (
        name.parent.parent for name in blocks.glob("dm-*/dm/name") if name.read_text().strip() == device.name
    )
    return next(named, None)


def beneath(block: Path) -> list[Path]:
    """What a block device is made of, such as LVM, RAID or an encrypted one; nothing where it is a disk."""
    slaves = block / "slaves"
    return sorted(slaves.iterdir()) if slaves.is_dir() else []


def is_own(path: Path, root: Path = Path("/"), sticks: tuple[str, ...] = ("/media/", "/run/media/")) -> bool:
    """Whether `path` is on a disk that this system itself is on, or on a partition that computers start from.

    A disk is the system's own if anything of it is mounted elsewhere than where sticks are: all of it then,
    also a partition of it that was mounted as if it were a stick.

    Args:
        path: what was mounted as a stick, or something on it.
        root: the folder with this system's `/proc`, `/sys` and `/run`.
        sticks: where sticks are mounted.
    """
    table = root / "proc/self/mountinfo"
    mount = mount_of(path, root)
    if mount is None or not (block := block_of(mount, root)):
        return False
    if _is_for_starting(mount, root):
        return True
    disks = _whole(block)
    others = (each for each in _mounts(table) if not f"{each.point}/".startswith(sticks))
    return any(disks & _whole(each) for other in others if (each := block_of(other, root)))


def _whole(block: Path) -> frozenset[Path]:
    """The disks beneath a block device, by their folders in `/sys`: no two that are plugged in share one."""
    block = block.resolve()
    if (block / "partition").exists():
        return _whole(block.parent)
    made_of = beneath(block)
    return frozenset().union(*map(_whole, made_of)) if made_of else frozenset({block})


def _is_for_starting(mount: Mount, root: Path) -> bool:
    """Whether udev says that it is an EFI partition."""
    told = root / "run/udev/data" / f"b{mount.number}"
    return told.is_file() and f"E:ID_PART_ENTRY_TYPE={_EFI}" in told.read_text(errors="replace").splitlines()


def is_encrypted(path: Path, root: Path = Path("/"), *, device: bool = False) -> bool:
    """Whether `path` is seen to be on an encrypted disk (dm-crypt: LUKS and the like).

    False where it is not, and also where that cannot be seen: on another system than Linux, or where
    the file system or the disk itself encrypts.

    Args:
        path: a file or folder, or with `device` a block device such as `/dev/sda2`.
        root: the folder with this system's `/proc`, `/sys` and `/dev`.
    """
    if device:
        block = _block_device(path, root)
    else:
        mount = mount_of(path, root)
        block = None if mount is None else block_of(mount, root)
    return block is not None and _is_crypt(block)


def _is_crypt(block: Path) -> bool:
    uuid = block / "dm/uuid"
    if uuid.is_file() and uuid.read_text().startswith("CRYPT-"):
        return True
    below = beneath(block)
    return bool(below) and all(_is_crypt(disk) for disk in below)

"""Which disk a file is on, and whether Linux encrypts it (dm-crypt: LUKS and the like)."""

from __future__ import annotations

import re
from pathlib import Path


def is_encrypted(path: Path, root: Path = Path("/"), *, device: bool = False) -> bool:
    """Whether `path` is seen to be on an encrypted disk.

    False where it is not, and also where that cannot be seen: on another system than Linux, or where
    the file system or the disk itself encrypts.

    Args:
        path: a file or folder, or with `device` a block device such as `/dev/sda2`.
        root: the folder with this system's `/proc`, `/sys` and `/dev`.
    """
    block = _block_device(path, root) if device else _disk_under(path, root)
    return block is not None and _is_crypt(block)


def unescaped(text: str) -> str:
    """A path as `/proc` writes it, with its blanks and the like put back (`\\040`)."""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), text)


def _disk_under(path: Path, root: Path) -> Path | None:
    """The folder in `/sys` of the block device that `path` is on (proc_pid_mountinfo(5))."""
    table = root / "proc/self/mountinfo"
    if not table.is_file():
        return None
    path = path.resolve()
    found: tuple[int, Path | None] = (0, None)
    for line in table.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        mount, _, source = line.partition(" - ")
        number, point = mount.split()[2], Path(unescaped(mount.split()[4]))
        if path.is_relative_to(point) and len(point.parts) >= found[0]:  # a later mount covers an earlier one
            block = root / "sys/dev/block" / number
            # Btrfs and the like count their own numbers: then only the source names the disk.
            device = Path(unescaped(source.split()[1]))
            found = len(point.parts), block if block.exists() else _block_device(device, root)
    return found[1]


def _block_device(device: Path, root: Path) -> Path | None:
    """The folder in `/sys` of a device; `/dev/mapper/...` is a link to its name there."""
    if not device.is_relative_to("/dev"):
        return None
    block = root / "sys/class/block" / (root / device.relative_to("/")).resolve().name
    return block if block.exists() else None


def _is_crypt(block: Path) -> bool:
    uuid = block / "dm/uuid"
    if uuid.is_file() and uuid.read_text().startswith("CRYPT-"):
        return True
    below = list((block / "slaves").iterdir()) if (block / "slaves").is_dir() else []
    return bool(below) and all(_is_crypt(disk) for disk in below)

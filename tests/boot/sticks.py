"""FAT sticks as shops sell them: an image with one partition; read and written without root's rights."""

from __future__ import annotations

import subprocess
from pathlib import Path

_START = 1024 * 1024
"""Where the partition begins, in bytes."""
_BYTES = 64 * 1024 * 1024
_STATE = 65
"""Where FAT32 notes it: bit 0 of this byte says that it was not unmounted."""


def make_stick(image: Path, label: str, *files: Path) -> Path:
    """Makes the stick `image` with the name `label` and `files` on it; returns it."""
    with image.open("wb") as file:
        file.truncate(_BYTES)
    table = f"label: dos\nstart={_START // 512}, type=c\n"
    subprocess.run(["sfdisk", "--quiet", image], input=table, text=True, check=True, capture_output=True)
    size = str((_BYTES - _START) // 1024)
    make = ["mkfs.vfat", "-F", "32", "-n", label, f"--offset={_START // 512}", image, size]
    subprocess.run(make, check=True, capture_output=True)
    copy_in(image, *files)
    return image


def copy_in(image: Path, *files: Path) -> None:
    """Copies `files` onto the stick, over what has their names."""
    for file in files:
        subprocess.run(["mcopy", "-D", "o", "-i", f"{image}@@{_START}", file, "::"], check=True)


def copy_out(image: Path, pattern: str, folder: Path) -> list[Path]:
    """Copies what matches `pattern` from the stick into `folder`, over what was; returns the copies."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mcopy", "-n", "-i", f"{image}@@{_START}", f"::{pattern}", folder], check=True)
    return sorted(folder.glob(pattern))


def is_clean(image: Path) -> bool:
    """Whether the stick says of itself that it was unmounted."""
    with image.open("rb") as file:
        file.seek(_START + _STATE)
        return file.read(1)[0] & 1 == 0

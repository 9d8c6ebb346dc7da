"""Real disks for tests, made of files: they need root, and a system that lets it mount."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
"""Where an image makes a disk of its own: not on the disk that the tests' folders are on."""


def run(*command: object) -> None:
    """Runs a command that only root may; the test is skipped where it is not to be had."""
    try:
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip(f"there is no {command[0]} here")
    if done.returncode:
        pytest.skip(f"this system does not let root use {command[0]}: {done.stderr.strip()}")


def needs_root() -> None:
    """Skips the test for whom nothing can be mounted."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting needs root")


@contextmanager
def mounted(at: Path, *arguments: object) -> Iterator[Path]:
    """What `mount ARGUMENTS AT` mounts; until the block ends, if nobody unmounts it before."""
    needs_root()
    at.mkdir(exist_ok=True)
    run("mount", *arguments, at)
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], capture_output=True, check=False)


@contextmanager
def image(folder: Path = MEMORY) -> Iterator[Path]:
    """A file with an empty ext4 file system in it, in `folder`: by itself a disk apart, if that is memory."""
    needs_root()
    if not os.access(folder, os.W_OK):
        pytest.skip(f"{folder} cannot be written to")
    handle, name = tempfile.mkstemp(suffix=".img", dir=folder)
    os.truncate(handle, 16 * 1024 * 1024)
    os.close(handle)
    try:
        run("mkfs.ext4", "-q", "-F", name)
        yield Path(name)
    finally:
        Path(name).unlink()


@contextmanager
def stick(at: Path) -> Iterator[Path]:
    """A stick that is plugged in and mounted at `at`."""
    with image() as file, mounted(at, "-o", "loop", file):
        yield at

"""No laptop becomes a kiosk where every signature would be lost at power-off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import StorageError
from kiosk.stall.lasting import must_last
from tests.disks import mounted, stick
from tests.program import done, refused


@pytest.fixture
def tmpfs(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "memory", "-t", "tmpfs", "none") as folder:
        yield folder


@pytest.fixture
def overlay(tmp_path: Path, tmpfs: Path) -> Iterator[Path]:
    """As a system that was started from a stick has it: files below, and changes in memory."""
    (tmp_path / "lower").mkdir()
    for name in ("upper", "work"):
        (tmpfs / name).mkdir()
    folders = f"lowerdir={tmp_path}/lower,upperdir={tmpfs}/upper,workdir={tmpfs}/work"
    with mounted(tmp_path / "live", "-t", "overlay", "-o", folders, "overlay") as folder:
        yield folder


@pytest.mark.parametrize("below", ["data", "not/there/yet", "."])
@pytest.mark.parametrize("where", ["tmpfs", "ramfs", "overlay"])
def test_memory_is_refused_and_nothing_is_made_there(
    where: str, below: str, tmp_path: Path, campaign, request: pytest.FixtureRequest
) -> None:
    if where == "ramfs":
        with mounted(tmp_path / "ramfs", "-t", "ramfs", "none") as folder:
            _refuses(folder, below, campaign)
    else:
        _refuses(request.getfixturevalue(where), below, campaign)


def _refuses(folder: Path, below: str, campaign) -> None:
    there = sorted(folder.iterdir())
    said = refused("setup", campaign.pack_file, "--name", "Gate", "--data", folder / below)
    assert "memory: every signature would be lost" in said
    assert "Use a computer with a disk of its own" in said
    assert sorted(folder.iterdir()) == there


def test_a_link_into_memory_does_not_hide_it(tmpfs: Path, tmp_path: Path, campaign) -> None:
    (tmp_path / "data").symlink_to(tmpfs, target_is_directory=True)
    refused("setup", campaign.pack_file, "--name", "Gate", "--data", tmp_path / "data" / "kiosk")


def test_a_disk_that_is_mounted_inside_memory_is_taken(tmpfs: Path, campaign) -> None:
    """As on the stick that boots: its system is in memory, and its vault on a partition."""
    with stick(tmpfs / "vault") as folder:
        done("setup", campaign.pack_file, "--name", "Gate", "--data", folder / "data")


def _system(root: Path, mount: str, command_line: str) -> Path:
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/mountinfo").write_text(f"1 0 0:20 / / rw - {mount}\n")
    (root / "proc/cmdline").write_text(f"BOOT_IMAGE=/vmlinuz {command_line} quiet\n")
    return root


_HIDDEN = "overlay overlay rw,lowerdir=/hidden,upperdir=/hidden/upper"
"""What changes are kept on cannot be seen from within."""


@pytest.mark.parametrize(
    "command_line",
    ["boot=live", "boot=casper", "rd.live.image", "archisobasedir=arch", "boot=live nopersistence"],
)
def test_a_live_system_that_keeps_nothing_is_refused(tmp_path: Path, command_line: str) -> None:
    with pytest.raises(StorageError, match="memory"):
        must_last(Path("/home/user/data"), _system(tmp_path, _HIDDEN, command_line))


@pytest.mark.parametrize(
    "command_line",
    [
        "boot=live persistence",
        "boot=casper persistent",
        "rd.live.image rd.live.overlay=UUID=1",
        "root=/dev/sda1",
    ],
)
def test_one_that_keeps_changes_is_let_pass(tmp_path: Path, command_line: str) -> None:
    must_last(Path("/home/user/data"), _system(tmp_path, _HIDDEN, command_line))


def test_a_live_system_with_a_place_that_lasts_is_let_pass(tmp_path: Path) -> None:
    must_last(Path("/home/user/data"), _system(tmp_path, "nfs server:/home rw", "boot=live"))


def test_a_command_line_that_is_no_text_tells_what_it_tells(tmp_path: Path) -> None:
    root = _system(tmp_path, _HIDDEN, "")
    (root / "proc/cmdline").write_bytes(b"name=\xff boot=live\n")
    with pytest.raises(StorageError, match="memory"):
        must_last(Path("/home/user/data"), root)


def test_a_container_is_let_pass_and_so_is_a_system_that_tells_nothing(tmp_path: Path) -> None:
    must_last(Path("/data"), _system(tmp_path / "container", _HIDDEN, "root=/dev/vda"))
    must_last(Path("/data"), tmp_path / "nothing")

"""A stick may be pulled out once the system has let go of it, and not before."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.stall import eject as eject_module
from kiosk.stall import session
from kiosk.stall.disks import Mount, is_mounted, mount_of
from kiosk.stall.eject import eject
from tests import patience
from tests.disks import image, mounted, needs_root, stick
from tests.program import ROOT

_HELPER = ROOT / "packaging/session/files/usr/lib/signing-kiosk-session/answer-requests"
_NAME = "KIOSK-TEST-STICK"


@pytest.fixture
def media() -> Iterator[Path]:
    """A folder in /media to mount a stick at."""
    needs_root()
    Path("/media").mkdir(exist_ok=True)
    at = Path("/media") / f"{_NAME}-{os.getpid()}"
    yield at
    with suppress(OSError):
        at.rmdir()


@pytest.fixture
def udisks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a desktop has: udisksctl, here a small one that can only do this."""
    bin = tmp_path / "bin"
    bin.mkdir()
    command = bin / "udisksctl"
    command.write_text('#!/bin/sh\n[ "$1 $3" = "unmount --block-device" ] && exec umount "$4"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin}:{os.environ['PATH']}")
    monkeypatch.setattr(session, "REQUESTS", tmp_path / "no such session")
    return command


def mount_at(folder: Path) -> Mount:
    mount = mount_of(folder)
    assert mount is not None
    return mount


def needs_recovery(image: Path) -> bool:
    """Whether an ext4 file system says of itself that it was not unmounted."""
    told = subprocess.run(["dumpe2fs", "-h", str(image)], capture_output=True, text=True, check=True)
    return "needs_recovery" in told.stdout


def test_on_a_desktop_the_stick_is_unmounted_and_clean(media: Path, udisks: Path) -> None:
    with image() as file, mounted(media, "-o", "loop", file):
        (media / "a.signatures").write_text("sealed")
        mount = mount_at(media)
        subprocess.run(["sync"], check=True)
        assert needs_recovery(file), "a file system that is mounted is not clean, however much is synced"
        assert eject(media)
        assert not is_mounted(mount)
        assert not needs_recovery(file)


@pytest.mark.skipif("vfat" not in Path("/proc/filesystems").read_text(), reason="this system has no FAT")
def test_a_fat_sticks_dirty_bit_is_clean(media: Path, udisks: Path) -> None:
    with image() as file:
        subprocess.run(["mkfs.vfat", str(file)], check=True, capture_output=True)
        with mounted(media, "-o", "loop", file):
            (media / "a.signatures").write_text("sealed")
            assert eject(media)
        assert file.read_bytes()[37] & 1 == 0


def test_a_stick_in_use_stays_and_is_not_called_out(media: Path, udisks: Path) -> None:
    with stick(media), (media / "film.mov").open("w"):
        assert not eject(media)
        assert is_mounted(mount_at(media))


def test_somebody_who_looks_at_it_for_a_moment_is_waited_for(media: Path, udisks: Path) -> None:
    with stick(media):
        file = (media / "film.mov").open("w")
        threading.Timer(0.3, file.close).start()
        assert eject(media)


def test_one_that_is_mounted_twice_is_not_out_when_one_mount_is_gone(
    media: Path, udisks: Path, tmp_path: Path
) -> None:
    with stick(media), mounted(tmp_path / "again", "--bind", media):
        assert not eject(media)


def test_without_anybody_who_can_unmount_it_people_must(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "REQUESTS", tmp_path / "no such session")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with stick(media):
        assert not eject(media)


def test_no_other_disk_is_ever_taken_out(tmp_path: Path, udisks: Path) -> None:
    assert not eject(tmp_path)
    with stick(tmp_path / "data disk") as folder:
        assert not eject(folder)
        assert is_mounted(mount_at(folder))
    assert not eject(tmp_path / "gone")


def test_a_helper_that_does_not_answer_is_waited_for_a_minute(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    requests = tmp_path / "requests"
    requests.mkdir()
    monkeypatch.setattr(session, "REQUESTS", requests)
    monkeypatch.setattr(eject_module, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=sleep))
    with stick(media):
        assert not eject(media)
        asked = [path.name for path in requests.iterdir()]
        assert asked == [f"eject-{Path(mount_at(media).source).name}"]
    assert 60 <= now[0] - 1000 < 60.2


def test_the_kiosks_session_unmounts_what_it_is_asked_for(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The helper of packaging/session, started by this test where systemd would see the request."""
    requests = Path("/run/signing-kiosk-requests")
    if requests.exists() or not os.access("/run", os.W_OK):
        pytest.skip("/run cannot be used")
    requests.mkdir()
    monkeypatch.setattr(session, "REQUESTS", requests)
    asked = threading.Event()

    def systemd() -> None:
        while not asked.is_set():
            if any(requests.iterdir()):
                subprocess.run([str(_HELPER)], check=True)
            asked.wait(0.01)

    watching = threading.Thread(target=systemd)
    try:
        with stick(media):
            name = Path(mount_at(media).source).name
            state = Path(f"/run/signing-kiosk-stick-{name}")
            state.write_text(f"{media}\n")
            (requests / "eject-not;a;device").touch()
            (requests / "start-a-shell").touch()
            threading.Timer(0.3, (media / "film.mov").open("w").close).start()  # looked at for a moment
            watching.start()
            assert eject(media)
            patience.until(lambda: not media.exists())  # its folder goes, too
        asked.set()
        watching.join()
        assert not state.exists()
        assert not any(requests.iterdir())
    finally:
        asked.set()
        shutil.rmtree(requests)

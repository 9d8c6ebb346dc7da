"""A stick may be pulled out once the system has let go of it, and not before."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

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


class FakeTime:
    """A clock that goes on only while somebody sleeps, and exactly."""

    def __init__(self) -> None:
        self.slept = 0.0

    def monotonic(self) -> float:
        return 1000 + self.slept

    def sleep(self, seconds: float) -> None:
        self.slept = round(self.slept + seconds, 3)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeTime:
    """How long `eject` waits, which these tests do not."""
    clock = FakeTime()
    monkeypatch.setattr(eject_module, "time", clock)
    return clock


def mount_at(folder: Path) -> Mount:
    mount = mount_of(folder)
    assert mount is not None
    return mount


def needs_recovery(image: Path) -> bool:
    """Whether an ext4 file system says of itself that it was not unmounted."""
    told = subprocess.run(["dumpe2fs", "-h", str(image)], capture_output=True, text=True, check=True)
    return "needs_recovery" in told.stdout


def test_on_a_desktop_the_stick_is_unmounted_and_clean(media: Path, udisks: Path, clock: FakeTime) -> None:
    with image() as file, mounted(media, "-o", "loop", file):
        (media / "a.signatures").write_text("sealed")
        mount = mount_at(media)
        subprocess.run(["sync"], check=True)
        assert needs_recovery(file), "a file system that is mounted is not clean, however much is synced"
        assert eject(media)
        assert not is_mounted(mount)
        assert not needs_recovery(file)
    assert clock.slept == 0


@pytest.mark.skipif("vfat" not in Path("/proc/filesystems").read_text(), reason="this system has no FAT")
def test_a_fat_sticks_dirty_bit_is_clean(media: Path, udisks: Path) -> None:
    with image() as file:
        subprocess.run(["mkfs.vfat", str(file)], check=True, capture_output=True)
        with mounted(media, "-o", "loop", file):
            (media / "a.signatures").write_text("sealed")
            assert eject(media)
        assert file.read_bytes()[37] & 1 == 0


def test_a_stick_in_use_stays_and_is_not_called_out_nor_waited_for_for_long(
    media: Path, udisks: Path, clock: FakeTime, capfd: pytest.CaptureFixture[str]
) -> None:
    with stick(media), (media / "film.mov").open("w"):
        assert not eject(media)
        assert is_mounted(mount_at(media))
    assert clock.slept == 2
    assert capfd.readouterr() == ("", ""), "what udisks says of it is nobody's here"


def test_a_program_that_hangs_is_not_waited_for(
    media: Path, udisks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    udisks.write_text("#!/bin/sh\nexec sleep 600\n")
    monkeypatch.setattr(eject_module, "_SECONDS", 0.1)
    with stick(media):
        assert not eject(media)


def test_nothing_is_typed_into_a_program_that_asks(
    media: Path, udisks: Path, clock: FakeTime, tmp_path: Path, typed_before: None
) -> None:
    udisks.write_text(f"#!/bin/sh\ncat > '{tmp_path}/typed'\n")
    with stick(media):
        assert not eject(media)
    assert (tmp_path / "typed").read_bytes() == b""


def test_where_the_program_cannot_be_started_the_stick_is_not_called_out(media: Path, udisks: Path) -> None:
    udisks.write_text("#!/no/such/shell\n")
    with stick(media):
        assert not eject(media)


def test_what_is_no_disk_is_left_to_whoever_mounted_it(media: Path, udisks: Path, tmp_path: Path) -> None:
    udisks.write_text(f"#!/bin/sh\ntouch '{tmp_path}/asked'\n")
    with mounted(media, "-t", "tmpfs", "none"):
        assert not eject(media)
    assert not (tmp_path / "asked").exists()


def test_somebody_who_looks_at_it_for_a_moment_is_waited_for(media: Path, udisks: Path) -> None:
    with stick(media):
        file = (media / "film.mov").open("w")
        threading.Timer(0.3, file.close).start()
        assert eject(media)


def test_one_that_is_mounted_twice_is_not_out_when_one_mount_is_gone(
    media: Path, udisks: Path, tmp_path: Path, clock: FakeTime
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
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FakeTime
) -> None:
    requests = tmp_path / "requests"
    requests.mkdir()
    monkeypatch.setattr(session, "REQUESTS", requests)
    with stick(media):
        assert not eject(media)
        asked = [path.name for path in requests.iterdir()]
        assert asked == [f"eject-{Path(mount_at(media).source).name}"]
    assert clock.slept == 60


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
            monkeypatch.setattr(eject_module, "_SECONDS", patience.SECONDS)
            began = time.monotonic()
            assert eject(media)
            assert time.monotonic() - began < patience.SECONDS, "it is out before the last moment"
            patience.until(lambda: not media.exists())  # its folder goes, too
        asked.set()
        watching.join()
        assert not state.exists()
        assert not any(requests.iterdir())
    finally:
        asked.set()
        shutil.rmtree(requests)

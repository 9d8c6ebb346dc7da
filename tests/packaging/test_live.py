"""The stick that boots, as far as it can be tried without booting it; `make try-live` does the rest."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.lacking import need
from tests.program import ROOT

_LIVE = ROOT / "packaging" / "live"
_FILES = _LIVE / "files"
_SCRIPTS = (
    _LIVE / "build.sh",
    _LIVE / "finish.sh",
    _FILES / "usr/share/initramfs-tools/hooks/signing-kiosk",
    _FILES / "usr/share/initramfs-tools/scripts/signing-kiosk",
    _FILES / "usr/lib/signing-kiosk-live/vault",
    _FILES / "usr/lib/signing-kiosk-live/open-vault",
)


@pytest.mark.parametrize("script", _SCRIPTS, ids=lambda script: f"{script.parent.name}/{script.name}")
def test_its_scripts_are_scripts(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)


def test_there_are_keyboards_of_ten_countries_and_the_screen_knows_them() -> None:
    need("setxkbmap")
    lines = (_FILES / "usr/lib/signing-kiosk-live/keyboards/list").read_text().splitlines()
    codes = [line.split("\t")[0] for line in lines]
    assert len(set(codes)) == len(codes) == 10
    known = Path("/usr/share/X11/xkb/symbols")
    assert [code for code in codes if not (known / code).is_file()] == []


def test_the_desk_and_the_kiosk_never_start_both() -> None:
    units = _FILES / "usr/lib/systemd/system"
    kiosk = (units / "signing-kiosk.service.d/live.conf").read_text()
    desk = (units / "signing-kiosk-desk.service").read_text()
    assert "ConditionKernelCommandLine=!kiosk.desk\n" in kiosk
    assert "ConditionKernelCommandLine=kiosk.desk\n" in desk
    menu = (_LIVE / "grub.cfg").read_text()
    assert menu.count(" kiosk.desk\n") == 1


def test_what_the_system_reads_from_the_command_line_stands_there() -> None:
    asked = set(re.findall(r"setting (\w+)", _SCRIPTS[3].read_text()))
    given = set(re.findall(r"kiosk\.(\w+)=", _SCRIPTS[0].read_text() + (_LIVE / "grub.cfg").read_text()))
    assert asked == given == {"system", "bytes", "hash", "memory"}


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick as the image makes it, on which the system takes 8 MiB and 100 MiB are left."""
    need("sgdisk", "sfdisk")
    image = tmp_path / "stick.img"
    with image.open("wb") as file:
        file.truncate(10 << 20)
    parts = [f"--new={number}:0:+1M" for number in (1, 2, 3)]
    subprocess.run(["sgdisk", *parts, "--change-name=3:kiosk-system", image], check=True, capture_output=True)
    with image.open("r+b") as file:
        file.truncate(110 << 20)
    return image


def test_the_space_that_is_left_is_found_once_the_table_reaches_the_sticks_end(stick: Path) -> None:
    """The commands of `vault make`, on an image."""
    script = _SCRIPTS[4].read_text()
    begin, end = script.index("        sgdisk --move"), script.index("        # The kernel keeps")
    commands = f"set -eu\ndisk={stick} unfinished=signing-kiosk-new least=64\n{script[begin:end]}"
    subprocess.run(["sh", "-c", commands], check=True)
    told = subprocess.run(["sfdisk", "--dump", stick], capture_output=True, text=True, check=True).stdout
    found = re.search(r'img4 : start= *(\d+), size= *(\d+), .*name="signing-kiosk-new"', told)
    assert found, told
    assert int(found[2]) * 512 > 95 << 20
    # The second start finds no space for another one.
    again = subprocess.run(["sh", "-c", commands], capture_output=True, text=True, check=False)
    assert (again.returncode, again.stderr) == (9, "This stick is too small.\n")

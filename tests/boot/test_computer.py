"""The computer that plays are played on, as far as it goes without a system: its firmware."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.boot.computer import computer
from tests.boot.machine import MachineError
from tests.boot.sticks import copy_out, is_clean, make_stick
from tests.lacking import need


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder with a name so short that sockets can lie in it."""
    with tempfile.TemporaryDirectory(prefix="laptop") as folder:
        yield Path(folder)


def test_what_stands_on_its_screen_is_read(short_path: Path) -> None:
    need("qemu-system-x86_64", "tesseract", brought_by="make try-boot")
    with computer(short_path, []) as laptop:
        laptop.wait_for("No bootable device")
        laptop.machine.cut_the_power()
        assert not laptop.machine.is_on()
        with pytest.raises(MachineError, match="off"):
            laptop.screen()


def test_a_stick_comes_and_goes_and_keeps_its_files(short_path: Path) -> None:
    need("qemu-system-x86_64", "mkfs.vfat", "sfdisk", "mcopy", brought_by="make try-boot")
    letter = short_path / "letter.txt"
    letter.write_text("Dear diary")
    stick = make_stick(short_path / "blue.img", "BLUE", letter)
    assert is_clean(stick)
    with computer(short_path / "laptop", []) as laptop:
        laptop.plug(stick)
        laptop.unplug(stick)
        laptop.plug(stick)
    (copy,) = copy_out(stick, "*.txt", short_path / "copies")
    assert copy.read_text() == "Dear diary"

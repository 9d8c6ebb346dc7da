"""The stick that boots, booted and played: `python -m tests.boot.live [IMAGE] [--keep FOLDER]`.

Under SeaBIOS: its first start, a set-up from a second stick, a signature, a sync, another signature and a
power cut. Under OVMF with Secure Boot: a wrong passphrase and the right one, and all that was thanked for is
there. Then a stick with one changed byte. The laptop has a disk of its own, which must stay as it is, and so
must all of the stick but its encrypted partition. Exit code 1: something did not hold, and the last lines say
what. Pictures of the screen stay in FOLDER (dist/live). See docs/live.md.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import patience
from tests.boot.command import is_all_here, played, say
from tests.boot.computer import Computer, Shell, computer
from tests.boot.play import FIRST_SCREEN, Stall
from tests.boot.reading import plain
from tests.boot.sticks import copy_out, is_clean, make_stick
from tests.program import ROOT, done

_PROGRAMS = ("qemu-system-x86_64", "mke2fs", "mkfs.vfat", "mkswap", "sfdisk", "mcopy", "tesseract")
_CAMPAIGN = ROOT / "resources" / "campaigns" / "stop-repression-hong-kong"
_FIRMWARE = Path("/usr/share/OVMF")
_SECTOR = 512
_SPACE = 300 * 1024 * 1024
"""What is left on the stick behind the image, in bytes."""
_PASSPHRASE = "four words of staff"
_ASKED = "The passphrase of this stick, please"
_TRIES = 3
_PATIENCE = 3600.0
"""How long a start may take, in seconds: the emulated processor reads and hashes half a gigabyte."""


class Play:
    """The acts, on one stick, one after another.

    Args:
        image: as `make live` writes it.
        work: a folder for the sticks, the laptop's disk and the campaign.
        keep: a folder for pictures of the screen.
    """

    def __init__(self, image: Path, work: Path, keep: Path) -> None:
        self._work, self._keep = work, keep
        self._boots = 0
        self._stick = work / "live.img"
        subprocess.run(["cp", "--sparse=always", image, self._stick], check=True)
        with self._stick.open("r+b") as file:
            file.truncate(image.stat().st_size + _SPACE)
        self._parts = {part: self._hash_of(part) for part in (1, 2, 3)}
        self._disk = _own_disk(work / "disk.img")
        self._disk_hash = _hash(self._disk)
        passphrase = work / "passphrase"
        passphrase.write_text("a passphrase for trying a stick\n")
        self._passphrase = ("--passphrase-file", passphrase)
        self._campaign = work / "campaign"
        done("campaign", "new", self._campaign, "--content", _CAMPAIGN, *self._passphrase)
        (pack,) = self._campaign.glob("*.kioskpack")
        self._second = make_stick(work / "stall.img", "STALL", pack)

    def all(self) -> None:
        """From the first start to the stick that somebody has changed."""
        with self._booted("SeaBIOS", [], "Which keyboard does this computer have?") as stall:
            self._first_start(stall)
            self._day(stall)
        self._nothing_else_changed()
        with self._booted("OVMF with Secure Boot", _secure_boot(self._work), _ASKED) as stall:
            self._second_start(stall)
        self._nothing_else_changed()
        self._changed()

    @contextmanager
    def _booted(self, firmware: str, arguments: list[str | Path], first: str) -> Iterator[Stall]:
        """The laptop with the stick in it, switched on until `first` is on its screen, untouched."""
        self._boots += 1
        started = time.monotonic()
        folder, pictures = self._work / f"boot{self._boots}", self._keep / str(self._boots)
        drives = [
            "-drive", f"if=none,id=live,file={self._stick},format=raw",
            "-device", "usb-storage,bus=usb.0,drive=live,bootindex=0,removable=on",
            "-drive", f"if=none,id=own,file={self._disk},format=raw",
            "-device", "virtio-blk-pci,drive=own,bootindex=1",
        ]  # fmt: skip
        with computer(folder, [*drives, *arguments], lines=1, pictures=pictures) as laptop:
            laptop.wait_for(first, seconds=_PATIENCE)
            say(f"{firmware}: “{first}” after {time.monotonic() - started:.0f} s, untouched.")
            laptop.keep_picture("started")
            yield Stall(laptop, Shell(laptop.machine.serial[0]))  # nobody answers at that line

    def _first_start(self, stall: Stall) -> None:
        laptop = stall.laptop
        laptop.type("1\n")
        laptop.wait_for("New passphrase")
        laptop.type("short\n")
        laptop.wait_for("That is too short")
        self._choose_passphrase(laptop)
        self._kiosk_comes(laptop)
        say("The encrypted partition is made, and the kiosk comes in training mode.")
        laptop.plug(self._second)
        stall.set_up("Library steps")
        say("Set up from a second stick.")

    def _choose_passphrase(self, laptop: Computer) -> None:
        """Types it twice; a computer that is busy with its start may lose a key, and then asks once more."""
        for tried in range(1, _TRIES + 1):
            laptop.type(f"{_PASSPHRASE}\n")
            laptop.wait_for("The same once more")
            laptop.keep_picture("passphrase")
            laptop.type(f"{_PASSPHRASE}\n")
            patience.until(lambda n=tried: _refused(laptop) == n or laptop.find(*FIRST_SCREEN), _PATIENCE)
            if _refused(laptop) < tried:
                return

    def _kiosk_comes(self, laptop: Computer) -> None:
        laptop.wait_for(*FIRST_SCREEN, seconds=_PATIENCE)
        laptop.keep_awake = True
        laptop.keep_picture("first screen")

    def _day(self, stall: Stall) -> None:
        stall.sign("Rosa Example")
        stall.sync()
        stall.laptop.unplug(self._second)
        assert is_clean(self._second), "the stick is not clean, and the screen said that it can be removed"
        self._merge(1)
        stall.back_to_visitors()
        stall.sign("Power Cut")
        stall.laptop.machine.cut_the_power()
        say("The power was cut at “Thank you”.")

    def _second_start(self, stall: Stall) -> None:
        laptop = stall.laptop
        laptop.type("not the passphrase\n")
        laptop.wait_for("That is not the passphrase")
        laptop.type(f"{_PASSPHRASE}\n")
        self._kiosk_comes(laptop)
        laptop.plug(self._second)
        stall.sync()
        laptop.unplug(self._second)
        self._merge(2)

    def _merge(self, signatures: int) -> None:
        files = copy_out(self._second, "*.signatures", self._work / "merged")
        books = done("merge", *files, "--campaign", self._campaign, *self._passphrase)
        expected = f"In all: collected {signatures} = counted {signatures} + duplicate 0"
        assert expected in books, books
        say(f"What is on the second stick merges: {expected}.")

    def _nothing_else_changed(self) -> None:
        for part, before in self._parts.items():
            assert self._hash_of(part) == before, f"partition {part} of the stick is not what it was"
        assert _hash(self._disk) == self._disk_hash, "the laptop's own disk is not what it was"
        table = subprocess.run(["sfdisk", "--dump", self._stick], capture_output=True, text=True, check=True)
        assert "signing-kiosk-vault" in table.stdout, table.stdout
        say("The stick's other partitions and the laptop's own disk are byte for byte what they were.")

    def _changed(self) -> None:
        start, size = self._place_of(3)
        with self._stick.open("r+b") as file:
            file.seek(start + size // 2)
            byte = file.read(1)
            file.seek(-1, 1)
            file.write(bytes([byte[0] ^ 1]))
        with self._booted("A changed byte", [], "This stick is damaged, or somebody has changed it"):
            pass

    def _place_of(self, part: int) -> tuple[int, int]:
        """Where a partition of the stick begins, and its length; in bytes."""
        table = subprocess.run(["sfdisk", "--dump", self._stick], capture_output=True, text=True, check=True)
        found = re.search(rf"img{part} : start= *(\d+), size= *(\d+)", table.stdout)
        assert found, table.stdout
        return int(found[1]) * _SECTOR, int(found[2]) * _SECTOR

    def _hash_of(self, part: int) -> str:
        return _hash(self._stick, *self._place_of(part))


def _own_disk(file: Path) -> Path:
    """A laptop's own disk, with a file system and a swap partition that nobody must touch."""
    with file.open("wb") as disk:
        disk.truncate(96 << 20)
    table = "label: gpt\nsize=64M, type=L\ntype=S\n"
    subprocess.run(["sfdisk", "--quiet", file], input=table, text=True, check=True)
    for command, part in ((["mke2fs", "-q", "-t", "ext4"], 1), (["mkswap"], 65)):
        piece = file.with_suffix(f".{part}")
        with piece.open("wb") as space:
            space.truncate((63 if part == 1 else 30) << 20)
        subprocess.run([*command, piece], check=True, capture_output=True)
        copy = ["dd", f"if={piece}", f"of={file}", "bs=1M", f"seek={part}", "conv=notrunc", "status=none"]
        subprocess.run(copy, check=True)
        piece.unlink()
    return file


def _secure_boot(work: Path) -> list[str | Path]:
    """UEFI that starts nothing but what Microsoft's keys have signed, as laptops are sold."""
    variables = shutil.copy(_FIRMWARE / "OVMF_VARS_4M.ms.fd", work / "variables.fd")
    return [
        "-machine", "smm=on", "-global", "driver=cfi.pflash01,property=secure,value=on",
        "-drive", f"if=pflash,unit=0,format=raw,readonly=on,file={_FIRMWARE}/OVMF_CODE_4M.ms.fd",
        "-drive", f"if=pflash,unit=1,format=raw,file={variables}",
    ]  # fmt: skip


def _hash(file: Path, start: int = 0, size: int | None = None) -> str:
    digest = hashlib.sha256()
    left = file.stat().st_size if size is None else size
    with file.open("rb") as opened:
        opened.seek(start)
        while left and (block := opened.read(min(left, 1 << 20))):
            digest.update(block)
            left -= len(block)
    return digest.hexdigest()


def _refused(laptop: Computer) -> int:
    """How many times it says: the two are not the same, begin again."""
    return [plain(word.text) for word in laptop.words()].count("begin")


def main() -> int:
    """Plays, and prints what held."""
    arguments = argparse.ArgumentParser(description=__doc__, prog="python -m tests.boot.live")
    arguments.add_argument("image", nargs="?", type=Path, default=ROOT / "dist" / "signing-kiosk-live.img")
    arguments.add_argument("--keep", type=Path, default=ROOT / "dist" / "live")
    asked = arguments.parse_args()
    if not is_all_here(_PROGRAMS, "live/debian-packages-try.txt", (_FIRMWARE,)):
        return 2
    if not asked.image.is_file():
        print(f"There is no image {asked.image} yet: make live", file=sys.stderr)
        return 2
    shutil.rmtree(asked.keep, ignore_errors=True)
    # On a disk: the stick is as large as the image, and more.
    with tempfile.TemporaryDirectory(prefix="live", dir="/var/tmp") as folder:
        return played(Play(asked.image, Path(folder), asked.keep).all, asked.keep)


if __name__ == "__main__":
    sys.exit(main())

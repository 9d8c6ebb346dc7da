"""A laptop with a desktop becomes a kiosk, and is played at: `python -m tests.boot [BUNDLE] [--visits N]`.

Makes the disk of a Debian laptop (as root), boots it in QEMU, and plays a stall's day by its keys, its mouse
and its sticks, with all that could go wrong; then gives it back. Exit code 1: something did not hold, and the
last lines say what. Pictures of the screen stay in FOLDER (dist/boot). See docs/packaging.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.boot.command import is_all_here, played, say
from tests.boot.computer import Shell, computer
from tests.boot.disk import Disk, make_disk
from tests.boot.play import FIRST_SCREEN, LOGIN_SCREEN, Stall
from tests.boot.sticks import copy_in, copy_out, is_clean, make_stick
from tests.program import ROOT, done

_PROGRAMS = ("qemu-system-x86_64", "mmdebstrap", "mke2fs", "mkfs.vfat", "sfdisk", "mcopy", "tesseract")
_CAMPAIGN = ROOT / "resources" / "campaigns" / "stop-repression-hong-kong"
_SESSION = "/opt/kiosk/session"


class Play:
    """The acts, on one disk, one after another.

    Args:
        work: a folder for the sticks and the campaign.
        keep: a folder for pictures of the screen.
        visits: how many sign by keys alone.
    """

    def __init__(self, disk: Disk, work: Path, keep: Path, visits: int) -> None:
        self._visits = visits
        self._disk = disk
        self._work = work
        self._keep = keep
        self._boots = 0
        passphrase = work / "passphrase"
        passphrase.write_text("a passphrase for trying a boot\n")
        self._passphrase = ("--passphrase-file", passphrase)
        self._campaign = work / "campaign"
        done("campaign", "new", self._campaign, "--content", _CAMPAIGN, *self._passphrase)
        (pack,) = self._campaign.glob("*.kioskpack")
        self._stick = make_stick(work / "stall.img", "STALL", pack)

    def all(self) -> None:
        """From the first start to the laptop that is given back."""
        with self._booted() as stall:
            self._first_start(stall)
            self._day(stall)
        with self._booted() as stall:
            self._after_the_power_cut(stall)
            self._leave(stall)
        with self._booted() as stall:
            say("It is a kiosk again at the next start.")
            self._switch_off(stall)
        with self._booted() as stall:
            self._uninstall(stall)
        with self._booted(LOGIN_SCREEN) as stall:
            say("Given back, it starts with its login screen.")

    @contextmanager
    def _booted(self, first: tuple[str, ...] = FIRST_SCREEN) -> Iterator[Stall]:
        """The laptop, switched on until `first` is on the screen, without a hand on it."""
        self._boots += 1
        started = time.monotonic()
        folder, pictures = self._work / f"boot{self._boots}", self._keep / str(self._boots)
        with computer(folder, self._disk.arguments, pictures=pictures) as laptop:
            laptop.wait_for(*first, seconds=1800)
            say(f"Start {self._boots}: {first[0]!r} after {time.monotonic() - started:.0f} s, untouched.")
            laptop.keep_awake = True
            laptop.keep_picture("started")
            yield Stall(laptop, Shell(laptop.machine.serial[1]))

    def _first_start(self, stall: Stall) -> None:
        failed = stall.root.run("systemctl --failed --plain --no-legend")
        assert not failed, failed
        stall.root.run("mkdir -p /media/STALL")  # as a power cut leaves it
        stall.laptop.plug(self._stick)
        stall.wait_for_mount("/media/STALL")
        stall.set_up("Library steps")
        say("Set up from a stick that was plugged in.")

    def _day(self, stall: Stall) -> None:
        stall.sign("Rosa Example")
        assert stall.signatures() == 1
        say("A visitor has signed.")
        stall.try_to_escape()
        say("Nothing that was pressed leads out.")
        stall.kill()
        say("Killed, the program and the X server come back.")
        stall.sync()
        assert not stall.is_mounted(Path("/media/STALL"))
        stall.laptop.unplug(self._stick)
        assert is_clean(self._stick), "the stick is not clean, and the screen said that it can be removed"
        self._merge(1)
        stall.back_to_visitors()
        self._visits_and_receipt(stall)
        self._turn(stall)
        self._ntfs(stall)
        stall.sign("Power Cut")
        stall.laptop.machine.cut_the_power()
        say("The power was cut at 'Thank you'.")

    def _merge(self, signatures: int) -> None:
        files = copy_out(self._stick, "*.signatures", self._work / "merged")
        books = done("merge", *files, "--campaign", self._campaign, *self._passphrase)
        expected = f"In all: collected {signatures} = counted {signatures} + duplicate 0"
        assert expected in books, books
        say(f"The stick is unmounted and clean, and what is on it merges: {expected}.")

    def _visits_and_receipt(self, stall: Stall) -> None:
        """Visitor after visitor, with a crash among them; what was merged leaves the laptop by a receipt."""
        laptop, signed = stall.laptop, 1
        for visit in range(self._visits):
            if visit == self._visits // 2:
                stall.kill()
            stall.sign_by_keys(f"Visitor {visit + 1}")
        signed += self._visits
        assert stall.signatures() == signed
        say(f"{self._visits} visitors more have signed by keys alone; half-way the program was killed.")
        laptop.plug(self._stick)
        stall.wait_for_mount("/media/STALL")
        stall.sync()
        laptop.unplug(self._stick)
        stall.back_to_visitors()
        self._merge(signed)
        receipts = self._work / "receipts"
        receipts.mkdir()
        done("receipts", receipts, "--campaign", self._campaign, *self._passphrase)
        copy_in(self._stick, *receipts.iterdir())
        laptop.plug(self._stick)
        stall.wait_for_mount("/media/STALL")
        stall.sync()
        laptop.wait_to_read(
            f"The coordinator has merged numbers 1 to {signed}, so they were deleted from this laptop."
        )
        laptop.keep_picture("receipt taken")
        laptop.unplug(self._stick)
        stall.back_to_visitors()
        say("The coordinator's receipt came on the stick: what was merged is deleted from the laptop.")

    def _turn(self, stall: Stall) -> None:
        laptop = stall.laptop
        # Upright, the way back stands above the turns; across, below them.
        upright, across = ("Not turned", "Go back"), ("Go back", "A quarter to the left")
        for words, degrees, (lower, upper) in (
            ("A quarter to the right", 90, upright),
            ("Not turned", 0, across),
        ):
            stall.call_staff()
            laptop.click_on("Turn the screen")
            laptop.click_on(words)
            laptop.turned = degrees
            laptop.wait_for(lower, below=upper)
            laptop.click_on("Go back")
            laptop.wait_for("signed in this shift")
            laptop.keep_picture(f"turned by {degrees}")
            stall.back_to_visitors()
        say("The screen was turned, touched where it is turned to, and turned back.")

    def _ntfs(self, stall: Stall) -> None:
        stick = make_stick(self._work / "green.img", "GREEN")
        stall.laptop.plug(stick)
        stall.wait_for_mount("/media/GREEN")
        device = stall.root.run("findmnt -n -o SOURCE /media/GREEN")
        stall.root.run(f"touch /run/signing-kiosk-requests/eject-{Path(device).name}")  # as the kiosk asks
        stall.root.run("until [ ! -e /media/GREEN ]; do sleep 1; done")
        stall.root.run(f"mkntfs -F -Q -L NTFS {device}")
        stall.laptop.unplug(stick)
        stall.laptop.plug(stick)
        stall.wait_for_mount("/media/NTFS")
        stall.laptop.unplug(stick)
        stall.root.run("until [ ! -e /media/NTFS ]; do sleep 1; done")
        stall.back_to_visitors()
        say("A stick with NTFS is mounted, and leaves no folder behind.")

    def _after_the_power_cut(self, stall: Stall) -> None:
        assert stall.signatures() == self._visits + 2
        say("After the power cut the last signature is there, too.")

    def _leave(self, stall: Stall) -> None:
        stall.call_staff()
        stall.laptop.click_on("Leave the kiosk")
        stall.laptop.click_on("Leave the kiosk", below="Nothing is deleted.")
        stall.laptop.wait_for(*LOGIN_SCREEN)
        stall.laptop.keep_picture("left")
        assert stall.root.run("cat /proc/sys/kernel/sysrq") != "0"
        stall.laptop.press("ctrl-alt-f2")
        stall.laptop.wait_for("laptop login:")
        say("Left, the laptop shows its login screen, and its terminals have a login again.")

    def _switch_off(self, stall: Stall) -> None:
        stall.call_staff()
        stall.laptop.click_on("Switch the laptop off")
        stall.laptop.click_on("Switch the laptop off", below="Nothing is deleted.")
        stall.laptop.wait_until_off()
        say("Staff switched it off.")

    def _uninstall(self, stall: Stall) -> None:
        said = stall.root.run(f"sh {_SESSION}/uninstall-kiosk.sh")
        stall.laptop.wait_for(*LOGIN_SCREEN)
        assert "/var/lib/signing-kiosk" in said, said
        assert "xinput" in said, said
        assert stall.root.run("systemctl get-default") == "graphical.target"
        elsewhere = "-path /opt -o -path /tmp -o -path /var/tmp"
        left = f"find / -xdev \\( {elsewhere} \\) -prune -o -name '*signing-kiosk*' -print"
        assert stall.root.run(left) == "/var/lib/signing-kiosk"
        stall.root.run("sync")
        say("Uninstalled, the laptop shows its login screen at once; the signatures are still there.")


def main() -> int:
    """Makes the disk, plays, and prints what held."""
    arguments = argparse.ArgumentParser(description=__doc__, prog="python -m tests.boot")
    arguments.add_argument("bundle", nargs="?", type=Path, default=ROOT / "dist" / "kiosk")
    arguments.add_argument("--disk", type=Path, help="a folder with a disk that was made before")
    arguments.add_argument("--keep", type=Path, default=ROOT / "dist" / "boot")
    arguments.add_argument("--visits", type=int, default=5, help="how many sign by keys alone")
    asked = arguments.parse_args()
    if not is_all_here(_PROGRAMS, "linux/debian-packages-boot.txt"):
        return 2
    if os.geteuid() != 0 and asked.disk is None:
        print("Making a laptop's disk needs root's rights: sudo make try-boot", file=sys.stderr)
        return 2
    if not (asked.bundle / "kiosk").is_file() and asked.disk is None:
        print(f"There is no bundle in {asked.bundle} yet: make bundle", file=sys.stderr)
        return 2
    shutil.rmtree(asked.keep, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="boot") as folder:
        work = Path(folder)
        disk = Disk.in_folder(asked.disk) if asked.disk else make_disk(work, asked.bundle)
        say("The disk of a laptop is made.")
        return played(Play(disk, work, asked.keep, asked.visits).all, asked.keep)


if __name__ == "__main__":
    sys.exit(main())

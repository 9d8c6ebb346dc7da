"""One power cut: what is on the stick after it, and what the next sync makes of it."""

from __future__ import annotations

import random
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.merge.merge import MergeResult, merge
from kiosk.coordinator.register.register import Register
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from tests import patience
from tests.faults.guest.cache import copy, lose_what_was_not_flushed
from tests.faults.guest.inside import ANSWER
from tests.faults.guest.machine import Disks, Guest, guest
from tests.people import person

EARLIER, OTHERS, NEW = 40, 20, 400
"""Signatures of the kiosk that are on the stick already, another kiosk's there, and those to be synced."""
_LETTER = b"Dear diary,\n" * 5000


class Broken(Exception):
    """A power cut broke a promise."""


@dataclass(frozen=True)
class Laptop:
    """What a round begins with.

    Attributes:
        vault: the laptop's disk, with `EARLIER` and `NEW` signatures.
        stick: the stick, with the earlier ones, another kiosk's, and a letter.
        name: the export file's name.
    """

    vault: Path
    stick: Path
    name: str


@dataclass(frozen=True)
class Cut:
    """What came of a cut.

    Attributes:
        lost: blocks that the stick's own cache lost; None where the stick has none.
        arrived: new records that merged right after it.
        acknowledged: whether the sync had said by then that everything is on the stick.
        repaired_by_hand: what the next sync said before the stick was repaired with fsck, or nothing.
    """

    lost: int | None
    arrived: int
    acknowledged: bool
    repaired_by_hand: str


def make_laptop(kiosk: Kiosk, other: Kiosk, folder: Path) -> Laptop:
    """Signs, syncs what is to be there already, and puts both into disk images in `folder`."""
    mount = folder / "mount"
    mount.mkdir()
    for n in range(OTHERS):
        other.sign(person(10_000 + n))
    for n in range(EARLIER):
        kiosk.sign(person(n))
    file = sync(other, mount).file
    sync(kiosk, mount)
    for n in range(EARLIER, EARLIER + NEW):
        kiosk.sign(person(n))
    laptop = Laptop(folder / "vault.img", folder / "stick.img", file.name)
    (folder / "letter").write_bytes(_LETTER)
    _run("mke2fs", "-q", "-t", "ext4", "-d", kiosk.data.parent, laptop.vault, "32M")
    _run("mkfs.vfat", "-F", "32", "-s", "8", "-n", "STICK", "-C", laptop.stick, str(300 * 1024))
    _run("mcopy", "-i", laptop.stick, file, folder / "letter", "::")
    return laptop


@dataclass(frozen=True)
class Rounds:
    """All that a round needs: the laptop, the campaign's keys, and the saved guest.

    Attributes:
        seconds: what an undisturbed sync takes in the guest.
        folder: where the images of a round go.
    """

    laptop: Laptop
    keys: CampaignKeys
    memory: Path
    state: Path
    seconds: float
    folder: Path

    def play(self, chance: random.Random, *, own_cache: bool) -> Cut:
        """Syncs, cuts the power at some moment, looks at the stick, and syncs again.

        Args:
            own_cache: the stick loses some of what it had not flushed.

        Raises:
            Broken: the cut did harm.
        """
        disks = self.disks()
        with guest(disks, self.memory, self.state) as cut:
            cut.wait_for("ready")
            cut.do("plug", "plugged")
            cut.do("sync", "syncing")
            patience.let_go_on(chance.uniform(0, 1.1 * self.seconds))
            cut.cut_the_power()
        acknowledged = f"{ANSWER}synced 0" in cut.said
        lost = None
        if own_cache:
            whole = disks.stick.rename(self.folder / "whole.img")
            lost = lose_what_was_not_flushed(self.laptop.stick, disks.log, disks.stick, chance)
            whole.unlink()
        arrived = self._merged_after_the_cut(disks.stick, all_of_it=acknowledged)
        checked = self.folder / "checked.img"
        copy(disks.stick, checked)
        _repair(checked)
        self._merged_after_the_cut(checked, all_of_it=acknowledged)
        said = self._sync_again(disks)
        if said:
            _repair(disks.stick)
            if more := self._sync_again(disks):
                raise Broken(f"After a repair of the stick the next sync still said: {more}")
        self._merged_in_the_end(disks.stick)
        return Cut(lost, arrived, acknowledged, said)

    def disks(self) -> Disks:
        """Fresh images of both disks."""
        disks = Disks(self.folder / "vault.img", self.folder / "stick.img", self.folder / "stick.log")
        copy(self.laptop.vault, disks.vault)
        copy(self.laptop.stick, disks.stick)
        return disks

    def _sync_again(self, disks: Disks) -> str:
        """Syncs in a guest that finds both disks as the power cut left them; what it said if it failed."""
        with guest(disks, self.memory, self.state) as again:
            again.wait_for("ready")
            again.do("plug", "plugged")
            if again.do("check", "checked") != "0":
                raise Broken("The vault is not sound:\n" + "\n".join(again.said))
            done = again.do("sync", "synced") == "0"
            again.do("unplug", "unplugged")
        return "" if done else _sentence(again)

    def _merged_after_the_cut(self, stick: Path, *, all_of_it: bool) -> int:
        """Merges what is on the stick; returns how many of the new records were there."""
        result = self._merge(stick)
        counted = result.books.total.counted
        if counted < EARLIER + OTHERS + (NEW if all_of_it else 0):
            raise Broken(f"Only {counted} signatures merge after the cut: {result.files[0].problems}")
        return counted - EARLIER - OTHERS

    def _merged_in_the_end(self, stick: Path) -> None:
        result = self._merge(stick)
        total = result.books.total
        everything = EARLIER + OTHERS + NEW
        if (total.collected, total.counted) != (everything, everything) or result.files[0].problems:
            raise Broken(f"After the next sync the books say {total}, and {result.files[0].problems}")

    def _merge(self, stick: Path) -> MergeResult:
        with tempfile.TemporaryDirectory(dir=self.folder) as desk:
            register = Register(Path(desk) / "register.sqlite", self.keys.key_id)
            _run("mcopy", "-i", stick, f"::{self.laptop.name}", "::letter", desk)
            if (Path(desk) / "letter").read_bytes() != _LETTER:
                raise Broken("Another file on the stick was changed.")
            return merge(register, self.keys, [Path(desk) / self.laptop.name])


def _sentence(failed: Guest) -> str:
    """What the program said in its last sync."""
    began = max(n for n, line in enumerate(failed.said) if line == f"{ANSWER}syncing")
    return " ".join(line for line in failed.said[began + 1 :] if line and not line.startswith(ANSWER))


def _repair(stick: Path) -> None:
    """Repairs a stick as desktops do; 1 says that there was something to repair."""
    repaired = subprocess.run(["fsck.vfat", "-a", "-w", stick], capture_output=True, text=True, check=False)
    if repaired.returncode not in (0, 1):
        raise Broken(f"The stick cannot be repaired: {repaired.stdout}")


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)

"""Power cuts in the middle of a sync to a FAT stick: `python -m tests.faults.guest [CUTS] [--seed SEED]`.

Every second stick has a cache of its own, which loses a random part of what was not flushed. Exit code 1,
with the images kept, when a cut does harm. See docs/faults.md.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kiosk.campaign.content import read_folder
from kiosk.campaign.pack import build_pack
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.signing.signature import RECORD_BYTES
from kiosk.stall.kiosk import set_up
from tests.faults.guest.image import build
from tests.faults.guest.machine import guest
from tests.faults.guest.rounds import NEW, Broken, Cut, Rounds, make_laptop
from tests.people import person
from tests.program import ROOT

_CAMPAIGN = ROOT / "resources" / "campaigns" / "stop-repression-hong-kong"
_PROGRAMS = ("qemu-system-x86_64", "mkfs.vfat", "fsck.vfat", "mcopy", "mke2fs", "cpio", "busybox", "modprobe")


def main() -> int:
    """Plays the cuts and prints what came of them."""
    arguments = argparse.ArgumentParser(description=__doc__, prog="python -m tests.faults.guest")
    arguments.add_argument("cuts", nargs="?", type=int, default=50)
    arguments.add_argument("--seed", type=int, default=2026)
    asked = arguments.parse_args()
    lacking = [name for name in _PROGRAMS if not shutil.which(name)]
    if lacking or not list(Path("/boot").glob("vmlinuz-*-cloud-amd64")):
        print(f"Not here: {', '.join(lacking) or 'a kernel in /boot'}.", file=sys.stderr)
        print("Install the packages in packaging/linux/debian-packages-guest.txt.", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="power-cuts-"))
    rounds = _prepare(folder)
    print(f"A sync of {NEW} signatures takes {rounds.seconds:.1f} s in the guest.", flush=True)
    cuts: list[Cut] = []
    for n in range(1, asked.cuts + 1):
        try:
            cut = rounds.play(random.Random(asked.seed * 1000 + n), own_cache=n % 2 == 0)
        except (Broken, RuntimeError, subprocess.CalledProcessError) as broken:
            print(f"Cut {n} of seed {asked.seed}: {broken}\nThe images are in {folder}.", file=sys.stderr)
            return 1
        cuts.append(cut)
        print(f"{n}: {_in_words(cut)}", flush=True)
    _print_summary(cuts)
    shutil.rmtree(folder)
    return 0


def _prepare(folder: Path) -> Rounds:
    """A campaign, two kiosks, their disks, and the guest saved right before its sync."""
    keys = CampaignKeys.new()
    pack = folder / "campaign.kioskpack"
    pack.write_bytes(
        build_pack(
            read_folder(_CAMPAIGN),
            public_key=keys.public_key,
            signing_key=keys.signing_key,
            edition=1,
            made="2026-11-22",
            record_bytes=RECORD_BYTES,
        )
    )
    warm = set_up(pack, "Warm", folder / "warm", None)
    warm.sign(person(1))
    kiosk = set_up(pack, "Library steps", folder / "laptop" / "kiosk", None)
    laptop = make_laptop(kiosk, set_up(pack, "Gate", folder / "other", None), folder)
    images = folder / "round"
    images.mkdir()
    rounds = Rounds(laptop, keys, build(warm.data, folder), folder / "guest.state", 0.0, images)
    with guest(rounds.disks(), rounds.memory) as booted:
        booted.wait_for("ready")
        booted.save(rounds.state)
    with guest(rounds.disks(), rounds.memory, rounds.state) as undisturbed:
        undisturbed.wait_for("ready")
        undisturbed.do("plug", "plugged")
        undisturbed.do("sync", "syncing")
        began = time.monotonic()
        undisturbed.wait_for("synced")
        seconds = time.monotonic() - began
    return Rounds(laptop, keys, rounds.memory, rounds.state, seconds, images)


def _in_words(cut: Cut) -> str:
    words = [f"{cut.arrived} of {NEW} new ones merged"]
    if cut.lost is not None:
        words.append(f"the stick's cache lost {cut.lost} blocks")
    if cut.acknowledged:
        words.append("the sync had said that it was done")
    if cut.repaired_by_hand:
        words.append(f"the stick needed a repair: {cut.repaired_by_hand}")
    return ", ".join(words)


def _print_summary(cuts: list[Cut]) -> None:
    print(f"\n{len(cuts)} power cuts. The earlier signatures merged after every one, and after the next sync")
    print(f"all did, once each. Of the {NEW} new ones had arrived right after the cut:")
    print(f"  none {sum(not cut.arrived for cut in cuts)} times,", end=" ")
    print(f"all {sum(cut.arrived == NEW for cut in cuts)} times", end=" ")
    print(f"(the sync had said so {sum(cut.acknowledged for cut in cuts)} times)")
    print(f"Sticks whose own cache lost something: {sum(bool(cut.lost) for cut in cuts)}.", end=" ")
    print(f"Sticks that needed a repair first: {sum(bool(cut.repaired_by_hand) for cut in cuts)}.")


if __name__ == "__main__":
    sys.exit(main())

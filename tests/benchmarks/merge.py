"""How fast a merge is beside opening alone, and what memory it takes.

`python -m tests.benchmarks.merge [NUMBER]` seals NUMBER signatures (200,000) of 40 kiosks into export
files, measures how many one process opens in a second (HPKE alone), and merges the files with the
command that people use. It fails below 80 % of cores times that rate, or above 400 MB.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.books import balance
from kiosk.coordinator.register.register import Register
from kiosk.signing.receipt_code import new_receipt_code
from kiosk.signing.seal import OpeningKey, Sealed, SealingKey
from kiosk.signing.signature import Signature
from tests.conftest import CAMPAIGNS, PASSPHRASE, TODAY, make_cheap
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import COMMAND, ENVIRONMENT

NUMBER = 200_000
KIOSKS = 40
BATCH = 100
RATIO = 0.8
MEMORY = 400_000_000


def main(number: int) -> int:
    """Plays it, prints the figures, and returns 1 if one is not good enough."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-merge-"))
    try:
        return _play(number, folder)
    finally:
        shutil.rmtree(folder)


def _play(number: int, folder: Path) -> int:
    keys = _campaign(folder)
    make_files(keys, folder / "exports", number)
    cores = os.cpu_count() or 1
    raw, alone = _raw_rate(keys)
    print(f"opening alone: {raw:,.0f} a second and core, {cores} cores; {alone * 1e6:.0f} us each")
    merged = _merge(folder)
    ratio = number / merged.seconds / (cores * raw)
    each = merged.processor / number
    total = balance(Register(folder / "C" / "register.sqlite", keys.key_id)).total
    print(f"merge of {total.collected:,}: {number / merged.seconds:,.0f} a second, {ratio:.0%} of all cores")
    print(f"{each * 1e6:.0f} us of processor each, {alone / each:.0%} of it opening")
    print(f"peak memory: {merged.peak / 1e6:.0f} MB in all, {merged.alone / 1e6:.0f} MB the first process")
    assert total.collected == number
    return int(ratio < RATIO or merged.peak > MEMORY)


def _campaign(folder: Path) -> CampaignKeys:
    from kiosk.coordinator.campaign.folder import CampaignFolder

    made = CampaignFolder.create(folder / "C", CAMPAIGNS / "stop-repression-hong-kong", PASSPHRASE, TODAY)
    keys = made.unlock(PASSPHRASE)
    make_cheap(made.path, keys)
    (folder / "P").write_text(PASSPHRASE)
    return keys


def make_files(keys: CampaignKeys, folder: Path, number: int, kiosks: int = KIOSKS) -> None:
    """Seals `number` signatures into the export files of `kiosks` kiosks in `folder`, on all cores."""
    folder.mkdir()
    share = number // kiosks
    with multiprocessing.get_context("spawn").Pool() as pool:
        for _ in pool.imap_unordered(partial(_make_file, keys.seed, folder, share), range(kiosks)):
            pass


def _make_file(seed: bytes, folder: Path, share: int, kiosk: int) -> None:
    made = HandmadeKiosk(CampaignKeys(seed), f"Stall {kiosk}")
    with (folder / f"{kiosk}.signatures").open("wb") as file:
        for first in range(0, share, BATCH):
            people = range(first, min(share, first + BATCH))
            file.write(made.batch(made.sign(*(signer(kiosk * share + n) for n in people))))


def signer(n: int) -> Signature:
    """The `n`th who signs; of a hundred, 30 leave a phone (10 of them an e-mail too), 1 has signed before."""
    n -= n % 100 == 99
    phone = f"+852 {51_000_000 + n % 48_000_000}" if n % 10 in (3, 6, 8) else ""
    email = {"email": ""} if n % 10 in (3, 6) else {}
    return person(n, phone=phone, receipt=new_receipt_code(), date=f"2026-11-{1 + n % 28:02d}", **email)


def _raw_rate(keys: CampaignKeys, number: int = 3000) -> tuple[float, float]:
    """How many sealed signatures one process opens in a second, HPKE alone; and seconds of processor each."""
    sealing = SealingKey(keys.public_key, keys.key_id)
    opening = OpeningKey(keys.opening_seed, keys.key_id)
    sealed: list[Sealed] = [sealing.seal(signer(n)) for n in range(number)]
    started, used = time.perf_counter(), time.process_time()
    for one in sealed:
        opening.unseal(one)
    return number / (time.perf_counter() - started), (time.process_time() - used) / number


@dataclass(frozen=True)
class _Merged:
    """What a merge took: seconds, seconds of processor, and bytes of memory at its peak."""

    seconds: float
    processor: float
    peak: int
    alone: int


def _merge(folder: Path) -> _Merged:
    exports = sorted((folder / "exports").glob("*.signatures"))
    options = ("--campaign", folder / "C", "--passphrase-file", folder / "P")
    before = os.times()
    started = time.perf_counter()
    program = subprocess.Popen(
        [*COMMAND, "merge", *map(str, (*exports, *options))], env=ENVIRONMENT, stdout=subprocess.DEVNULL
    )
    watch = _Watch(program.pid)
    assert program.wait() == 0
    seconds = time.perf_counter() - started
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    watch.join()
    return _Merged(seconds, used, watch.peak, watch.alone)


class _Watch(threading.Thread):
    """Watches a program and the processes that it starts; shared pages count in each of them."""

    def __init__(self, pid: int) -> None:
        super().__init__()
        self._program = psutil.Process(pid)
        self.peak = self.alone = 0
        self.start()

    def run(self) -> None:
        while self._program.is_running() and self._program.status() != psutil.STATUS_ZOMBIE:
            try:
                own = self._program.memory_info().rss
                children = [child.memory_info().rss for child in self._program.children(recursive=True)]
            except psutil.NoSuchProcess:
                continue
            self.alone = max(self.alone, own)
            self.peak = max(self.peak, own + sum(children))
            time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER))

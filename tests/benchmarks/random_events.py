"""A bored teenager for 15 minutes: `python -m tests.benchmarks.random_events [MINUTES] [--seed SEED]`.

A training kiosk runs full screen in a real X window, locked down as the session is, and gets four events a
second: taps, movements, keys, shortcuts, anywhere. At the end it is told whether it is still there, said
nothing, and holds no more memory of its own. That is looked at while the start is on the screen because
nobody has touched anything for a while; the first time after some thousand quick events, when most has been
used once. What it has of files in memory (libraries, fonts) is told beside it: the system gives and takes it.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from kiosk.app import make_training
from tests.ui.random_events import SCREEN, do_anything, let_go
from tests.ui.x_hand import XHand
from tests.ui.x_session import LOCKED, XKiosk, x_display, x_kiosk

_A_SECOND = 4
"""Events."""
_WARM_UP = 12_000
_QUICKLY = 30
"""Events before the memory is looked at first, and so many a second."""
_REST = 240
"""Seconds without a hand, until each visit has ended; where long texts are read that takes longest."""
_FLAT = 0.05
"""How much the memory may rise."""


class Memory(NamedTuple):
    """What the process with the window has in memory, in MiB: its own, and of files."""

    own: float
    files: float

    def __str__(self) -> str:
        return f"{self.own:.1f} MiB of its own, {self.files:.1f} of files"


def main() -> bool:
    """Plays; returns whether all went well."""
    parser = argparse.ArgumentParser()
    parser.add_argument("minutes", type=float, nargs="?", default=15)
    parser.add_argument("--seed", default=str(random.randrange(10**6)))
    asked = parser.parse_args()
    chance, events = random.Random(asked.seed), round(asked.minutes * 60 * _A_SECOND)
    with tempfile.TemporaryDirectory(prefix="kiosk-random-") as folder:
        home = Path(folder)
        data = make_training(home).kiosk.data
        said = home / "said"
        with x_display(home, *LOCKED) as display, x_kiosk(display, data, said) as kiosk:
            process = kiosk.process().pid
            _play(kiosk, chance, _WARM_UP, _QUICKLY)
            before = _memory(kiosk)
            print(f"seed {asked.seed}, after {_WARM_UP} events: {before}", flush=True)
            _play(kiosk, chance, events, _A_SECOND)
            after = _memory(kiosk)
            whole = kiosk.has_it_all() and kiosk.process().pid == process and not said.read_text()
        print(said.read_text(), end="")
    print(f"{events} events more: {after}; its own: {after.own / before.own - 1:+.1%}")
    print("the kiosk is there, has said nothing and never began anew" if whole else "the kiosk has a fault")
    return whole and after.own <= before.own * (1 + _FLAT)


def _play(kiosk: XKiosk, chance: random.Random, events: int, a_second: float) -> None:
    with XHand(kiosk.display) as hand:
        due = time.monotonic()
        for number in range(events):
            do_anything(hand, chance)
            if number % 4 == 3:  # else most of what is pressed would never be let go where it was
                let_go(hand)
            due += 1 / a_second
            time.sleep(max(0.0, due - time.monotonic()))
        let_go(hand)
        hand.move(SCREEN[0] // 2, 2)


def _memory(kiosk: XKiosk) -> Memory:
    time.sleep(_REST)
    told = Path(f"/proc/{kiosk.process().pid}/status").read_text().splitlines()
    kib = {name: int(value.split()[0]) for name, value in (line.split(":") for line in told) if "Rss" in name}
    return Memory(kib["RssAnon"] / 1024, (kib["RssFile"] + kib["RssShmem"]) / 1024)


if __name__ == "__main__":
    sys.exit(not main())

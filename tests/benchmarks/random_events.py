"""A bored teenager for 15 minutes: `python -m tests.benchmarks.random_events [MINUTES] [--seed SEED]`.

A training kiosk runs full screen in a real X window, locked down as the session is, and gets four events a
second: taps, movements, keys, shortcuts, anywhere. At the end it is told whether it is still there, said
nothing, and needs no more memory. That is looked at while the start is on the screen because nobody has
touched anything for a while; the first time after five minutes, when most has been loaded once.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from kiosk.app import make_training
from tests.ui.random_events import SCREEN, do_anything, let_go
from tests.ui.x_hand import XHand
from tests.ui.x_session import LOCKED, XKiosk, x_display, x_kiosk

_A_SECOND = 4
"""Events."""
_WARM_UP = 5
"""Minutes."""
_REST = 240
"""Seconds without a hand, until each visit has ended; where long texts are read that takes longest."""
_FLAT = 0.05
"""How much the memory may rise."""


def main() -> bool:
    """Plays; returns whether all went well."""
    parser = argparse.ArgumentParser()
    parser.add_argument("minutes", type=float, nargs="?", default=15)
    parser.add_argument("--seed", default=str(random.randrange(10**6)))
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="kiosk-random-") as folder:
        home = Path(folder)
        data = make_training(home).kiosk.data
        said = home / "said"
        with x_display(home, *LOCKED) as display, x_kiosk(display, data, said) as kiosk:
            process = kiosk.process().pid
            _play(kiosk, chance, _WARM_UP)
            before = _memory(kiosk)
            print(f"seed {asked.seed}; after {_WARM_UP} minutes {before:.1f} MiB", flush=True)
            _play(kiosk, chance, asked.minutes)
            after = _memory(kiosk)
            whole = kiosk.has_it_all() and kiosk.process().pid == process and not said.read_text()
        print(said.read_text(), end="")
    print(f"{asked.minutes * 60 * _A_SECOND:.0f} events more: {after:.1f} MiB, {after / before - 1:+.1%}")
    print("the kiosk is there, has said nothing and never began anew" if whole else "the kiosk has a fault")
    return whole and after <= before * (1 + _FLAT)


def _play(kiosk: XKiosk, chance: random.Random, minutes: float) -> None:
    with XHand(kiosk.display) as hand:
        due = time.monotonic()
        for number in range(round(minutes * 60 * _A_SECOND)):
            do_anything(hand, chance)
            if number % 4 == 3:  # else most of what is pressed would never be let go where it was
                let_go(hand)
            due += 1 / _A_SECOND
            time.sleep(max(0.0, due - time.monotonic()))
        let_go(hand)
        hand.move(SCREEN[0] // 2, 2)


def _memory(kiosk: XKiosk) -> float:
    """What the process with the window has in memory at the start, in MiB."""
    time.sleep(_REST)
    return float(kiosk.process().memory_info().rss / 2**20)


if __name__ == "__main__":
    sys.exit(not main())

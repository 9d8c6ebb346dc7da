"""Inside a cage session: the kiosk on its Xwayland, and all that leads out of other programs, by XTEST.

`python -m tests.ui.in_cage DATA SAID`: prints "held" when only the kiosk was ever there.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from tests import patience
from tests.ui.shortcuts import GROUPS
from tests.ui.test_locked_down import _do_anything, _let_go
from tests.ui.x_hand import XHand
from tests.ui.x_session import XKiosk

EVENTS = 10_000


def main() -> None:
    data, said = map(Path, sys.argv[1:])
    kiosk = XKiosk(os.environ["DISPLAY"], data, said)
    try:
        patience.until(lambda: _has_it_all(kiosk))
        windows, processes = kiosk.windows(), kiosk.processes()
        chance = random.Random(20261122)
        with XHand(kiosk.display) as hand:
            for group in GROUPS:
                hand.press(*group)
                patience.until(lambda: not kiosk.is_busy())
                patience.until(lambda: _has_it_all(kiosk))
            for _ in range(EVENTS):
                _do_anything(hand, chance)
            _let_go(hand)
            patience.until(lambda: not kiosk.is_busy())
        patience.until(lambda: _has_it_all(kiosk))
        assert kiosk.windows() == windows
        assert kiosk.processes() == processes
        assert said.read_text() == ""
        print("held", flush=True)
    finally:
        kiosk.program.terminate()
        kiosk.program.wait()


def _has_it_all(kiosk: XKiosk) -> bool:
    """Whether the kiosk's window is active and full screen; cage stacks no others over it."""
    window = kiosk.window()
    state = kiosk.ask("xprop", "-id", window, "_NET_WM_STATE") if window else ""
    return kiosk.owner() in kiosk.processes() and "_FULLSCREEN" in state


if __name__ == "__main__":
    main()

"""kill -9 while people sign at the screen: every signature that was thanked for is there."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests import patience
from tests.conftest import MakeKiosk

_STALL = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from kiosk.app import application, stall_window
from kiosk.rehearsal import Person, Visitor
from kiosk.stall.kiosk import Kiosk
application()
window = stall_window(Kiosk.open(Path(sys.argv[1])))
window.resize(1024, 600)
window.show()
visitor = Visitor(window)
for number in range(1, 1000):
    visitor.sign(Person("en", f"Visitor {number}", "HK", "v@example.org"))
    print("thanked", number, flush=True)
    visitor.tap("done")
"""


@pytest.mark.parametrize("seed", range(3))
def test_every_signature_that_was_thanked_for_is_there(make_kiosk: MakeKiosk, seed: int) -> None:
    data = make_kiosk().data
    wanted = random.Random(seed).randint(2, 6)
    stall = subprocess.Popen([sys.executable, "-c", _STALL, str(data)], stdout=subprocess.PIPE, text=True)
    assert stall.stdout is not None
    thanked = 0
    for line in stall.stdout:
        thanked = int(line.split()[1])
        if thanked >= wanted:
            break
    stall.send_signal(signal.SIGKILL)
    rest = stall.communicate(timeout=patience.SECONDS)[0]
    thanked += rest.count("thanked")
    stored = _check(data)
    assert thanked <= stored <= thanked + 1


def _check(data: Path) -> int:
    with sqlite3.connect(data / "vault.sqlite") as vault:
        assert vault.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(vault.execute("SELECT count(*) FROM record").fetchone()[0])

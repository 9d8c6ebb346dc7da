"""How soon the desk's first page stands on a large register, and how long the window ever stops for it.

`python -m tests.benchmarks.today [NUMBER] [FOLDER]` makes a campaign folder with NUMBER signatures
(1,000,000), which takes half an hour, or takes the one in FOLDER. It unlocks the desk on it and fails
if the number is not there within a second, or if the window does not answer for more than 100 ms until all
that is open is told, the check of the whole register included.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from kiosk.app import application
from kiosk.ui.desk.window import DeskWindow
from tests.benchmarks.made_register import made_campaign
from tests.conftest import PASSPHRASE

Widget = TypeVar("Widget", bound=QWidget)

NUMBER = 1_000_000
OPEN = 1.0
"""Seconds until the number stands there."""
GAP = 0.1
"""Seconds for which the window may stop."""
_TOO_LONG = 900


class Heart(QTimer):
    """Beats every few milliseconds as long as the window answers; knows the longest time that it did not."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self.timeout.connect(self._beat)
        self.start(5)

    def begin(self) -> None:
        """Forgets what was before."""
        self._last, self.longest = time.perf_counter(), 0.0

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def main(number: int, folder: Path | None) -> int:
    """Plays it, prints the figures, and returns 1 if one is not good enough."""
    with tempfile.TemporaryDirectory(prefix="kiosk-today-") as place:
        if folder is None:
            folder = made_campaign(Path(place) / "campaign", number).path
        first = _play(folder, Path(place) / "first.json")
        again = _play(folder, Path(place) / "again.json")
    for name, (opened, told, longest) in (("the first time", first), ("again", again)):
        print(f"{name}: the number after {opened:.2f} s, all that is open after {told:.1f} s")
        print(f"  the longest that the window did not answer: {longest * 1000:.0f} ms")
    return int(again[0] > OPEN or max(first[2], again[2]) > GAP)


def _play(folder: Path, memory: Path) -> tuple[float, float, float]:
    """Unlocks the desk: seconds until the number, seconds until all is told, and the longest gap."""
    app = application()
    window = DeskWindow(app, memory, folder)
    window.resize(1366, 768)
    window.show()
    gc.collect()
    gc.freeze()  # as the program does
    app.processEvents()
    line = window.findChild(QLineEdit, "field-passphrase")
    assert line is not None
    line.setText(PASSPHRASE)
    heart = Heart()
    _shown(window, QPushButton, "unlock")[0].click()
    _wait(app, lambda: window.work is not None)
    started = time.perf_counter()
    heart.begin()
    _wait(app, lambda: any(one.text() != "…" for one in _shown(window, QLabel, "total")))
    opened = time.perf_counter() - started
    _wait(app, lambda: window.work is not None and window.work.today.matters is not None)
    told = time.perf_counter() - started
    longest = heart.longest
    heart.stop()
    window.close()
    return opened, told, longest


def _shown(window: DeskWindow, kind: type[Widget], name: str) -> list[Widget]:
    return [one for one in window.findChildren(kind, name) if one.isVisible()]


def _wait(app: QApplication, done: Callable[[], bool]) -> None:
    until = time.monotonic() + _TOO_LONG
    while not done():
        assert time.monotonic() < until
        app.processEvents()
        time.sleep(0.001)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else NUMBER, Path(given[1]) if len(given) > 1 else None))

"""What the start costs while nobody is there: `python -m tests.benchmarks.attract [MINUTES]`.

Opens a training kiosk full screen on the display there is, lets it stand, and reports the processor time
as a share of one core, and the memory at the beginning and the end.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.app import application, make_training, stall_window
from kiosk.ui.stall.attract import AttractScreen
from tests.benchmarks.process import cpu_seconds, memory

MOST = 0.01
"""The share of one core that the start may take."""
_BILLS = 40
"""How many bills are shown before it is measured: each has come once, so all is loaded."""


def main(minutes: float) -> bool:
    """Measures for so many minutes; returns whether it took no more than it may, and did not grow."""
    application()
    with tempfile.TemporaryDirectory(prefix="kiosk-") as folder:
        window = stall_window(make_training(Path(folder)).kiosk)
        window.showFullScreen()
        _wait(2)
        start = window.findChild(AttractScreen)
        for _ in range(_BILLS):
            start.show_next()
            _wait(0.2)
        cpu, before = cpu_seconds(), memory()
        _wait(minutes * 60)
        share, after = (cpu_seconds() - cpu) / (minutes * 60), memory()
        size = window.size()
        window.close()
    print(f"{QGuiApplication.platformName()}, {size.width()}x{size.height()}, {minutes:g} minutes")
    print(f"processor: {share:.2%} of one core")
    print(f"memory: {before:.1f} MiB at the beginning, {after:.1f} MiB at the end")
    return share <= MOST and after <= before * 1.01


def _wait(seconds: float) -> None:
    """Waits in Qt's own loop, as the program does; `QTest.qWait` looks for events all the time."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(not main(float(sys.argv[1]) if len(sys.argv) > 1 else 10))

"""A double tap on "Sign the petition" in a real X window, as a program: `python -m tests.ui.hasty_visit DIR`.

Only a window system makes a double click that begins on one screen and ends on the next. Prints the page of
the form that is reached, and the remarks on it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from kiosk.app import application, make_training, stall_window
from kiosk.rehearsal import Visitor
from tests import patience


class _Hand(QObject):
    """Counts the taps that come, whatever becomes of them."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.taps = 0
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched.isWindowType() and event.type() == QEvent.Type.MouseButtonRelease:
            self.taps += 1
        return False


def main(folder: Path) -> None:
    application()
    window = stall_window(make_training(folder).kiosk)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    visitor = Visitor(window)
    visitor.read("demands")
    sign = visitor.find(QAbstractButton, "sign")
    patience.settle()
    hand = _Hand(application())
    place = sign.mapToGlobal(sign.rect().center())
    taps = ["click", "--repeat", "2", "--delay", "100", "1"]
    with subprocess.Popen(["xdotool", "mousemove", str(place.x()), str(place.y()), *taps]):
        patience.until(lambda: hand.taps == 2)
    remarks = [label.text() for label in window.findChildren(QLabel, "remark-name") if label.isVisible()]
    print(window.visit.step, *remarks)
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

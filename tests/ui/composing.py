"""Somebody composes a character when the screen is built anew: `python -m tests.ui.composing`.

Because the language is changed by a tap, which takes the cursor; or, with the argument "turned", because the
screen is turned, which leaves it where it is. Prints what was offered, and what stands in the field
afterwards. A stall has one window; Qt's keyboard, after several in one process, no longer knows which of
them composes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from kiosk.app import application, make_training
from kiosk.rehearsal.visitor import Visitor
from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.window.window import StallWindow
from tests import patience
from tests.ui.onscreen import Finger


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        window = StallWindow(application(), make_training(Path(folder)).kiosk, find_sticks=list)
        window.resize(1366, 768)
        window.show()
        visitor = Visitor(window)
        visitor.tap("sign")
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        visitor.tap("key-name")
        finger = Finger(visitor.find(Keyboard, ""))
        finger.tap("注音", "ㄔ", "ㄣ", "´")
        print(*finger.candidates())
        if "turned" in sys.argv:
            window.resize(768, 1366)
            patience.settle()
        else:
            visitor.tap("language-zh-Hans")
        print(visitor.find(QLineEdit, "field-name").text())
        window.close()


if __name__ == "__main__":
    main()

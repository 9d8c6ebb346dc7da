"""Two visitors type on the on-screen keyboard, as a program: `python -m tests.ui.two_visits`.

The first takes candidates from far back, so that an input method that learns would offer them first. It
prints what each visitor was offered. "careless" fields do not ask an input method to keep from learning.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kiosk.app import application
from kiosk.campaign.model import Colours
from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.theme import Theme
from tests import patience
from tests.ui.onscreen import Finger

_TYPED = {"拼音": "chendawen", "注音": "ㄔㄣ´", "倉頡": "大", "日本語": "ka"}


def main() -> None:
    application()
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    line = QLineEdit()
    if "careless" not in sys.argv:
        line.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)
    layout.addWidget(line)
    colours = Colours(paper="#fff3b8", ink="#17130a", accent="#0f0f0f", on_accent="#ffd60a")
    languages = ("en", "zh-Hant", "zh-Hans", "ja")
    keyboard = Keyboard(Theme.make(colours, 1366, 768, "en"), languages)
    layout.addWidget(keyboard)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    finger = Finger(keyboard)
    for _ in range(2):
        line.setFocus()
        keyboard.open()
        for method, keys in _TYPED.items():
            finger.tap(method, *keys)
            print(method, *finger.all_candidates())
            for back in (7, 5, 3):
                offered = finger.candidates()
                if offered:
                    finger.pick(offered[min(back, len(offered) - 1)])
                    patience.settle()
        keyboard.forget()
        line.clear()


if __name__ == "__main__":
    main()

"""A form to type into, as a program on an X display: `python -m tests.ui.typed_on_x [open]`.

It has two fields of the kiosk's own and is guarded as the kiosk is. It prints "ready", and then what
is in the fields at each change. "open" shows the keyboard on the screen. Return ends the visit: the
fields are built anew.
"""

from __future__ import annotations

import sys

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.app import application
from kiosk.campaign.model import Colours
from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.key_button import KeyButton
from kiosk.ui.widgets.text_field import TextField
from kiosk.ui.window.guard import Guard


class Form(QWidget):
    def __init__(self) -> None:
        super().__init__()
        colours = Colours(paper="#fff3b8", ink="#17130a", accent="#0f0f0f", on_accent="#ffd60a")
        self._theme = Theme.make(colours, 1366, 768, "en")
        self.keyboard = Keyboard(self._theme, ("en", "zh-Hant", "zh-Hans"))
        self._fields: list[TextField] = []
        self._layout = QVBoxLayout(self)
        self._layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._layout.addWidget(self.keyboard)
        self.resize(1366, 768)

    def begin(self) -> None:
        """A new visit, with new fields."""
        self.keyboard.forget()
        for field in self._fields:
            field.hide()
            field.deleteLater()
        self._fields = [self._field("name"), self._field("city")]
        for place, field in enumerate(self._fields):
            self._layout.insertWidget(place, field)
            field.line.returnPressed.connect(self.begin)
        self._fields[0].line.setFocus()
        if "open" in sys.argv:
            self.keyboard.open()

    def _field(self, name: str) -> TextField:
        key = KeyButton(f"key-{name}", "Show the keyboard", self._theme, self.keyboard.open)
        return TextField(name, name, "", self._tell, key)

    def _tell(self, text: str) -> None:
        print("|".join(field.line.text() for field in self._fields), flush=True)


def main() -> None:
    made = application()
    guard = Guard(made)
    form = Form()
    form.show()
    form.activateWindow()
    form.begin()
    QTest.qWaitForWindowActive(form)
    print("ready", flush=True)
    made.exec()
    guard.close()


if __name__ == "__main__":
    main()

"""A number that is chosen with two buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label


class Stepper(QWidget):
    """`value`, from `least` to `most`; `changed` is called whenever it is another."""

    def __init__(
        self, view: DeskView, title: str, name: str, value: int, changed: Callable[[], object]
    ) -> None:
        super().__init__()
        self._language = view.language
        self._title = title
        self._changed = changed
        self._least = self._most = self.value = value
        px = view.theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        row.addWidget(label(title, "body"), 1)
        self._fewer = button("−", f"fewer-{name}", lambda: self._step(-1))
        self._more = button("+", f"more-{name}", lambda: self._step(1))
        self._number = label("", "figure")
        self._number.setObjectName(f"number-{name}")
        self._number.setFixedWidth(px(64))
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for made, says in ((self._fewer, "{title}: −"), (self._more, "{title}: +")):
            made.setAccessibleName(says.format(title=title))
        for widget in (self._fewer, self._number, self._more):
            row.addWidget(widget)

    def allow(self, least: int, most: int) -> None:
        """From now on the value is `least` to `most`, both included."""
        self._least, self._most = least, most
        self.value = min(most, max(least, self.value))
        self._draw()

    def _step(self, by: int) -> None:
        self.value += by
        self._draw()
        announce(self, f"{self._title}: {self.value}")
        self._changed()

    def _draw(self) -> None:
        self._number.setText(self._language.number(self.value))
        self._fewer.setEnabled(self.value > self._least)
        self._more.setEnabled(self.value < self._most)

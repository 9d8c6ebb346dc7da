"""How far something is, with a bar and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

_STEPS = 1000
"""Of the bar; a bar cannot count the bytes of large files."""


class ProgressCard(QFrame):
    """A bar with a line above it, and "Stop".

    Args:
        name: what a screen reader calls the bar.
        stop: called once "Stop" is pressed, which then waits for the next `begin`, and says so; None where
            it cannot be stopped.
    """

    def __init__(self, view: DeskView, name: str, stop: Callable[[], object] | None = None) -> None:
        super().__init__()
        text, px = view.language.text, view.theme.px
        self.setProperty("role", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(14), px(20), px(14))
        row.setSpacing(px(20))
        column = QVBoxLayout()
        self._words = label("", "item")
        self._words.setObjectName("how-far-words")
        self._bar = QProgressBar()
        self._bar.setObjectName("how-far")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        row.addLayout(column, 1)
        self._stop = button(text("Stop"), "stop", self._stop_once)
        row.addWidget(self._stop)
        self._stop.setVisible(stop is not None)
        self._asked = stop
        self._stopping = text("Stopping …")

    def show_progress(self, words: str, done: int, of: int) -> None:
        """Shows `done` of `of`; a bar that only moves where `of` is 0."""
        if self._stop.isEnabled():
            self._words.setText(words)
        self._bar.setRange(0, _STEPS if of else 0)
        self._bar.setValue(round(_STEPS * done / of) if of else 0)

    def begin(self, busy: bool) -> None:
        """Is there while something is `busy`, and can be stopped again the next time."""
        self.setVisible(busy)
        if not busy:
            self._stop.setEnabled(True)

    def _stop_once(self) -> None:
        self._stop.setEnabled(False)
        self._words.setText(self._stopping)
        announce(self._words, self._stopping)
        if self._asked is not None:
            self._asked()

"""Parts that several pages of the desk are put together from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label

_PRIMARY = 190
"""Of a step's primary action, in units: whatever it says, it and "Back" keep their places."""


class Card(QFrame):
    """A card with a title; more goes into `column`, buttons into `buttons` below it."""

    def __init__(self, view: DeskView, title: str, *lines: tuple[str, str]) -> None:
        super().__init__()
        px = view.theme.px
        self._view = view
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(20), px(14), px(20), px(16))
        outer.setSpacing(px(6))
        outer.addWidget(label(title, "item"))
        self.column = QVBoxLayout()
        self.column.setSpacing(px(6))
        outer.addLayout(self.column)
        self.buttons = FlowLayout(px(10))
        outer.addLayout(self.buttons)
        for words, role in lines:
            self.add(words, role)

    def add(self, words: str, role: str) -> QLabel:
        """Adds a line in the look of `role`."""
        made = label(words, role)
        self.column.addWidget(made)
        return made


def with_steps(page: DeskPage, names: Sequence[str], here: int) -> DeskPage:
    """`page` with the row of a wizard's steps above it, the one at `here` (from 0) marked."""
    view = page.view
    px = view.theme.px
    row = QFrame()
    row.setProperty("role", "steps")
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, px(4))
    line.setSpacing(px(8))
    for place, name in enumerate(names):
        done, now = place < here, place == here
        mark = "✓" if done else view.language.number(place + 1)
        made = label(f"{mark}  {name}", "step-now" if now else "step-done" if done else "step")
        made.setWordWrap(False)
        line.addWidget(made)
    page.body.insertWidget(0, row)
    return page


def with_progress(page: DeskPage, number: int, total: int) -> DeskPage:
    """`page` with how far one is above it: step `number` (from 1) of `total`."""
    view = page.view
    row = QFrame()
    row.setProperty("role", "steps")
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, view.theme.px(6))
    line.setSpacing(view.theme.px(14))
    words = view.language.text("Step {number} of {total}", number=number, total=total)
    said = label(words, "step-now")
    said.setObjectName("steps")
    said.setWordWrap(False)
    line.addWidget(said)
    bar = QProgressBar()
    bar.setObjectName("meter")
    bar.setRange(0, total)
    bar.setValue(number)
    bar.setTextVisible(False)
    bar.setAccessibleName(words)
    line.addWidget(bar, 1)
    page.body.insertWidget(0, row)
    if page.primary is not None:
        page.primary.setMinimumWidth(view.theme.px(_PRIMARY))
    return page

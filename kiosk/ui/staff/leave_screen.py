"""Leaving the kiosk: asks once more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from kiosk.ui.stall.view import Screen, View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label


class LeaveScreen(Screen):
    """Ends the program, or does not."""

    def __init__(self, view: View, leave: Callable[[], object], back: Callable[[], object]) -> None:
        super().__init__(view)
        text = view.language.text
        self.body.addStretch(1)
        self.body.addWidget(label(text("Leave the kiosk?"), "heading"))
        self.body.addWidget(
            label(
                text("The program ends, and whoever sits here can use the laptop. Nothing is deleted."),
                "intro",
            )
        )
        self.body.addSpacing(view.theme.px(20))
        row = QHBoxLayout()
        row.setSpacing(view.theme.gap(16))
        self.way_back = button(text("Stay in the kiosk"), "back", back, role="primary")
        row.addWidget(self.way_back)
        row.addWidget(button(text("Leave the kiosk"), "leave-now", leave))
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(2)
        self.first_focus = self.way_back

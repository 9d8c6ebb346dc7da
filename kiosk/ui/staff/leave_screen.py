"""Leaving the kiosk: asks once more."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.staff.page import StaffPage
from kiosk.ui.stall.view import View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label


class LeaveScreen(StaffPage):
    """Ends the program, or does not."""

    def __init__(self, view: View, leave: Callable[[], object], back: Callable[[], object]) -> None:
        text = view.language.text
        super().__init__(
            view, text("Leave the kiosk?"), text("Nothing is deleted."), back, text("Stay in the kiosk")
        )
        words = text("The program ends, and whoever sits here can use the laptop.")
        self.content.addWidget(label(words, "question"))
        self.foot.addWidget(button(text("Leave the kiosk"), "leave-now", leave))

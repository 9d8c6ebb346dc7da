"""Asks whether what was entered is given up."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.desk.view import DeskPage, DeskView


class LeavePage(DeskPage):
    """Whoever leaves loses what was entered."""

    def __init__(self, view: DeskView, leave: Callable[[], object], stay: Callable[[], object]) -> None:
        text = view.language.text
        super().__init__(
            view, text("Leave without saving?"), text("What you have entered and not saved is forgotten.")
        )
        self.add_primary(text("Stay here"), "stay", stay)
        self.add_beside(text("Leave"), "leave", leave)
        self.body.addStretch(1)

"""How the laptop's screen is turned: for one that stands on its side, or hangs from above."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QButtonGroup

from kiosk.stall.session import Turn
from kiosk.ui.screen import View
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.widgets.buttons import choice_button


class TurnScreen(StaffPage):
    """Four choices, each seen at once, and kept.

    Args:
        now: what is chosen.
        choose: told the new choice.
        back: away from here.
    """

    def __init__(
        self, view: View, now: Turn, choose: Callable[[Turn], object], back: Callable[[], object]
    ) -> None:
        text = view.language.text
        intro = text("Where it is touched turns with it. It stays so when the laptop starts again.")
        super().__init__(view, text("Turn the screen"), intro, back)
        choices: dict[Turn, str] = {
            "normal": text("Not turned"),
            "right": text("A quarter to the right"),
            "inverted": text("Upside down"),
            "left": text("A quarter to the left"),
        }
        group = QButtonGroup(self)
        for turn, words in choices.items():
            made = choice_button(words, f"turn-{turn}", partial(choose, turn))
            made.setChecked(turn == now)
            group.addButton(made)
            self.content.addWidget(made)

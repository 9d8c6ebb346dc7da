"""What the visitor would help with."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout

from kiosk.signing.visit import Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.actions import offer_help
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.widgets.tick import Tick


class HelpScreen(FormScreen):
    """A box to tick for each action that the campaign seeks help with."""

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(view, visit, moves, text("Would you help with something?"))
        columns = 1 if view.theme.tall else 2
        grid = QGridLayout()
        grid.setSpacing(view.theme.gap(10))
        for number, action in enumerate(action for action in view.texts.actions if action.help):
            tick = Tick(action.title, f"help-{action.id}", view.theme)
            tick.setChecked(action.id in visit.draft.help)
            tick.toggled.connect(partial(offer_help, visit.draft, action.id))
            self.first_focus = self.first_focus or tick
            grid.addWidget(tick, number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.form.addLayout(grid)
        self.add_buttons()

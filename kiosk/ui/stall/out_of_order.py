"""Shown instead of everything else when the kiosk cannot keep signatures: it then takes none."""

from __future__ import annotations

from kiosk.errors import KioskError
from kiosk.ui.screen import Screen, View, screen_heading
from kiosk.ui.widgets.labels import label


class OutOfOrderScreen(Screen):
    """A word to visitors, and what staff can do."""

    def __init__(self, view: View, error: KioskError) -> None:
        super().__init__(view)
        self.body.addStretch(1)
        self.body.addWidget(
            screen_heading(view.language.text("This kiosk cannot take signatures right now."))
        )
        self.body.addWidget(label(view.language.text("Please ask the people at the stall."), "question"))
        self.body.addSpacing(view.theme.px(30))
        self.body.addWidget(label(view.language.error(error), "small"))
        self.body.addStretch(2)

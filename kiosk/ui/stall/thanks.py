"""Thank you: shown only when the signature is durable. Goes back to the start by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout

from kiosk.ui.stall.view import Screen, View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

SECONDS = 20


class ThanksScreen(Screen):
    """What happens next, and a visible countdown to the start."""

    def __init__(self, view: View, done: Callable[[], object], act: Callable[[], object]) -> None:
        super().__init__(view)
        text, px = view.language.text, view.theme.px
        self._left = SECONDS
        self._done = done
        self.body.setContentsMargins(px(140), px(20), px(140), px(18))
        self.body.addStretch(2)
        self.body.addWidget(label(text("Thank you!"), "thanks"))
        self.body.addWidget(label(text("Your signature is sealed and stored."), "question"))
        self.body.addSpacing(px(10))
        self.body.addWidget(label(view.texts.thanks, "body"))
        self.body.addStretch(3)
        self._countdown = label("", "small")
        self.body.addWidget(self._countdown)
        row = QHBoxLayout()
        row.addWidget(button(text("See what you can do"), "act", act))
        row.addStretch(1)
        row.addWidget(button(text("Finish"), "done", done, role="primary"))
        self.body.addLayout(row)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1000)
        self._show_left()

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._timer.stop()
            self._done()
        else:
            self._show_left()

    def _show_left(self) -> None:
        self._countdown.setText(
            self.view.language.plural(
                "This screen clears itself in {number} second.",
                "This screen clears itself in {number} seconds.",
                self._left,
            )
        )

"""A text to read before signing: the petition or the privacy notice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from kiosk.ui.screen import Screen, View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import markdown


class ReadingScreen(Screen):
    """`text` (Markdown) under `heading`, and the way back."""

    def __init__(self, view: View, heading: str, text: str, close: Callable[[], object]) -> None:
        super().__init__(view)
        self.is_read = True
        px = view.theme.px
        if not view.theme.tall:
            self.body.setContentsMargins(px(180), px(24), px(180), px(16))
        page = self.add_page(heading)
        page.content.addStretch(1)
        page.content.addWidget(markdown(text, "reading"))
        page.content.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.first_focus = button(view.language.text("Go back"), "close-reading", close, role="primary")
        self.way_back = self.first_focus
        row.addWidget(self.first_focus)
        self.body.addLayout(row)

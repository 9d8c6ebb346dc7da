"""A card: a framed part of a page."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.labels import label


class Card(QFrame):
    """Holds `column`, a vertical layout to put widgets into, below `title` (if there is one)."""

    def __init__(self, theme: Theme, title: str = "") -> None:
        super().__init__()
        px = theme.px
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(20), px(12), px(20), px(14))
        self.column.setSpacing(px(6))
        if title:
            self.column.addWidget(label(title, "item"))

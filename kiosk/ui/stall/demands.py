"""The slogan and the demands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from kiosk.ui.screen import Screen, View
from kiosk.ui.widgets.labels import label


class DemandsScreen(Screen):
    """The slogan large, and each demand with its number."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        theme = view.theme
        page = self.add_page(view.texts.slogan, view.texts.demands_intro, role="slogan")
        page.content.setSpacing(0)
        page.content.addStretch(1)
        for number, demand in enumerate(view.texts.demands, 1):
            row = QHBoxLayout()
            row.setSpacing(theme.px(20))
            numeral = label(str(number), "numeral")
            numeral.setFixedSize(theme.text(52), theme.text(52))
            numeral.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addWidget(numeral, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(label(demand, "demand"), 1, Qt.AlignmentFlag.AlignVCenter)
            page.content.addLayout(row)
            page.content.addStretch(1)

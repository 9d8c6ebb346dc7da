"""What you can do: each way to help, with the QR code of its link."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.campaign.model import Action
from kiosk.ui.stall.view import Screen, View
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.qr import QrCode


class ActionsScreen(Screen):
    """A card for each way to help."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.add_heading(view.language.text("What you can do"), view.texts.actions_intro)
        page = self.add_scroll()
        for action in view.texts.actions:
            page.content.addWidget(self._card(action))
        page.content.addStretch(1)

    def _card(self, action: Action) -> QFrame:
        px = self.view.theme.px
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(px(22), px(16), px(22), px(16))
        row.setSpacing(px(24))
        words = QVBoxLayout()
        words.addWidget(label(action.title, "item"))
        words.addWidget(label(action.text, "body"))
        words.addStretch(1)
        row.addLayout(words, 1)
        for link in self.view.texts.links:
            if link.id == action.link:
                row.addWidget(QrCode(link.url, link.title, px(132)), 0, Qt.AlignmentFlag.AlignTop)
        return card

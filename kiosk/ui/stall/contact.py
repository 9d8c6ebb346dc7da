"""Follow and contact: the campaign's addresses as QR codes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from kiosk.ui.screen import Screen, View
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.qr import QrCode

_CARD = 300
"""Units that a card needs across."""


class ContactScreen(Screen):
    """A card with a code for each address, and one for the e-mail; as large as there is room."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        text, theme = view.language.text, view.theme
        page = self.add_page(text("Follow and contact"), view.texts.contact_intro)
        page.content.addStretch(1)
        cards = [(link.title, link.text, link.url, link.url) for link in view.texts.links]
        email = view.campaign.contact.email
        if email:
            cards.append((text("Write to us"), "", email, f"mailto:{email}"))
        columns = max(1, min(len(cards), theme.columns(_CARD, 4)))
        grid = QGridLayout()
        grid.setSpacing(theme.px(20))
        for number, (title, words, address, code) in enumerate(cards):
            qr = QrCode(code, title, theme.px(210 if theme.tall else 150), public=True)
            grid.addWidget(self._card(title, words, address, qr), number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        page.content.addLayout(grid)
        page.content.addStretch(1)

    def _card(self, title: str, words: str, address: str, code: QrCode) -> QFrame:
        px = self.view.theme.px
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(20), px(20), px(20), px(18))
        column.setSpacing(px(8))
        column.addWidget(code, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label(title, "item"))
        if words:
            column.addWidget(label(words, "body"))
        # A zero-width space after each slash lets a long address break onto a second line.
        column.addWidget(label(address.replace("/", "/\u200b").replace("@", "@\u200b"), "small"))
        column.addStretch(1)
        return card

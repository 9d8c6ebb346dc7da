"""Follow and contact: the campaign's addresses as QR codes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.ui.stall.view import Screen, View
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.qr import QrCode

_CODE = 150


class ContactScreen(Screen):
    """A card with a code for each address, and one for the e-mail."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        text = view.language.text
        self.add_heading(text("Follow and contact"), view.texts.contact_intro)
        page = self.add_scroll()
        page.content.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(view.theme.px(20))
        for link in view.texts.links:
            row.addWidget(self._card(link.title, link.text, link.url, link.url), 1)
        email = view.campaign.contact.email
        if email:
            row.addWidget(self._card(text("Write to us"), "", email, f"mailto:{email}"), 1)
        page.content.addLayout(row)
        page.content.addStretch(2)

    def _card(self, title: str, words: str, address: str, code: str) -> QFrame:
        px = self.view.theme.px
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(18), px(18), px(18), px(18))
        column.setSpacing(px(8))
        column.addWidget(QrCode(code, title, px(_CODE)), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label(title, "item"))
        if words:
            column.addWidget(label(words, "body"))
        # A zero-width space after each slash lets a long address break onto a second line.
        column.addWidget(label(address.replace("/", "/\u200b").replace("@", "@\u200b"), "small"))
        column.addStretch(1)
        return card

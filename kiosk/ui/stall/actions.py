"""What you can do: each way to help, with its QR code or what the stall can give."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from kiosk.campaign.model import Action, Texts
from kiosk.signing.visit import Draft, Visit
from kiosk.ui.screen import Screen, View
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.qr import QrCode
from kiosk.ui.widgets.tick import Tick

_TO_SIGN = "sign-"
"""How the id of an action begins that is to sign."""
_CARD = 600
"""Units that a card needs across."""


def offer_help(draft: Draft, action: str, on: bool) -> None:
    """Notes in `draft` that the visitor would help with `action`, or not."""
    if on:
        draft.help.add(action)
    else:
        draft.help.discard(action)


def actions_left(texts: Texts) -> list[Action]:
    """What there still is to do for who has signed."""
    return [action for action in texts.actions if not action.id.startswith(_TO_SIGN)]


class ActionsScreen(Screen):
    """A card for each way to help; "I'd help with this" travels in the signature.

    Args:
        signed: whether this is for who has just signed: nobody is asked to, nor for what would travel in it.
    """

    def __init__(self, view: View, visit: Visit, *, signed: bool = False) -> None:
        super().__init__(view)
        self._asks_for_help = visit.is_asked("help") and not signed
        self._draft = visit.draft
        page = self.add_page(view.language.text("What you can do"), view.texts.actions_intro)
        grid = QGridLayout()
        grid.setSpacing(view.theme.px(14))
        columns = view.theme.columns(_CARD, 2)
        actions = actions_left(view.texts) if signed else view.texts.actions
        for number, action in enumerate(actions):
            grid.addWidget(self._card(action), number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        page.content.addLayout(grid)
        page.content.addStretch(1)

    def _card(self, action: Action) -> QFrame:
        px, text = self.view.theme.px, self.view.language.text
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(px(22), px(14), px(18), px(12))
        row.setSpacing(px(18))
        words = QVBoxLayout()
        words.setSpacing(px(6))
        words.addWidget(label(action.title, "item"))
        words.addWidget(label(action.text, "body"))
        if action.give:
            words.addWidget(label(action.give, "give"))
        words.addStretch(1)
        if action.help and self._asks_for_help:
            tick = Tick(text("I’d help with this"), f"help-{action.id}", self.view.theme)
            tick.setAccessibleName(f"{text('I’d help with this')}: {action.title}")
            tick.setChecked(action.id in self._draft.help)
            tick.toggled.connect(partial(offer_help, self._draft, action.id))
            words.addWidget(tick)
        row.addLayout(words, 1)
        for link in self.view.texts.links:
            if link.id == action.link:
                code = QrCode(link.url, link.title, px(132), public=True)
                row.addWidget(code, 0, Qt.AlignmentFlag.AlignTop)
        return card

"""What happened on this laptop: events and numbers, no names and no times of day."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout

from kiosk.stall.journal import Event, JournalEntry
from kiosk.ui.language import Language
from kiosk.ui.screen import View
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.widgets.labels import label
from kiosk.wording import grouped

_MOST = 200
"""Lines that are shown."""


class JournalScreen(StaffPage):
    """The kiosk's id, for the coordinator to compare, and the journal's newest lines first."""

    def __init__(
        self, view: View, kiosk: bytes, entries: list[JournalEntry], back: Callable[[], object]
    ) -> None:
        text = view.language.text
        intro = text("Days, events and numbers only: nothing of what anybody typed.")
        super().__init__(view, text("What happened"), intro, back)
        caption = text("This kiosk’s id, for the coordinator to compare:")
        self.content.addWidget(label(caption, "body"))
        self.content.addWidget(label(grouped(kiosk.hex()), "question"))
        card = QFrame()
        card.setProperty("role", "card")
        lines = QVBoxLayout(card)
        lines.setContentsMargins(*[view.theme.px(20)] * 4)
        self.content.addWidget(card)
        events = _words(view.language)
        for entry in entries[:_MOST]:
            what = events[entry.event]
            if entry.number is not None:
                what = text("{what}: {value}", what=what, value=view.language.number(entry.number))
            lines.addWidget(label(f"{view.language.date(entry.day)}   {what}", "body"))
        if not entries:
            lines.addWidget(label(text("Nothing yet."), "intro"))


def _words(language: Language) -> dict[Event, str]:
    text = language.text
    return {
        Event.STARTED: text("The kiosk was started"),
        Event.CRASHED: text("The kiosk started again after a fault"),
        Event.ENDED: text("The kiosk was closed"),
        Event.SET_UP: text("The laptop was set up"),
        Event.UPDATED: text("A new pack was taken"),
        Event.OPENED: text("The stall was opened"),
        Event.CLOSED: text("The stall was closed"),
        Event.SYNCED: text("Synced"),
        Event.SYNC_FAILED: text("A sync did not work"),
        Event.BEGAN_AGAIN: text("Took a new identity"),
        Event.RELEASED: text("Deleted here because merged"),
        Event.NOT_STORED: text("A signature could not be stored"),
        Event.WRONG_PIN: text("A wrong PIN was entered"),
        Event.NEW_PIN: text("Staff chose a new PIN"),
        Event.STAFF: text("Staff entered the PIN"),
        Event.LOCKED: text("The kiosk was locked in a hurry"),
        Event.REHEARSED: text("A rehearsal went well"),
        Event.REHEARSAL_FAILED: text("A rehearsal found something"),
        Event.LEFT: text("Staff left the kiosk"),
        Event.CLOCK: text("Staff set the clock"),
    }

"""What happened on this laptop: events and numbers, no names and no times of day."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from kiosk.stall.journal import Entry, Event
from kiosk.ui.language import Language
from kiosk.ui.stall.view import Screen, View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

_MOST = 200
"""Lines that are shown."""


class JournalScreen(Screen):
    """The journal's newest lines first."""

    def __init__(self, view: View, entries: list[Entry], back: Callable[[], object]) -> None:
        super().__init__(view)
        text = view.language.text
        self.add_heading(
            text("What happened"), text("Days, events and numbers only: nothing of what anybody typed.")
        )
        page = self.add_scroll()
        words = _words(view.language)
        for entry in entries[:_MOST]:
            number = "" if entry.number is None else f": {view.language.number(entry.number)}"
            line = f"{view.language.date(entry.day)}   {words[entry.event]}{number}"
            page.content.addWidget(label(line, "body"))
        if not entries:
            page.content.addWidget(label(text("Nothing yet."), "intro"))
        page.content.addStretch(1)
        self.way_back = button(text("Go back"), "back", back)
        self.body.addWidget(self.way_back, 0, Qt.AlignmentFlag.AlignLeft)
        self.first_focus = self.way_back


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
        Event.RELEASED: text("Deleted here because merged"),
        Event.NOT_STORED: text("A signature could not be stored"),
        Event.WRONG_PIN: text("A wrong PIN was entered"),
        Event.STAFF: text("Staff entered the PIN"),
        Event.LOCKED: text("The kiosk was locked in a hurry"),
        Event.REHEARSED: text("A rehearsal went well"),
        Event.REHEARSAL_FAILED: text("A rehearsal found something"),
        Event.LEFT: text("Staff left the kiosk"),
    }

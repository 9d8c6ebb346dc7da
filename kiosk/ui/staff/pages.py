"""Where in the staff's room somebody can be, and how a window of the stall can end."""

from __future__ import annotations

from enum import Enum


class Ending(Enum):
    """Why a window is done with."""

    LEAVE = "staff leave the kiosk"
    REOPEN = "this laptop has become another kiosk, or has another pack, or none"


class Page(Enum):
    """Where in the room somebody is."""

    OUTSIDE = "outside"
    NEUTRAL = "outside, and locked"
    PIN = "the PIN"
    CHOOSE_PIN = "a first PIN"
    FORGOTTEN = "a forgotten PIN"
    NEW_PIN = "a new PIN, as the coordinator lets staff choose one"
    PANEL = "the panel"
    SYNC = "sync"
    SYNCED = "the end of a sync"
    SHIFT = "the end of the shift"
    DISPLAY = "language, screen and sound"
    REHEARSAL = "the rehearsal"
    SET_UP = "set-up"
    JOURNAL = "what happened"
    LEAVE = "leaving"
    SWITCH_OFF = "switching the laptop off"
    TURN = "turning the screen"
    CLOCK = "setting the clock"
    WIPE = "wiping the laptop"

"""Pages that stand beside those of the column at the left: where they lead, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.ui.desk.preview import Previews
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView

MakePage = Callable[[DeskView], DeskPage]
"""Builds a page; called anew when the language changes, so what was done is kept outside of the page."""


@dataclass(frozen=True)
class Detours:
    """What a page needs of the window to lead elsewhere.

    Attributes:
        show: shows a page until `back` or another `show`; locking leads away from it, too.
        back: to the page of the column that one came from.
        enter: opens a campaign that has just been unlocked. The page stays.
        draw: begins to draw the stall's screens of a content folder, in place of what was drawn before.
        draw_card: makes the staff's card of a pack's file, as a PDF; slow, so not for the UI thread.
    """

    show: Callable[[MakePage], None]
    back: Callable[[], None]
    enter: Callable[[CampaignFolder, CampaignKeys], Session]
    draw: Callable[[Path], Previews]
    draw_card: Callable[[Path], bytes]

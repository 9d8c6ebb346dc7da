"""Pages that stand beside those of the column at the left: where they lead, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.campaign.model import Colours
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.ui.desk.preview import Previews, StallScreens
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView

MakePage = Callable[[DeskView], DeskPage]
"""Builds a page; called anew when the language changes, so what was done is kept outside of the page."""


class ShowPage(Protocol):
    """Shows a page in place of those of the column."""

    def __call__(self, make: MakePage, colours: Colours | None = None, /) -> None: ...


@dataclass(frozen=True)
class Detours:
    """What a page needs of the window to lead elsewhere.

    Attributes:
        show: shows a page until `back` or another `show`; locking leads away from it, too. With colours,
            the window has those meanwhile.
        back: to the page of the column that one came from.
        enter: opens a campaign that has just been unlocked. The page stays.
        draw: begins to draw the stall's screens of a content folder, in place of what was drawn before.
        stall: draws one of the stall's screens at once.
        draw_card: makes the staff's card of a pack's file, as a PDF; slow, so not for the UI thread.
    """

    show: ShowPage
    back: Callable[[], None]
    enter: Callable[[CampaignFolder, CampaignKeys], Session]
    draw: Callable[[Path], Previews]
    stall: StallScreens
    draw_card: Callable[[Path], bytes]

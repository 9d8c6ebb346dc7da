"""An unlocked campaign: its folder, its keys, its register. Whoever drops it has locked the desk."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.coordinator.folder import CampaignFolder
from kiosk.coordinator.keys import CampaignKeys
from kiosk.coordinator.register import Register


@dataclass(frozen=True)
class Session:
    """What the pages work on while the campaign is unlocked.

    Attributes:
        address: the register's, where it is not the campaign folder's own.
        today: tells the day.
    """

    folder: CampaignFolder
    keys: CampaignKeys
    address: str | None = None
    today: Callable[[], datetime.date] = datetime.date.today

    @property
    def has_register(self) -> bool:
        """Whether anything has been merged yet, as far as can be told without opening it."""
        return self.address is not None or self.folder.register_file.exists()

    def register(self) -> Register:
        """The register, made when it is not there. Opening takes a moment: not on the UI thread.

        Raises:
            KioskError: as `Register` says.
        """
        place: str | Path = self.address or self.folder.register_file
        return Register(place, self.keys.key_id)

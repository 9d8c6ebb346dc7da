"""An unlocked campaign: its folder, its keys, its register. Whoever drops it has locked the desk."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

from kiosk.coordinator.folder import CampaignFolder
from kiosk.coordinator.keys import CampaignKeys
from kiosk.coordinator.register import Register
from kiosk.coordinator.store import Place
from kiosk.coordinator.withdrawals import recall


class Session:
    """What the pages work on while the campaign is unlocked.

    Args:
        place: of the register, where it is not the campaign folder's own; with the password, if it has one.
        today: tells the day.
    """

    def __init__(
        self,
        folder: CampaignFolder,
        keys: CampaignKeys,
        place: Place | None = None,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self.folder = folder
        self.keys = keys
        self.today = today
        self._place = place
        self._register: Register | None = None
        self._opening = threading.Lock()

    def existing_register(self) -> Register | None:
        """The register, unless nothing has been merged yet.

        The first time it is opened, which takes a moment: not on the UI thread.

        Raises:
            KioskError: as `Register` and `recall` say.
        """
        there = self._place is not None or self.folder.register_file.exists()
        return self.register() if there else None

    def register(self) -> Register:
        """The register, made when it is not there, with every withdrawal that the folder knows honoured.

        Raises:
            KioskError: as `Register` and `recall` say.
        """
        with self._opening:
            if self._register is None:
                register = Register(self._place or self.folder.register_file, self.keys.key_id)
                recall(register, self.folder)  # it may be a copy from before one of them
                self._register = register
            return self._register

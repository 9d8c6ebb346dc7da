"""An unlocked campaign: its folder, its keys, its register. Whoever drops it has locked the desk."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.integrity.checking import check, open_register
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.store import RegisterAddress
from kiosk.errors import CampaignError, Remark


class Session:
    """What the pages work on while the campaign is unlocked.

    Args:
        place: of the register, where it is not the campaign folder's own; with the password, if it has one.
        today: tells the day.

    Attributes:
        changed: what somebody had changed in the register by hand, as far as it was found since then.
        told: how many of those were shown to the person.
        checking: how many records the check that is under way has compared, and how many there are, which
            is 0 while it is not known; None while there is no check.
    """

    def __init__(
        self,
        folder: CampaignFolder,
        keys: CampaignKeys,
        place: RegisterAddress | None = None,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self.folder = folder
        self.keys = keys
        self.today = today
        self._place = place
        self.changed: list[Remark] = []
        self.told = 0
        self.checking: tuple[int, int] | None = None
        self._stopped = threading.Event()
        self._register: Register | None = None
        self._is_checked = False
        self._opening = threading.Lock()
        self._first_check = threading.Lock()

    def existing_register(self) -> Register | None:
        """The register, unless nothing has been merged yet.

        The first time it is opened, which takes a moment: not on the UI thread.

        Raises:
            KioskError: as `Register` and `check` say.
        """
        return self.register() if self._is_there() else None

    def unchecked_register(self) -> Register | None:
        """The same at once, although nobody may have checked it yet: for numbers that are shown as such.

        Raises:
            KioskError: as `Register` says.
        """
        return self._open() if self._is_there() else None

    def register(self) -> Register:
        """The register, made when it is not there, and checked the first time.

        Raises:
            KioskError: as `Register` and `check` say.
        """
        register = self._open()
        with self._first_check:
            if not self._is_checked:
                self._check(register)
                self._is_checked = True
        return register

    def checked_register(self) -> Register | None:
        """The existing register, checked anew: before anything leaves the desk that it vouches for.

        Raises:
            KioskError: as `Register` and `check` say.
        """
        was_checked = self._is_checked
        register = self.existing_register()
        if register is not None and was_checked:
            self._check(register)
        return register

    def _is_there(self) -> bool:
        return self._place is not None or self.folder.register_file.exists()

    def _open(self) -> Register:
        with self._opening:
            if self._register is None:
                self._register = open_register(self.folder, self._place)
            return self._register

    def stop(self) -> None:
        """Ends a check that is under way soon."""
        self._stopped.set()

    def note_checked(self, done: int, of: int) -> None:
        """Notes how far a check is. Raises CampaignError once the session was stopped."""
        if self._stopped.is_set():
            raise CampaignError("The desk was locked meanwhile.", "Unlock it, and do it again.")
        self.checking = (done, of) if done < of else None

    def _check(self, register: Register) -> None:
        self.checking = (0, 0)
        try:
            self.changed += check(register, self.keys, self.folder, self.note_checked)
        finally:
            self.checking = None

"""Retention: by which day a campaign's signatures are destroyed, and how long that is still.

The day stands in the pack, because people signed under the pack's words.
"""

from __future__ import annotations

import datetime
from contextlib import suppress
from dataclasses import dataclass

from kiosk.campaign.pack import open_pack
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.errors import ContentError, NewerVersionError, PackError, StorageError
from kiosk.wording import counted

WARN_DAYS = 30
"""From so many days before the day on, the desk says so."""


@dataclass(frozen=True)
class Countdown:
    """The day by which all signatures are destroyed, and today."""

    destroy_by: datetime.date
    today: datetime.date

    @property
    def days_left(self) -> int:
        """Days until then: 0 on the last day, negative when it is past."""
        return (self.destroy_by - self.today).days

    @property
    def is_urgent(self) -> bool:
        """Whether it is time to think of it, or past it."""
        return self.days_left <= WARN_DAYS

    @property
    def sentence(self) -> str:
        """What there is to say about it today."""
        day = self.destroy_by.isoformat()
        if self.days_left < 0:
            late = counted(-self.days_left, "day")
            return f"All signatures were to be destroyed by {day}, {late} ago. See: kiosk destroy --dry-run"
        left = f"{counted(self.days_left, 'day')} left" if self.days_left else "today is the last day"
        see = " See: kiosk destroy --dry-run" if self.is_urgent else ""
        return f"All signatures are to be destroyed by {day}: {left}.{see}"


def countdown(folder: CampaignFolder, today: datetime.date) -> Countdown | None:
    """How long the campaign's signatures may still be kept; None if neither pack nor content can tell."""
    with suppress(PackError, NewerVersionError, StorageError):
        return Countdown(open_pack(folder.pack_file).campaign.retention.destroy_by, today)
    with suppress(ContentError, StorageError):
        return Countdown(folder.read_content().retention.destroy_by, today)
    return None

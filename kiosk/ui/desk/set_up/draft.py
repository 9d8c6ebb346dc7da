"""What was decided so far of a campaign that is being set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.ui.desk.campaign.content import Looked
from kiosk.ui.desk.start.beginning import Beginning


@dataclass
class CampaignDraft:
    """The set-up in progress. It outlives the pages of its steps.

    Attributes:
        content: the content folder, once one was chosen; `looked` when it has no mistakes.
        begun: the answers, where the content is made of those.
        parent: the folder in which the campaign's will be made, and its `name` there.
        making: whether the key is being made.
        problem: why it could not be.
    """

    content: Path | None = None
    looked: Looked | None = None
    begun: Beginning | None = None
    parent: Path = field(default_factory=Path.home)
    name: str = ""
    making: bool = False
    problem: KioskError | None = None

    @property
    def campaign_id(self) -> str:
        """The id of the campaign that is set up."""
        if self.begun is not None:
            return self.begun.answers.id
        assert self.looked is not None
        return self.looked.campaign.id

    @property
    def folder(self) -> Path:
        """Where the campaign will be."""
        return self.parent / self.name

"""A campaign that is being started: what was answered so far, and how the stall would show it."""

from __future__ import annotations

import copy
import datetime
from dataclasses import dataclass, field

from kiosk.campaign.content import parse_content
from kiosk.campaign.model import Campaign
from kiosk.campaign.new_campaign import NewCampaign
from kiosk.ui.desk.preview import StallScreens

_BLANK = "…"


@dataclass
class Beginning:
    """The answers in progress. It outlives the pages of its steps.

    Attributes:
        stall: draws the stall's screens.
        touched: whether anything was answered that would be lost.
    """

    answers: NewCampaign
    stall: StallScreens
    touched: bool = False
    today: datetime.date = field(default_factory=datetime.date.today)

    def campaign(self) -> Campaign:
        """The campaign as it would be now, with an ellipsis where there is no answer yet.

        Until there is a slogan, the title stands as large as it would, or who organises it.

        Raises:
            ContentError: something in the answers cannot be in a campaign.
        """
        answers = copy.deepcopy(self.answers)
        first = answers.first
        named = [texts.get(first, "").strip() for texts in (answers.slogan, answers.title, answers.organiser)]
        answers.slogan[first] = next(filter(None, named), "")
        for texts in (answers.organiser, answers.addressee, answers.title, answers.slogan):
            texts[first] = texts.get(first, "").strip() or _BLANK
        if not any(demand.strip() for demand in answers.demands.get(first, ())):
            answers.demands[first] = [_BLANK]
        return parse_content(answers.files(self.today))

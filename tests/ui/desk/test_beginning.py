"""A campaign that is being started shows the stall's start with what is known by now."""

from __future__ import annotations

import datetime

import pytest

from kiosk.campaign.new_campaign import NewCampaign
from kiosk.rehearsal.still import draw_still, still_names
from kiosk.ui.desk.preview import StallScreens
from kiosk.ui.desk.start.beginning import Beginning
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("organiser", "title", "slogan", "shown"),
    [
        ("", "", "", "…"),
        ("Night riders", " ", "", "Night riders"),
        ("Night riders", "Trams all night", "", "Trams all night"),
        ("Night riders", "Trams all night", "Last tram: never!", "Last tram: never!"),
    ],
)
def test_until_there_is_a_slogan_the_title_stands_for_it(
    organiser: str, title: str, slogan: str, shown: str
) -> None:
    answers = NewCampaign(["en"], TODAY + datetime.timedelta(days=90))
    answers.organiser["en"], answers.title["en"], answers.slogan["en"] = organiser, title, slogan
    begun = Beginning(answers, StallScreens(still_names, draw_still), today=TODAY)
    assert begun.campaign().texts["en"].slogan == shown
    assert answers.slogan["en"] == slogan, "only shown, and not answered"

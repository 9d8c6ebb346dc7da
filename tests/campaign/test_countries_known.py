"""The codes of countries that a campaign may name."""

from __future__ import annotations

from babel import Locale

from kiosk.campaign.checks import COUNTRIES


def test_a_campaign_may_name_every_country_that_has_a_name() -> None:
    assert {code for code in Locale("en").territories if len(code) == 2} == COUNTRIES

"""How long signatures may still be kept, day by day around the last one."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.retention import Countdown, countdown

LAST = datetime.date(2027, 5, 31)


SEE = " See: kiosk destroy --dry-run"


@pytest.mark.parametrize(
    ("days", "urgent", "said"),
    [
        (31, False, "are to be destroyed by 2027-05-31: 31 days left."),
        (30, True, "are to be destroyed by 2027-05-31: 30 days left." + SEE),
        (1, True, "are to be destroyed by 2027-05-31: 1 day left." + SEE),
        (0, True, "are to be destroyed by 2027-05-31: today is the last day." + SEE),
        (-1, True, "were to be destroyed by 2027-05-31, 1 day ago." + SEE),
        (-40, True, "were to be destroyed by 2027-05-31, 40 days ago." + SEE),
    ],
)
def test_what_there_is_to_say_so_many_days_before(days: int, urgent: bool, said: str) -> None:
    told = Countdown(LAST, LAST - datetime.timedelta(days))
    assert (told.days_left, told.is_urgent, told.sentence) == (days, urgent, f"All signatures {said}")


def test_the_pack_says_the_day_and_without_one_the_content_does(
    campaign: CampaignFolder, tmp_path: Path
) -> None:
    folder = CampaignFolder.open(Path(shutil.copytree(campaign.path, tmp_path / "C")))
    today = datetime.date(2026, 11, 22)
    of_pack = countdown(folder, today)
    assert of_pack is not None
    assert of_pack.today == today
    folder.pack_file.unlink()
    assert countdown(folder, today) == of_pack
    shutil.rmtree(folder.content)
    assert countdown(folder, today) is None

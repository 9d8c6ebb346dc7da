"""The version and its day stand in two places, and say the same."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from kiosk import RELEASED, __version__

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"


def released() -> dict[str, datetime.date]:
    """Each version that has a heading and a day in the changelog."""
    days = re.findall(r"^## \[(\d[^]]*)\] - (\S+)$", CHANGELOG.read_text("utf-8"), re.MULTILINE)
    return {version: datetime.date.fromisoformat(day) for version, day in days}


def test_the_programs_day_is_that_of_its_version_in_the_changelog() -> None:
    """Until a version has its heading there, its day is not before that of the one before it."""
    days = released()
    if __version__ in days:
        assert days[__version__] == RELEASED
    else:
        assert max(days.values(), default=RELEASED) <= RELEASED

"""The day and the time of day that staff type when the laptop's clock is wrong."""

from __future__ import annotations

import datetime
import re
import unicodedata

from kiosk.errors import PaperError, SettingsError
from kiosk.stall.days import read_any_day

_TIME = re.compile(r"(\d{1,2})\s*[:.時时h]?\s*(\d{2})\s*分?")


def read_date(written: str) -> datetime.date:
    """The day in `written`, however it is written, if it can be only one. Raises SettingsError."""
    try:
        return read_any_day("date", written, None)
    except PaperError as error:
        raise SettingsError(
            "That is not a date, or can be two.", "Write it as year-month-day: 2026-12-31."
        ) from error


def read_time(written: str) -> datetime.time:
    """The time of day in `written`, such as 14:05. Raises SettingsError."""
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", written).strip())
    try:
        if found:
            return datetime.time(int(found[1]), int(found[2]))
    except ValueError:
        pass
    raise SettingsError("That is not a time of day.", "Write it in 24 hours: 14:05.")

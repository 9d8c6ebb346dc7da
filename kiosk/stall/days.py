"""The day that somebody wrote, or that a spreadsheet made of it.

A day is taken when it can only be one: 2026-11-22, 2026年11月22日, 22/11/2026, a spreadsheet's own
number of it (46348). What can be two (03/04/2026) is as the other rows of the sheet write theirs.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from kiosk.errors import PaperError

MAX_YEARS = 5
"""How long ago somebody may have signed: what is older is a slip of the pen, such as 1926."""

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日號号]?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_TIME = re.compile(r"[T ]\s*\d{1,2}:\d{2}(:\d{2})?([.,]\d+)?( ?[AP]M)?$", re.IGNORECASE)
_DAY_0 = datetime.date(1899, 12, 30)
"""Spreadsheets count from here (1 January 1900 is 1, and there is a 29 February 1900)."""
_HOW = "write it as year-month-day: 2026-12-31."


class DateOrder(StrEnum):
    """What comes first in 03/04/2026."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def order_of(days: Iterable[str]) -> DateOrder | None:
    """The one order in which `days` are written, told by those that can be only one day; else None."""
    orders = set()
    for written in days:
        found = _YEAR_LAST.fullmatch(_plain(written))
        if found:
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                orders.add(DateOrder.DAY_FIRST)
            elif second > 12 >= first:
                orders.add(DateOrder.MONTH_FIRST)
    return orders.pop() if len(orders) == 1 else None


def read_day(written: str, order: DateOrder | None, today: datetime.date) -> datetime.date:
    """The day that `written` says.

    Args:
        order: how the sheet writes days that can be two; None if nobody knows.
        today: nobody has signed later, nor `MAX_YEARS` earlier.

    Raises:
        PaperError: it says none, or may say two, or one on which nobody signed. Its sentence quotes nothing.
    """
    day = _day(_plain(written), order)
    if day > today:
        raise PaperError(f"Its date lies in the future (today is {today}); {_HOW}")
    if day.year < today.year - MAX_YEARS:
        raise PaperError(f"Its date lies more than {MAX_YEARS} years back; {_HOW}")
    return day


def read_any_day(column: str, written: str, order: DateOrder | None) -> datetime.date:
    """The day that `written` says, however long ago or ahead, in another `column` than that of the signing.

    Raises:
        PaperError: it says none, or may say two. Its sentence quotes nothing.
    """
    return _day(_plain(written), order, column)


def _plain(written: str) -> str:
    return _TIME.sub("", unicodedata.normalize("NFKC", written).strip())


def _day(text: str, order: DateOrder | None, column: str = "date") -> datetime.date:
    if found := _SERIAL.fullmatch(text):
        return _DAY_0 + datetime.timedelta(days=int(found[1]))
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            return datetime.date(int(found[1]), int(found[2]), int(found[3]))
        if found := _YEAR_LAST.fullmatch(text):
            first, second, year = (int(part) for part in found.groups())
            if first > 12 or first == second or (order is DateOrder.DAY_FIRST and second <= 12):
                return datetime.date(year, second, first)
            if second > 12 or order is DateOrder.MONTH_FIRST:
                return datetime.date(year, first, second)
            raise PaperError(
                f"Its {column} may be two days; {_HOW} Or say --days day-first, or --days month-first."
            )
    except ValueError as error:
        raise PaperError(f"Its {column} is no day of the calendar; {_HOW}") from error
    raise PaperError(f"Its {column} cannot be read; {_HOW}")

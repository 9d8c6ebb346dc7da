"""Days as people and spreadsheets write them on a typed-up sheet."""

from __future__ import annotations

import datetime
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import PaperError
from kiosk.stall.days import MAX_YEARS, DateOrder, order_of, read_any_day, read_day
from tests.conftest import TODAY

DAYS = st.dates(datetime.date(TODAY.year - MAX_YEARS, 1, 1), TODAY)


@pytest.mark.parametrize(
    "written",
    ["2026-11-22", " 2026-11-22 ", "2026/11/22", "2026.11.22", "2026年11月22日", "2026 年 11 月 22 日",
     "2026年11月22號", "２０２６年１１月２２日", "22/11/2026", "22.11.2026", "22-11-2026", "11/22/2026",
     "46348",
     "46348.0", "46348.75", "2026-11-22 00:00:00", "2026-11-22T09:30", "22/11/2026 0:00",
     "11/22/2026 9:30 PM"],
)  # fmt: skip
def test_a_day_that_can_be_only_one_is_taken(written: str) -> None:
    assert read_day(written, None, TODAY) == datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    "written",
    ["2026-02-30", "2026-13-01", "31/02/2026", "13/13/2026", "yesterday", "22/11/26", "22 Nov 2026", "22/11",
     "11/2026",
     "2026", "115年11月22日", "1e5", "#REF!", "2026-11", "22112026", "0", "9999999", "00/00/2026"],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_how_to_write_one(written: str) -> None:
    for order in (None, *DateOrder):
        with pytest.raises(PaperError, match=r"2026-12-31") as told:
            read_day(written, order, TODAY)
        assert written not in told.value.what.replace("2026-12-31", "")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2026-02-30", "is no day of the calendar"),
        ("31/02/2026", "is no day of the calendar"),
        ("13/13/2026", "is no day of the calendar"),
        ("22 Nov 2026", "cannot be read"),
        ("03/04/2026", "may be two days"),
    ],
)
def test_why_it_is_no_day_is_said_of_its_column(written: str, why: str) -> None:
    with pytest.raises(PaperError, match=f"^Its date {why}"):
        read_day(written, None, TODAY)
    with pytest.raises(PaperError, match=f"^Its born {why}"):
        read_any_day("born", written, None)


def test_another_day_than_that_of_the_signing_may_be_any() -> None:
    for day in (datetime.date(1926, 11, 22), TODAY, datetime.date(2062, 11, 22)):
        assert read_any_day("born", f" {day} ", None) == day
    assert read_any_day("born", "03/04/1999", DateOrder.DAY_FIRST) == datetime.date(1999, 4, 3)


@pytest.mark.parametrize(
    "written",
    ["1926-11-22", "2062-11-22", "2026-11-23", "23/11/2026", "46349", "22/11/1926", "12345", "2020-12-31"],
)
def test_a_day_on_which_nobody_signed_is_refused(written: str) -> None:
    with pytest.raises(PaperError, match=r"future|back"):
        read_day(written, None, TODAY)


def test_the_edges_of_what_is_likely() -> None:
    assert read_day(TODAY.isoformat(), None, TODAY) == TODAY
    assert read_day("2021-01-01", None, TODAY) == datetime.date(2021, 1, 1)


def test_what_can_be_two_days_is_asked_about() -> None:
    with pytest.raises(PaperError, match=r"two days.*--days day-first"):
        read_day("03/04/2026", None, TODAY)
    assert read_day("03/04/2026", DateOrder.DAY_FIRST, TODAY) == datetime.date(2026, 4, 3)
    assert read_day("03/04/2026", DateOrder.MONTH_FIRST, TODAY) == datetime.date(2026, 3, 4)
    assert read_day("05/05/2026", None, TODAY) == datetime.date(2026, 5, 5)


def test_a_sheets_other_days_tell_the_order() -> None:
    assert order_of(["03/04/2026", "", "22/11/2026", "2026-01-02"]) is DateOrder.DAY_FIRST
    assert order_of(["03/04/2026", "11.22.2026"]) is DateOrder.MONTH_FIRST
    assert order_of(["03/04/2026", "05/05/2026", "nonsense"]) is None
    assert order_of(["22/11/2026", "11/22/2026"]) is None, "they contradict each other"
    assert order_of([]) is None


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("12/11/2026", None),
        ("11/12/2026", None),
        ("12/12/2026", None),
        ("13/12/2026", DateOrder.DAY_FIRST),
        ("12/13/2026", DateOrder.MONTH_FIRST),
        ("13/13/2026", None),
        ("1/31/2026", DateOrder.MONTH_FIRST),
        ("31/1/2026", DateOrder.DAY_FIRST),
    ],
)
def test_only_a_number_above_twelve_is_surely_a_day(written: str, order: DateOrder | None) -> None:
    assert order_of([written]) is order


def test_the_twelfth_month_and_day_are_read_in_the_sheets_order() -> None:
    december, march = datetime.date(2025, 12, 3), datetime.date(2025, 3, 12)
    assert read_day("03/12/2025", DateOrder.DAY_FIRST, TODAY) == december
    assert read_day("12/03/2025", DateOrder.MONTH_FIRST, TODAY) == december
    assert read_day("12/03/2025", DateOrder.DAY_FIRST, TODAY) == march
    assert read_day("03/12/2025", DateOrder.MONTH_FIRST, TODAY) == march
    for written in ("12/03/2025", "03/12/2025"):
        with pytest.raises(PaperError, match="two days"):
            read_day(written, None, TODAY)
    assert read_day("12/12/2025", None, TODAY) == datetime.date(2025, 12, 12)
    for order in (None, *DateOrder):
        assert read_day("13/12/2025", order, TODAY) == datetime.date(2025, 12, 13)
        assert read_day("12/13/2025", order, TODAY) == datetime.date(2025, 12, 13)


@given(DAYS)
def test_every_day_is_read_back_as_it_was_written(day: datetime.date) -> None:
    serial = (day - datetime.date(1899, 12, 30)).days
    for written in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", str(serial), f"{day:%Y/%m/%d}"):
        assert read_day(written, None, TODAY) == day
    assert read_day(f"{day:%d/%m/%Y}", DateOrder.DAY_FIRST, TODAY) == day
    assert read_day(f"{day:%m/%d/%Y}", DateOrder.MONTH_FIRST, TODAY) == day


@given(st.text(max_size=30), st.sampled_from([None, *DateOrder]))
def test_any_text_is_a_day_or_refused(text: str, order: DateOrder | None) -> None:
    with suppress(PaperError):
        assert read_day(text, order, TODAY) <= TODAY


@given(st.lists(DAYS, min_size=1, max_size=20))
def test_no_day_is_ever_read_as_another(days: list[datetime.date]) -> None:
    """A sheet written day first is read so, or its doubtful rows are refused."""
    written = [f"{day:%d/%m/%Y}" for day in days]
    order = order_of(written)
    for day, text in zip(days, written, strict=True):
        with suppress(PaperError):
            assert read_day(text, order, TODAY) == day

"""Charts as people get them: in vectors, with their numbers at the marks, and in a table beside them."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from kiosk.campaign.model import Colours, Goal
from kiosk.signing.countries import country_names
from kiosk.ui.charts.canvas import ChartLook
from kiosk.ui.charts.chart import Chart
from kiosk.ui.charts.picture import png_of, svg_of
from kiosk.ui.charts.world import places
from kiosk.ui.desk.parts.charts import countries_chart, days_chart, kinds_chart, stalls_chart
from kiosk.ui.language import Language
from tests.conftest import TODAY

COLOURS = Colours(paper="#fff3b8", ink="#17130a", accent="#0b4a5a", on_accent="#ffffff")
LOOK = ChartLook.printed(COLOURS, "en", 13)
NOBODY_LIVES_THERE = {"AC", "AQ", "BV", "CP", "CQ", "DG", "EA", "GS", "HM", "IC", "TA", "UM"}
ENGLISH = Language("en")

pytestmark = pytest.mark.usefixtures("qapp")


def words(chart: Chart | None, language: Language = ENGLISH) -> list[str]:
    """All that stands in the picture of a chart, which has nothing but vectors."""
    assert chart is not None
    drawn = svg_of(chart, LOOK, language).decode()
    assert "<image" not in drawn
    return ["".join(one.itertext()) for one in ET.fromstring(drawn).iter() if one.tag.endswith("}text")]


def days(numbers: dict[int, int]) -> dict[str, int]:
    """Numbers by how many days ago they were."""
    return {(TODAY - datetime.timedelta(days=ago)).isoformat(): number for ago, number in numbers.items()}


def test_the_running_total_stands_at_its_end_and_the_goal_at_its_line() -> None:
    chart = days_chart(days({9: 40, 3: 160, 0: 1100}), Goal(5000), TODAY, ENGLISH)
    assert {"1,300", "1,100", "Goal: 5,000", "Signatures a day", "Nov 13", "Nov 22"} <= set(words(chart))
    assert chart is not None
    assert chart.table(ENGLISH).rows == (
        ("Nov 22, 2026", "1,100", "1,300"),
        ("Nov 19, 2026", "160", "200"),
        ("Nov 13, 2026", "40", "40"),
    )


def test_a_year_is_drawn_in_weeks() -> None:
    chart = days_chart(days(dict.fromkeys(range(350), 1)), None, TODAY, ENGLISH)
    shown = words(chart)
    assert "Signatures a week" in shown
    assert {"7", "350"} <= set(shown)


def test_a_kiosk_whose_clock_is_wrong_does_not_stretch_the_days() -> None:
    wrong = {"2071-01-01": 3, "1970-01-01": 4}
    chart = days_chart({**days({5: 10, 0: 20}), **wrong}, None, TODAY, ENGLISH)
    assert chart is not None
    assert [row[2] for row in chart.table(ENGLISH).rows] == ["34", "14"]
    assert days_chart(wrong, None, TODAY, ENGLISH) is None


def test_a_country_of_few_is_not_on_the_map() -> None:
    chart = countries_chart({"HK": 900, "DE": 5, "IS": 4, "LI": 1, "other": 2, "": 3}, ENGLISH)
    shown = words(chart)
    assert {"Hong Kong 900", "Germany 5", "Others: 10"} <= set(shown)
    assert not re.search("Iceland|Liechtenstein", " ".join(shown))
    assert chart is not None
    assert chart.table(ENGLISH).rows == (("Hong Kong", "900"), ("Germany", "5"), ("Others", "10"))


def test_every_country_where_people_live_is_on_the_map() -> None:
    marked = {code for code, place in places() if place.mark is not None}
    assert set(country_names("en")) - NOBODY_LIVES_THERE <= marked


def test_nobody_needs_the_colours_to_read_the_bars() -> None:
    chart = stalls_chart([("Library steps", 30), ("Market", 12), ("Gate", 0)], ENGLISH)
    assert set(words(chart)) >= {"Library steps", "30", "Market", "12", "Gate", "0"}


def test_many_stalls_are_drawn_as_a_dozen_and_all_are_in_the_table() -> None:
    chart = stalls_chart([(f"Stall {number}", 100 - number) for number in range(40)], ENGLISH)
    assert chart is not None
    assert len(chart.table(ENGLISH).rows) == 40
    shown = words(chart)
    assert "Stall 10" in shown
    assert "Stall 11" not in shown
    assert str(sum(100 - number for number in range(11, 40))) in " ".join(shown).replace(",", "")


def test_in_arabic_bars_grow_from_the_right() -> None:
    numbers = [("A", 100), ("B", 50)]

    def dark(language: Language) -> tuple[int, int]:
        """How much of the second bar is filled in its left and in its right half."""
        chart = stalls_chart(numbers, language)
        assert chart is not None
        image = QImage.fromData(png_of(chart, LOOK, language))
        row = round((2 + 3.6 + 3) * 13 * 3)
        accent = [image.pixelColor(x, row).name() == LOOK.accent for x in range(image.width())]
        half = image.width() // 2
        return sum(accent[:half]), sum(accent[half:])

    left, right = dark(ENGLISH)
    assert left > right
    left, right = dark(Language("ar"))
    assert right > left


def test_where_nothing_can_be_shown_there_is_no_chart() -> None:
    assert days_chart({}, None, TODAY, ENGLISH) is None
    assert countries_chart({"": 40}, ENGLISH) is None
    assert countries_chart({"HK": 4, "DE": 1}, ENGLISH) is None
    assert stalls_chart([("A", 0)], ENGLISH) is None
    assert kinds_chart(0, 0, ENGLISH) is None


@pytest.mark.parametrize("tag", ["zh-Hant", "de", "ar"])
def test_a_picture_can_be_had_in_every_language(tag: str, qapp: QApplication) -> None:
    language = Language(tag)
    for chart in (
        days_chart(days({9: 40, 0: 1}), Goal(10), TODAY, language),
        countries_chart({"HK": 900, "TW": 300}, language),
        kinds_chart(3, 2, language),
    ):
        assert chart is not None
        assert not QImage.fromData(png_of(chart, ChartLook.printed(COLOURS, tag, 13), language)).isNull()


def test_what_is_no_day_is_passed_over() -> None:
    chart = days_chart({"soon": 3, "": 2, **days({0: 4})}, None, TODAY, ENGLISH)
    assert chart is not None
    assert [row[1] for row in chart.table(ENGLISH).rows] == ["4"]

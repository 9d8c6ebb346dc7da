"""The charts of a campaign: how its signatures come in, at which stalls, from where and of whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from kiosk.campaign.model import FieldText, Goal
from kiosk.coordinator.reports.petition import without_small_groups
from kiosk.coordinator.reports.totals import Totals
from kiosk.languages import own_name
from kiosk.signing.own_fields import OwnField
from kiosk.ui.charts.bars import BarsChart
from kiosk.ui.charts.chart import Chart
from kiosk.ui.charts.days import DaysChart, DaysWords
from kiosk.ui.charts.world import MapChart
from kiosk.ui.language import Language
from kiosk.ui.wording import goal_words

_LONG_AGO = datetime.timedelta(days=730)
"""What is older is in the running total from the start: a kiosk's clock was wrong, or it was long ago."""


def totals_charts(
    totals: Totals, goal: Goal | None, today: datetime.date, language: Language
) -> dict[str, Chart | None]:
    """A chart for each of `totals`, by its name there; None where there is nothing to show."""
    counted: dict[str, dict[str, int]] = {
        by: {name: account.counted for name, account in getattr(totals, by).items() if account.counted}
        for by in ("days", "stalls", "countries", "kinds", "languages")
    }
    stalls = [(totals.names[id], number) for id, number in counted["stalls"].items()]
    organisations = counted["kinds"].get("organisation", 0)
    people = sum(counted["kinds"].values()) - organisations
    return {
        "days": days_chart(counted["days"], goal, today, language),
        "countries": countries_chart(counted["countries"], language),
        "stalls": stalls_chart(stalls, language),
        "kinds": kinds_chart(people, organisations, language),
        "languages": languages_chart(counted["languages"], language),
    }


def days_chart(
    days: Mapping[str, int], goal: Goal | None, today: datetime.date, language: Language
) -> DaysChart | None:
    """How many count of each day (ISO 8601); None where there are none.

    Days that are yet to come are those of a clock that is wrong, and are left out.
    """
    text = language.text
    dated = dict(_dated(days))
    first, last = today - _LONG_AGO, today + datetime.timedelta(days=1)
    shown = {day: number for day, number in dated.items() if first <= day <= last}
    if not shown:
        return None
    before = sum(number for day, number in dated.items() if day < min(shown))
    number = goal.signatures if goal else 0
    words = DaysWords(
        text("Day"),
        text("Signatures a day"),
        text("Signatures a week"),
        text("Signatures in all"),
        goal_words(goal, "", language) if goal else "",
    )
    return DaysChart(text("Day by day"), words, shown, before, number)


def _dated(days: Mapping[str, int]) -> Iterator[tuple[datetime.date, int]]:
    """The days that have signatures; not what somebody wrote into an unchecked register instead of one."""
    for day, number in days.items():
        with suppress(ValueError):
            if number:
                yield datetime.date.fromisoformat(day), number


def stalls_chart(numbers: Sequence[tuple[str, int]], language: Language) -> BarsChart | None:
    """How many count of each stall, by what it is called; None where there is nothing to compare."""
    if not any(number for _, number in numbers):
        return None
    return _bars(language.text("Stalls"), language.text("Stall"), numbers, language)


def countries_chart(countries: Mapping[str, int], language: Language) -> MapChart | None:
    """How many count from each country (ISO 3166 code); None where no country has enough to be shown."""
    text = language.text
    told, others = without_small_groups(countries)
    if not told:
        return None
    return MapChart(
        text("By country or region"), text("Country"), text("counted"), told, (text("Others"), others)
    )


def languages_chart(languages: Mapping[str, int], language: Language) -> BarsChart | None:
    """How many count who signed in each language (tag); None where no language has enough to be shown."""
    text = language.text
    told, others = without_small_groups(languages)
    numbers = [(own_name(tag), number) for tag, number in told.items()]
    if not numbers:
        return None
    rest = [(text("Others"), others)] if others else []
    return _bars(text("Language"), text("Language"), [*numbers, *rest], language)


def kinds_chart(people: int, organisations: int, language: Language) -> BarsChart | None:
    """How many people count, and how many organisations; None where there are none."""
    text = language.text
    numbers = [(text("People"), people), (text("Organisations"), organisations)]
    return _bars(text("Kind"), text("Kind"), numbers, language) if people + organisations else None


def answers_chart(
    field: OwnField, words: FieldText, counted: Mapping[str, int], language: Language
) -> BarsChart:
    """How many gave which answer to one of the campaign's own fields."""
    text = language.text
    names = {"": text("No answer"), "other": text("other")}
    names |= words.options if field.options else {"yes": text("Yes"), "no": text("No")}
    numbers = [(names.get(answer, answer), number) for answer, number in counted.items()]
    return _bars(words.title, words.title, numbers, language)


def _bars(title: str, by: str, numbers: Sequence[tuple[str, int]], language: Language) -> BarsChart:
    return BarsChart(title, by, language.text("counted"), language.text("Others"), numbers)

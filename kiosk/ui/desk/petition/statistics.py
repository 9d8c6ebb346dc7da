"""The signatures in numbers: who, when, where, and what they answered, each number beside its bar."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from kiosk.campaign.model import Campaign
from kiosk.campaign.palette import readable
from kiosk.coordinator.reports.petition import Petition, without_small_groups
from kiosk.ui.charts.canvas import ChartLook
from kiosk.ui.charts.world import draw_world
from kiosk.ui.desk.petition.paper import CONTENT, LINE, QUIET, Paper
from kiosk.ui.language import Language
from kiosk.ui.pdf.document import alternative
from kiosk.ui.pdf.painter import ShapePainter

_ROW = 6.6
"""From one bar to the next."""
_TITLE, _SIZE = 4.8, 3.5
_MAP = 82.0
"""The height of the map."""
_CHART = 46.0
"""The height of the days' chart."""
_MOST = 40
"""Bars of one group."""
_MOST_DAYS = 62
"""Columns of the days' chart; of more days, weeks are shown."""


@dataclass(frozen=True)
class _Bars:
    """A bar for each of some groups; above them a map where `countries` (by code) are several."""

    title: str
    rows: Mapping[str, int]
    countries: Mapping[str, int] = field(default_factory=dict)

    @property
    def height(self) -> float:
        return 12 + len(self.rows) * _ROW + (_MAP if self.has_map else 0)

    @property
    def has_map(self) -> bool:
        return len(self.countries) > 1


class Statistics:
    """The pages with the numbers."""

    def __init__(self, paper: Paper, language: Language, campaign: Campaign, petition: Petition) -> None:
        self._paper = paper
        self._language = language
        self._petition = petition
        self._accent = QColor(readable(campaign.colours.accent.lower(), ("#ffffff",), 3.0))
        self._look = ChartLook.printed(campaign.colours, language.tag, _SIZE)
        self._days = _by_day_or_week(petition.days)
        self._pages = self._paginated(list(self._groups(campaign)))

    def _paginated(self, groups: list[_Bars]) -> list[list[_Bars]]:
        pages: list[list[_Bars]] = [[]]
        y = CONTENT.y() + 55 + (_CHART + 22 if self._days else 0)
        for group in groups:
            if y + group.height > CONTENT.bottom() and (pages[-1] or len(pages) == 1):
                pages.append([])
                y = CONTENT.y() + 12
            pages[-1].append(group)
            y += group.height + 8
        return pages

    def _groups(self, campaign: Campaign) -> Iterator[_Bars]:
        text, petition = self._language.text, self._petition
        if set(petition.countries) - {""}:
            shown, others = without_small_groups(petition.countries, _MOST - 1)
            countries = {self._language.country(code): number for code, number in shown.items()}
            bars = self._bars(text("By country or region"), countries, others)
            yield replace(bars, countries=shown)
        if len(petition.places) > 1:
            yield self._bars(text("By place"), *without_small_groups(petition.places, _MOST - 1))
        for own, words in campaign.fields_in(petition.language).values():
            answers = petition.answers.get(own.id)
            if answers is None:
                continue
            shown, others = without_small_groups(answers, _MOST - 1)
            yes_no = {"yes": text("yes"), "no": text("no")}
            named = {words.options.get(one) or yes_no.get(one, one): number for one, number in shown.items()}
            yield self._bars(words.title, named, others)

    def _bars(self, title: str, rows: dict[str, int], others: int) -> _Bars:
        return _Bars(title, {**rows, **({self._language.text("Others"): others} if others else {})})

    def draw(self, new_page: Callable[[], None]) -> None:
        """Draws them; `new_page` begins each."""
        for page in range(len(self._pages)):
            new_page()
            self._draw_page(page)

    def _draw_page(self, page: int) -> None:
        paper, text = self._paper, self._language.text
        x, width = CONTENT.x(), CONTENT.width()
        title = text("The signatures in numbers")
        if page == 0:
            paper.document.bookmark(title)
            with paper.part("H1"):
                y = paper.write(title, x, CONTENT.y() - 2, width, 6, bold=True) + 4
            y = self._write_figures(y) + 6
            if self._days:
                y = self._draw_days(y) + 8
        else:
            with paper.document.artifact():
                y = paper.write(title, x, CONTENT.y() - 2, width, 4.2, bold=True) + 5
        for group in self._pages[page]:
            y = self._draw_bars(group, y) + 8

    def draw_few(self, y: float, most: int) -> None:
        """Draws the days and the first groups from `y` down, each with its first `most` bars."""
        if self._days:
            y = self._draw_days(y) + 5
        for group in (group for page in self._pages for group in page):
            rows = dict(list(group.rows.items())[:most])
            few = _Bars(group.title, rows)
            if y + few.height > CONTENT.bottom():
                break
            y = self._draw_bars(few, y) + 4

    def _write_figures(self, y: float) -> float:
        text, paper, petition = self._language.text, self._paper, self._petition
        figures = {
            text("People"): petition.counted - petition.organisations,
            text("Organisations"): petition.organisations,
            text("Listed with the name"): petition.named,
            text("Listed with the initials"): petition.initials,
            text("Counted, but not listed"): petition.unlisted,
        }
        x, width = CONTENT.x(), CONTENT.width()
        for title, number in figures.items():
            with paper.part("P"):
                paper.write(self._language.number(number), x, y, 26, 4.4, bold=True, at_end=True)
                y = paper.write(title, x + 30, y, width - 30, 4.4) + 0.8
        return y

    def _draw_days(self, y: float) -> float:
        """A column for each day, or week; returns where it ends."""
        paper, language = self._paper, self._language
        weeks = len(self._days) < len(self._petition.days)
        title = language.text("By week") if weeks else language.text("By day")
        with paper.part("H2"):
            y = paper.write(title, CONTENT.x(), y, CONTENT.width(), _TITLE, bold=True) + 7
        most = max(self._days.values())
        highest = next(day for day, number in self._days.items() if number == most)
        words = language.text(
            "Most on {day}: {number}", day=language.date(highest), number=language.number(most)
        )
        room = QRectF(CONTENT.x(), y, CONTENT.width(), _CHART - 12)
        step = room.width() / max(len(self._days), 7)
        with paper.part("Figure", alternative(words) + paper.document.box(paper.room(room))):
            for place, number in enumerate(self._days.values()):
                high = room.height() * number / most
                bar = QRectF(room.x() + place * step + step * 0.12, room.bottom() - high, step * 0.76, high)
                paper.fill(bar, self._accent, artifact=False)
        paper.rule(room.x(), room.bottom(), room.width(), 0.3, QUIET)
        days = list(self._days)
        end = room.x() + step * len(days)
        with paper.part("P"):
            paper.write(words, room.x(), room.y() - 6.4, room.width(), 3.1, colour=QUIET)
        with paper.part("P"):
            paper.write(language.date(days[0]), room.x(), room.bottom() + 1, 60, 3.1, colour=QUIET)
            if len(days) > 1:
                left = max(end - 60, room.x() + 60)
                paper.write(
                    language.date(days[-1]), left, room.bottom() + 1, 60, 3.1, colour=QUIET, at_end=True
                )
        return room.bottom() + 6

    def _draw_bars(self, group: _Bars, y: float) -> float:
        paper = self._paper
        with paper.part("H2"):
            paper.write(
                paper.cut(group.title, _TITLE, CONTENT.width()),
                CONTENT.x(),
                y,
                CONTENT.width(),
                _TITLE,
                bold=True,
            )
        y += 9
        if group.has_map:
            room = QRectF(CONTENT.x(), y, CONTENT.width(), _MAP - 6)
            with paper.part("Figure", alternative(group.title) + paper.document.box(room)):
                draw_world(ShapePainter(paper.document), room, group.countries, self._look, 0.1)
            y += _MAP
        most = max(group.rows.values(), default=1)
        for name, number in group.rows.items():
            with paper.part("P"):
                paper.write(paper.cut(paper.readable(name), _SIZE, 62), CONTENT.x(), y, 62, _SIZE)
                paper.write(
                    self._language.number(number), CONTENT.x() + 63, y, 22, _SIZE, bold=True, at_end=True
                )
            whole = QRectF(CONTENT.x() + 89, y + 0.7, CONTENT.width() - 89, _SIZE)
            paper.fill(whole, LINE.lighter(118))
            paper.fill(
                QRectF(whole.x(), whole.y(), whole.width() * number / most, whole.height()), self._accent
            )
            y += _ROW
        return y


def _by_day_or_week(days: Mapping[str, int]) -> dict[str, int]:
    """Every day from the first to the last, also those without a signature; of many days, every week."""
    if not days:
        return {}
    dates = {datetime.date.fromisoformat(day): number for day, number in days.items()}
    first, last = min(dates), max(dates)
    step = 1 if (last - first).days < _MOST_DAYS else 7
    while (last - first).days // step >= 200:
        step *= 2
    found = {
        (first + datetime.timedelta(days=at)).isoformat(): 0 for at in range(0, (last - first).days + 1, step)
    }
    keys = list(found)
    for day, number in dates.items():
        found[keys[(day - first).days // step]] += number
    return found

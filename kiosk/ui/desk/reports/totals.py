"""The totals: a chart for each day, stall, country, kind or language, with its table."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kiosk.campaign.model import Goal
from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.register.register import State
from kiosk.coordinator.reports.answers import Answers
from kiosk.coordinator.reports.totals import Totals
from kiosk.languages import own_name
from kiosk.ui.charts.chart import Chart, ChartTable
from kiosk.ui.desk.parts.chart_card import ChartCard, chart_table
from kiosk.ui.desk.parts.charts import answers_chart, totals_charts
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import state_words
from kiosk.ui.language import Language
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.scroll import ScrollPage

_ENOUGH = 15
"""Heights of text for a chart in a low window."""


class TotalsView(QWidget):
    """A button for each way to count, and below it its chart, whose table has the whole account.

    Args:
        goal: the campaign's, if it has one.
    """

    def __init__(self, view: DeskView, totals: Totals, goal: Goal | None, today: datetime.date) -> None:
        super().__init__()
        self._view = view
        language, px = view.language, view.theme.px
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        page = ScrollPage(language)
        outer.addWidget(page)
        column = page.content
        column.setSpacing(px(12))
        column.addLayout(self._figures(totals))
        self._chips: list[WrappingButton] = []
        self._row = FlowLayout(px(8))
        self._stack = QStackedLayout()
        column.addLayout(self._row)
        column.addLayout(self._stack, 1)  # before it is filled, or its parts would be windows
        charts = totals_charts(totals, goal, today, language)
        for group, title in group_words(language).items():
            self._add(group, title, charts[group], self._account(group, title, totals))
        words = language.text(
            "No names are in these numbers, but a group of one or two may point to somebody: look before you "
            "publish them."
        )
        column.addWidget(label(words, "small"))
        self._show(0)

    def add_answers(self, answers: Answers) -> None:
        """Adds a chart for each of the campaign's own fields that is counted."""
        language = self._view.language
        for id, counted in answers.items():
            field, words = self._view.own[id]
            chart = answers_chart(field, words, counted, language)
            self._add(id, words.title, chart, chart.table(language))

    def _add(self, group: str, title: str, chart: Chart | None, table: ChartTable) -> None:
        """Adds a chart; only its table where there is not enough to draw."""
        chip = button(
            title, f"by-{group}", partial(self._show, len(self._chips)), role="chip", checkable=True
        )
        self._row.addWidget(chip)
        self._chips.append(chip)
        name = f"totals-{group}"
        made = ChartCard(self._view, chart, name, table, _ENOUGH) if chart is not None else None
        self._stack.addWidget(made or chart_table(self._view, table, name, title))

    def _show(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        for other, chip in enumerate(self._chips):
            chip.setChecked(other == number)

    def _figures(self, totals: Totals) -> QHBoxLayout:
        """The four numbers that people ask for first."""
        plural = self._view.language.plural
        kinds = {kind: account.counted for kind, account in totals.kinds.items()}
        places = [name for name, account in totals.countries.items() if account.counted and name]
        row = QHBoxLayout()
        row.setSpacing(self._view.theme.px(12))
        all_of_them, organisations = sum(kinds.values()), kinds.get("organisation", 0)
        for number, words in (
            (all_of_them, plural("signature that counts", "signatures that count", all_of_them)),
            (
                organisations,
                plural("of them by an organisation", "of them by organisations", organisations),
            ),
            (len(places), plural("country", "countries", len(places))),
            (len(totals.stalls), plural("stall", "stalls", len(totals.stalls))),
        ):
            row.addWidget(self._figure(number, words), 1)
        return row

    def _figure(self, number: int, words: str) -> QFrame:
        px = self._view.theme.px
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(18), px(8), px(18), px(10))
        column.setSpacing(0)
        column.addWidget(label(self._view.language.number(number), "figure"))
        column.addWidget(label(words, "small"))
        return card

    def _account(self, group: str, title: str, totals: Totals) -> ChartTable:
        """How many count of each, and how many are in the other states that there are."""
        language = self._view.language
        accounts: Mapping[str, Account] = getattr(totals, group)
        words = state_words(language)
        states = [
            state
            for state in State
            if state is State.COUNTED or any(_of(one, state) for one in accounts.values())
        ]
        rows = [
            (
                totals.names[name] if group == "stalls" else name_words(group, name, language),
                *(language.number(_of(account, state)) for state in states),
            )
            for name, account in accounts.items()
        ]
        return ChartTable((title, *(words[state] for state in states)), tuple(rows))


def group_words(language: Language) -> dict[str, str]:
    """What each of the totals is by, under the names that `Totals` has for it."""
    return {
        "days": language.text("Day"),
        "stalls": language.text("Stall"),
        "countries": language.text("Country"),
        "kinds": language.text("Kind"),
        "languages": language.text("Language"),
    }


def name_words(group: str, name: str, language: Language) -> str:
    """What to call the `name` in one of the totals but those by stall."""
    if not name:
        return language.text("not known")
    if name == "other":
        return language.text("other")
    if group == "days":
        return language.date(name)
    if group == "countries":
        return language.country(name)
    if group == "kinds":
        return language.text("organisation") if name == "organisation" else language.text("person")
    return own_name(name)


def _of(account: Account, state: State) -> int:
    return int(getattr(account, state))

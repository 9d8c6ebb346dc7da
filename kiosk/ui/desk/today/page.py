"""The desk's first page: how the campaign goes, and what waits for the coordinator."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.campaign.model import Campaign, Goal
from kiosk.coordinator.reports.counts import Counts
from kiosk.coordinator.reports.open_matters import Matter, MatterKind
from kiosk.ui.charts.chart import Chart
from kiosk.ui.desk.navigation import PageId
from kiosk.ui.desk.parts.chart_card import ChartCard
from kiosk.ui.desk.parts.charts import countries_chart, days_chart, stalls_chart
from kiosk.ui.desk.parts.matters import matter_kiosks, matter_words
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.today.poster import NumberPoster
from kiosk.ui.desk.today.work import TodayWork
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout

PAGES = {
    MatterKind.RETENTION: PageId.RETENTION,
    MatterKind.UNCONFIRMED: PageId.KIOSKS,
    MatterKind.ODD_KIOSKS: PageId.KIOSKS,
    MatterKind.FORKS: PageId.KIOSKS,
    MatterKind.QUESTIONS: PageId.DUPLICATES,
    MatterKind.CHOICES: PageId.DUPLICATES,
    MatterKind.GAPS: PageId.MERGE,
    MatterKind.UNREADABLE: PageId.MERGE,
    MatterKind.RECEIPTS: PageId.MERGE,
    MatterKind.COPY: PageId.MERGE,
    MatterKind.SILENT: PageId.KIOSKS,
    MatterKind.ODD_NAMES: PageId.SIGNATURES,
}
"""Where each of what is open is settled."""


class TodayPage(DeskPage):
    """The number as a poster, what is open beside the days, then the stalls and the map.

    Args:
        campaign: the content, for the goal; None while there is a mistake in it.
        work: counts, and knows what it counted.
        show_page: leads to another page.
    """

    def __init__(
        self,
        view: DeskView,
        session: Session,
        campaign: Campaign | None,
        work: TodayWork,
        show_page: Callable[[PageId], object],
    ) -> None:
        super().__init__(view, view.language.text("Today"), view.language.date(session.today().isoformat()))
        self._session, self._campaign, self._work, self._show_page = session, campaign, work, show_page
        px = view.theme.px
        page = self.first_focus = self.add_scroll()
        page.content.setSpacing(px(14))
        self._poster, self._days, self._open, self._more = (
            QVBoxLayout(),
            QVBoxLayout(),
            QVBoxLayout(),
            QHBoxLayout(),
        )
        upper = QHBoxLayout()
        for row in (upper, self._more):
            row.setSpacing(px(14))
        page.content.addLayout(self._poster)
        upper.addLayout(self._days, 8)
        upper.addWidget(self._matters_card(), 5)
        page.content.addLayout(upper)
        page.content.addLayout(self._more)
        page.content.addStretch(1)
        self._shown: tuple[object, object] = (None, None)
        work.changed.connect(self._show)
        self._show()
        work.look_again()

    def _show(self) -> None:
        """Shows what is known by now; what has not changed stays."""
        work = self._work
        now = ((work.is_read, work.counts), (work.matters, work.error))
        if now[0] != self._shown[0]:
            self._show_counts(work.counts)
        if now[1] != self._shown[1]:
            self._show_matters(work.matters)
        self._shown = now

    def _show_counts(self, counts: Counts | None) -> None:
        for layout in (self._poster, self._days, self._more):
            clear_layout(layout)
        nothing = counts is None and self._work.is_read
        shown = Counts() if nothing else counts
        self._poster.addWidget(NumberPoster(self.view, shown, self._goal(), self._session.today()))
        cards = [ChartCard(self.view, chart, name) for name, chart in self._charts(shown or Counts())]
        for card in cards[:1]:
            self._days.addWidget(card)
        for stretch, card in zip((8, 5), cards[1:], strict=False):
            self._more.addWidget(card, stretch)
        if nothing:
            self._days.addWidget(label(self.view.language.text("Nothing has been merged yet."), "question"))
            self._days.addStretch(1)

    def _charts(self, counts: Counts) -> list[tuple[str, Chart]]:
        """The charts that there is something for."""
        language, today = self.view.language, self._session.today()
        goal = self._campaign.goal if self._campaign is not None else None
        ranked = sorted(counts.stalls.values(), key=lambda one: (-one.counted, one.name))
        charts: list[tuple[str, Chart | None]] = [
            ("days", days_chart(counts.days, goal, today, language)),
            ("map", countries_chart(counts.countries, language)),
            ("stalls", stalls_chart([(one.name, one.counted) for one in ranked], language)),
        ]
        return [(name, chart) for name, chart in charts if chart is not None]

    def _goal(self) -> tuple[Goal, str] | None:
        campaign = self._campaign
        if campaign is None or campaign.goal is None:
            return None
        return campaign.goal, campaign.texts_in(self.view.language.tag).goal

    def _matters_card(self) -> QFrame:
        px = self.view.theme.px
        self._open.setSpacing(px(8))
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(20), px(14), px(20), px(16))
        column.setSpacing(px(10))
        column.addWidget(label(self.view.language.text("What needs you"), "item"))
        column.addLayout(self._open)
        column.addStretch(1)
        return card

    def _show_matters(self, matters: list[Matter] | None) -> None:
        clear_layout(self._open)
        work, language = self._work, self.view.language
        if work.error is not None:
            self._open.addWidget(label(language.error(work.error), "warning"))
        elif matters is None:
            self._open.addWidget(label(language.text("One moment, please."), "body"))
        elif not matters:
            self._open.addWidget(label(language.text("Nothing is open."), "body"))
        for matter in matters or ():
            self._open.addWidget(self._link(matter))

    def _link(self, matter: Matter) -> CardButton:
        words = matter_words(matter, self.view.language)
        return CardButton(
            words,
            matter_kiosks(matter),
            f"open-{matter.kind.name.lower().replace('_', '-')}",
            self.view.theme,
            lambda: self._show_page(PAGES[matter.kind]),
        )

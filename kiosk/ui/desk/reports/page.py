"""Reports: the numbers, and what is handed over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kiosk.campaign.model import Campaign
from kiosk.coordinator.reports.answers import Answers, count_answers
from kiosk.coordinator.reports.formats import Print
from kiosk.coordinator.reports.totals import Totals, total
from kiosk.errors import KioskError
from kiosk.ui.desk.navigation import PageId
from kiosk.ui.desk.parts.progress_card import ProgressCard
from kiosk.ui.desk.reports.hand_over import HandOverCard
from kiosk.ui.desk.reports.lists import ListsView
from kiosk.ui.desk.reports.totals import TotalsView
from kiosk.ui.desk.reports.work import READING, HandOverWork, Written
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


class ReportsPage(DeskPage):
    """Two parts, one at a time: the totals, and the petition with the lists.

    Args:
        campaign: the content; None while there is a mistake in it, and then only numbers can be had.
        work: writes the files, and knows how that goes.
        show_page: leads to another page.
    """

    def __init__(
        self,
        view: DeskView,
        session: Session,
        campaign: Campaign | None,
        work: HandOverWork,
        show_page: Callable[[PageId], object],
    ) -> None:
        text = view.language.text
        super().__init__(
            view, text("Reports"), text("How the campaign goes, and what is handed over in the end.")
        )
        self._session = session
        self._campaign = campaign
        self._work = work
        self._show_page = show_page
        self._petition = self.add_primary(text("Save the petition …"), "petition", self._save_petition)
        self._petition.setEnabled(False)
        self._progress = ProgressCard(view, text("How far the file is"), work.stop)
        self.body.addWidget(self._progress)
        self._outcome = label("", "item")
        self._outcome.setObjectName("outcome")
        self.body.addWidget(self._outcome)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place, 1)
        self._lists: ListsView | None = None
        self._say(text("One moment, please."))
        work.changed.connect(self._show_work)
        self._show_work()
        view.tasks.run(self._read, self._show, self._fail, asked_by=self)

    def _read(self) -> Totals | None:
        register = self._session.existing_register()
        return total(register) if register is not None else None

    def _show(self, totals: Totals | None) -> None:
        text, px = self.view.language.text, self.view.theme.px
        if totals is None:
            self._say(text("Nothing has been merged yet."))
            return
        clear_layout(self._place)
        chips = QHBoxLayout()
        chips.setSpacing(px(8))
        self._stack = QStackedLayout()
        goal = self._campaign.goal if self._campaign is not None else None
        totals_view = TotalsView(self.view, totals, goal, self._session.today())
        parts: dict[str, tuple[str, QWidget]] = {"totals": (text("Totals"), totals_view)}
        if self._campaign is not None:
            name = f"{self._campaign.id}-{self._session.today().isoformat()}"
            before = HandOverCard(self.view, self._session, self._show_page)
            self._lists = ListsView(self.view, self._work, self._campaign, name, before)
            parts["lists"] = (text("Petition and lists"), self._lists)
        holder = QFrame()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(14))
        column.addLayout(chips)
        column.addLayout(self._stack, 1)  # before it is filled, or its parts would be windows
        self._chips = []
        for number, (part, (title, widget)) in enumerate(parts.items()):
            chip = button(title, f"part-{part}", partial(self._turn_to, number), role="chip", checkable=True)
            self._chips.append(chip)
            chips.addWidget(chip)
            self._stack.addWidget(widget)
        chips.addStretch(1)
        self._place.addWidget(holder, 1)
        self._turn_to(0)
        self._show_work()
        self.view.tasks.run(self._count_answers, totals_view.add_answers, self._fail, asked_by=totals_view)

    def _count_answers(self) -> Answers:
        """The answers to the campaign's own fields, which takes longer than the totals."""
        register, campaign = self._session.existing_register(), self._campaign
        if register is None or campaign is None:
            return {}
        return count_answers(register, self._session.keys, campaign.fields)

    def _turn_to(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        for other, chip in enumerate(self._chips):
            chip.setChecked(other == number)

    def _save_petition(self) -> None:
        if self._lists is not None:
            self._lists.save(Print.PETITION, ".pdf")

    def _show_work(self) -> None:
        work, text, number = self._work, self.view.language.text, self.view.language.number
        self._petition.setEnabled(self._lists is not None and not work.busy)
        if self._lists is not None:
            self._lists.setEnabled(not work.busy)
        self._progress.begin(work.busy)
        if work.busy:
            done, of = work.progress.done, work.progress.of
            if not done or work.progress.stage == READING:
                words = text("Reading the signatures …")
            elif of:
                words = text("{done} of {all}", done=number(done), all=number(of))
            else:
                words = self.view.language.plural("{number} line", "{number} lines", done)
            self._progress.show_progress(words, done, of)
        outcome = ""
        if work.error is not None:
            outcome = text("That did not work. {why}", why=self.view.language.error(work.error))
        elif work.written is not None:
            outcome = self._outcome_of(work.written)
        elif work.stopped:
            outcome = text("Stopped: nothing was written.")
        if outcome != self._outcome.text():
            self._outcome.setText(outcome)
            announce(self._outcome, outcome)
        self._outcome.setVisible(bool(outcome))

    def _outcome_of(self, written: Written) -> str:
        plural = self.view.language.plural
        number, file = written.number, written.order.file
        if isinstance(written.order.kind, Print):
            return plural(
                "{file} is written: {number} page.", "{file} is written: {number} pages.", number, file=file
            )
        return plural(
            "{file} is written: {number} line.", "{file} is written: {number} lines.", number, file=file
        )

    def _fail(self, error: KioskError) -> None:
        self._say(self.view.language.error(error), "warning")

    def _say(self, words: str, role: str = "question") -> None:
        clear_layout(self._place)
        self._place.addWidget(label(words, role))
        self._place.addStretch(1)

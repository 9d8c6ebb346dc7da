"""The first step of a withdrawal: by the receipt's six words, or by a search when somebody writes in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.coordinator.rights.withdrawals import Plan, plan_by_code, plan_by_record
from kiosk.errors import KioskError, ReceiptError
from kiosk.signing.receipt_code import read_receipt_code
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.parts.progress_card import ProgressCard
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.withdraw.search import MOST, Hit, find_person
from kiosk.ui.desk.wording import state_words
from kiosk.ui.job import Job, Run
from kiosk.ui.language import Language
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage


class WithdrawAsk(QWidget):
    """A line for the six words, a line to search, and below what was found.

    Args:
        planned: given what a withdrawal would do, and the found person's name ("" by the six words).
    """

    def __init__(self, view: DeskView, session: Session, planned: Callable[[Plan, str], object]) -> None:
        super().__init__()
        text, px = view.language.text, view.theme.px
        self._view = view
        self._session = session
        self._planned = planned
        self._search = Job(self)  # with a thread of its own: other work is not to wait for it
        self.destroyed.connect(self._search.stop)  # by the lock, or another page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        self.code = DeskField(text("With the receipt: its six words"), "code", self._look_up)
        self._words = button(text("Look up"), "look-up", self._look_up, role="go")
        column.addWidget(_line_card(view, self.code, self._words))
        self._text = DeskField(
            text("Without it: a name, an e-mail address, a phone number, or a row on paper"),
            "person",
            self._start,
        )
        self._go = button(text("Search"), "search", self._start, role="go")
        column.addWidget(_line_card(view, self._text, self._go))
        self._progress = ProgressCard(view, text("How far the search is"), self._search.stop)
        column.addWidget(self._progress)
        self._said = label("", "item")
        self._said.setObjectName("said")
        column.addWidget(self._said)
        self._page = ScrollPage(view.language)
        self._page.content.setSpacing(px(10))
        column.addWidget(self._page, 1)
        self._explain()
        self._search.changed.connect(self._show_search)
        self._show_search()

    def _explain(self) -> None:
        text = self._view.language.text
        self._page.content.addStretch(1)
        for title, words in (
            (
                text("What a withdrawal does"),
                text(
                    "Everything of the signature leaves the register. It also stays out when its file is "
                    "merged again, and when it comes only later."
                ),
            ),
            (
                text("Whoever has the six words may ask"),
                text(
                    "They are on the receipt, and nobody else knows them. Nothing more has to be shown, and "
                    "no reason given."
                ),
            ),
            (
                text("Whoever writes in without them"),
                text(
                    "Make sure that it is that person: for example, answer to the e-mail address that was "
                    "given with the signature."
                ),
            ),
        ):
            self._page.content.addWidget(Card(self._view, title, (words, "body")))
        self._page.content.addStretch(2)

    def _look_up(self) -> None:
        if not self.code.line.text().strip() or not self._words.isEnabled():
            return
        try:
            code = read_receipt_code(self.code.line.text())
        except ReceiptError as error:
            self._refuse_code(error)
            return
        session = self._session
        self._plan(lambda: plan_by_code(session.register(), session.keys, code), "", self._refuse_code)

    def _refuse_code(self, error: KioskError) -> None:
        self.code.remark(self._view.language.error(error))
        self.code.line.setFocus()

    def _choose(self, hit: Hit) -> None:
        session = self._session
        name = hit.signature.name or hit.signature.organisation
        self._plan(lambda: plan_by_record(session.register(), session.keys, hit.reference), name, self._fail)

    def _plan(self, work: Callable[[], Plan], name: str, refused: Callable[[KioskError], object]) -> None:
        self.setEnabled(False)

        def failed(error: KioskError) -> None:
            self.setEnabled(True)
            refused(error)

        self._view.tasks.run(work, lambda plan: self._planned(plan, name), failed, asked_by=self)

    def _start(self) -> None:
        words = self._text.line.text().strip()
        if not words or self._search.busy:
            return
        clear_layout(self._page.content)
        self._page.content.addStretch(1)
        self._said.hide()
        session = self._session

        def work(run: Run) -> tuple[list[Hit], bool]:
            return find_person(session, words, run), run.is_stopped()

        self._search.begin(work, lambda found: self._show_hits(*found), self._fail)

    def _show_search(self) -> None:
        language, search = self._view.language, self._search
        self._go.setEnabled(not search.busy)
        self._progress.begin(search.busy)
        words, progress = language.text("One moment, please."), search.progress
        if progress.of:
            words = language.text(
                "Looked at {done} of {all} signatures",
                done=language.number(progress.done),
                all=language.number(progress.of),
            )
        self._progress.show_progress(words, progress.done, progress.of)

    def _show_hits(self, hits: list[Hit], stopped: bool) -> None:
        language = self._view.language
        near = sum(hit.is_near for hit in hits)
        found = len(hits) - near
        words = language.plural("{number} signature found.", "{number} signatures found.", found)
        if near:
            words += " " + language.plural("{number} more is near.", "{number} more are near.", near)
        if found == MOST:
            words += " " + language.text("There may be more: type more of it.")
        elif stopped:
            words += " " + language.text("You stopped the search: there may be more.")
        self._say(words)
        announce(self._said, words)
        clear_layout(self._page.content)
        for number, hit in enumerate(hits):
            if number == found:
                self._page.content.addWidget(
                    label(language.text("Near: it may be misspelt, or only a part of it fits"), "item")
                )
            title = " · ".join(filter(None, (hit.signature.name, hit.signature.organisation)))
            card = CardButton(
                title, _details(hit, language), f"hit-{number}", self._view.theme, partial(self._choose, hit)
            )
            self._page.content.addWidget(card)
        if not hits:
            words = language.text(
                "A piece of it is enough; capitals, accents and the order of words do not matter."
            )
            self._page.content.addWidget(label(words, "body"))
        self._page.content.addStretch(1)

    def _fail(self, error: KioskError) -> None:
        self._say(self._view.language.error(error))
        announce(self._said, self._said.text())

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()


def _line_card(view: DeskView, field: DeskField, go: WrappingButton) -> Card:
    """A card with `field`, whose title is the card's, and the button `go` beside its line."""
    card = Card(view, field.title.text())
    field.title.hide()
    row = QHBoxLayout()
    row.setSpacing(view.theme.px(12))
    row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    row.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
    card.column.addLayout(row)
    return card


def _details(hit: Hit, language: Language) -> str:
    """What tells one signature from another."""
    one = hit.signature
    where = language.text("{kiosk}, number {number}", kiosk=hit.kiosk, number=hit.number)
    address = ", ".join(filter(None, (one.postcode, one.city, language.country(one.country))))
    parts = (one.email, one.phone, address, one.paper_ref)
    signed = (language.date(one.date), where, state_words(language)[hit.state])
    return " · ".join(filter(None, parts)) + "\n" + " · ".join(signed)

"""Numbers that several records have: both are shown, and the coordinator says which count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.coordinator.counting.forks import Claim, Fork
from kiosk.coordinator.register.register import State
from kiosk.coordinator.reports.browse import Found
from kiosk.ui.desk.kiosks.work import MAX_FORKS, KiosksWork
from kiosk.ui.desk.parts.table import FITTING, DeskTable, TextTable
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import state_words
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage

_CARD_WIDTH = 300


class ForksView(QWidget):
    """A line for each number; below, the chosen one's records side by side.

    Args:
        forks: at least one.
        names: what each kiosk is called, by id.
        chosen: kiosk and number of the one to show first, if it is there.
    """

    def __init__(
        self,
        view: DeskView,
        work: KiosksWork,
        forks: Sequence[Fork],
        names: Mapping[str, str],
        chosen: tuple[bytes, int] | None,
    ) -> None:
        super().__init__()
        self._view = view
        self._work = work
        self._forks = forks
        self._names = names
        self.chosen = chosen
        text = view.language.text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(view.theme.px(10))
        why = text(
            "A laptop that was copied or put back uses a number twice; so does whoever has its key. None of "
            "these counts until you say so."
        )
        column.addWidget(label(why, "body"))
        if len(forks) == MAX_FORKS:
            most = view.language.number(MAX_FORKS)
            column.addWidget(label(text("These are the first {number}.", number=most), "small"))
        self._table = self._make_table()
        column.addWidget(self._table, 1)
        page = ScrollPage(view.language)
        self._place = page.content
        column.addWidget(page, 2)
        self._table.selectionModel().currentRowChanged.connect(self._show)
        self.show_fork(chosen)

    def show_fork(self, chosen: tuple[bytes, int] | None) -> None:
        """Shows the number `chosen` of a kiosk, or the first one."""
        places = [(fork.kiosk, fork.seq) for fork in self._forks]
        self._table.selectRow(places.index(chosen) if chosen in places else 0)

    def _make_table(self) -> DeskTable:
        language = self._view.language
        text = language.text
        rows = [
            [
                self._names[fork.kiosk.hex()],
                language.number(fork.seq),
                " · ".join(language.date(day) for day in sorted({claim.day for claim in fork.claims}) if day),
                self._outcome(fork),
            ]
            for fork in self._forks
        ]
        columns = [text("Kiosk"), text("Number"), text("Signed on"), text("Your word")]
        title = text("Numbers used twice")
        widths = (0, FITTING, FITTING, FITTING)
        table = DeskTable(TextTable(columns, rows, (1,)), "forks", title, self._view.theme, widths)
        table.keep_ends(0)
        return table

    def _outcome(self, fork: Fork) -> str:
        text, number = self._view.language.text, self._view.language.number
        accepted = sum(claim.accepted for claim in fork.claims)
        if not accepted:
            return text("waits for your word")
        return text("{number} of {all} accepted", number=number(accepted), all=number(len(fork.claims)))

    def _show(self, current: QModelIndex) -> None:
        fork = self._forks[current.row()]
        self.chosen = (fork.kiosk, fork.seq)
        clear_layout(self._place)
        self._place.addWidget(label(self._view.language.text("One moment, please."), "body"))
        self._work.open_claims(fork, partial(self._compare, fork), asked_by=self)

    def _compare(self, fork: Fork, found: Sequence[Found]) -> None:
        if self.chosen != (fork.kiosk, fork.seq):
            return  # another one has been chosen since
        clear_layout(self._place)
        px, text = self._view.theme.px, self._view.language.text
        cards = QWidget()
        side_by_side = QHBoxLayout(cards)
        side_by_side.setContentsMargins(0, 0, 0, 0)
        side_by_side.setSpacing(px(12))
        by_key = {one.key: one for one in found}
        for place, claim in enumerate(fork.claims):
            side_by_side.addWidget(self._card(place, claim, fork, by_key.get(claim.key)), 1)
        self._place.addWidget(cards)
        ways = QWidget()
        flow = FlowLayout(px(10))
        ways.setLayout(flow)
        every = [claim.digest for claim in fork.claims]
        decide = self._work.decide
        flow.addWidget(
            button(text("They are different people: count them all"), "both", partial(decide, every, []))
        )
        flow.addWidget(button(text("Count none of them"), "neither", partial(decide, [], every)))
        of_kiosk = [claim.digest for one in self._forks if one.kiosk == fork.kiosk for claim in one.claims]
        if len(of_kiosk) > len(every):
            words = text("Count all of this kiosk’s")
            flow.addWidget(button(words, "all-both", partial(decide, of_kiosk, [])))
        self._place.addWidget(ways)

    def _card(self, place: int, claim: Claim, fork: Fork, found: Found | None) -> QFrame:
        px, language = self._view.theme.px, self._view.language
        text = language.text
        card = QFrame()
        card.setProperty("role", "card")
        card.setMinimumWidth(px(_CARD_WIDTH))
        column = QVBoxLayout(card)
        column.setContentsMargins(px(18), px(10), px(18), px(14))
        column.setSpacing(px(2))
        signature = found.signature if found is not None else None
        name = signature.name if signature is not None else text("not readable")
        column.addWidget(label(name, "item"))
        if signature is not None:
            country = language.country(signature.country) if signature.country else ""
            about = (signature.organisation, signature.city, country, signature.email)
            column.addWidget(label(" · ".join(filter(None, about)), "body"))
        words = state_words(language)[claim.status]
        if claim.accepted:
            words = text("accepted, {state}", state=words)
        if claim.day:  # of one that is withdrawn nothing is known
            words = f"{language.date(claim.day)} · {words}"
        column.addWidget(label(words, "body"))
        column.addStretch(1)
        if claim.status is State.WITHDRAWN:
            return card
        column.addSpacing(px(6))
        others = [one.digest for one in fork.claims if one is not claim]
        only = text("Count only this one")
        made = button(only, f"only-{place}", partial(self._work.decide, [claim.digest], others))
        made.setAccessibleName(f"{only}: {name}")
        row = QHBoxLayout()
        row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        return card

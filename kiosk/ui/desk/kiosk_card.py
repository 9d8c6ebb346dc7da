"""One kiosk: its id to compare, what is odd about it, and the coordinator's word on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk.coordinator.barring import Standing
from kiosk.coordinator.browse import Filter
from kiosk.coordinator.forks import Fork
from kiosk.coordinator.kiosks import KioskView
from kiosk.ui.desk.field import DeskField
from kiosk.ui.desk.kiosks_work import KiosksWork
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import standing_words, state_words
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage

_WIDTH = 330
_GROUP = 4
"""Digits of an id that stand together, as people read them aloud."""
_MOST_FORKS = 12
"""Numbers with several records that are shown."""
_MOST_NUMBER = 10**8


class KioskCard(QFrame):
    """The card beside the table."""

    def __init__(self, view: DeskView, work: KiosksWork, show_list: Callable[[Filter, str], object]) -> None:
        super().__init__()
        self._view = view
        self._work = work
        self._show_list = show_list
        px = view.theme.px
        self.setProperty("role", "card")
        self.setFixedWidth(px(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(14), px(8), px(14))
        self._page = ScrollPage(view.language)
        self._page.content.setSpacing(px(10))
        self._page.content.setContentsMargins(0, 0, px(8), 0)
        column.addWidget(self._page)

    def show_kiosk(self, kiosk: KioskView, forks: Sequence[Fork]) -> None:
        """Shows `kiosk`, and the numbers that several of its records have."""
        content, text = self._page.content, self._view.language.text
        clear_layout(content)
        self._page.verticalScrollBar().setValue(0)
        content.addWidget(label(kiosk.name, "question"))
        content.addWidget(label(self._standing(kiosk), "item"))
        content.addWidget(label(text("Its id, as “kiosk status” shows it on the laptop:"), "small"))
        groups = [kiosk.id[at : at + _GROUP] for at in range(0, len(kiosk.id), _GROUP)]
        content.addWidget(label(" ".join(groups), "value"))
        for remark in kiosk.remarks:
            content.addWidget(label(self._view.language.remark(remark), "warning"))
        for fork in forks[:_MOST_FORKS]:
            self._add_fork(fork)
        if len(forks) > _MOST_FORKS:
            number = len(forks) - _MOST_FORKS
            words = self._view.language.plural(
                "and {number} more number like this", "and {number} more numbers like this", number
            )
            content.addWidget(label(words, "warning"))
        self._add_words(kiosk)
        content.addStretch(1)

    def _standing(self, kiosk: KioskView) -> str:
        words = standing_words(self._view.language)[kiosk.standing]
        if kiosk.revoked_from is None or kiosk.revoked_from == 1:
            return words
        number = self._view.language.number(kiosk.revoked_from)
        return self._view.language.text("{standing} from number {number} on", standing=words, number=number)

    def _add_words(self, kiosk: KioskView) -> None:
        """The buttons for what can be said of it."""
        text, work, content = self._view.language.text, self._work, self._page.content
        if kiosk.standing is not Standing.TRUSTED:
            content.addWidget(
                button(text("Trust it: it is ours"), "trust", partial(work.trust, kiosk.id), role="primary")
            )
        choices = QWidget()
        flow = FlowLayout(self._view.theme.px(8))
        choices.setLayout(flow)
        look = Filter(kiosk=bytes.fromhex(kiosk.id))
        flow.addWidget(button(text("Its signatures"), "its-list", partial(self._show_list, look, kiosk.name)))
        if kiosk.standing in (Standing.NEW, Standing.TRUSTED):
            flow.addWidget(button(text("Let it wait"), "hold", partial(work.hold, kiosk.id)))
        if kiosk.standing is not Standing.NEW:
            flow.addWidget(button(text("Take that back"), "restore", partial(work.restore, kiosk.id)))
        content.addWidget(choices)
        if kiosk.standing is not Standing.REVOKED:
            self._add_revoking(kiosk)

    def _add_revoking(self, kiosk: KioskView) -> None:
        text, content = self._view.language.text, self._page.content
        content.addSpacing(self._view.theme.px(8))
        field = DeskField(text("Lost or seized? Nothing counts from this number on:"), "revoke-from")
        field.line.setText("1")
        field.line.setValidator(QIntValidator(1, _MOST_NUMBER, field))

        def revoke() -> None:
            if field.line.hasAcceptableInput():
                self._work.revoke(kiosk.id, int(field.line.text()))
            else:
                field.remark(text("Type a number."))

        field.line.returnPressed.connect(revoke)
        content.addWidget(field)
        content.addWidget(button(text("Revoke it"), "revoke", revoke))

    def _add_fork(self, fork: Fork) -> None:
        """Two records of one number, and which of them counts."""
        language, content = self._view.language, self._page.content
        text = language.text
        content.addSpacing(self._view.theme.px(8))
        words = text(
            "Number {number} has {count} different records: the laptop was copied, or somebody has its key.",
            number=language.number(fork.seq),
            count=language.number(len(fork.claims)),
        )
        content.addWidget(label(words, "warning"))
        for claim in fork.claims:
            what = state_words(language)[claim.status]
            piece = claim.digest.hex()[:8]
            content.addWidget(label(f"{piece} · {language.date(claim.day)} · {what}", "body"))
            words, name, act = text("Let this one count"), "accept", self._work.accept
            if claim.accepted:
                words, name, act = text("Take that back"), "take-back", self._work.take_back
            made = button(words, f"{name}-{piece}", partial(act, claim.digest))
            content.addWidget(made)

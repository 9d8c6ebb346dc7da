"""One kiosk: its id to compare, what is odd about it, and the coordinator's word on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk.coordinator.barring import Standing
from kiosk.coordinator.browse import Filter
from kiosk.coordinator.kiosks import KioskView
from kiosk.ui.desk.field import DeskField
from kiosk.ui.desk.kiosk_words import act_words, consequence
from kiosk.ui.desk.kiosks_work import KiosksWork, Stakes
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import standing_words
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage

_WIDTH = 350
_GROUP = 4
"""Digits of an id that stand together, as people read them aloud."""
_MOST_NUMBER = 10**8

_NAMES = {
    Standing.TRUSTED: "trust",
    Standing.HELD: "hold",
    Standing.REVOKED: "revoke",
    Standing.NEW: "restore",
}
"""What the buttons are called that give a standing."""
_OFFERED = {
    Standing.NEW: (Standing.TRUSTED, Standing.HELD, Standing.REVOKED),
    Standing.TRUSTED: (Standing.HELD, Standing.REVOKED, Standing.NEW),
    Standing.HELD: (Standing.TRUSTED, Standing.REVOKED, Standing.NEW),
    Standing.REVOKED: (Standing.TRUSTED, Standing.NEW),
}
"""What can be said of a kiosk of each standing."""


class KioskCard(QFrame):
    """The card beside the table. A word on the kiosk is first told with what it does, then given.

    Args:
        show_list: leads to the kiosk's signatures.
        show_forks: leads to the numbers that several of its records have; given its id.
    """

    def __init__(
        self,
        view: DeskView,
        work: KiosksWork,
        show_list: Callable[[Filter, str], object],
        show_forks: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._view = view
        self._work = work
        self._show_list = show_list
        self._show_forks = show_forks
        self._shown: KioskView | None = None
        px = view.theme.px
        self.setProperty("role", "card")
        self.setFixedWidth(px(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(14), px(8), px(14))
        self._page = ScrollPage(view.language)
        self._page.content.setSpacing(px(10))
        self._page.content.setContentsMargins(0, 0, px(8), 0)
        column.addWidget(self._page)
        self._words = QVBoxLayout()
        """What can be said of the kiosk, or the question whether to say it."""

    def show_kiosk(self, kiosk: KioskView, forks: int) -> None:
        """Shows `kiosk`, of which `forks` numbers have several records."""
        content, language = self._page.content, self._view.language
        text = language.text
        self._shown = kiosk
        clear_layout(content)
        self._page.verticalScrollBar().setValue(0)
        content.addWidget(label(kiosk.name, "question"))
        content.addWidget(label(self._standing(kiosk), "item"))
        content.addWidget(label(text("Its id, as “kiosk status” shows it on the laptop:"), "small"))
        groups = [kiosk.id[at : at + _GROUP] for at in range(0, len(kiosk.id), _GROUP)]
        content.addWidget(label(" ".join(groups), "value"))
        for remark in kiosk.remarks:
            content.addWidget(label(language.remark(remark), "warning"))
        if forks:
            words = language.plural(
                "{number} number has several records: the laptop was copied, or somebody has its key.",
                "{number} numbers have several records: the laptop was copied, or somebody has its key.",
                forks,
            )
            content.addWidget(label(words, "warning"))
        ways = QWidget()
        flow = FlowLayout(self._view.theme.px(8))
        ways.setLayout(flow)
        if forks:
            flow.addWidget(button(text("Compare them"), "compare", partial(self._show_forks, kiosk.id)))
        look = Filter(kiosk=bytes.fromhex(kiosk.id))
        flow.addWidget(button(text("Its signatures"), "its-list", partial(self._show_list, look, kiosk.name)))
        content.addWidget(ways)
        words_place = QWidget()
        self._words = QVBoxLayout(words_place)
        self._words.setContentsMargins(0, 0, 0, 0)
        self._words.setSpacing(self._view.theme.px(10))
        content.addWidget(words_place)
        content.addStretch(1)
        self._offer(kiosk)

    def _standing(self, kiosk: KioskView) -> str:
        words = standing_words(self._view.language)[kiosk.standing]
        if kiosk.revoked_from is None or kiosk.revoked_from == 1:
            return words
        number = self._view.language.number(kiosk.revoked_from)
        return self._view.language.text("{standing} from number {number} on", standing=words, number=number)

    def _offer(self, kiosk: KioskView) -> None:
        """The buttons for what can be said of it."""
        clear_layout(self._words)
        ways = QWidget()
        flow = FlowLayout(self._view.theme.px(8))
        ways.setLayout(flow)
        for standing in _OFFERED[kiosk.standing]:
            role = "primary" if standing is Standing.TRUSTED else "secondary"
            words = act_words(standing, self._view.language)
            flow.addWidget(
                button(f"{words} …", _NAMES[standing], partial(self._ask, kiosk, standing), role=role)
            )
        self._words.addWidget(ways)

    def _ask(self, kiosk: KioskView, standing: Standing) -> None:
        """Finds out what giving it that standing does, then asks."""
        clear_layout(self._words)
        self._words.addWidget(label(self._view.language.text("One moment, please."), "body"))
        self._work.read_stakes(kiosk, partial(self._confirm, kiosk, standing), asked_by=self)

    def _confirm(self, kiosk: KioskView, standing: Standing, stakes: Stakes) -> None:
        if kiosk is not self._shown:
            return  # another one has been chosen since
        clear_layout(self._words)
        language = self._view.language
        said = label("", "body")
        said.setObjectName("consequence")
        yes = button(act_words(standing, language), "yes", lambda: None, role="primary")
        no = button(language.text("Leave it as it is"), "no", partial(self._offer, kiosk))
        if standing is Standing.TRUSTED:
            words = language.text(
                "First compare the id with the one that “kiosk status” shows on the laptop."
            )
            self._words.addWidget(label(words, "item"))
        field = self._ask_number(kiosk) if standing is Standing.REVOKED else None

        def first() -> int | None:
            if field is None:
                return 1
            return int(field.line.text()) if field.line.hasAcceptableInput() else None

        def tell() -> None:
            number = first()
            yes.setEnabled(number is not None)
            said.setText("" if number is None else consequence(standing, kiosk, stakes, number, language))
            if field is not None:
                field.remark(language.text("Type a number.") if number is None else "")

        def act() -> None:
            number = first()
            if number is not None:
                self._work.say(kiosk.id, standing, number)

        yes.clicked.connect(act)
        if field is not None:
            field.line.textChanged.connect(tell)
            field.line.returnPressed.connect(act)
        tell()
        for widget in (said, yes, no):
            self._words.addWidget(widget)
            widget.show()  # else it would take the focus only later
        announce(said, said.text())
        (no if field is None else field.line).setFocus()  # Enter pressed twice does no harm

    def _ask_number(self, kiosk: KioskView) -> DeskField:
        """From which number on nothing counts, and the two that are wanted most."""
        text = self._view.language.text
        field = DeskField(text("Lost or seized? Nothing counts from this number on:"), "revoke-from")
        field.line.setText("1")
        field.line.setValidator(QIntValidator(1, _MOST_NUMBER, field))
        self._words.addWidget(field)
        field.show()
        ways = QWidget()
        flow = FlowLayout(self._view.theme.px(8))
        ways.setLayout(flow)
        for name, words, first in (
            ("from-first", text("All of it"), 1),
            ("from-next", text("Only what is still to come"), kiosk.last + 1),
        ):
            flow.addWidget(button(words, name, partial(field.line.setText, str(first)), role="chip"))
        self._words.addWidget(ways)
        return field

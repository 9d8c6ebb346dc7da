"""One kiosk: its id to compare, what is odd about it, and the coordinator's word on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk.coordinator.counting.kiosks import KioskView
from kiosk.coordinator.register.words import Standing
from kiosk.coordinator.reports.browse import Filter
from kiosk.ui.desk.kiosks.words import act_words, consequence
from kiosk.ui.desk.kiosks.work import KiosksWork, Stakes
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import standing_words
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage
from kiosk.wording import grouped

_WIDTH = 350
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

    def show_kiosk(self, kiosk: KioskView, forks: int) -> None:
        """Shows `kiosk`, of which `forks` numbers have several records."""
        content, language = self._page.content, self._view.language
        text = language.text
        self._shown = kiosk
        clear_layout(content)
        self._page.verticalScrollBar().setValue(0)
        content.addWidget(label(kiosk.name, "question"))
        content.addWidget(label(self._standing(kiosk), "item"))
        self._id = _Part(self._view)
        self._details = _Part(self._view)
        words_part = _Part(self._view)
        self._words = words_part.column
        for part in (self._id, self._details, words_part):
            content.addWidget(part)
        content.addStretch(1)
        caption = text("Its id, as the laptop shows it under “See what happened”:")
        for words, role in ((caption, "small"), (grouped(kiosk.id), "value")):
            self._id.column.addWidget(label(words, role))
        for remark in kiosk.remarks:
            self._details.column.addWidget(label(language.remark(remark), "warning"))
        ways: list[QWidget] = []
        if forks:
            said = language.plural(
                "{number} number has several records: the laptop was copied, or somebody has its key.",
                "{number} numbers have several records: the laptop was copied, or somebody has its key.",
                forks,
            )
            self._details.column.addWidget(label(said, "warning"))
            ways.append(button(text("Compare them"), "compare", partial(self._show_forks, kiosk.id)))
        look = Filter(kiosk=bytes.fromhex(kiosk.id))
        ways.append(button(text("Its signatures"), "its-list", partial(self._show_list, look, kiosk.name)))
        words = text("Let its staff choose a new PIN …")
        ways.append(button(words, "new-pin", partial(self._let_choose_new_pin, kiosk)))
        self._details.column.addWidget(self._row(ways))
        self._offer(kiosk)

    def _let_choose_new_pin(self, kiosk: KioskView) -> None:
        """Asks for a stick, and writes the file there."""
        folder = FileDialog.folder(self, self._view.language.text("Where to?"))
        if folder:
            self._work.let_choose_new_pin(kiosk, Path(folder), self._say_where, asked_by=self)

    def _say_where(self, file: Path) -> None:
        said = label(
            self._view.language.text(
                "The file is {file}. With it, whoever stands before that laptop can choose a new PIN, once: "
                "carry it like a key.",
                file=file,
            ),
            "item",
        )
        said.setObjectName("new-pin-file")
        self._details.column.addWidget(said)
        announce(said, said.text())

    def _row(self, buttons: Sequence[QWidget]) -> QWidget:
        row = QWidget()
        flow = FlowLayout(self._view.theme.px(8))
        row.setLayout(flow)
        for one in buttons:
            flow.addWidget(one)
        return row

    def _look(self, *, at_id: bool, at_details: bool) -> None:
        """Leaves out what a question has nothing to do with."""
        for part, shown in ((self._id, at_id), (self._details, at_details)):
            part.setVisible(shown)

    def _standing(self, kiosk: KioskView) -> str:
        words = standing_words(self._view.language)[kiosk.standing]
        if kiosk.revoked_from is None or kiosk.revoked_from == 1:
            return words
        number = self._view.language.number(kiosk.revoked_from)
        return self._view.language.text("{standing} from number {number} on", standing=words, number=number)

    def _offer(self, kiosk: KioskView) -> None:
        """The buttons for what can be said of it."""
        clear_layout(self._words)
        self._look(at_id=True, at_details=True)
        buttons = [
            button(
                f"{act_words(standing, self._view.language)} …",
                _NAMES[standing],
                partial(self._ask, kiosk, standing),
                role="primary" if standing is Standing.TRUSTED else "secondary",
            )
            for standing in _OFFERED[kiosk.standing]
        ]
        self._words.addWidget(self._row(buttons))

    def _ask(self, kiosk: KioskView, standing: Standing) -> None:
        """Finds out what giving it that standing does, then asks."""
        clear_layout(self._words)
        self._look(at_id=standing is Standing.TRUSTED, at_details=False)
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
                "First compare the id with the one that the laptop shows its staff under “See what happened”."
            )
            self._words.addWidget(label(words, "item"))
        field = self._ask_number(kiosk) if standing is Standing.REVOKED else None

        def tell() -> None:
            number = _first_number(field)
            yes.setEnabled(number is not None)
            said.setText("" if number is None else consequence(standing, kiosk, stakes, number, language))
            if field is not None:
                field.remark(language.text("Type a number.") if number is None else "")

        def act() -> None:
            number = _first_number(field)
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
        field.line.setValidator(QIntValidator(1, _MOST_NUMBER, field))
        self._words.addWidget(field)
        field.show()
        ways = [
            button(words, name, partial(field.line.setText, str(first)), role="chip")
            for name, words, first in (
                ("from-first", text("All of it"), 1),
                ("from-next", text("Only what is still to come"), kiosk.last + 1),
            )
        ]
        self._words.addWidget(self._row(ways))
        return field


class _Part(QWidget):
    """A part of the card that can be hidden, or emptied."""

    def __init__(self, view: DeskView) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(view.theme.px(10))


def _first_number(field: DeskField | None) -> int | None:
    """From which number on: what is typed in `field`, if that is a number; 1 where nothing is asked."""
    if field is None:
        return 1
    return int(field.line.text()) if field.line.hasAcceptableInput() else None

"""The campaign's own fields in the editor: a new one, and the options of those that have some."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.campaign.field_files import CHOSEN
from kiosk.signing.findings import is_blank
from kiosk.ui.desk.edit.wording import kind_words
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.choice import DeskChoice
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.parts.text import DeskText
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.buttons import button

_LINES = 3
"""Of the options that are seen at once."""


class NewFieldCard(Card):
    """Asks what a new field is.

    Args:
        written_in: the name of the language of its words.
        add: given its kind, its title, and what can be chosen, if that is asked.
    """

    def __init__(
        self, view: DeskView, written_in: str, add: Callable[[str, str, Sequence[str]], object]
    ) -> None:
        text = view.language.text
        super().__init__(view, text("A new field"), (written_in, "small"))
        self._text, self._add = text, add
        self._kind = "text"
        self._title = DeskField(text("What is asked"), "new-field", self._done)
        choice = DeskChoice(
            text("The answer is"), "new-field", kind_words(view.language), self._kind, self._choose
        )
        lines = text("What can be chosen, a line each")
        self._options = DeskText(view, lines, "new-field", _LINES, lambda: self._options.remark(""))
        self._options.hide()
        for part in (self._title, choice, self._options):
            self.column.addWidget(part)
        self.buttons.addWidget(button(text("Add the field"), "add-field", self._done))

    def _choose(self, kind: str) -> None:
        self._kind = kind
        self._options.setVisible(kind in CHOSEN)

    @property
    def is_begun(self) -> bool:
        """Whether something was typed that was not added yet."""
        return not is_blank(self._title.line.text())

    def _done(self) -> None:
        title = self._title.line.text().strip() if self.is_begun else ""
        options = list(
            dict.fromkeys(line.strip() for line in self._options.typed.splitlines() if not is_blank(line))
        )
        is_short = self._kind in CHOSEN and len(options) < 2
        self._title.remark("" if title else self._text("Please fill this in."))
        self._options.remark(self._text("Write at least two.") if is_short else "")
        if title and not is_short:
            self._add(self._kind, title, options)


class OptionLine(QWidget):
    """The words of one option, and a button that takes it away.

    Args:
        name: the button's object name is "remove-NAME".
    """

    def __init__(self, view: DeskView, line: DeskField, name: str, remove: Callable[[], object]) -> None:
        super().__init__()
        away = button(view.language.text("Take away"), f"remove-{name}", remove, role="link")
        _beside(self, view, line, away)


class AnotherOption(QWidget):
    """One more option for the field `id`.

    Args:
        add: given its words.
    """

    def __init__(self, view: DeskView, id: str, add: Callable[[str], object]) -> None:
        super().__init__()
        text = view.language.text

        def done() -> None:
            if not is_blank(line.line.text()):
                add(line.line.text().strip())
            else:
                line.remark(text("Please fill this in."))

        line = DeskField(text("One more to choose"), f"option-{id}", done)
        _beside(self, view, line, button(text("Add"), f"add-option-{id}", done))


def _beside(whole: QWidget, view: DeskView, line: DeskField, made: QWidget) -> None:
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(view.theme.px(10))
    row.addWidget(line, 1)
    row.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)

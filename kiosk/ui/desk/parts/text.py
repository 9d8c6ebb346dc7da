"""A text of several lines to type in, at the desk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit

from kiosk.ui.desk.parts.labelled import LabelledInput
from kiosk.ui.desk.view import DeskView

_LINE = 26
"""Units from one line to the next."""


class DeskText(LabelledInput):
    """A labelled text. Tab leads on, as from a line.

    Args:
        title: what is asked; stands above the text.
        name: the object name of where one types, "text-NAME".
        lines: how many lines are to be seen.
    """

    def __init__(
        self, view: DeskView, title: str, name: str, lines: int, changed: Callable[[], object]
    ) -> None:
        self.edit = QPlainTextEdit()
        super().__init__(title, name, self.edit)
        self.edit.setObjectName(f"text-{name}")
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(view.theme.text(_LINE) * lines + view.theme.px(22))
        self.edit.textChanged.connect(lambda: changed())

    @property
    def typed(self) -> str:
        """What stands in it."""
        return self.edit.toPlainText()

    def show_text(self, text: str) -> None:
        """Puts `text` into it, which is no change of the person's."""
        self.edit.blockSignals(True)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)

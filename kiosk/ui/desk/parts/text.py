"""A text of several lines to type in, at the desk: its label above, a remark below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.labels import label

_LINE = 26
"""Units from one line to the next."""


class DeskText(QWidget):
    """A labelled text. Tab leads on, as from a line.

    Args:
        title: what is asked; stands above the text.
        name: the object name of where one types, "text-NAME".
        lines: how many lines are to be seen.
    """

    def __init__(
        self, view: DeskView, title: str, name: str, lines: int, changed: Callable[[], object]
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(title, "item"))
        self.edit = QPlainTextEdit()
        self.edit.setObjectName(f"text-{name}")
        self.edit.setAccessibleName(title)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(view.theme.text(_LINE) * lines + view.theme.px(22))
        self.edit.textChanged.connect(lambda: changed())
        column.addWidget(self.edit)
        self._remark = label("", "warning")
        self._remark.setObjectName(f"remark-{name}")
        self._remark.hide()
        column.addWidget(self._remark)

    @property
    def typed(self) -> str:
        """What stands in it."""
        return self.edit.toPlainText()

    def show_text(self, text: str) -> None:
        """Puts `text` into it, which is no change of the person's."""
        self.edit.blockSignals(True)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)

    def remark(self, text: str) -> None:
        """Shows `text` below and has it read out, or takes it away."""
        self._remark.setText(text)
        self._remark.setVisible(bool(text))
        self.edit.setAccessibleDescription(text)
        announce(self.edit, text)

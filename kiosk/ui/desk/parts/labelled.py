"""Where something is typed or chosen, at the desk: its label above, a remark below."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.labels import label


class LabelledInput(QWidget):
    """`input` with its label above.

    Args:
        title: what is asked.
        name: the remark's object name is "remark-NAME".
    """

    def __init__(self, title: str, name: str, input: QWidget) -> None:
        super().__init__()
        self._input = input
        input.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.title = label(title, "item")
        self._remark = label("", "warning")
        self._remark.setObjectName(f"remark-{name}")
        self._remark.hide()
        for part in (self.title, input, self._remark):
            column.addWidget(part)

    def remark(self, text: str) -> None:
        """Shows `text` below and has it read out, or takes it away."""
        self._remark.setText(text)
        self._remark.setVisible(bool(text))
        self._input.setAccessibleDescription(text)
        announce(self._input, text)

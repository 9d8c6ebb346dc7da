"""A line to type in, at the desk: its label above, a remark below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.labels import label

MAX_TYPED = 1000
"""Characters that a field takes at all."""


class DeskField(QWidget):
    """A labelled line.

    Args:
        title: what is asked; stands above the line.
        name: the object name of the line, "field-NAME".
        entered: called when Enter is pressed in it.
        secret: shows dots for what is typed.
    """

    def __init__(
        self, title: str, name: str, entered: Callable[[], object] = lambda: None, *, secret: bool = False
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.title = label(title, "item")
        column.addWidget(self.title)
        self.line = QLineEdit()
        self.line.setObjectName(f"field-{name}")
        self.line.setAccessibleName(title)
        self.line.setMaxLength(MAX_TYPED)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
            self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            self.line.setInputMethodHints(
                Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            )
        self.line.returnPressed.connect(lambda: entered())
        column.addWidget(self.line)
        self._remark = label("", "warning")
        self._remark.setObjectName(f"remark-{name}")
        self._remark.hide()
        column.addWidget(self._remark)

    def remark(self, text: str) -> None:
        """Shows `text` below the line and has it read out, or takes it away."""
        self._remark.setText(text)
        self._remark.setVisible(bool(text))
        self.line.setAccessibleDescription(text)
        announce(self.line, text)

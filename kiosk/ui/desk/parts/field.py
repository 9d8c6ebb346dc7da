"""A line to type in, at the desk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kiosk.ui.desk.parts.labelled import LabelledInput

MAX_TYPED = 1000
"""Characters that a field takes at all."""


class DeskField(LabelledInput):
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
        self.line = QLineEdit()
        super().__init__(title, name, self.line)
        self.line.setObjectName(f"field-{name}")
        self.line.setMaxLength(MAX_TYPED)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
            self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            self.line.setInputMethodHints(
                Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            )
        self.line.returnPressed.connect(lambda: entered())

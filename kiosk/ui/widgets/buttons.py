"""Buttons: each has a name to be found by, a role for its look, and a text that says what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget


def button(
    text: str,
    name: str,
    clicked: Callable[[], object],
    *,
    role: str = "plain",
    checkable: bool = False,
    parent: QWidget | None = None,
) -> QPushButton:
    """A button that shows `text` and calls `clicked`.

    Args:
        name: its object name, one of a kind on its screen.
        role: its look in the style sheet.
    """
    made = QPushButton(text.replace("&", "&&"), parent)
    made.setObjectName(name)
    made.setAccessibleName(text)
    made.setProperty("role", role)
    made.setCheckable(checkable)
    made.setAutoDefault(False)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    made.clicked.connect(lambda: clicked())
    return made

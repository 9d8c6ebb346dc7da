"""What a screen reader is told of a widget, at this moment."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken


@dataclass(frozen=True)
class Heard:
    """A widget's name, value, description and role, and whether it is checked (a tab: selected)."""

    name: str
    value: str
    description: str
    role: QAccessible.Role
    checked: bool


def heard(widget: QWidget) -> Heard | None:
    """What a screen reader is told of `widget`; None when Qt has nothing to tell.

    Qt frees its side with the widget. A wrapper of its own that lived on would be taken for whatever
    is made at the same address next, so it ends here; one of ours is the interface itself.
    """
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is None or not interface.isValid():
        return None
    try:
        return Heard(
            interface.text(QAccessible.Text.Name),
            interface.text(QAccessible.Text.Value),
            interface.text(QAccessible.Text.Description),
            interface.role(),
            bool(interface.state().checked or interface.state().selected),
        )
    finally:
        if type(interface) is QAccessibleInterface:
            Shiboken.invalidate(interface)

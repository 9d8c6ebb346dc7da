"""What a screen reader calls a widget where Qt would call it something else: a heading, a tab, a dialog.

Qt asks `_told` for the interface of a widget only while a screen reader listens.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QLabel, QWidget

Role = QAccessible.Role

_PROPERTY = "accessible-role"
_SELECTED = (Role.PageTab,)
"""What is selected where others are checked."""


def set_accessible_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Has `widget` told as `role`: a label, a button or a group, before anything else is said of it.

    A name or a text is told at once, and with it what the widget is: for good.
    """
    widget.setProperty(_PROPERTY, role)


def install_accessible_roles() -> None:
    """Tells Qt of the roles; once a process, as soon as there is an application."""
    QAccessible.installFactory(_told)


def _told(_class_name: str, of: QObject) -> _Told | None:
    role = of.property(_PROPERTY)
    return _Told(of, role) if isinstance(of, QWidget) and role is not None else None


class _Told(QAccessibleWidget):
    """A widget as Qt would tell it, in another role."""

    def text(self, which: QAccessible.Text) -> str:
        words = super().text(which)
        widget = self.widget()
        if not words and which is QAccessible.Text.Name and isinstance(widget, QLabel):
            return widget.text()
        return words

    def state(self) -> QAccessible.State:
        state = super().state()
        widget = self.widget()
        if isinstance(widget, QAbstractButton) and self.role() in _SELECTED:
            state.selectable = True
            state.selected = widget.isChecked()
        elif isinstance(widget, QAbstractButton):
            state.checkable = widget.isCheckable()
            state.checked = widget.isChecked()
        return state

    def actionNames(self) -> list[str]:
        presses = isinstance(self.widget(), QAbstractButton) and self.widget().isEnabled()
        return [*([QAccessibleActionInterface.pressAction()] if presses else []), *super().actionNames()]

    def doAction(self, name: str) -> None:
        widget = self.widget()
        if isinstance(widget, QAbstractButton) and name == QAccessibleActionInterface.pressAction():
            widget.click()
        else:
            super().doAction(name)

"""Layouts whose widgets come and go."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout
from shiboken6 import delete


def clear_layout(layout: QLayout) -> None:
    """Takes everything out of `layout`; widgets vanish at once and are deleted."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        delete(item)  # what is taken out belongs to who takes it, and Python would keep it

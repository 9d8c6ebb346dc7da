"""Where a visitor is on a screen, so that the same screen built anew has them there again."""

from __future__ import annotations

import msgspec
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget


class ScreenPosition(msgspec.Struct, frozen=True):
    """The widget with the cursor, by its name, the cursor in it, and how far each page is scrolled."""

    name: str
    cursor: int
    scrolled: tuple[float, ...]

    @classmethod
    def of(cls, window: QWidget) -> ScreenPosition:
        """Where the visitor is in `window` now."""
        focus = window.focusWidget()
        cursor = focus.cursorPosition() if isinstance(focus, QLineEdit) else 0
        bars = [page.verticalScrollBar() for page in _pages(window)]
        scrolled = tuple(bar.value() / (bar.maximum() or 1) for bar in bars)
        return cls(focus.objectName() if focus is not None else "", cursor, scrolled)

    def restore_focus(self, window: QWidget) -> None:
        """Puts the cursor there again, if there is such a widget."""
        for widget in window.findChildren(QWidget, self.name) if self.name else []:
            widget.setFocus()
            if isinstance(widget, QLineEdit):
                widget.setCursorPosition(self.cursor)

    def restore_scrolling(self, window: QWidget) -> None:
        """Scrolls each page as far as it was."""
        for page, share in zip(_pages(window), self.scrolled, strict=False):
            bar = page.verticalScrollBar()
            bar.setValue(round(share * bar.maximum()))


def _pages(window: QWidget) -> list[QScrollArea]:
    return [page for page in window.findChildren(QScrollArea) if page.isVisible()]

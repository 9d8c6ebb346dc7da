"""The clipboard, which would carry one visitor's words to the next."""

from __future__ import annotations

from PySide6.QtGui import QClipboard, QGuiApplication


def clear_clipboards() -> None:
    """Empties the clipboard, and X11's primary selection where there is one."""
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    if clipboard.supportsSelection():
        clipboard.clear(QClipboard.Mode.Selection)

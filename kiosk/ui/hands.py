"""What hands do: taps, keys, wheels, pens and what an input method writes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication

Watcher = Callable[[QObject, QEvent], bool]
"""Called with (object, event); returns True to consume it, so that not even the object gets it."""

_OF_HANDS = (QInputEvent, QInputMethodEvent)


class Hands(QObject):
    """Tells the watchers, one after the other, what hands do anywhere in the program.

    It is one filter for all of them: Qt has a thousand events of its own for a screen that is built, and a
    filter in Python for each watcher took a third of the time.

    Args:
        application: whose events are watched.
    """

    def __init__(self, application: QApplication, parent: QObject, *watchers: Watcher) -> None:
        super().__init__(parent)
        self._application = application
        self._watchers = watchers

    def begin(self) -> None:
        """Watches from now on."""
        self._application.installEventFilter(self)

    def close(self) -> None:
        """Watches no more."""
        self._application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return isinstance(event, _OF_HANDS) and any(watcher(watched, event) for watcher in self._watchers)

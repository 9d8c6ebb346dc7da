"""What a screen reader says at once, wherever its user is on the screen."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str, *, at_once: bool = True) -> None:
    """Has `words`, which have just appeared on or beside `widget`, read out; nothing where they are empty.

    Args:
        at_once: whether they cut short what is being read out.
    """
    if words:
        event = QAccessibleAnnouncementEvent(widget, words)
        politeness = QAccessible.AnnouncementPoliteness
        event.setPoliteness(politeness.Assertive if at_once else politeness.Polite)
        QAccessible.updateAccessibility(event)

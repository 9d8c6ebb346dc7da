"""What a word on a kiosk is called, and what it does to the counts."""

from __future__ import annotations

from kiosk.coordinator.counting.kiosks import KioskView
from kiosk.coordinator.register.words import Standing
from kiosk.ui.desk.kiosks.work import Stakes
from kiosk.ui.language import Language


def act_words(standing: Standing, language: Language) -> str:
    """What the button says that gives a kiosk this standing."""
    text = language.text
    return {
        Standing.TRUSTED: text("Trust it: it is ours"),
        Standing.HELD: text("Let it wait"),
        Standing.REVOKED: text("Revoke it"),
        Standing.NEW: text("Take that back"),
    }[standing]


def consequence(standing: Standing, kiosk: KioskView, stakes: Stakes, first: int, language: Language) -> str:
    """What happens to the counts if `kiosk` gets this standing; `first` is the number to revoke from."""
    text = language.text
    if standing in (Standing.TRUSTED, Standing.NEW):
        flag = (
            text("It is not flagged any more.")
            if standing is Standing.TRUSTED
            else text("It counts, and is flagged until you trust it.")
        )
        return text("{what} {todo}", what=_back(stakes, language), todo=flag)
    number = stakes.counting_from(first if standing is Standing.REVOKED else 1)
    gone = (
        language.plural(
            "{number} signature that counts now is set aside; it stays in the register.",
            "{number} signatures that count now are set aside; they stay in the register.",
            number,
        )
        if number
        else text("Nothing that counts now changes.")
    )
    later = (
        text("What it signs from now on waits too. You can take that back.")
        if standing is Standing.HELD
        else text("What is merged later from that number on is set aside, too. You can take that back.")
    )
    return text("{what} {todo}", what=gone, todo=later)


def _back(stakes: Stakes, language: Language) -> str:
    if not stakes.waiting:
        return language.text("Nothing that counts now changes.")
    return language.plural(
        "{number} signature that was set aside counts again, unless it is a duplicate.",
        "{number} signatures that were set aside count again, unless they are duplicates.",
        stakes.waiting,
    )

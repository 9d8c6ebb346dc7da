"""What to say of a stick that the system still holds."""

from __future__ import annotations

from kiosk.ui.language import Language


def not_out(language: Language) -> str:
    """That it must not be pulled out yet, and what to do."""
    return language.text("Do not pull it out yet: eject it in the system first, or switch this laptop off.")

"""Words that more than one screen uses."""

from __future__ import annotations

from kiosk.signing.signature import Public
from kiosk.ui.language import Language
from kiosk.ui.theme import TextSize


def listing_words(language: Language) -> dict[Public, str]:
    """What a visitor can choose to have listed publicly."""
    return {
        "no": language.text("Only count me"),
        "initials": language.text("List my initials"),
        "name": language.text("List my name"),
    }


def text_size_words(language: Language) -> dict[TextSize, str]:
    """The sizes of text, the smallest first."""
    return {
        "normal": language.text("Normal"),
        "large": language.text("Large"),
        "largest": language.text("Largest"),
    }

"""Words that more than one page of the form uses."""

from __future__ import annotations

from kiosk.signing.signature import Public
from kiosk.ui.language import Language


def listing_words(language: Language) -> dict[Public, str]:
    """What a visitor can choose to have listed publicly."""
    return {
        "no": language.text("Only count me"),
        "initials": language.text("List my initials"),
        "name": language.text("List my name"),
    }

"""What is open, in words."""

from __future__ import annotations

from kiosk.coordinator.reports.open_matters import Matter, MatterKind
from kiosk.ui.language import Language

_MOST_NAMED = 3
"""Kiosks that are named."""


def matter_words(matter: Matter, language: Language) -> str:
    """What `matter` is, in a line."""
    plural, number = language.plural, matter.number
    if matter.kind is MatterKind.RETENTION and number < 0:
        return language.text("All signatures were to be destroyed by now.")
    words = {
        MatterKind.RETENTION: plural(
            "{number} day until all signatures are to be destroyed",
            "{number} days until all signatures are to be destroyed",
            number,
        ),
        MatterKind.UNCONFIRMED: plural(
            "{number} kiosk is not confirmed", "{number} kiosks are not confirmed", number
        ),
        MatterKind.ODD_KIOSKS: plural(
            "Something is odd about {number} kiosk", "Something is odd about {number} kiosks", number
        ),
        MatterKind.FORKS: plural(
            "{number} number of a kiosk is there twice", "{number} numbers of kiosks are there twice", number
        ),
        MatterKind.QUESTIONS: plural("{number} question is open", "{number} questions are open", number),
        MatterKind.CHOICES: plural(
            "{number} person signed again and chose more",
            "{number} people signed again and chose more",
            number,
        ),
        MatterKind.GAPS: plural("{number} signature never came", "{number} signatures never came", number),
        MatterKind.UNREADABLE: plural(
            "{number} signature cannot be read", "{number} signatures cannot be read", number
        ),
        MatterKind.RECEIPTS: plural(
            "{number} kiosk has no receipt for what was merged",
            "{number} kiosks have no receipt for what was merged",
            number,
        ),
        MatterKind.COPY: plural(
            "{number} signature is in no copy of the campaign’s folder",
            "{number} signatures are in no copy of the campaign’s folder",
            number,
        ),
        MatterKind.SILENT: plural(
            "Nothing new from {number} kiosk for a week",
            "Nothing new from {number} kiosks for a week",
            number,
        ),
        MatterKind.ODD_NAMES: plural(
            "{number} name on the list is likely none", "{number} names on the list are likely none", number
        ),
    }
    return words[matter.kind]


def matter_kiosks(matter: Matter) -> str:
    """The kiosks that it is about, the first few by name."""
    more = " …" if len(matter.kiosks) > _MOST_NAMED else ""
    return " · ".join(matter.kiosks[:_MOST_NAMED]) + more

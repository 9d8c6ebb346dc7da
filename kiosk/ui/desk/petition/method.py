"""How signatures were collected, sealed and checked, and what was taken out, in plain words."""

from __future__ import annotations

from kiosk.coordinator.reports.petition import Petition
from kiosk.ui.language import Language


def method(language: Language, petition: Petition) -> str:
    """The page as Markdown, with the numbers of the books."""
    text, plural, account = language.text, language.plural, petition.account
    taken_out = [
        plural(
            "{number} because the same person had signed before: everybody counts once.",
            "{number} because the same person had signed before: everybody counts once.",
            account.duplicate,
        ),
        plural(
            "{number} because who had signed took it back.",
            "{number} because those who had signed took it back.",
            account.withdrawn,
        ),
        plural(
            "{number} because the coordinators do not trust where it comes from.",
            "{number} because the coordinators do not trust where they come from.",
            account.rejected,
        ),
        plural(
            "{number} because it arrived damaged and could not be read.",
            "{number} because they arrived damaged and could not be read.",
            account.unreadable,
        ),
    ]
    numbers = (account.duplicate, account.withdrawn, account.rejected, account.unreadable)
    listed = [f"* {words}" for words, number in zip(taken_out, numbers, strict=True) if number]
    lines = [
        text(
            "People signed at stalls, on laptops without a network. Each signature was sealed at once: from "
            "then on the laptop itself could not read it. Only the campaign’s key opens it, and that never "
            "was at a stall."
        ),
        text(
            "Every laptop numbers the signatures that it seals and vouches for them with a key of its own. "
            "So it shows if one was added, changed or lost on the way."
        ),
        "## " + text("What was counted"),
        plural("{number} signature was collected.", "{number} signatures were collected.", account.collected),
        text("Taken out were:") if listed else text("None of them was taken out."),
        *(["\n".join(listed)] if listed else []),
        plural("That leaves {number} signature.", "That leaves {number} signatures.", account.counted),
        *(
            [
                plural(
                    "{number} more was sealed at a stall and never arrived; it is not counted.",
                    "{number} more were sealed at a stall and never arrived; they are not counted.",
                    petition.lacking,
                )
            ]
            if petition.lacking
            else []
        ),
        "## " + text("Whose names are here"),
        text(
            "Nobody’s name stands in this petition who did not agree to that. Who chose initials is there "
            "with these alone, and who chose not to be listed is in the numbers only. Days, addresses and "
            "telephone numbers are in no list. Countries, places and answers with fewer than five signatures "
            "are told together, so that nobody can be guessed."
        ),
    ]
    return "\n\n".join(lines)

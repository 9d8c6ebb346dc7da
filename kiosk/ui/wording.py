"""Words that more than one screen uses."""

from __future__ import annotations

from kiosk.campaign.model import FieldText, Goal
from kiosk.signing.own_fields import OwnField
from kiosk.signing.own_values import OwnValue
from kiosk.signing.signature import FIELDS, Public
from kiosk.ui.language import Language
from kiosk.ui.theme import TextSize


def listing_words(language: Language) -> dict[Public, str]:
    """What a visitor can choose to have listed publicly."""
    return {
        "no": language.text("Only count me"),
        "initials": language.text("List my initials"),
        "name": language.text("List my name"),
    }


def title_words(name: str, language: Language) -> str:
    """What a field of a signature is called."""
    return language.text(FIELDS[name].title)


def question_words(name: str, language: Language) -> str:
    """What the form asks with a field."""
    return language.text(FIELDS[name].question or FIELDS[name].title)


def own_words(field: OwnField, value: OwnValue, words: FieldText, language: Language) -> str:
    """What somebody gave for one of the campaign's own fields."""
    if isinstance(value, bool):
        return language.text("Yes") if value else language.text("No")
    if field.kind == "date" and isinstance(value, str):
        return language.date(value)
    given = (value,) if isinstance(value, str) else value
    return " · ".join(words.options.get(one, one) for one in given)


def goal_words(goal: Goal, called: str, language: Language, *, with_day: bool = False) -> str:
    """What a campaign wants to reach, with what it is `called`, which may be empty.

    Args:
        with_day: by which day, too, if there is one.
    """
    number = language.number(goal.signatures)
    if with_day and goal.by is not None:
        words = language.text(
            "Goal: {number} by {day}", number=number, day=language.date(goal.by.isoformat())
        )
    else:
        words = language.text("Goal: {number}", number=number)
    return f"{words} · {called}" if called else words


def text_size_words(language: Language) -> dict[TextSize, str]:
    """The sizes of text, the smallest first."""
    return {
        "normal": language.text("Normal"),
        "large": language.text("Large"),
        "largest": language.text("Largest"),
    }

"""Words that more than one page uses."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.coordinator.fingerprints import Rule
from kiosk.coordinator.register import State
from kiosk.coordinator.words import Standing
from kiosk.signing.choices import Choices
from kiosk.ui.language import Language
from kiosk.ui.wording import listing_words

_MOST_RUNS = 6
"""Runs of numbers that a table's cell names."""


def state_words(language: Language) -> dict[State, str]:
    """What became of a signature."""
    return {
        State.COUNTED: language.text("counted"),
        State.DUPLICATE: language.text("duplicate"),
        State.WITHDRAWN: language.text("withdrawn"),
        State.REJECTED: language.text("rejected"),
        State.UNREADABLE: language.text("unreadable"),
    }


def standing_words(language: Language) -> dict[Standing, str]:
    """What the coordinator says of a kiosk."""
    return {
        Standing.NEW: language.text("not confirmed"),
        Standing.TRUSTED: language.text("trusted"),
        Standing.HELD: language.text("waits"),
        Standing.REVOKED: language.text("revoked"),
    }


def rule_words(language: Language) -> dict[Rule, str]:
    """In what two signatures agree."""
    return {
        Rule.EMAIL: language.text("the same name and e-mail"),
        Rule.PHONE: language.text("the same name and phone"),
        Rule.POSTCODE: language.text("the same name and postcode"),
        Rule.PAPER: language.text("the same name, sheet and row"),
        Rule.EMAIL_ALONE: language.text("the same e-mail"),
        Rule.PHONE_ALONE: language.text("the same phone"),
    }


def field_words(language: Language) -> dict[str, str]:
    """What the fields of a signature are called."""
    return {
        "kind": language.text("Kind"),
        "name": language.text("Name"),
        "organisation": language.text("Organisation"),
        "role": language.text("Role"),
        "country": language.text("Country"),
        "city": language.text("City"),
        "postcode": language.text("Postcode"),
        "email": language.text("E-mail"),
        "phone": language.text("Phone"),
        "language": language.text("Language"),
        "paper_ref": language.text("On paper"),
        "date": language.text("Day"),
    }


def choice_words(choices: Choices, language: Language) -> str:
    """What somebody chose, in a line."""
    text = language.text
    news = text("wants news") if choices.updates else text("wants no news")
    offers = text("helps with {what}", what=", ".join(choices.help)) if choices.help else ""
    return " · ".join(filter(None, (listing_words(language)[choices.public], news, offers)))


def run_words(runs: Iterable[tuple[int, int]]) -> str:
    """Runs of numbers: "41–57, 60 …"."""
    texts = [str(first) if first == last else f"{first}–{last}" for first, last in runs]
    return ", ".join(texts[:_MOST_RUNS]) + (" …" if len(texts) > _MOST_RUNS else "")


def time_words(seconds: float, language: Language) -> str:
    """About how long something still takes."""
    if seconds < 90:
        return language.plural(
            "about {number} second left", "about {number} seconds left", max(1, round(seconds))
        )
    return language.plural(
        "about {number} minute left", "about {number} minutes left", max(2, round(seconds / 60))
    )

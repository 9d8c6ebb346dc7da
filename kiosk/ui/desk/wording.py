"""Words that more than one page uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kiosk.coordinator.records.fingerprints import Rule
from kiosk.coordinator.register.register import State
from kiosk.coordinator.register.words import Standing
from kiosk.signing.choices import Choices
from kiosk.signing.own_fields import text_of
from kiosk.signing.signature import FIELDS, Signature
from kiosk.ui.desk.view import DeskView
from kiosk.ui.language import Language
from kiosk.ui.wording import listing_words, own_words, title_words

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
        Rule.OWN: language.text("the same in the campaign’s own field"),
    }


def field_words(language: Language) -> dict[str, str]:
    """What the fields of a signature are called."""
    return {name: title_words(name, language) for name in FIELDS}


def own_lines(signature: Signature, view: DeskView) -> list[tuple[str, str]]:
    """The answers to the campaign's own fields, each with its title, or its id where that is not known."""
    lines = []
    known = [id for id in view.own if id in signature.own]
    for id in (*known, *(id for id in signature.own if id not in view.own)):
        value = signature.own[id]
        if id in view.own:
            field, words = view.own[id]
            lines.append((words.title, own_words(field, value, words, view.language)))
        else:
            lines.append((id, text_of(value)))
    return lines


def help_words(help: Iterable[str], offers: Mapping[str, str]) -> str:
    """What somebody would help with; `offers` are the names of that by id."""
    return "; ".join(offers.get(id, id) for id in help)


def choice_words(choices: Choices, view: DeskView) -> str:
    """What somebody chose, in a line."""
    listing, news, help = _choice_parts(choices, view)
    return " · ".join([listing, news, help] if choices.help else [listing, news])


def other_choice_words(choices: Choices, than: Choices, view: DeskView) -> str:
    """The same, without what is chosen in `than`, too."""
    both = zip(_choice_parts(choices, view), _choice_parts(than, view), strict=True)
    return " · ".join(words for words, others in both if words != others)


def _choice_parts(choices: Choices, view: DeskView) -> tuple[str, str, str]:
    text = view.language.text
    news = text("wants news") if choices.updates else text("wants no news")
    offers = text("offers no help")
    if choices.help:
        offers = text("offers help: {what}", what=help_words(choices.help, view.offers))
    return listing_words(view.language)[choices.public], news, offers


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


def asked_words(language: Language) -> dict[str, str]:
    """How the form may ask for a field, by an `Asked`."""
    text = language.text
    return {"required": text("needed"), "asked": text("if they like"), "off": text("not asked")}

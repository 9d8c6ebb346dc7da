"""What the sections and the keys of a content folder are called in a window."""

from __future__ import annotations

from kiosk.campaign.slots import NO, YES, Slot
from kiosk.languages import own_name
from kiosk.signing.countries import country_names
from kiosk.ui.desk.wording import asked_words
from kiosk.ui.language import Language


def section_words(language: Language) -> dict[str, str]:
    """The sections of `kiosk.campaign.slots`, by name."""
    text = language.text
    return {
        "texts": text("Short texts"),
        "demands": text("Demands"),
        "petition": text("The petition"),
        "questions": text("Questions"),
        "endorsers": text("Who’s signed?"),
        "actions": text("What you can do"),
        "posters": text("Posters"),
        "figures": text("Figures"),
        "links": text("Addresses"),
        "fields": text("Own fields"),
    }


def slot_words(called: str, language: Language) -> str:
    """What a key or a file is called; the ids that a campaign gives itself are called that."""
    text, sections = language.text, section_words(language)
    if called.endswith("_intro"):
        about = called.removesuffix("_intro")
        return text("Introduction: {section}", section=sections.get(about, text("Contact")))
    if called.startswith("pictures/"):
        return text("What is seen on {picture}", picture=called)
    words = {
        "title": text("Title"),
        "slogan": text("Slogan"),
        "call": text("Below the slogan"),
        "thanks": text("After signing"),
        "next_steps": text("What happens then, a line each"),
        "organiser": text("Who collects the signatures"),
        "addressee": text("Who the petition is for"),
        "text": text("Text"),
        "name": text("Name"),
        "role": text("Role"),
        "note": text("Note"),
        "give": text("What is handed out for it"),
        "lines": text("Slogan, line by line"),
        "kind": text("Kind"),
        "country": text("Country"),
        "petition.md": text("The petition"),
        "privacy.md": text("Privacy notice"),
        "consent.md": text("The sentence that is ticked"),
        "url": text("Address"),
        "link": text("Address"),
        "help": text("Offers help"),
        "language": text("Language"),
        "paper": text("Page"),
        "ink": text("Text"),
        "wrong": text("Said of what does not fit"),
        "asked": text("Must it be filled in?"),
        "limit": text("Characters at most"),
        "pattern": text("What it must look like, such as {example}", example="[0-9]{8}"),
        "check": text("Check digit"),
        "example": text("An example that fits"),
        "identifies": text("Two with the same are one person"),
        "petition": text("Stands on the petition"),
        "sensitive": text("In the list of everything alone"),
    }
    return words.get(called, called)


def kind_words(language: Language) -> dict[str, str]:
    """What kinds of answers there are, by the kind of the field."""
    text = language.text
    return {
        "text": text("some words"),
        "number": text("a number"),
        "date": text("a day"),
        "choice": text("one of several"),
        "choices": text("any of several"),
        "yes-no": text("yes or no"),
    }


def choice_words(slot: Slot, language: Language) -> dict[str, str]:
    """What can be chosen for a slot, by the value that is written."""
    text = language.text
    if slot.kind == "country":
        return country_names(language.tag)
    words: dict[str, str] = {
        "": "—",
        NO: text("No"),
        YES: text("Yes"),
        "person": text("person"),
        "organisation": text("organisation"),
        **asked_words(language),
        "luhn": "Luhn (ISO/IEC 7812-1)",
        "mod11-2": "MOD 11-2 (ISO/IEC 7064)",
    }
    name = own_name if slot.called == "language" else str
    return {one: words.get(one) or name(one) for one in slot.choices}

"""What each file of a content folder may hold: the TOML tables, key by key.

docs/content.md explains them to the people who write them.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from kiosk.campaign.model import (
    Bar,
    ChineseMethod,
    Colours,
    Contact,
    Goal,
    HandOver,
    PosterColours,
    Retention,
    Start,
)
from kiosk.signing.fields import Asked
from kiosk.signing.own_fields import OwnField
from kiosk.signing.signature import FORM

Form = msgspec.defstruct(
    "Form",
    [(key, Literal["required"] if key == "name" else Asked, how) for key, how in FORM.items()],
    frozen=True,
    forbid_unknown_fields=True,
)
"""`[form]`: which of the fields that the program has by itself the campaign's form has."""


class Consent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The version of the consent wording: it travels inside every signature."""

    version: str


class KeyboardTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[keyboard]`: the keyboard on the screen."""

    chinese: list[ChineseMethod] = []


class LinkAddress(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One address that is shown as a QR code."""

    id: str
    url: str


class CampaignFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`campaign.toml`: what is the same in every language."""

    format: Literal[1, 2, 3]
    id: str
    languages: list[str]
    colours: Colours
    form: dict[str, Any]
    consent: Consent
    retention: Retention
    contact: Contact = Contact()
    keyboard: KeyboardTable = KeyboardTable()
    goal: Goal | None = None
    hand_over: HandOver | None = None
    start: Start | None = None
    links: list[LinkAddress] = []
    fields: list[OwnField] = []


class ActionEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of `actions.toml`."""

    link: str = ""
    help: bool = False


class EndorserEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of `endorsers.toml`."""

    kind: Literal["person", "organisation"]
    country: str
    picture: str = ""


class PosterEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of `posters.toml`: the slogan as printed, and in which language that is."""

    language: str
    lines: list[str]
    colours: PosterColours
    kind: Literal["poster", "leaflet"] = "poster"


class FigureEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of `figures.toml`: the numbers, and the question whose answer they belong to."""

    question: str
    unit: Literal["percent", "people"]
    bars: list[Bar]


class TextsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`texts.toml`. An empty text counts as missing."""

    title: str = ""
    slogan: str = ""
    call: str = ""
    demands_intro: str = ""
    actions_intro: str = ""
    endorsers_intro: str = ""
    questions_intro: str = ""
    posters_intro: str = ""
    contact_intro: str = ""
    thanks: str = ""
    goal: str = ""
    organiser: str = ""
    addressee: str = ""
    next_steps: list[str] = []
    pictures: dict[str, str] = {}


class DemandText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a language's `demands.toml`."""

    text: str


class ActionText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a language's `actions.toml`."""

    title: str
    text: str = ""
    give: str = ""


class LinkText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a language's `links.toml`."""

    title: str
    text: str = ""


class EndorserText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a language's `endorsers.toml`."""

    name: str
    role: str = ""


class PosterText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a language's `posters.toml`."""

    title: str
    note: str = ""
    lines: list[str] = []


class FigureText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table of a language's `figures.toml`."""

    title: str
    text: str
    labels: dict[str, str]
    note: str = ""

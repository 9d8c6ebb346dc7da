"""What a campaign is: the structure of its content, read from a folder or from a pack.

Plain frozen data with no behaviour beyond looking things up. Texts are resolved
for one language at a time (`Texts`); a text that a language lacks is filled from
the campaign's first language and listed in `Texts.missing`.
"""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec

from kiosk.signing.fields import Asked
from kiosk.signing.own_fields import OwnField

TO_TRANSLATE = "[to be translated]"
"""Stands before a text that the program proposed in English, in a language that it has none for."""


class Colours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Colours by role, each `#rrggbb`."""

    paper: str
    ink: str
    accent: str
    on_accent: str = "#ffffff"


class PosterColours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The two colours of a poster, each `#rrggbb`."""

    paper: str
    ink: str


class Retention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When signatures are destroyed, and what a kiosk does once they are proven merged."""

    destroy_by: datetime.date
    after_merge: Literal["delete", "keep"] = "delete"


class Goal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many signatures the campaign wants, and by which day; `Texts.goal` says what that is called."""

    signatures: int
    by: datetime.date | None = None


ChineseMethod = Literal["zhuyin", "cangjie", "quick"]
"""A way to write traditional Chinese on the screen."""


class HandOver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the petition is handed over; `Texts.addressee` says to whom, `Texts.organiser` by whom."""

    day: datetime.date


class Start(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the start shows beside posters: pictures, by their paths; `Texts.pictures` says what is seen."""

    pictures: list[str]


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to reach the campaign."""

    email: str = ""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a bar."""

    id: str
    value: float


class Bar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One bar of a figure, made of parts."""

    id: str
    parts: list[Part]


class Action(msgspec.Struct, frozen=True):
    """Something a visitor can do, in one language, and what the people at the stall `give` for it."""

    id: str
    title: str
    text: str
    give: str
    link: str
    help: bool


class Endorser(msgspec.Struct, frozen=True):
    """A person or organisation that has signed, in one language."""

    id: str
    kind: Literal["person", "organisation"]
    country: str
    picture: str
    name: str
    role: str


class Signed(msgspec.Struct, frozen=True):
    """How many have signed in all as of `day`, and who of them may be named, the same in every language."""

    number: int
    day: datetime.date
    endorsers: list[Endorser]


class Poster(msgspec.Struct, frozen=True):
    """A poster or leaflet, in one language: its printed slogan and what that says."""

    id: str
    kind: Literal["poster", "leaflet"]
    language: str
    printed: list[str]
    colours: PosterColours
    title: str
    note: str
    lines: list[str]


class Figure(msgspec.Struct, frozen=True):
    """A figure drawn from its numbers, in one language, with the same in words."""

    id: str
    unit: Literal["percent", "people"]
    bars: list[Bar]
    title: str
    note: str
    text: str
    labels: dict[str, str]


class Question(msgspec.Struct, frozen=True):
    """A question, its answer (Markdown) and the figures that belong to it."""

    id: str
    question: str
    answer: str
    figures: list[Figure]


class Link(msgspec.Struct, frozen=True):
    """An address shown as a QR code, in one language."""

    id: str
    url: str
    title: str
    text: str


class FieldText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one of the campaign's own fields, in one language: a table of its fields.toml.

    Attributes:
        title: what is asked.
        note: a sentence below it.
        wrong: a sentence for an answer that does not fit.
        options: what can be chosen, by the option's id.
    """

    title: str
    note: str = ""
    wrong: str = ""
    options: dict[str, str] = {}


class Missing(msgspec.Struct, frozen=True):
    """A text that a language lacks: shown in the first language instead."""

    language: str
    file: str
    key: str


class Texts(msgspec.Struct, frozen=True):
    """Everything a visitor reads, in one language."""

    language: str
    title: str
    slogan: str
    call: str
    demands_intro: str
    actions_intro: str
    endorsers_intro: str
    questions_intro: str
    posters_intro: str
    contact_intro: str
    thanks: str
    goal: str
    organiser: str
    addressee: str
    next_steps: list[str]
    demands: list[str]
    actions: list[Action]
    endorsers: list[Endorser]
    questions: list[Question]
    posters: list[Poster]
    links: list[Link]
    petition: str
    privacy: str
    consent: str
    missing: list[Missing]
    pictures: dict[str, str] = {}
    """What is seen on the pictures of the start, by their names (`picture_name`)."""
    fields: dict[str, FieldText] = {}
    words: dict[str, str | dict[str, str]] = {}
    """The program's own words as the campaign says them (`kiosk.campaign.words`)."""


class Campaign(msgspec.Struct, frozen=True):
    """A whole campaign's content, in all its languages."""

    id: str
    languages: list[str]
    colours: Colours
    form: dict[str, Asked]
    consent_version: str
    retention: Retention
    contact: Contact
    texts: dict[str, Texts]
    pictures: dict[str, bytes]
    signed: Signed | None = None
    goal: Goal | None = None
    hand_over: HandOver | None = None
    start: Start | None = None
    chinese: tuple[ChineseMethod, ...] = ()
    """How traditional Chinese is written on the screen, the first at first; as is usual where empty."""
    fields: tuple[OwnField, ...] = ()
    """Its own fields, in their order on the form."""

    @property
    def asked(self) -> dict[str, Asked]:
        """The form's fields by name, each "required", "asked" or "off".

        Help is asked for only if there is an action that takes it.
        """
        helpful = any(action.help for texts in self.texts.values() for action in texts.actions)
        return {**self.form, **({} if helpful else {"help": "off"})}

    def texts_in(self, language: str) -> Texts:
        """Its texts in `language`, or in its first one where it is not written in that."""
        return self.texts.get(language) or self.texts[self.languages[0]]

    def words_in(self, language: str) -> dict[str, str | dict[str, str]]:
        """The program's own words as the campaign says them; none in a `language` that is not its."""
        texts = self.texts.get(language)
        return texts.words if texts else {}

    def fields_in(self, language: str) -> dict[str, tuple[OwnField, FieldText]]:
        """Its own fields by id, each with its words as `texts_in` has them."""
        words = self.texts_in(language).fields
        return {field.id: (field, words[field.id]) for field in self.fields}

    @property
    def missing(self) -> list[Missing]:
        """The texts that some language lacks."""
        return [missing for texts in self.texts.values() for missing in texts.missing]

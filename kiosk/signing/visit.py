"""One visitor's way from reading to "Thank you", as a state machine without Qt.

The main path asks one thing a page. What is optional waits on side pages, each a tap away
from one page of the main path and back. The draft lives here and in the widgets that show
it, and nowhere else; `end` forgets it. Going back or changing the language never loses
what was typed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kiosk.signing.findings import FieldFinding, FieldRemark
from kiosk.signing.own_fields import OwnField, identifier, own_values, pages_of
from kiosk.signing.receipt_code import new_receipt_code
from kiosk.signing.signature import (
    FIELDS,
    RECORD_BYTES,
    Kind,
    Public,
    Signature,
    fields_on,
    lowest_version,
    to_json,
)
from kiosk.signing.strokes import Drawn, encode_strokes


class Step(StrEnum):
    """Where a visitor is: from NAME to CONSENT on a page of the form."""

    READING = "reading"
    NAME = "name"
    COUNTRY = "country"
    CONTACT = "contact"
    DRAWN = "drawn"
    EXTRAS = "extras"
    LISTING = "listing"
    HELP = "help"
    CONSENT = "consent"
    SAVING = "saving"
    THANKS = "thanks"
    ENDED = "ended"


OWN_PAGE = "own-"
"""How the name of a page with the campaign's own fields begins; its number follows."""
_TYPED: Final = tuple(name for name, field in FIELDS.items() if field.place)
"""The text fields that are on some page of the form."""
_OF_ORGANISATIONS: Final = ("organisation", "role")
_RECEIPT_BYTES = 80
"""What a receipt takes of a signature."""


Answer = str | bool | frozenset[str]
"""What a visitor gave for an own field: a text or one option, yes or no, several options."""


@dataclass
class Draft:
    """What a visitor has typed, drawn and chosen so far.

    `texts` has what was typed, by field. `own` has the answers to the campaign's own fields by id: a text,
    yes or no, or the options that are chosen. `typed_signature` says that the typed name is to stand for
    the drawn signature.
    """

    kind: Kind = "person"
    texts: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_TYPED, ""))
    own: dict[str, Answer] = field(default_factory=dict)
    drawn: Drawn = ()
    typed_signature: bool = False
    public: Public = "no"
    updates: bool = False
    help: set[str] = field(default_factory=set)
    consent: bool = False


class Visit:
    """One visit.

    Args:
        asked: "required", "asked" or "off" for each field of the campaign's form.
        consent_version: the version of the consent wording shown.
        language: the language the visit starts in.
        room: bytes that a signature of this campaign may have.
        own: the campaign's own fields.
    """

    def __init__(
        self,
        asked: Mapping[str, str],
        consent_version: str,
        language: str,
        room: int = RECORD_BYTES,
        own: Sequence[OwnField] = (),
    ) -> None:
        self.asked = asked
        self.own_fields = own
        self.own_pages = {f"{OWN_PAGE}{number}": page for number, page in enumerate(pages_of(own), 1)}
        """The pages of the campaign's own fields, by name."""
        self.language = language
        self.draft = Draft()
        self.step: str = Step.READING
        self.receipt = ""
        """The receipt code of the signature that was submitted, until the visit ends."""
        self._consent_version = consent_version
        self._room = room
        self._waved_away: set[tuple[FieldFinding, object]] = set()

    @property
    def pages(self) -> list[str]:
        """The pages of the main path that this campaign needs, in order."""
        needed: dict[str, bool] = {
            Step.NAME: True,
            Step.COUNTRY: self.is_asked("country"),
            Step.CONTACT: self._needs_contact(),
            **{name: page[0].asked == "required" for name, page in self.own_pages.items()},
            Step.DRAWN: self.is_required("signature"),
            Step.EXTRAS: bool(self.extras),
            Step.CONSENT: True,
        }
        return [page for page, is_needed in needed.items() if is_needed]

    @property
    def extras(self) -> list[str]:
        """The side pages with what is optional in this campaign, in order."""
        contact = any(self.is_asked(name) for name in (*fields_on(Step.CONTACT), "updates"))
        offered: dict[str, bool] = {
            Step.CONTACT: contact and not self._needs_contact(),
            **{name: page[0].asked != "required" for name, page in self.own_pages.items()},
            Step.LISTING: self.is_asked("public"),
            Step.HELP: self.is_asked("help"),
            Step.DRAWN: self.is_asked("signature") and not self.is_required("signature"),
        }
        return [page for page, is_offered in offered.items() if is_offered]

    @property
    def progress(self) -> tuple[int, int]:
        """Which page of the main path this is, from 1 (0 off the form), and how many there are.

        A side page counts as the extras, and saving as the consent.
        """
        pages = self.pages
        page: str = Step.EXTRAS if self.step in self.extras else self.step
        page = Step.CONSENT if page is Step.SAVING else page
        return (pages.index(page) + 1 if page in pages else 0), len(pages)

    def is_asked(self, name: str) -> bool:
        """Whether the form has the field; a role belongs to the organisation that it is in."""
        return self.asked.get("organisation" if name == "role" else name, "off") != "off"

    def is_required(self, name: str) -> bool:
        """Whether the field must be filled, given what is being signed as."""
        if name == "organisation":
            return self.draft.kind == "organisation" or self.asked.get(name) == "required"
        return self.asked.get(name) == "required"

    def start(self) -> None:
        """From reading to the form's first page."""
        if self.step is Step.READING:
            self.step = self.pages[0]

    def is_blank(self) -> bool:
        """Whether nothing has been typed, drawn or chosen yet."""
        return self.draft == Draft()

    def findings(self, page: str) -> list[FieldFinding]:
        """What there is to say about the form's page, as it is filled in now.

        About the extras that is whatever stops on one of the side pages.
        """
        from kiosk.signing.checks import check_fields  # knows all countries, which no first frame waits for

        if page is Step.EXTRAS:
            return [found for extra in self.extras for found in self.findings(extra) if found.remark.stops]
        fields = tuple(name for name in fields_on(page) if self.is_asked(name) and self._applies(name))
        asked = {name: "required" if self.is_required(name) else "asked" for name in fields}
        found = check_fields(self.draft.texts, asked, fields)
        for own in self.own_pages.get(page, ()):
            found += own.findings(self.draft.own.get(own.id), required=own.asked == "required")
        if page is Step.DRAWN and self.is_required("signature") and not self._has_signature():
            found.append(FieldFinding("drawn", FieldRemark.REQUIRED))
        if page is Step.CONSENT and not self.draft.consent:
            found.append(FieldFinding("consent", FieldRemark.REQUIRED))
        return found

    def next(self) -> list[FieldFinding]:
        """To the next page, or from a side page to the extras, unless something stops it.

        Returns what there is to say about this page. A doubt stops once, so that it is read;
        going on with the same text waves it away.
        """
        pages = self.pages
        if self.step in self.extras:
            onwards: str = Step.EXTRAS
        elif self.step in pages[:-1]:
            onwards = pages[pages.index(self.step) + 1]
        else:
            return []
        found = self.findings(self.step) + self._too_much()
        doubts = {(finding, self._text(finding.field)) for finding in found}
        if not any(finding.remark.stops for finding in found) and doubts <= self._waved_away:
            self.step = onwards
        self._waved_away |= doubts
        return found

    def back(self) -> None:
        """To the page before, or from the first page back to reading; nothing is lost.

        From a side page it leads to the extras.
        """
        pages = self.pages
        if self.step in self.extras:
            self.step = Step.EXTRAS
        elif self.step in pages:
            position = pages.index(self.step)
            self.step = pages[position - 1] if position else Step.READING

    def open(self, extra: str) -> None:
        """From the extras to one of their side pages."""
        if self.step is Step.EXTRAS and extra in self.extras:
            self.step = extra

    def submit(self, today: datetime.date) -> Signature | None:
        """The signature to seal, once everything needed is there; None when it is not, or was taken already.

        A second tap finds the visit saving and gets None, so one visit makes one signature.
        """
        if self.step is not Step.CONSENT:
            return None
        if any(finding.remark.stops for page in self.pages for finding in self.findings(page)):
            return None
        self.step = Step.SAVING
        self.receipt = self.receipt or new_receipt_code()
        return self._signature(today)

    def saved(self) -> None:
        """The signature is durable: forget what was typed, and thank."""
        if self.step is Step.SAVING:
            self._forget_draft()
            self.step = Step.THANKS

    def failed(self) -> None:
        """Saving failed: back to the last page with everything still there, to try again."""
        if self.step is Step.SAVING:
            self.step = Step.CONSENT

    def end(self) -> None:
        """Forgets everything that was typed, and the receipt code."""
        self._forget_draft()
        self.receipt = ""
        self.step = Step.ENDED

    def _forget_draft(self) -> None:
        self.draft = Draft()
        self._waved_away.clear()

    def _too_much(self) -> list[FieldFinding]:
        """The longest text of this page, where all that was typed so far is more than a signature holds."""
        fields = [name for name in fields_on(self.step) if self._applies(name)]
        fields += [own.id for own in self.own_pages.get(self.step, ()) if own.is_typed]
        typed = len(to_json(self._signature(datetime.date.min)))
        if not fields or typed + _RECEIPT_BYTES <= self._room:
            return []
        longest = max(fields, key=lambda name: len(self._text(name).encode()))
        return [FieldFinding(longest, FieldRemark.TOO_LONG)]

    def _text(self, name: str) -> str:
        """What was typed into a field; empty for what is not typed."""
        answer = self.draft.own.get(name, "")
        return self.draft.texts.get(name) or (answer if isinstance(answer, str) else "")

    def _needs_contact(self) -> bool:
        return any(self.is_required(name) for name in fields_on(Step.CONTACT))

    def _has_signature(self) -> bool:
        return bool(self.draft.drawn) or self.draft.typed_signature

    def _applies(self, name: str) -> bool:
        return self.draft.kind == "organisation" or name not in _OF_ORGANISATIONS

    def _signature(self, today: datetime.date) -> Signature:
        draft = self.draft
        own = own_values(self.own_fields, draft.own)
        signed = Signature(
            version=1,
            date=today.isoformat(),
            kind=draft.kind,
            consent=self._consent_version,
            language=self.language,
            public=draft.public,
            updates=draft.updates,
            help=tuple(sorted(draft.help)),
            drawn="" if draft.typed_signature else encode_strokes(draft.drawn),
            typed_signature=draft.typed_signature,
            receipt=self.receipt,
            own=own,
            identified_by=identifier(self.own_fields, own),
            **{name: text if self._applies(name) else "" for name, text in draft.texts.items()},
        )
        return lowest_version(signed)

"""One visitor's way from reading to "Thank you", as a state machine without Qt.

The draft lives here and in the widgets that show it, and nowhere else; `end`
forgets it. Going back or changing the language never loses what was typed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.signing.checks import Finding, Remark, check_fields
from kiosk.signing.signature import VERSION, Kind, Public, Signature


class Step(StrEnum):
    """Where a visitor is. The four in the middle are the form's pages."""

    READING = "reading"
    NAME = "name"
    COUNTRY = "country"
    CONTACT = "contact"
    CONSENT = "consent"
    SAVING = "saving"
    THANKS = "thanks"
    ENDED = "ended"


_FIELDS: dict[Step, tuple[str, ...]] = {
    Step.NAME: ("name", "organisation", "role"),
    Step.COUNTRY: ("country",),
    Step.CONTACT: ("city", "postcode", "email", "phone"),
    Step.CONSENT: (),
}


@dataclass
class Draft:
    """What a visitor has typed and chosen so far."""

    kind: Kind = "person"
    name: str = ""
    organisation: str = ""
    role: str = ""
    country: str = ""
    city: str = ""
    postcode: str = ""
    email: str = ""
    phone: str = ""
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
    """

    def __init__(self, asked: Mapping[str, str], consent_version: str, language: str) -> None:
        self.asked = asked
        self.language = language
        self.draft = Draft()
        self.step = Step.READING
        self._consent_version = consent_version
        self._waved_away: set[tuple[Finding, str]] = set()

    @property
    def pages(self) -> list[Step]:
        """The form's pages that this campaign needs, in order."""
        return [
            page
            for page, fields in _FIELDS.items()
            if page in (Step.NAME, Step.CONSENT)
            or any(self.is_asked(name) for name in fields)
            or (page is Step.CONTACT and self.is_asked("updates"))
        ]

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
        """Whether nothing has been typed or chosen yet."""
        return self.draft == Draft()

    def findings(self, page: Step) -> list[Finding]:
        """What there is to say about the form's page, as it is filled in now."""
        fields = tuple(name for name in _FIELDS[page] if self.is_asked(name) and self._applies(name))
        asked = {name: "required" if self.is_required(name) else "asked" for name in fields}
        found = check_fields(vars(self.draft), asked, fields)
        if page is Step.CONSENT and not self.draft.consent:
            found.append(Finding("consent", Remark.REQUIRED))
        return found

    def next(self) -> list[Finding]:
        """To the next page, unless something stops it; says what there is to say about this one.

        A doubt stops once, so that it is read; going on with the same text waves it away.
        """
        pages = self.pages
        if self.step not in pages[:-1]:
            return []
        found = self.findings(self.step)
        doubts = {(finding, getattr(self.draft, finding.field)) for finding in found}
        if not any(finding.remark.stops for finding in found) and doubts <= self._waved_away:
            self.step = pages[pages.index(self.step) + 1]
        self._waved_away |= doubts
        return found

    def back(self) -> None:
        """To the page before, or from the first page back to reading; nothing is lost."""
        pages = self.pages
        if self.step in pages:
            position = pages.index(self.step)
            self.step = pages[position - 1] if position else Step.READING

    def submit(self, today: datetime.date) -> Signature | None:
        """The signature to seal, once everything needed is there; None when it is not, or was taken already.

        A second tap finds the visit saving and gets None, so one visit makes one signature.
        """
        if self.step is not Step.CONSENT:
            return None
        if any(finding.remark.stops for page in self.pages for finding in self.findings(page)):
            return None
        self.step = Step.SAVING
        return self._signature(today)

    def saved(self) -> None:
        """The signature is durable: forget what was typed, and thank."""
        if self.step is Step.SAVING:
            self.draft = Draft()
            self.step = Step.THANKS

    def failed(self) -> None:
        """Saving failed: back to the last page with everything still there, to try again."""
        if self.step is Step.SAVING:
            self.step = Step.CONSENT

    def end(self) -> None:
        """Forgets everything that was typed."""
        self.draft = Draft()
        self._waved_away.clear()
        self.step = Step.ENDED

    def _applies(self, name: str) -> bool:
        return self.draft.kind == "organisation" or name not in ("organisation", "role")

    def _signature(self, today: datetime.date) -> Signature:
        draft = self.draft
        organisation = draft.kind == "organisation"
        return Signature(
            version=VERSION,
            date=today.isoformat(),
            kind=draft.kind,
            name=draft.name,
            consent=self._consent_version,
            language=self.language,
            organisation=draft.organisation if organisation else "",
            role=draft.role if organisation else "",
            country=draft.country,
            city=draft.city,
            postcode=draft.postcode,
            email=draft.email,
            phone=draft.phone,
            public=draft.public,
            updates=draft.updates,
            help=tuple(sorted(draft.help)),
        )

"""What a new campaign's texts begin as: petition, privacy notice and consent with the blanks filled.

There is a file a language in resources/new_campaign. In other languages the texts are English,
and marked, so that the report on the content tells that they are to be translated.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list

from kiosk import paths
from kiosk.campaign.model import TO_TRANSLATE
from kiosk.signing.fields import Asked

_LISTED = ("name", "organisation", "country", "city", "postcode", "email", "phone", "signature")
"""Fields that the privacy notice lists, in this order."""


class _Paragraph(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the privacy notice; with `when`, only where the campaign asks for that."""

    text: str
    when: str = ""


class _Begun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[texts]`: the short texts that go into texts.toml."""

    call: str
    thanks: str
    next_steps: list[str]
    contact_intro: str


class _Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    petition: str
    consent: str
    texts: _Begun
    kept: dict[str, str]
    privacy: list[_Paragraph]


@dataclass(frozen=True)
class Blanks:
    """What is put into the blanks, in one language.

    Attributes:
        organiser, addressee: who collects, and who the petition is for.
        demands: one a line.
        form: which field is asked for, by its name.
        contact: an e-mail address; may be empty.
        destroy_by: the last day on which signatures are kept.
    """

    organiser: str
    addressee: str
    demands: Sequence[str]
    form: Mapping[str, Asked]
    contact: str
    destroy_by: datetime.date


@dataclass(frozen=True)
class Proposal:
    """The texts that are proposed, in one language. `texts` are keys of texts.toml."""

    petition: str
    privacy: str
    consent: str
    texts: dict[str, str | list[str]]


def has_proposal(language: str) -> bool:
    """Whether there are texts to begin with in `language` itself."""
    return (paths.new_campaign() / f"{language}.toml").is_file()


def propose(language: str, blanks: Blanks) -> Proposal:
    """The texts in `language`; where there are none in it, in English, and each marked."""
    mark, tag = ("", language) if has_proposal(language) else (f"{TO_TRANSLATE} ", "en")
    template = msgspec.toml.decode((paths.new_campaign() / f"{tag}.toml").read_bytes(), type=_Template)
    locale = Locale.parse("en-GB" if tag == "en" else tag, sep="-")
    values = {
        "organiser": blanks.organiser,
        "addressee": blanks.addressee,
        "contact": blanks.contact,
        "demands": "\n".join(f"- {demand}" for demand in blanks.demands),
        "day": format_date(blanks.destroy_by, "long", locale),
        "kept": format_list(_kept(template, blanks.form), locale=locale),
    }
    there = _there(blanks)
    paragraphs = (one.text for one in template.privacy if not one.when or one.when in there)
    begun = template.texts
    return Proposal(
        petition=mark + template.petition.strip().format_map(values) + "\n",
        privacy=mark + "\n\n".join(text.format_map(values) for text in paragraphs) + "\n",
        consent=mark + template.consent.format_map(values) + "\n",
        texts={
            "call": mark + begun.call,
            "thanks": mark + begun.thanks,
            "next_steps": [mark + step.format_map(values) for step in begun.next_steps],
            "contact_intro": mark + begun.contact_intro,
        },
    )


def _there(blanks: Blanks) -> Collection[str]:
    asked = {field for field, how in blanks.form.items() if how != "off"}
    how: Literal["contact", "no-contact"] = "contact" if blanks.contact else "no-contact"
    return asked | {how}


def _kept(template: _Template, form: Mapping[str, Asked]) -> list[str]:
    """What is kept of the form, in words; what may be left empty says so."""
    kept = []
    for field in _LISTED:
        how = "required" if field == "name" else form.get(field, "off")
        if how == "off":
            continue
        words = template.kept[field]
        says_so = how == "required" or field == "organisation"
        kept.append(words if says_so else template.kept["if_you_like"].format(field=words))
    return kept

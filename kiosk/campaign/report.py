"""What a coordinator should know about a campaign's content before it goes to a stall."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from kiosk.campaign.model import TO_TRANSLATE, Campaign
from kiosk.campaign.palette import corrections
from kiosk.campaign.pictures import has_notes
from kiosk.campaign.words import missing_words, needed_words
from kiosk.errors import Remark
from kiosk.languages import own_name
from kiosk.signing.own_fields import pages_of

_MANY_PAGES = 3
"""Pages of own fields from which on a visitor may walk away."""


def content_report(campaign: Campaign) -> list[Remark]:
    """What is missing or not ready; empty when there is nothing to say."""
    return [
        *filter(None, (words_report(campaign, language) for language in campaign.languages)),
        *_missing(campaign),
        *_to_translate(campaign),
        *_corrected(campaign),
        *_placeholders(campaign),
        *_noted(campaign),
        *_own_fields(campaign),
    ]


def words_report(campaign: Campaign, language: str) -> Remark | None:
    """How many of the program's own words there are not in `language`; None when there are all."""
    missing = missing_words(campaign.words_in(language), language)
    if not missing:
        return None
    return Remark(
        "{number} of {total} words of the program are missing in {language}: there it speaks English.",
        number=missing,
        total=len(needed_words()),
        language=own_name(language),
    )


def _missing(campaign: Campaign) -> Iterator[Remark]:
    first = campaign.languages[0]
    for one in campaign.missing:
        file = f"{one.language}/{one.file}"
        if one.key:
            yield Remark(
                "{file} lacks {key}: shown in {first} instead, marked.", file=file, key=one.key, first=first
            )
        else:
            yield Remark("{file} is missing: shown in {first} instead, marked.", file=file, first=first)


def _to_translate(campaign: Campaign) -> Iterator[Remark]:
    for language, texts in campaign.texts.items():
        missing = {one.file for one in texts.missing}
        for file, text in (
            ("petition.md", texts.petition),
            ("privacy.md", texts.privacy),
            ("consent.md", texts.consent),
            ("texts.toml", " ".join((texts.call, texts.thanks, texts.contact_intro, *texts.next_steps))),
        ):
            if TO_TRANSLATE in text and file not in missing:
                yield Remark(
                    "{file} has English words that are marked {mark}: translate them, take the mark away.",
                    file=f"{language}/{file}",
                    mark=TO_TRANSLATE,
                )


def _corrected(campaign: Campaign) -> Iterator[Remark]:
    for fix in corrections(campaign.colours):
        yield Remark(
            "The colour {role} = {given} cannot be read where it stands: the screens use {used}. "
            "Choose one with more contrast.",
            role=fix.role,
            given=fix.given,
            used=fix.used,
        )


def _placeholders(campaign: Campaign) -> Iterator[Remark]:
    for link in campaign.texts[campaign.languages[0]].links:
        if _is_placeholder(urlsplit(link.url).hostname or ""):
            yield Remark(
                "The link {id} leads to {url}, which is a placeholder: put the real address.",
                id=link.id,
                url=link.url,
            )
    if _is_placeholder(campaign.contact.email.rpartition("@")[2]):
        yield Remark(
            "The contact address {email} is a placeholder: put the real one.",
            email=campaign.contact.email,
        )


def _noted(campaign: Campaign) -> Iterator[Remark]:
    for file, data in sorted(campaign.pictures.items()):
        if has_notes(file, data):
            yield Remark(
                "{file} carries notes of a camera or a program (EXIF), such as where and when it was taken. "
                "Everybody can read them in the pack: save it again without them.",
                file=file,
            )


def _own_fields(campaign: Campaign) -> Iterator[Remark]:
    pages = sum(page[0].asked == "required" for page in pages_of(campaign.fields))
    if pages > _MANY_PAGES:
        yield Remark(
            "The campaign’s own fields add {number} pages that everybody must fill in: a visitor has "
            "a minute.",
            number=pages,
        )
    for field in campaign.fields:
        if field.identifies and field.asked != "required":
            yield Remark(
                "The field {id} tells people apart, but need not be filled in: whoever leaves it empty is "
                "known by name and contact alone.",
                id=field.id,
            )
        if field.identifies and not field.pattern:
            yield Remark(
                "The field {id} tells people apart, and has no pattern: a slip of the hand makes another "
                "person.",
                id=field.id,
            )
        if field.identifies and field.petition:
            yield Remark(
                "The field {id} tells people apart, and goes onto the petition: everybody can read it there.",
                id=field.id,
            )


def _is_placeholder(host: str) -> bool:
    """RFC 2606 keeps these names for examples."""
    return (
        host == "example" or host.endswith((".example", ".test", ".invalid")) or host.startswith("example.")
    )

"""The petition's cover: what it is about, in the campaign's colours, how many signed, when and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from kiosk.campaign.model import Campaign
from kiosk.campaign.palette import own_mode, palette_for
from kiosk.campaign.poster_versions import PosterVersion, poster_versions
from kiosk.coordinator.reports.petition import Petition, without_small_groups
from kiosk.ui.artwork.drawing import paint_poster
from kiosk.ui.desk.petition.paper import CONTENT, INK, PAGE, QUIET, Paper
from kiosk.ui.language import Language
from kiosk.ui.pdf.document import alternative
from kiosk.ui.pdf.painter import ShapePainter

_BAND = 158.0
"""The height of the coloured part."""
_POSTER = QRectF(CONTENT.right() - 58, 178, 58, 58 * 297 / 210)
_MOST_PLACES = 6


def draw_cover(paper: Paper, language: Language, campaign: Campaign, petition: Petition) -> None:
    """Title and slogan on the campaign's colour; below it the number, the facts, and a poster if any."""
    paper.document.bookmark(campaign.texts_in(petition.language).title)
    _draw_band(paper, language, campaign, petition)
    poster = _poster(campaign, petition.language)
    right = _POSTER.left() - 8 if poster else CONTENT.right()
    y = _write_number(paper, language, petition, right - CONTENT.x())
    _write_facts(paper, _facts(language, campaign, petition), y + 6, right - CONTENT.x())
    if poster:
        _draw_poster(paper, poster)


def _draw_band(paper: Paper, language: Language, campaign: Campaign, petition: Petition) -> None:
    texts = campaign.texts_in(petition.language)
    palette = palette_for(campaign.colours, own_mode(campaign.colours))
    accent, on_accent = QColor(palette.accent), QColor(palette.on_accent)
    paper.fill(QRectF(0, 0, PAGE.width(), _BAND), accent)
    x, width = CONTENT.x(), CONTENT.width()
    paper.fill(QRectF(x, 26, 18, 1.6), on_accent)
    with paper.part("P"):
        kind = language.text("Petition")
        if texts.addressee:
            kind = language.text("Petition to {addressee}", addressee=texts.addressee)
        size = paper.largest(kind, width, 8, (5.6, 5.0, 4.4, 3.8, 3.2))
        paper.write(paper.cut(kind, size, width), x, 31, width, size, colour=on_accent)
    size = paper.largest(texts.title, width, 76, (19, 17, 15, 13, 11, 9.5, 8, 7, 6), bold=True)
    with paper.part("H1"):
        y = paper.write(texts.title, x, 44, width, size, bold=True, colour=on_accent)
    size = paper.largest(texts.slogan, width, _BAND - 10 - y - 5, (8, 7, 6.4, 5.6, 5, 4.4, 3.8, 3.2))
    with paper.part("P"):
        paper.write(texts.slogan, x, y + 5, width, size, colour=on_accent)


def _write_number(paper: Paper, language: Language, petition: Petition, width: float) -> float:
    """How many have signed, large, and as of when; returns where it ends."""
    number = language.number(petition.counted)
    size = paper.largest(number, width, 31, (23.0, 20.0, 17.0, 14.0, 11.0), bold=True)
    while paper.width(number, size, bold=True) > width and size > 6:
        size -= 1
    signed = language.plural("signature", "signatures", petition.counted)
    until = language.text("as of {day}", day=language.date(petition.day.isoformat()))
    with paper.part("P"):
        y = paper.write(number, CONTENT.x(), _BAND + 9, width, size, bold=True)
    with paper.part("P"):
        y = paper.write(signed, CONTENT.x(), y - 1, width, 6, bold=True)
        return paper.write(until, CONTENT.x(), y + 0.6, width, 4.2, colour=QUIET)


def _facts(language: Language, campaign: Campaign, petition: Petition) -> Mapping[str, str]:
    """What stands below the number: each a title and its words."""
    text = language.text
    facts = {}
    days = list(petition.days)
    if days:
        first, last = language.date(days[0]), language.date(days[-1])
        period = first if first == last else text("{first} to {last}", first=first, last=last)
        facts[text("Collected")] = period
    places, _ = without_small_groups(petition.places, _MOST_PLACES)
    if places:
        more = len([place for place, number in petition.places.items() if number]) - len(places)
        names = [*places, *([language.plural("{number} more", "{number} more", more)] if more else [])]
        facts[text("Places")] = " · ".join(names)
    if campaign.hand_over is not None:
        facts[text("Handed over")] = language.date(campaign.hand_over.day.isoformat())
    organiser = campaign.texts_in(petition.language).organiser
    if organiser:
        facts[text("Organiser")] = organiser
    if campaign.contact.email:
        facts[text("Contact")] = campaign.contact.email
    return facts


def _write_facts(paper: Paper, facts: Mapping[str, str], y: float, width: float) -> None:
    for title, words in facts.items():
        with paper.part("P"):
            y = paper.write(title, CONTENT.x(), y, width, 3.1, colour=QUIET)
            short = paper.within(paper.readable(words), 4.0, width, 12)
            y = paper.write(short, CONTENT.x(), y, width, 4.0, colour=INK) + 2.4


def _poster(campaign: Campaign, language: str) -> PosterVersion | None:
    """The campaign's first poster, in `language` if it is to be had in that."""
    versions = next(iter(poster_versions(campaign)), [])
    spoken = (one for one in versions if one.language == language)
    return next(spoken, versions[0] if versions else None)


def _draw_poster(paper: Paper, version: PosterVersion) -> None:
    room = paper.room(_POSTER)
    with paper.part("Figure", alternative(version.slogan) + paper.document.box(room)):
        paint_poster(cast(QPainter, ShapePainter(paper.document)), room, version)

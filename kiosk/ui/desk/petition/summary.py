"""The summary: everything on one page, for whoever has a minute."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from kiosk.campaign.model import Campaign
from kiosk.campaign.palette import own_mode, palette_for
from kiosk.coordinator.reports.petition import Petition
from kiosk.ui.desk.petition.paper import CONTENT, PAGE, QUIET, Paper
from kiosk.ui.desk.petition.statistics import Statistics
from kiosk.ui.language import Language

_BAND = 62.0
_FEW = 5
"""Countries and places that are shown."""


def draw_summary(paper: Paper, language: Language, campaign: Campaign, petition: Petition) -> None:
    """Title and number, what is demanded, and the numbers by day, country and place."""
    texts = campaign.texts_in(petition.language)
    palette = palette_for(campaign.colours, own_mode(campaign.colours))
    accent, on_accent = QColor(palette.accent), QColor(palette.on_accent)
    x, width = CONTENT.x(), CONTENT.width()
    paper.document.bookmark(texts.title)
    paper.fill(QRectF(0, 0, PAGE.width(), _BAND), accent)
    signed = language.plural("{number} signature", "{number} signatures", petition.counted)
    until = language.text("as of {day}", day=language.date(petition.day.isoformat()))
    size = paper.largest(texts.title, width, 26, (11, 10, 9, 8, 7, 6, 5), bold=True)
    with paper.part("H1"):
        y = paper.write(texts.title, x, 12, width, size, bold=True, colour=on_accent)
    with paper.part("P"):
        paper.write(signed, x, max(y + 2, 40), width, 8.4, bold=True, colour=on_accent)
    with paper.part("P"):
        paper.write(until, x, max(y + 2, 40) + 11.6, width, 3.8, colour=on_accent)
    y = _BAND + 9
    room = 66.0
    demands = texts.demands
    size = paper.largest("\n".join(demands), width - 8, room, (4.4, 4.0, 3.6, 3.2, 2.9))
    with paper.part("H2"):
        y = paper.write(language.text("What we demand"), x, y, width, 4.8, bold=True) + 2
    end = y + room
    for number, demand in enumerate(demands, 1):
        if y + paper.height(demand, size, width - 8) > end:
            break
        with paper.part("P"):
            paper.write(language.number(number), x, y, 8, size, bold=True)
            y = paper.write(demand, x + 8, y, width - 8, size) + size * 0.35
    Statistics(paper, language, campaign, petition).draw_few(y + 5, _FEW)
    about = " · ".join(filter(None, (texts.organiser, campaign.contact.email)))
    with paper.part("P"):
        paper.write(paper.cut(about, 3.1, width), x, CONTENT.bottom() + 8, width, 3.1, colour=QUIET)

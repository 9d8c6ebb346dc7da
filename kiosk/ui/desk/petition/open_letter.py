"""The open letter: one page for a newspaper, on which the names of those who signed are the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from kiosk.campaign.model import Campaign
from kiosk.campaign.palette import own_mode, palette_for
from kiosk.coordinator.reports.lists import Listed
from kiosk.coordinator.reports.petition import Petition
from kiosk.ui.desk.petition.paper import INK, LEADING, PAGE, QUIET, Paper
from kiosk.ui.desk.petition.words import shown
from kiosk.ui.language import Language

_MARGIN = 14.0
_X, _WIDTH = _MARGIN, PAGE.width() - 2 * _MARGIN
_BOTTOM = PAGE.height() - 24
"""Where the names end; below them stands the foot."""
_SIZES = [9.0 * 0.96**step for step in range(41)]
"""Of the names: as large as there is room; the last is 5 points, the smallest that newspapers print."""
_GAP = 1.1
"""Between names, in heights of their letters."""


def draw_open_letter(paper: Paper, language: Language, campaign: Campaign, petition: Petition) -> None:
    """Title, demands, and as many names as there is room for; the foot says how many more there are."""
    texts = campaign.texts_in(petition.language)
    palette = palette_for(campaign.colours, own_mode(campaign.colours))
    accent, on_accent = QColor(palette.accent), QColor(palette.on_accent)
    paper.document.bookmark(texts.title)
    kind = language.text("Open letter")
    if texts.addressee:
        kind = language.text("Open letter to {addressee}", addressee=texts.addressee)
    size = paper.largest(texts.title, _WIDTH, 34, (14, 12.5, 11, 9.5, 8, 7, 6), bold=True)
    high = paper.height(texts.title, size, _WIDTH, bold=True)
    paper.fill(QRectF(0, 0, PAGE.width(), _MARGIN + 9 + high + 8), accent)
    with paper.part("P"):
        kind_size = paper.largest(kind, _WIDTH, 6, (4.4, 3.8, 3.4))
        y = paper.write(paper.cut(kind, kind_size, _WIDTH), _X, _MARGIN, _WIDTH, kind_size, colour=on_accent)
    with paper.part("H1"):
        y = paper.write(texts.title, _X, y + 2, _WIDTH, size, bold=True, colour=on_accent)
    y = _write_demands(paper, language, texts.demands, _MARGIN + 9 + high + 14)
    _write_names(paper, language, petition, accent, y + 4)
    _write_foot(paper, language, campaign, petition)


def _write_demands(paper: Paper, language: Language, demands: Sequence[str], y: float) -> float:
    """As large as they take no more than a third of the page; where even small ones do, the first of them."""
    room = PAGE.height() / 3
    size = paper.largest("\n".join(demands), _WIDTH - 8, room, (5.0, 4.6, 4.2, 3.8, 3.4, 3.0))
    end = y + room
    for number, demand in enumerate(demands, 1):
        if y + paper.height(demand, size, _WIDTH - 8) > end:
            break
        with paper.part("P"):
            paper.write(language.number(number), _X, y, 8, size, bold=True)
            y = paper.write(demand, _X + 8, y, _WIDTH - 8, size) + size * 0.35
    return y


def _write_names(paper: Paper, language: Language, petition: Petition, colour: QColor, y: float) -> None:
    names = [paper.readable(shown(one.name)) for one in _most_known_first(petition.listed)]
    room = _BOTTOM - y
    for size in _SIZES:
        rows = int(room / (size * LEADING))
        lines = list(_filled(paper, names, size, rows))
        if sum(map(len, lines)) == len(names):
            break
    put = sum(map(len, lines))
    with paper.part("P"):
        for line in lines:
            x = _X
            widths = [paper.width(name, size, bold=True) for name in line]
            left = _WIDTH - sum(widths)
            gap = left / (len(line) - 1) if len(line) > 1 and left < _WIDTH * 0.25 else _GAP * size
            for name, width in zip(line, widths, strict=True):
                paper.write(name, x, y, width + 0.01, size, bold=True, colour=colour)
                x += width + gap
            y += size * LEADING
    more = len(names) - put + petition.unlisted
    if more:
        with paper.part("P"):
            words = language.plural("and {number} more", "and {number} more", more)
            paper.write(words, _X, min(y + 0.5, _BOTTOM), _WIDTH, 4.0, bold=True, colour=INK)


def _most_known_first(listed: Sequence[Listed]) -> list[Listed]:
    """Names before initials, each in the order of the list."""
    return [one for one in listed if not one.initials] + [one for one in listed if one.initials]


def _filled(paper: Paper, names: Sequence[str], size: float, rows: int) -> Iterator[list[str]]:
    """The names in `rows` lines, as far as they fit."""
    line: list[str] = []
    used = 0.0
    for whole in names:
        name = paper.cut(whole, size, _WIDTH / 2)
        width = paper.width(name, size, bold=True)
        if line and used + width > _WIDTH:
            yield line
            rows -= 1
            line, used = [], 0.0
        if rows <= 0:
            return
        line.append(name)
        used += width + _GAP * size
    if line:
        yield line


def _write_foot(paper: Paper, language: Language, campaign: Campaign, petition: Petition) -> None:
    signed = language.plural("{number} signature", "{number} signatures", petition.counted)
    until = language.text("as of {day}", day=language.date(petition.day.isoformat()))
    texts = campaign.texts_in(petition.language)
    about = " · ".join(filter(None, (until, texts.organiser, campaign.contact.email)))
    y = PAGE.height() - 16
    paper.rule(_X, y - 2, _WIDTH, 0.4, INK)
    with paper.part("P"):
        paper.write(signed, _X, y, _WIDTH / 2, 4.6, bold=True)
    with paper.part("P"):
        short = paper.cut(about, 3.1, _WIDTH / 2)
        paper.write(short, _X + _WIDTH / 2, y + 1.2, _WIDTH / 2, 3.1, colour=QUIET, at_end=True)

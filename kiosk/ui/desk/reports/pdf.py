"""The report on paper: how many have signed, and the charts of that, each with its title (A4)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from kiosk.campaign.model import Campaign
from kiosk.coordinator.reports.answers import Answers
from kiosk.coordinator.reports.totals import Totals
from kiosk.ui.charts.canvas import Canvas, ChartLook
from kiosk.ui.charts.chart import Chart, draw
from kiosk.ui.desk.parts.charts import answers_chart, totals_charts
from kiosk.ui.language import Language
from kiosk.ui.pdf_page import pdf_pages

_TEXT = 1 / 62
"""The height of letters, as a part of the width of the page."""
_MARGIN = 5.0
"""Around the page, in heights of text."""
_HEAD = 10.0
"""What the number takes at the top of the first page."""
_TITLE = 2.6
_APART = 3.0


def report_pdf(totals: Totals, answers: Answers, campaign: Campaign, day: datetime.date) -> bytes:
    """A PDF of `totals` as of `day`, in the campaign's first language and colours. Needs Qt's application.

    Args:
        answers: to the campaign's own fields, where the key was there to count them.
    """
    tag = campaign.languages[0]
    language = Language(tag)
    pages = _pages(_charts(totals, answers, campaign, day, language))
    heads = [_head(totals, campaign, day, language), *(None for _ in pages[1:])]
    paints = [
        partial(_paint, charts=charts, head=head, campaign=campaign, language=language)
        for head, charts in zip(heads, pages, strict=True)
    ]
    return pdf_pages(campaign.texts[tag].title, "A4", paints)


def _charts(
    totals: Totals, answers: Answers, campaign: Campaign, day: datetime.date, language: Language
) -> list[Chart]:
    """All charts that there is something for."""
    words = campaign.fields_in(language.tag)
    found: list[Chart | None] = [
        *totals_charts(totals, campaign.goal, day, language).values(),
        *(answers_chart(*words[field], counted, language) for field, counted in answers.items()),
    ]
    return [chart for chart in found if chart is not None]


def _head(totals: Totals, campaign: Campaign, day: datetime.date, language: Language) -> tuple[str, str, str]:
    """Title, number, and as of when."""
    counted = sum(account.counted for account in totals.kinds.values())
    signed = language.plural("signature", "signatures", counted)
    until = language.text("as of {day}", day=language.date(day.isoformat()))
    return campaign.texts_in(language.tag).title, language.number(counted), f"{signed} · {until}"


def _pages(charts: Sequence[Chart]) -> list[list[Chart]]:
    """The charts by page: as many as fit below one another."""
    size, width = 1.0, 1 / _TEXT - 2 * _MARGIN
    room = (297 / 210) / _TEXT - 2 * _MARGIN
    pages: list[list[Chart]] = [[]]
    left = room - _HEAD
    for chart in charts:
        needed = chart.height(width, size) + _TITLE + _APART
        if needed > left and pages[-1]:
            pages.append([])
            left = room
        pages[-1].append(chart)
        left -= needed
    return pages


def _paint(
    painter: QPainter,
    area: QRectF,
    *,
    charts: Sequence[Chart],
    head: tuple[str, str, str] | None,
    campaign: Campaign,
    language: Language,
) -> None:
    """Draws a page: the number where it has a `head`, then its charts."""
    em = area.width() * _TEXT
    look = ChartLook.printed(campaign.colours, language.tag, em)
    room = area.adjusted(_MARGIN * em, _MARGIN * em, -_MARGIN * em, -_MARGIN * em)
    canvas = Canvas(painter, room, look, language)
    y = room.top()
    if head is not None:
        title, number, words = head
        line = QRectF(room.left(), y, room.width(), 2 * em)
        canvas.write(canvas.cut(title, room.width(), 1.3, bold=True), line, scale=1.3, bold=True)
        canvas.write(number, line.translated(0, 3.4 * em), scale=4, bold=True, colour=look.accent)
        beside = canvas.width(number, 4, bold=True) + em
        canvas.write(words, QRectF(room.left() + beside, y + 4.1 * em, room.width() - beside, 2 * em))
        painter.fillRect(
            QRectF(room.left(), y + (_HEAD - 2.6) * em, room.width(), 0.1 * em), QColor(look.line)
        )
        y += _HEAD * em
    for chart in charts:
        canvas.write(chart.title, QRectF(room.left(), y, room.width(), 1.6 * em), scale=1.2, bold=True)
        height = chart.height(room.width(), em)
        draw(chart, painter, QRectF(room.left(), y + _TITLE * em, room.width(), height), look, language)
        y += (_TITLE + _APART) * em + height

"""The petition's first pages: the cover, the text that people signed, and the signatures in numbers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)

from kiosk.campaign.model import Campaign, Texts
from kiosk.campaign.palette import own_mode, palette_for
from kiosk.ui.desk.petition.contents import Petition
from kiosk.ui.desk.petition.paper import CONTENT, INK, LINE, MM, PAGE, QUIET, Paper
from kiosk.ui.language import Language

_BAND = 112.0
"""The height of the coloured part of the cover."""
_DEMANDS = 161.0
"""Where the demands begin on the cover."""
_INDENT = 9.0
"""Of the demands from their numbers."""
_FEWEST = 5
"""Countries with fewer signatures are shown together: one or two people could be guessed."""
_MOST_COUNTRIES = 64
_ROWS = 32
"""Countries in one column."""
_TEXT = 4.4
"""The height of the petition's letters."""


def draw_cover(paper: Paper, language: Language, campaign: Campaign, petition: Petition) -> None:
    """Title and slogan on the campaign's colour, how many have signed, and the demands."""
    texts = campaign.texts[petition.language]
    palette = palette_for(campaign.colours, own_mode(campaign.colours))
    accent, on_accent = QColor(palette.accent), QColor(palette.on_accent)
    paper.fill(QRectF(0, 0, PAGE.width(), _BAND), accent)
    x, width = CONTENT.x(), CONTENT.width()
    paper.write(language.text("Petition"), x, 24, width, 5, colour=on_accent)
    size = _largest(paper, texts.title, width, 52, (15, 13, 11, 9.5, 8, 7, 6), bold=True)
    y = paper.write(texts.title, x, 34, width, size, bold=True, colour=on_accent)
    size = _largest(paper, texts.slogan, width, _BAND - 8 - y - 4, (6.4, 5.6, 5, 4.4, 3.8, 3.2))
    paper.write(texts.slogan, x, y + 4, width, size, colour=on_accent)
    _write_number(paper, language, petition, _BAND + 12)
    _write_demands(paper, language, texts, _DEMANDS)
    if campaign.contact.email:
        paper.write(campaign.contact.email, x, CONTENT.bottom() + 8, width, 3.1, colour=QUIET)


def _write_number(paper: Paper, language: Language, petition: Petition, y: float) -> None:
    """How many have signed, large, and as of when."""
    number = language.number(petition.counted)
    size = 21.0
    paper.write(number, CONTENT.x(), y, CONTENT.width(), size, bold=True)
    x = CONTENT.x() + paper.width(number, size, bold=True) + 7
    width = CONTENT.right() - x
    signed = language.plural("signature", "signatures", petition.counted)
    until = language.text("as of {day}", day=language.date(petition.day.isoformat()))
    under = paper.write(signed, x, y + 5.2, width, 6, bold=True)
    paper.write(until, x, under + 0.6, width, 4.2, colour=QUIET)


def _write_demands(paper: Paper, language: Language, texts: Texts, y: float) -> None:
    """The demands, numbered, as large as the cover has room; nothing where it has none."""
    size = _demands_size(paper, texts, y)
    if size is None:
        return
    x, width = CONTENT.x() + _INDENT, CONTENT.width() - _INDENT
    y = paper.write(language.text("What we demand"), CONTENT.x(), y, CONTENT.width(), 5, bold=True) + 3
    for number, demand in enumerate(texts.demands, 1):
        paper.write(language.number(number), CONTENT.x(), y, _INDENT, size, bold=True)
        y = paper.write(demand, x, y, width, size) + size * 0.7


def _demands_size(paper: Paper, texts: Texts, y: float) -> float | None:
    """How large the demands can be below `y` on the cover; None if they could not be read."""
    room, width = CONTENT.bottom() - y - 11, CONTENT.width() - _INDENT
    for size in (4.6, 4.2, 3.8, 3.4, 3.0):
        if sum(paper.height(demand, size, width) + size * 0.7 for demand in texts.demands) <= room:
            return size
    return None


def more_pages(paper: Paper, language: Language, texts: Texts) -> list[TextPages]:
    """The pages after the cover: the demands, if they do not fit on that, and the text that people signed."""
    petition = QTextDocument()
    petition.setMarkdown(texts.petition)
    pages = [TextPages(paper, language.text("The text that people signed"), petition)]
    if _demands_size(paper, texts, _DEMANDS) is None:
        demands = QTextDocument()
        numbered = enumerate(texts.demands, 1)
        demands.setPlainText("\n".join(f"{language.number(n)}  {demand}" for n, demand in numbered))
        pages.insert(0, TextPages(paper, language.text("What we demand"), demands))
    return pages


def _largest(
    paper: Paper, text: str, width: float, height: float, sizes: tuple[float, ...], *, bold: bool = False
) -> float:
    """The first of `sizes` in which `text` fits, or the last."""
    fits = (size for size in sizes if paper.height(text, size, width, bold=bold) <= height)
    return next(fits, sizes[-1])


class TextPages:
    """A text, on as many pages as it needs."""

    def __init__(self, paper: Paper, title: str, document: QTextDocument) -> None:
        self._paper = paper
        self._title = title
        self._document = document
        self._document.setDefaultFont(paper.font(_TEXT))
        self._document.setDocumentMargin(0)
        self._document.setIndentWidth(7 * MM)
        self._space_out()
        self._room = CONTENT.adjusted(0, 12, 0, 0)
        self._document.setPageSize(QSizeF(self._room.width() * MM, self._room.height() * MM))

    def _space_out(self) -> None:
        """Puts air between lines and paragraphs."""
        spacing = QTextBlockFormat()
        spacing.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        spacing.setBottomMargin(_TEXT * 0.55 * MM)
        cursor = QTextCursor(self._document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)

    @property
    def count(self) -> int:
        """How many pages."""
        return self._document.pageCount()

    def draw(self, page: int) -> None:
        """Draws the text's page `page`, counted from 0."""
        painter = self._paper.painter
        self._paper.write(
            self._title, CONTENT.x(), CONTENT.y() - 2, CONTENT.width(), 6 if page == 0 else 4.6, bold=True
        )
        height = self._room.height() * MM
        part = QRectF(0, page * height, self._room.width() * MM, height)
        painter.save()
        painter.translate(self._room.x() * MM, self._room.y() * MM - part.y())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = part
        context.palette.setColor(QPalette.ColorRole.Text, INK)
        painter.setClipRect(part)
        self._document.documentLayout().draw(painter, context)
        painter.restore()


def draw_numbers(paper: Paper, language: Language, petition: Petition) -> None:
    """How many people and organisations, how they are listed, and in which countries they are."""
    text = language.text
    x, width = CONTENT.x(), CONTENT.width()
    y = paper.write(text("The signatures in numbers"), x, CONTENT.y() - 2, width, 6, bold=True) + 5
    figures = {
        text("People"): petition.counted - petition.organisations,
        text("Organisations"): petition.organisations,
        text("Listed with the name"): petition.named,
        text("Listed with the initials"): petition.initials,
        text("Counted, but not listed"): petition.unlisted,
    }
    for title, number in figures.items():
        paper.write(language.number(number), x, y, 26, 4.4, bold=True, at_right=True)
        y = paper.write(title, x + 30, y, width - 30, 4.4) + 1.2
    countries = _countries(language, petition)
    if countries:
        y = paper.write(text("By country or region"), x, y + 9, width, 5, bold=True) + 4
        _draw_bars(paper, language, countries, y)


def _countries(language: Language, petition: Petition) -> dict[str, int]:
    """The countries by name, those with few signatures together; none where nobody was asked."""
    if not set(petition.countries) - {""}:
        return {}
    ranked = [code for code in petition.countries if code not in ("", "other")]
    shown = [code for code in ranked if petition.countries[code] >= _FEWEST][: _MOST_COUNTRIES - 1]
    countries = {language.country(code): petition.countries[code] for code in shown}
    others = petition.counted - sum(countries.values())
    if others:
        countries[language.text("Others")] = others
    return countries


def _draw_bars(paper: Paper, language: Language, countries: dict[str, int], top: float) -> None:
    """A bar for each country, in two columns where there are many."""
    most = max(countries.values())
    columns = 1 if len(countries) <= _ROWS // 2 else 2
    width = (CONTENT.width() - (columns - 1) * 8) / columns
    rows = -(-len(countries) // columns)
    step = min(7.0, (CONTENT.bottom() - top) / rows)
    size = min(3.4, step * 0.62)
    for place, (name, number) in enumerate(countries.items()):
        x = CONTENT.x() + place // rows * (width + 8)
        y = top + place % rows * step
        paper.write(paper.cut(name, size, width * 0.42), x, y, width * 0.42, size)
        words = language.number(number)
        paper.write(words, x + width * 0.42, y, width * 0.24, size, bold=True, at_right=True)
        whole = QRectF(x + width * 0.69, y + size * 0.28, width * 0.31, size * 0.8)
        bar = QRectF(whole.x(), whole.y(), whole.width() * number / most, whole.height())
        paper.fill(whole, LINE.lighter(115))
        paper.fill(bar, INK)

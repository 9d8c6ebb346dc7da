"""The petition's list of those who signed: as many rows a page as fit, each as high as it needs."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from kiosk.coordinator.reports.lists import Listed
from kiosk.signing.strokes import HEIGHT, WIDTH, decode_strokes
from kiosk.ui.desk.petition.paper import CONTENT, INK, QUIET, Paper
from kiosk.ui.desk.petition.words import shown
from kiosk.ui.language import Language
from kiosk.ui.pdf.document import COLUMN_HEADING, alternative
from kiosk.ui.widgets.ink import LINE as PEN
from kiosk.ui.widgets.ink import sheet_in, stroke_path

_HEAD = CONTENT.y() + 16
"""Where the rows begin, below the page's heading and the columns' names."""
_SIZE, _SMALL = 3.6, 3.1
_PADDING = 1.25
"""Above and below the text of a row."""
_HIGHEST = CONTENT.bottom() - _HEAD - 2 * _PADDING
"""As high as a row's text may be: one row fills a page."""
_GAP = 4.0
"""Between columns."""
_NUMBER = 15.0
_SIGNATURE = 38.0
_TEXTS = {"name": 1.3, "organisation": 1.1, "city": 0.75, "country": 0.65}
"""The columns of text, and how the width is shared among those that somebody has something in."""


@dataclass(frozen=True)
class _Column:
    title: str
    x: float
    width: float


class ListPages:
    """The list laid out on pages.

    Args:
        paper: to measure with, and to draw on.
        listed: all who are listed, in the order of the list.
        own: the titles of the campaign's own fields on it, in the order of `Listed.own`.
    """

    def __init__(
        self, paper: Paper, language: Language, listed: Sequence[Listed], own: Sequence[str] = ()
    ) -> None:
        self._paper = paper
        self._language = language
        self._listed = listed
        self._own = own
        self._texts = {**_TEXTS, **{f"own {number}": 0.75 for number in range(len(own))}}
        self._drawn = any(one.drawn for one in listed)
        self._country = lru_cache(maxsize=1000)(lambda code: shown(language.country(code)))
        self._columns = self._lay_out()
        self._heights = array("f")
        self._starts = list(self._page_starts())

    @property
    def count(self) -> int:
        """How many pages the list has; none when nobody is listed."""
        return len(self._starts)

    def draw(self, page: int) -> None:
        """Draws the list's page `page`, counted from 0."""
        paper, document = self._paper, self._paper.document
        title = self._language.text("Those who signed and agreed to be listed")
        if page == 0:
            document.bookmark(title)
            with paper.part("H1"):
                self._write_title(title)
            document.open_element("Table")
            with paper.part("TR"):
                for column in self._columns.values():
                    with paper.part("TH", COLUMN_HEADING):
                        self._write_heading(column)
        else:
            with document.artifact():  # said once, on the first of these pages
                self._write_title(title)
                for column in self._columns.values():
                    self._write_heading(column)
        paper.rule(CONTENT.x(), _HEAD - 1, CONTENT.width(), 0.35, INK)
        start = self._starts[page]
        end = self._starts[page + 1] if page + 1 < self.count else len(self._listed)
        y = _HEAD
        for number in range(start, end):
            y = self._draw_row(number, y)
        if page + 1 == self.count:
            document.close_element()

    def _write_title(self, title: str) -> None:
        self._paper.write(title, CONTENT.x(), CONTENT.y() - 4, CONTENT.width(), 4.6, bold=True)

    def _write_heading(self, column: _Column) -> None:
        self._paper.write(column.title, column.x, _HEAD - 6.2, column.width, _SMALL, colour=QUIET)

    def _lay_out(self) -> dict[str, _Column]:
        """The columns that somebody has something in, by name."""
        text = self._language.text
        titles = {
            "name": text("Name"),
            "organisation": text("Organisation"),
            "city": text("City"),
            "country": text("Country"),
            **{f"own {number}": title for number, title in enumerate(self._own)},
        }
        filled = [name for name in self._texts if any(self._cell(name, one) for one in self._listed)]
        shares = {name: self._texts[name] for name in filled}
        left = CONTENT.x() + _NUMBER
        right = CONTENT.right() - (_SIGNATURE + _GAP if self._drawn else 0)
        unit = (right - left - _GAP * (len(shares) - 1)) / (sum(shares.values()) or 1)
        columns = {"number": _Column(text("No."), CONTENT.x(), _NUMBER - _GAP)}
        for name, share in shares.items():
            columns[name] = _Column(titles[name], left, share * unit)
            left += share * unit + _GAP
        if self._drawn:
            columns["signature"] = _Column(text("Signature"), CONTENT.right() - _SIGNATURE, _SIGNATURE)
        return columns

    def _page_starts(self) -> Iterator[int]:
        """The number of the first row on each page."""
        y = CONTENT.bottom() + 1
        for number, one in enumerate(self._listed):
            height = self._row_height(one)
            self._heights.append(height)
            if y + height > CONTENT.bottom():
                yield number
                y = _HEAD
            y += height

    def _row_height(self, one: Listed) -> float:
        return (
            max(
                _SIGNATURE * HEIGHT / WIDTH - 2 if one.drawn else 0.0,
                *(
                    self._paper.height(text, _size(name), self._columns[name].width)
                    for name, text in self._cells(one).items()
                ),
            )
            + 2 * _PADDING
        )

    def _cells(self, one: Listed) -> dict[str, str]:
        """What stands in the row's columns of text."""
        paper = self._paper
        return {
            name: paper.within(
                paper.readable(self._cell(name, one)), _size(name), self._columns[name].width, _HIGHEST
            )
            for name in self._texts
            if name in self._columns
        }

    def _cell(self, name: str, one: Listed) -> str:
        if name == "organisation":
            return "\n".join(filter(None, (shown(one.organisation), shown(one.role))))
        if name == "country":
            return self._country(one.country)
        if name.startswith("own "):
            number = int(name.removeprefix("own "))
            return shown(one.own[number]) if number < len(one.own) else ""
        return shown(getattr(one, name))

    def _draw_row(self, number: int, y: float) -> float:
        """Draws the row `number`, whose top is at `y`; returns where it ends."""
        one, paper = self._listed[number], self._paper
        bottom = y + self._heights[number]
        cells = self._cells(one)
        with paper.part("TR"):
            for name, column in self._columns.items():
                with paper.part("TD"):
                    if name == "number":
                        words = self._language.number(number + 1)
                        top = y + _PADDING + 0.4
                        paper.write(words, column.x, top, column.width, _SMALL, colour=QUIET, at_end=True)
                    elif name == "signature":
                        self._draw_signature(one, QRectF(column.x, y + 0.3, column.width, bottom - y - 0.6))
                    else:
                        size = _size(name)
                        paper.write(
                            cells[name], column.x, y + _PADDING + (_SIZE - size) * 0.8, column.width, size
                        )
        paper.rule(CONTENT.x(), bottom, CONTENT.width())
        return bottom

    def _draw_signature(self, one: Listed, room: QRectF) -> None:
        if not one.drawn:
            return
        paper = self._paper
        sheet = sheet_in(room)
        lines = QPainterPath()
        for stroke in decode_strokes(one.drawn):
            lines.addPath(stroke_path(stroke))
        words = alternative(self._language.text("Signature")) + paper.document.box(paper.room(sheet))
        with paper.part("Figure", words):
            paper.draw(lines, sheet, WIDTH, INK, PEN)


def _size(column: str) -> float:
    return _SIZE if column == "name" else _SMALL

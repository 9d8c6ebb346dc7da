"""The petition's list of those who signed: as many rows a page as fit, each as high as it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF

from kiosk.coordinator.reports.lists import Listed
from kiosk.signing.strokes import HEIGHT, WIDTH, decode_strokes
from kiosk.ui.desk.petition.paper import CONTENT, INK, LEADING, QUIET, Paper
from kiosk.ui.desk.petition.words import shown
from kiosk.ui.language import Language
from kiosk.ui.pdf.document import COLUMN_HEADING, alternative
from kiosk.ui.widgets.ink import LINE as PEN
from kiosk.ui.widgets.ink import sheet_in, stroke_line

_HEAD = CONTENT.y() + 16
"""Where the rows begin, below the page's heading and the columns' names."""
_SIZE, _SMALL = 3.6, 3.1
_PADDING = 1.25
"""Above and below the text of a row."""
_HIGHEST = CONTENT.bottom() - _HEAD - 2 * _PADDING
"""As high as a row's text may be: one row fills a page."""
_GAP = 4.0
"""Between columns."""
_NUMBER = 11.0
"""Of the rows' numbers, unless one needs more."""
_SIGNATURE = 38.0
_TEXTS = {"name": 1.3, "organisation": 1.1, "city": 0.75, "country": 0.65}
"""The columns of text, and how the width is shared among those that somebody has something in."""

Progress = Callable[[int, int], object]
"""Is told at each page of the list how many names are on it or before, of how many."""


@dataclass(frozen=True)
class _Column:
    title: str
    x: float
    width: float


class ListPages:
    """The list, on pages of its own.

    Args:
        paper: to draw on.
        listed: all who are listed, in the order of the list.
        own: the titles of the campaign's own fields on it, in the order of `Listed.own`.
    """

    def __init__(
        self,
        paper: Paper,
        language: Language,
        listed: Sequence[Listed],
        own: Sequence[str] = (),
        progress: Progress = lambda drawn, of: None,
    ) -> None:
        self._paper = paper
        self._language = language
        self._listed = listed
        self._own = own
        self._progress = progress
        self._texts = {**_TEXTS, **{f"own {number}": 0.75 for number in range(len(own))}}
        self._drawn = any(one.drawn for one in listed)
        self._country = lru_cache(maxsize=1000)(language.country)
        self._shown = lru_cache(maxsize=4000)(lambda text: paper.readable(shown(text)))
        self._thousands = lru_cache(maxsize=1)(lambda number: language.number(number * 1000)[:-3])
        self._columns = self._lay_out()

    def draw(self, new_page: Callable[[], None]) -> None:
        """Draws all rows, as many on a page as there is room for; `new_page` begins each."""
        document = self._paper.document
        y = CONTENT.bottom() + 1
        for number, one in enumerate(self._listed):
            cells = self._cells(one)
            height = self._height(one, cells)
            if y + height > CONTENT.bottom():
                new_page()
                self._start_page(first=number == 0)
                self._progress(number, len(self._listed))
                y = _HEAD
            self._draw_row(number, one, cells, y, height)
            y += height
        if self._listed:
            document.close_element()
            self._progress(len(self._listed), len(self._listed))

    def _start_page(self, *, first: bool) -> None:
        paper, document = self._paper, self._paper.document
        title = self._language.text("Those who signed and agreed to be listed")
        if first:
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

    def _write_title(self, title: str) -> None:
        self._paper.write(title, CONTENT.x(), CONTENT.y() - 4, CONTENT.width(), 4.6, bold=True)

    def _write_heading(self, column: _Column) -> None:
        self._paper.write(column.title, column.x, _HEAD - 6.2, column.width, _SMALL, colour=QUIET)

    def _lay_out(self) -> dict[str, _Column]:
        """The columns that somebody has something in, by name."""
        text = self._language.text
        titles = {
            "number": text("No."),
            "name": text("Name"),
            "organisation": text("Organisation"),
            "city": text("City"),
            "country": text("Country"),
            **{f"own {number}": title for number, title in enumerate(self._own)},
        }
        filled = [name for name in self._texts if any(self._cell(name, one) for one in self._listed)]
        shares = {name: self._texts[name] for name in filled}
        numbers = (titles["number"], self._language.number(len(self._listed)))
        number = max(_NUMBER, *(self._paper.width(one, _SMALL) + 0.1 for one in numbers))
        left = CONTENT.x() + number + _GAP
        right = CONTENT.right() - (_SIGNATURE + _GAP if self._drawn else 0)
        unit = (right - left - _GAP * (len(shares) - 1)) / (sum(shares.values()) or 1)
        columns = {"number": _Column(titles["number"], CONTENT.x(), number)}
        for name, share in shares.items():
            columns[name] = _Column(titles[name], left, share * unit)
            left += share * unit + _GAP
        if self._drawn:
            columns["signature"] = _Column(text("Signature"), CONTENT.right() - _SIGNATURE, _SIGNATURE)
        return columns

    def _cells(self, one: Listed) -> dict[str, tuple[str, ...]]:
        """The lines in the row's columns of text."""
        return {
            name: self._paper.within(self._cell(name, one), _size(name), column.width, _HIGHEST)
            for name, column in self._columns.items()
            if name in self._texts
        }

    def _cell(self, name: str, one: Listed) -> str:
        if name == "organisation":
            return "\n".join(filter(None, (self._shown(one.organisation), self._shown(one.role))))
        if name == "country":
            return self._shown(self._country(one.country))
        if name.startswith("own "):
            number = int(name.removeprefix("own "))
            return self._shown(one.own[number]) if number < len(one.own) else ""
        return self._shown(getattr(one, name))

    def _height(self, one: Listed, cells: dict[str, tuple[str, ...]]) -> float:
        texts = (len(lines) * _size(name) * LEADING for name, lines in cells.items())
        drawn = _SIGNATURE * HEIGHT / WIDTH - 2 if one.drawn else 0.0
        return max([_SMALL * LEADING, drawn, *texts]) + 2 * _PADDING

    def _draw_row(
        self, number: int, one: Listed, cells: dict[str, tuple[str, ...]], y: float, height: float
    ) -> None:
        """Draws a row, whose top is at `y`."""
        paper = self._paper
        with paper.part("TR"):
            for name, column in self._columns.items():
                with paper.part("TD"):
                    if name == "number":
                        words = self._number(number + 1)
                        top = y + _PADDING + 0.4
                        paper.write(words, column.x, top, column.width, _SMALL, colour=QUIET, at_end=True)
                    elif name == "signature":
                        self._draw_signature(one, QRectF(column.x, y + 0.3, column.width, height - 0.6))
                    else:
                        size = _size(name)
                        top = y + _PADDING + (_SIZE - size) * 0.8
                        paper.write(cells[name], column.x, top, column.width, size)
        paper.rule(CONTENT.x(), y + height, CONTENT.width())

    def _number(self, number: int) -> str:
        """`number` as the language writes it, which is asked once for a thousand of them."""
        thousands, rest = divmod(number, 1000)
        return f"{self._thousands(thousands)}{rest:03}" if thousands else str(rest)

    def _draw_signature(self, one: Listed, room: QRectF) -> None:
        if not one.drawn:
            return
        paper = self._paper
        sheet = sheet_in(room)
        lines = map(stroke_line, decode_strokes(one.drawn))
        words = alternative(self._language.text("Signature")) + paper.document.box(paper.room(sheet))
        with paper.part("Figure", words):
            paper.draw(lines, sheet, WIDTH, INK, PEN)


def _size(column: str) -> float:
    return _SIZE if column == "name" else _SMALL

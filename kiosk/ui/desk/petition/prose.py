"""Text on as many pages as it needs: Markdown, with its headings, paragraphs and lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QSizeF
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextListFormat,
    QTextOption,
)

from kiosk.ui.desk.petition.paper import BASE, CONTENT, INK, PAGE, Paper

_DOTS = 50
"""Of the layout, in a millimetre."""
_NUMBERED = b"/A<</O/List/ListNumbering/Decimal>>"
_POINTS = b"/A<</O/List/ListNumbering/Disc>>"
_HEADING = 14.0
"""From the title to the text below it."""


class Prose:
    """A text below a title.

    Args:
        title: stands on each of its pages, and in the table of contents.
        markdown: without pictures and links.
        size: the height of its letters, in mm.
    """

    def __init__(self, paper: Paper, title: str, markdown: str, size: float = 4.2) -> None:
        self._paper = paper
        self._size = size
        self._title = title
        self._document = QTextDocument()
        self._document.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownNoHTML)
        self._document.setDefaultFont(paper.font(self._size * _DOTS))
        self._document.setDocumentMargin(0)
        self._document.setIndentWidth(6 * _DOTS)
        self._space_out()
        self._room = CONTENT.adjusted(0, _HEADING, 0, 0)
        self._document.setPageSize(QSizeF(self._room.width() * _DOTS, self._room.height() * _DOTS))
        self._pages = self._document.pageCount()
        self._lines = list(self._laid_out())
        self._begun: int | None = None
        self._in_list = False
        self._level = 1

    def _space_out(self) -> None:
        """Puts air between lines and paragraphs."""
        spacing = QTextBlockFormat()
        spacing.setLineHeight(128, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        spacing.setBottomMargin(self._size * 0.6 * _DOTS)
        cursor = QTextCursor(self._document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)
        if self._paper.right_to_left:
            option = QTextOption(self._document.defaultTextOption())
            option.setTextDirection(self._paper.direction)
            self._document.setDefaultTextOption(option)

    def _laid_out(self) -> Iterator[tuple[int, QTextBlock, int, float]]:
        """Each line: its page, its block, its number in that, and how far below the pages' top it is."""
        layout = self._document.documentLayout()
        height = self._room.height() * _DOTS
        block = self._document.begin()
        while block.isValid():
            top = layout.blockBoundingRect(block).y()
            for number in range(block.layout().lineCount()):
                y = top + block.layout().lineAt(number).y()
                page = int((y + 1) // height)
                yield page, block, number, y - page * height
            block = block.next()

    def draw(self, new_page: Callable[[], None]) -> None:
        """Draws the text on pages of its own; `new_page` begins each of them."""
        for page in range(self._pages):
            new_page()
            self._draw_page(page)
        self._end_block()

    def _draw_page(self, page: int) -> None:
        paper = self._paper
        title = paper.largest(self._title, CONTENT.width(), 9, (6.0, 5.0, 4.2, 3.6), bold=True)
        if page == 0:
            paper.document.bookmark(self._title)
            with paper.part("H1"):
                paper.write(self._title, CONTENT.x(), CONTENT.y() - 2, CONTENT.width(), title, bold=True)
        else:
            with paper.document.artifact():
                paper.write(self._title, CONTENT.x(), CONTENT.y() - 2, CONTENT.width(), 4.2, bold=True)
        for on, block, number, y in self._lines:
            if on == page:
                self._draw_line(block, number, y / _DOTS)

    def _draw_line(self, block: QTextBlock, number: int, y: float) -> None:
        paper = self._paper
        if self._begun != block.blockNumber():
            self._end_block(block)
            self._begin_block(block)
        layout, line = block.layout(), block.layout().lineAt(number)
        rect = self._document.documentLayout().blockBoundingRect(block)
        left = self._room.x() + (rect.x() + line.x()) / _DOTS
        base = self._room.y() + y + line.ascent() / _DOTS
        if number == 0 and block.textList() is not None:
            with paper.part("Lbl"):
                self._draw_mark(block, left, left + line.width() / _DOTS, base)
            paper.document.open_element("LBody")
        pixels = self._size * _DOTS
        paper.document.line(layout, number, block.text(), left, base, self._size, pixels, INK)

    def _draw_mark(self, block: QTextBlock, left: float, right: float, base: float) -> None:
        """Writes the point or the number of a list's entry, whose text stands between `left` and `right`."""
        paper, entries = self._paper, block.textList()
        mark = f"{entries.itemNumber(block) + 1}." if _is_numbered(block) else "•"
        wide = paper.width(mark, self._size)
        x = PAGE.width() - right - 2 - wide if paper.right_to_left else left - 2 - wide
        paper.write(mark, x, base - self._size * BASE, wide + 0.1, self._size)

    def _begin_block(self, block: QTextBlock) -> None:
        """Opens the element of a paragraph, a heading or a list's entry."""
        document = self._paper.document
        self._begun = block.blockNumber()
        if block.textList() is None:
            document.open_element(self._role(block))
            return
        if not self._in_list:
            document.open_element("L", _NUMBERED if _is_numbered(block) else _POINTS)
            self._in_list = True
        document.open_element("LI")

    def _role(self, block: QTextBlock) -> str:
        """A heading's has the level that it has in the text, but leaves none out."""
        level = block.blockFormat().headingLevel()
        if not level:
            return "P"
        self._level = min(max(level, 2), self._level + 1)
        return f"H{self._level}"

    def _end_block(self, following: QTextBlock | None = None) -> None:
        """Closes what is open, if anything is, and the list unless the `following` block goes on with it."""
        document = self._paper.document
        if self._begun is None:
            return
        self._begun = None
        document.close_element()
        if self._in_list:
            document.close_element()
            if following is None or following.textList() is None:
                document.close_element()
                self._in_list = False


def _is_numbered(block: QTextBlock) -> bool:
    """Whether the list that it belongs to has numbers."""
    return block.textList().format().style() == QTextListFormat.Style.ListDecimal

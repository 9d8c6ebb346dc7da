"""The coordinator's guide in a window of its own, beside what is being done: it needs no network."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from kiosk import paths
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.language import Language
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import button

_PICTURE = re.compile(r"^!\[.*\]\(.*\)\n", re.MULTILINE)
_ELSEWHERE = re.compile(r"\[([^\]]+)\]\((?!#)[^)]+\)")
"""A link to another file: those are not here."""
_SIZE, _SMALLEST = (860, 680), (560, 400)


class GuideWindow(QWidget):
    """The guide, which can be searched. It is a window beside the `desk`, closes with it, and Esc closes it.

    It is written in English alone.
    """

    def __init__(self, language: Language, theme: Theme, desk: QWidget) -> None:
        super().__init__(desk, Qt.WindowType.Window)
        text, px = language.text, theme.px
        self._language = language
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(text("The coordinator’s guide"))
        self.setMinimumSize(px(_SMALLEST[0]), px(_SMALLEST[1]))
        self.resize(px(_SIZE[0]), px(_SIZE[1]))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(20), px(20))
        column.setSpacing(px(10))
        row = QHBoxLayout()
        row.setSpacing(px(12))
        self._field = DeskField(text("Search the guide"), "guide", self._search)
        row.addWidget(self._field, 1)
        find = button(text("Search"), "search-guide", self._search, role="go")
        row.addWidget(find, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self._page = QTextBrowser()
        self._page.setObjectName("guide")
        self._page.setAccessibleName(self.windowTitle())
        self._page.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._page.setOpenLinks(False)
        self._page.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._page.document().setDefaultFont(theme.font(16))
        self._page.document().setDocumentMargin(px(18))
        self._page.setMarkdown(guide_text())
        self._page.anchorClicked.connect(self._follow)
        column.addWidget(self._page, 1)
        close = button(text("Close"), "close-guide", self.close)
        close.setShortcut("Esc")
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self._field.line.setFocus()

    def _search(self) -> None:
        """Shows the next place where what was typed stands, the first one after the last."""
        wanted = self._field.line.text().strip()
        if not wanted or self._page.find(wanted):
            self._field.remark("")
            return
        self._page.moveCursor(QTextCursor.MoveOperation.Start)
        found = self._page.find(wanted)
        self._field.remark("" if found else self._language.text("That is not in the guide."))

    def _follow(self, link: QUrl) -> None:
        """Goes to the heading that a link names."""
        for block in _blocks(self._page.document()):
            if block.blockFormat().headingLevel() and _anchor(block.text()) == link.fragment():
                self._page.setTextCursor(QTextCursor(block))
                bar = self._page.verticalScrollBar()
                bar.setValue(bar.value() + self._page.cursorRect().top())


def guide_text() -> str:
    """The guide as Markdown, without its pictures, and with links only to places in it."""
    written = paths.guide().read_text(encoding="utf-8")
    return _ELSEWHERE.sub(r"\1", _PICTURE.sub("", written))


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    return [document.findBlockByNumber(number) for number in range(document.blockCount())]


def _anchor(heading: str) -> str:
    """How a heading is linked to: in small letters, with hyphens between its words."""
    return "-".join(re.findall(r"[a-z0-9’'-]+", heading.lower()))

"""Text on the screen. What a person or a file supplied is always shown as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QSize, Qt, QTextBoundaryFinder
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.campaign.markdown import to_safe_html
from kiosk.ui.widgets.accessible_role import Role, set_accessible_role
from kiosk.ui.widgets.lines import balanced_lines, is_cut
from kiosk.ui.widgets.spacing import spaced

_LONG = re.compile(r"\S{25,}")
_BREAK = "\u200b"
_LONGEST_LINE = 40
"""Letters after which a heading would rather take a second line."""
_ENDLESS = 100_000


class _Label(QLabel):
    """Plain text, set with the spaces of a typesetter; what it says is the text without them.

    What they tie together comes loose where it would be cut: at an article, or else at any letter.
    """

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        self._words = text
        super().setText(spaced(text))

    def text(self) -> str:
        return self._words

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Sets the text for the width that there is."""
        inside = self.contentsRect().width()
        if self.frameWidth() and self.indent() < 0:
            inside -= self.fontMetrics().horizontalAdvance("x") // 2  # so QLabel says
        ties = (spaced(self._words), self._words)
        whole = (text for text in ties if not is_cut(text, self.fontMetrics(), inside))
        text = next(whole, _BREAK.join(_letters(self._words)))
        if text != super().text():
            super().setText(text)


class HeadingLabel(_Label):
    """A heading in as few lines as it needs, all about as long: no last word is left alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_accessible_role(self, Role.Heading)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._size(self._lines(width)).height()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return self._size(self._lines(self.fontMetrics().averageCharWidth() * _LONGEST_LINE))

    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(self._size(self._lines(1)).width(), self._size([self._words]).height())

    def _fit(self) -> None:
        QLabel.setText(self, "\n".join(self._lines(self.width())))

    def _lines(self, width: int) -> list[str]:
        inside = width - self.contentsMargins().left() - self.contentsMargins().right()
        metrics = self.fontMetrics()
        return [line for part in self._words.split("\n") for line in balanced_lines(part, metrics, inside)]

    def _size(self, lines: list[str]) -> QSize:
        flags = int(Qt.AlignmentFlag.AlignLeft)
        text = self.fontMetrics().boundingRect(0, 0, _ENDLESS, _ENDLESS, flags, "\n".join(lines))
        return text.size().grownBy(self.contentsMargins())


def label(text: str, role: str, parent: QWidget | None = None) -> QLabel:
    """`text`, plain and wrapped, in the look of `role` (a name in the style sheet)."""
    made = _Label(parent)
    made.setText(text)
    _prepare(made, role)
    return made


def heading_label(text: str, role: str = "heading", parent: QWidget | None = None) -> QLabel:
    """`text`, plain, told as a heading by a screen reader; of several lines all are about as long."""
    made = HeadingLabel(parent)
    _prepare(made, role)
    made.setText(text)
    return made


def markdown(text: str, role: str = "body", parent: QWidget | None = None) -> QLabel:
    """A campaign's Markdown text: paragraphs, bold, emphasis and lists; nothing else gets through."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setOpenExternalLinks(False)
    made.setText(to_safe_html(spaced(text)))
    _prepare(made, role)
    return made


def breakable(text: str) -> str:
    """`text` that can be broken in words that may be longer than a line, between any two letters."""
    return _LONG.sub(lambda word: _BREAK.join(_letters(word.group())), text)


def _letters(word: str) -> Iterator[str]:
    """The letters, each with its marks (UAX #29)."""
    finder, start = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, word), 0
    while (end := finder.toNextBoundary()) > 0:
        yield word[start:end]
        start = end


def _prepare(made: QLabel, role: str) -> None:
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    made.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

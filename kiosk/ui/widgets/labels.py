"""Text on the screen. What a person or a file supplied is always shown as plain text."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextDocumentFragment
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.campaign.markdown import to_safe_html
from kiosk.ui.widgets.accessible_role import Role, set_accessible_role
from kiosk.ui.widgets.lines import BREAK, balanced_lines, is_cut, letters, uncut
from kiosk.ui.widgets.spacing import spaced

_LONG = re.compile(r"\S{25,}")
_LONGEST_LINE = 40
"""Letters after which a heading would rather take a second line."""
_ENDLESS = 100_000
_LITTLE = 2
"""Lines' heights: no scroll bar is so wide."""


class _Label(QLabel):
    """Plain text, set with the spaces of a typesetter; what it says is the text without them.

    What they tie together comes loose where it would be cut, and so do the letters of too long a word.
    """

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._words = self._spaced = ""
        self._set_for = 0  # the width that the text was set for; 0 before there is any
        self._told = ""  # what a screen reader is told in place of a text with broken words
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        self._words, self._spaced = text, spaced(text)
        super().setText(self._spaced)
        self._fit_anew()

    def text(self) -> str:
        return self._words

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_anew()

    def _fit_anew(self) -> None:
        """Sets other words, or other letters, once there is a width."""
        if self._set_for:
            self._set_for = 0
            self._fit()

    def _fit(self) -> None:
        """Sets the text for the width that there is.

        In a little more room it stays as it is. Else, where it is higher when it is whole, a scroll bar
        beside it would come and go for ever.
        """
        inside = self.contentsRect().width()
        metrics = self.fontMetrics()
        if self.frameWidth() and self.indent() < 0:
            inside -= metrics.horizontalAdvance("x") // 2  # so QLabel says
        if self._set_for <= inside <= self._set_for + _LITTLE * metrics.height():
            return
        self._set_for = inside
        text = self._spaced
        if is_cut(text, metrics, inside):
            text = uncut(self._words, metrics, inside)
        if text != super().text():
            super().setText(text)
        told = self._words if BREAK in text else ""
        if told != self._told and self.accessibleName() == self._told:  # else somebody else has named it
            self.setAccessibleName(told)
            self._told = told


class HeadingLabel(_Label):
    """A heading in as few lines as it needs, all about as long: no last word is left alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_accessible_role(self, Role.Heading)

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
        self._set_for = self.width()
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


def read_out(text: str) -> str:
    """A campaign's Markdown text in the words that are read out."""
    return QTextDocumentFragment.fromHtml(to_safe_html(text)).toPlainText()


def breakable(text: str) -> str:
    """`text` that can be broken in words that may be longer than a line, between any two letters."""
    return _LONG.sub(lambda word: BREAK.join(letters(word.group())), text)


def _prepare(made: QLabel, role: str) -> None:
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    made.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

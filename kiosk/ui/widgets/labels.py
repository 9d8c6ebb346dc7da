"""Text on the screen. What a person or a file supplied is always shown as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt, QTextBoundaryFinder
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.campaign.markdown import to_safe_html
from kiosk.ui.widgets.accessible_role import Role, set_accessible_role

_LONG = re.compile(r"\S{25,}")
_BREAK = "\u200b"


def label(text: str, role: str, parent: QWidget | None = None) -> QLabel:
    """`text`, plain and wrapped, in the look of `role` (a name in the style sheet)."""
    return _plain(QLabel(parent), text, role)


def heading_label(text: str, role: str = "heading", parent: QWidget | None = None) -> QLabel:
    """`text` as `label` shows it, told as a heading by a screen reader."""
    made = QLabel(parent)
    set_accessible_role(made, Role.Heading)
    return _plain(made, text, role)


def markdown(text: str, role: str = "body", parent: QWidget | None = None) -> QLabel:
    """A campaign's Markdown text: paragraphs, bold, emphasis and lists; nothing else gets through."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setOpenExternalLinks(False)
    made.setText(to_safe_html(text))
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


def _plain(made: QLabel, text: str, role: str) -> QLabel:
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    _prepare(made, role)
    return made


def _prepare(made: QLabel, role: str) -> None:
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    made.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

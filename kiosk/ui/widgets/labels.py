"""Text on the screen. What a person or a file supplied is always shown as plain text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.campaign.markdown import to_safe_html


def label(text: str, role: str, parent: QWidget | None = None) -> QLabel:
    """`text`, plain and wrapped, in the look of `role` (a name in the style sheet)."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    _prepare(made, role)
    return made


def markdown(text: str, role: str = "body", parent: QWidget | None = None) -> QLabel:
    """A campaign's Markdown text: paragraphs, bold, emphasis and lists; nothing else gets through."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setOpenExternalLinks(False)
    made.setText(to_safe_html(text))
    _prepare(made, role)
    return made


def _prepare(made: QLabel, role: str) -> None:
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    made.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

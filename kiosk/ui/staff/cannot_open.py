"""Shown where the kiosk's own files keep it from opening: in a kiosk session nobody sees a terminal."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.ui.language import Language
from kiosk.ui.staff.neutral_screen import NEUTRAL
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

_LANGUAGES = ("en", "zh-Hant", "zh-Hans")


class CannotOpenWindow(QWidget):
    """What is wrong and what to do; staff can try again, or leave.

    Args:
        width, height: of the screen, in pixels.
    """

    answered = Signal(bool)
    """Whether to try again."""

    def __init__(self, error: KioskError, width: int, height: int) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = Theme.make(NEUTRAL, width, height, "en")
        self.setStyleSheet(theme.style_sheet())
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the screen has the size it has
        column.setContentsMargins(*[theme.px(72)] * 4)
        column.setSpacing(theme.px(16))
        column.addStretch(1)
        words = [Language(tag).text("This kiosk cannot be opened.") for tag in _LANGUAGES]
        column.addWidget(label("\n".join(words), "heading"))
        for tag in _LANGUAGES:
            column.addWidget(label(Language(tag).error(error), "intro"))
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.gap(16))
        text = Language("en").text
        again = button(text("Try again"), "try-again", lambda: self.answered.emit(True), role="primary")
        row.addWidget(again)
        row.addWidget(button(text("Leave the kiosk"), "leave-now", lambda: self.answered.emit(False)))
        row.addStretch(1)
        column.addLayout(row)
        again.setFocus()

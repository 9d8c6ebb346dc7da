"""Shown where the kiosk's own files keep it from opening: in a kiosk session nobody sees a terminal."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QLayout, QVBoxLayout, QWidget

from kiosk.errors import KioskError
from kiosk.ui.language import Language
from kiosk.ui.staff.neutral_screen import NEUTRAL
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.scroll import ScrollPage

_LANGUAGES = ("en", "zh-Hant", "zh-Hans")


class CannotOpenWindow(QWidget):
    """What is wrong and what to do, in all languages: nobody could choose one. Staff can try again, or leave.

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
        column.setSpacing(theme.px(24))
        languages = [Language(tag) for tag in _LANGUAGES]
        page = ScrollPage(languages[0])
        page.content.setSpacing(theme.px(20))
        page.content.addStretch(1)
        for language in languages:
            told = QVBoxLayout()
            told.setSpacing(theme.px(4))
            told.addWidget(label(language.text("This kiosk cannot be opened."), "question"))
            told.addWidget(label(language.error(error), "reading"))
            page.content.addLayout(told)
        page.content.addStretch(1)
        column.addWidget(page, 1)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        row = QBoxLayout(down if theme.tall else across)
        row.setSpacing(theme.gap(16))
        again = button(
            " · ".join(language.text("Try again") for language in languages),
            "try-again",
            lambda: self.answered.emit(True),
            role="primary",
        )
        row.addWidget(again)
        row.addWidget(
            button(
                " · ".join(language.text("Leave the kiosk") for language in languages),
                "leave-now",
                lambda: self.answered.emit(False),
            )
        )
        row.addStretch(0 if theme.tall else 1)
        column.addLayout(row)
        again.setFocus()

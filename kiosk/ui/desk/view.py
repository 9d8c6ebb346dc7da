"""What every page of the desk is given, and what every page has: a heading, one primary action, a body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.campaign.model import FieldText
from kiosk.signing.own_fields import OwnField
from kiosk.ui.language import Language
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import heading_label, label
from kiosk.ui.widgets.scroll import ScrollPage

_LINE = 820
"""Units to which the sentence below the heading runs: longer lines are hard to read."""


@dataclass(frozen=True)
class DeskView:
    """How the desk looks now, and who works for it off the UI thread.

    Attributes:
        tasks: for what takes moments; long work has threads of its own.
        offers: what the help is called that people can offer, by its id.
        own: the campaign's own fields by id, each with its words.
    """

    language: Language
    theme: Theme
    tasks: Tasks
    offers: Mapping[str, str]
    own: Mapping[str, tuple[OwnField, FieldText]] = field(default_factory=dict)


class DeskPage(QWidget):
    """One page: `heading`, a sentence on it, at its right the primary action, and below that `body`.

    Attributes:
        first_focus: where the cursor goes when the page appears.
        primary: the button of the primary action, if there is one.
    """

    def __init__(self, view: DeskView, heading: str, intro: str = "") -> None:
        super().__init__()
        self.view = view
        self.first_focus: QWidget | None = None
        self.primary: WrappingButton | None = None
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        px = view.theme.px
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(px(36), px(26), px(36), px(24))
        column.setSpacing(px(16))
        self._top = QHBoxLayout()
        self._top.setSpacing(px(20))
        self._top.addWidget(heading_label(heading), 1)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addLayout(self._top)
        if intro:
            below = QHBoxLayout()  # it knows how high a text is that may not be wider
            said = label(intro, "intro")
            said.setMaximumWidth(px(_LINE))
            below.addWidget(said, 1)
            below.addStretch()
            words.addLayout(below)
        column.addLayout(words)
        self.body = QVBoxLayout()
        self.body.setSpacing(px(12))
        column.addLayout(self.body, 1)

    def add_notice(self, notice: QWidget) -> None:
        """Puts what is to be known on every page between the heading and the body."""
        self._column.insertWidget(1, notice)

    def add_primary(self, words: str, name: str, clicked: Callable[[], object]) -> WrappingButton:
        """The page's one primary action, at the right of its heading."""
        made = button(words, name, clicked, role="primary")
        self._top.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self.primary = made
        self.first_focus = self.first_focus or made
        return made

    def add_back(self, clicked: Callable[[], object]) -> WrappingButton:
        """A button that leads back, beside the primary action."""
        return self.add_beside(self.view.language.text("Back"), "back", clicked)

    def add_beside(self, words: str, name: str, clicked: Callable[[], object]) -> WrappingButton:
        """A button beside the primary action."""
        made = button(words, name, clicked)
        self._top.insertWidget(1, made, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def add_scroll(self, beside: QWidget | None = None) -> ScrollPage:
        """A part that fills the rest of the page and scrolls when it must; `beside` it stands still."""
        page = ScrollPage(self.view.language)
        page.content.setSpacing(self.view.theme.px(12))
        if beside is None:
            self.body.addWidget(page, 1)
            return page
        row = QHBoxLayout()
        row.setSpacing(self.view.theme.px(28))
        row.addWidget(page, 6)
        row.addWidget(beside, 5)
        self.body.addLayout(row, 1)
        return page

"""What every screen of the stall is given: the campaign, the language, the look."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QLabel, QVBoxLayout, QWidget

from kiosk.campaign.model import Campaign, Texts
from kiosk.ui.language import Language
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.key_button import KeyButton
from kiosk.ui.widgets.labels import heading_label, label
from kiosk.ui.widgets.scroll import ScrollPage
from kiosk.ui.widgets.text_field import TextField


@dataclass
class Browsing:
    """What a visitor has opened and seen so far; a screen built anew shows the same."""

    endorsers: str = "all"
    """Which of those who signed: a kind, a country's code, "country" before one is chosen, or "all"."""
    search: str = ""
    """What was typed to find a question."""
    question: str = ""
    """The id of the question that is open; the first one's where empty."""
    stamped: bool = False
    """Whether the stamp has fallen that thanks for the signature."""


@dataclass(frozen=True)
class View:
    """A campaign as it is shown now: in one language, at one size.

    `open_keyboard` shows the on-screen keyboard for the field with the cursor, `today` tells the day.
    `country` is the code of the stall's own; empty where that is not known.
    """

    campaign: Campaign
    language: Language
    theme: Theme
    open_keyboard: Callable[[], object]
    today: Callable[[], datetime.date]
    browsing: Browsing = field(default_factory=Browsing)
    country: str = ""

    @property
    def texts(self) -> Texts:
        """The campaign's texts in this language."""
        return self.campaign.texts[self.language.tag]


class Screen(QWidget):
    """One screen below the top band. `body` is its layout, with the margins that all screens share."""

    renamed = Signal()
    """It shows something else, and has another accessible name."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        self.first_focus: QWidget | None = None
        """Where the cursor goes when the screen appears; where it was, without one."""
        self.way_back: QAbstractButton | None = None
        """What Esc presses."""
        self.typed = False
        """Whether what is asked here is typed: for a finger, the keyboard comes by itself."""
        self.is_read = False
        """Whether there is a long text to read here, so that nobody touches anything for a while."""
        self.clears_after: float | None = None
        """The seconds untouched after which it clears itself, counted down on it; None: people are asked."""
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        px = view.theme.px
        self.body = QVBoxLayout(self)
        side = 32 if view.theme.tall else 56
        self.body.setContentsMargins(px(side), px(24), px(side), px(16))
        self.body.setSpacing(px(12))

    def hasHeightForWidth(self) -> bool:
        """It takes the height that is left: else Qt gives it what it likes, and pushes the keyboard out."""
        return False

    def disable(self, pressed: QWidget) -> None:
        """Disables what was just pressed; its cursor stays on this screen, and not on the band above."""
        if pressed.hasFocus():
            self.setFocus()
        pressed.setEnabled(False)

    def add_page(self, heading: str, intro: str = "", *, role: str = "heading") -> ScrollPage:
        """A heading, a sentence or two, and a page that fills the rest and scrolls when it must.

        The heading is above the page, or on it where it has to scroll, too.
        """
        page = ScrollPage(self.view.language)
        page.content.setSpacing(self.view.theme.gap(12))
        add_heading(page.content if self.view.theme.short_of_height else self.body, heading, intro, role=role)
        self.body.addWidget(page, 1)
        return page

    def make_field(
        self, title: str, name: str, text: str, changed: Callable[[str], None], hint: str = ""
    ) -> TextField:
        """A field with its button for the on-screen keyboard; the arguments are those of `TextField`."""
        view = self.view
        words = view.language.text("Show the keyboard")
        return TextField(
            title, name, text, changed, KeyButton(f"key-{name}", words, view.theme, view.open_keyboard), hint
        )


def screen_heading(words: str, role: str = "heading") -> QLabel:
    """The heading that a screen is called by (`heading_of`)."""
    made = heading_label(words, role)
    made.setObjectName("heading")
    return made


def heading_of(screen: Screen) -> str:
    """What a screen is called by who cannot see it: its heading, or the name that it has."""
    found = screen.findChild(QLabel, "heading")
    return found.text() if found is not None else screen.accessibleName()


def add_heading(layout: QBoxLayout, heading: str, intro: str = "", *, role: str = "heading") -> list[QLabel]:
    """Adds and returns a heading and, below it, a sentence or two."""
    words = [screen_heading(heading, role)] + ([label(intro, "intro")] if intro else [])
    for each in words:
        layout.addWidget(each)
    return words

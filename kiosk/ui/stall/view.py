"""What every screen of the stall is given: the campaign, the language, the look."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.campaign.model import Campaign, Texts
from kiosk.ui.language import Language
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.scroll import ScrollPage


@dataclass(frozen=True)
class View:
    """A campaign as it is shown now: in one language, at one size."""

    campaign: Campaign
    language: Language
    theme: Theme

    @property
    def texts(self) -> Texts:
        """The campaign's texts in this language."""
        return self.campaign.texts[self.language.tag]


class Screen(QWidget):
    """One screen between the two bands. `body` is its layout, with the margins that all screens share."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        self.first_focus: QWidget | None = None
        """Where the cursor goes when the screen appears."""
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        px = view.theme.px
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(56), px(24), px(40), px(16))
        self.body.setSpacing(px(10))

    def add_heading(self, heading: str, intro: str = "") -> None:
        """The screen's heading and, below it, a sentence or two."""
        self.body.addWidget(label(heading, "heading"))
        if intro:
            self.body.addWidget(label(intro, "intro"))

    def add_scroll(self) -> ScrollPage:
        """A page that fills the rest of the screen and scrolls when it must."""
        page = ScrollPage()
        page.content.setContentsMargins(0, 0, self.view.theme.px(16), 0)
        page.content.setSpacing(self.view.theme.px(12))
        self.body.addWidget(page, 1)
        return page

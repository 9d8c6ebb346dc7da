"""What the pages of the staff's room share: what it is about on one side, what can be done on the other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout

from kiosk.ui.screen import Screen, View, screen_heading
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.scroll import ScrollPage

_ABOVE = 0.31
"""Of the window's height: what stays empty above a content that holds still."""


class StaffPage(Screen):
    """A panel with the heading, a sentence and the way back; beside it `content`, and `foot` below that.

    Args:
        back: away from here.
        way_back: what the button for that says.
        holds_still: whether the content begins at a fixed height, so that what is there stays where it
            is while more comes below it; else it stands in the middle.
    """

    def __init__(
        self,
        view: View,
        heading: str,
        intro: str,
        back: Callable[[], object],
        way_back: str = "",
        *,
        holds_still: bool = False,
    ) -> None:
        super().__init__(view)
        px, tall = view.theme.px, view.theme.tall
        self.body.setContentsMargins(0, 0, 0, 0)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        sides = QBoxLayout(down if tall else across)
        sides.setSpacing(0)
        self.body.addLayout(sides)
        panel = QFrame()
        panel.setObjectName("panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(px(36), px(26), px(36), px(22))
        column.setSpacing(px(14))
        column.addWidget(screen_heading(heading, "panel-slogan"))
        column.addWidget(label(intro, "body"))
        column.addStretch(1)
        self.way_back = button(way_back or view.language.text("Go back"), "back", back)
        column.addWidget(self.way_back)
        sides.addWidget(panel, 2)
        main = QVBoxLayout()
        main.setContentsMargins(px(40), px(20), px(40), px(22))
        main.setSpacing(px(14))
        sides.addLayout(main, 4 if tall else 5)
        self._page = ScrollPage(view.language)
        main.addWidget(self._page, 1)
        self.content = QVBoxLayout()
        self.content.setSpacing(view.theme.gap(12))
        if holds_still:
            self._page.content.addSpacing(round(view.theme.height * _ABOVE))
        else:
            self._page.content.addStretch(1)
        self._page.content.addLayout(self.content)
        self._page.content.addStretch(1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(view.theme.gap(16))
        self.foot.addStretch(1)
        main.addLayout(self.foot)
        self.first_focus = self.way_back

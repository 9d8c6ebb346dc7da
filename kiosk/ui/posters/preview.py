"""One poster large, with what it says and where it is for; on to the next, and the staff's way to a copy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kiosk.languages import own_name
from kiosk.ui.artwork.drawing import PROPORTION
from kiosk.ui.posters.one import OnePosterScreen
from kiosk.ui.posters.view import Shown
from kiosk.ui.screen import View, screen_heading
from kiosk.ui.widgets.buttons import button, choice_button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage


class PosterPreview(OnePosterScreen):
    """One poster with its words beside it; a tap on it makes it fill the screen.

    Args:
        back: to all posters.
        fill: to the poster alone on the whole screen.
        staff: to saving and printing.
    """

    def __init__(
        self,
        view: View,
        shown: Shown,
        back: Callable[[], object],
        fill: Callable[[], object],
        staff: Callable[[], object],
    ) -> None:
        super().__init__(view, shown, "poster", fill, back)
        px, text = view.theme.px, view.language.text
        self._words = QVBoxLayout()
        self._words.setSpacing(view.theme.gap(10))
        self._versions = FlowLayout(view.theme.gap(10))
        self._ways = FlowLayout(view.theme.gap(12))
        self.first_focus = self.next if len(self.posters) > 1 else self.back
        for way in (self.previous, self.next, self.back):
            self._ways.addWidget(way)
        self._ways.addWidget(button(text("Staff: save or print"), "staff", staff, role="link"))
        self._page = ScrollPage(view.language)
        self._page.content.addLayout(self._words)
        self._page.content.addStretch(1)
        beside = QVBoxLayout()
        beside.setSpacing(px(16))
        beside.addWidget(self._page, 1)
        halves = QHBoxLayout()
        halves.setSpacing(px(40))
        halves.addWidget(self.poster)
        halves.addLayout(beside, 1)
        self.body.addLayout(halves, 0 if view.theme.tall else 1)
        if view.theme.tall:
            self.body.addLayout(self._versions)
            self.body.addLayout(self._ways)
            self.body.addStretch(1)
        else:
            self._page.content.addLayout(self._versions)
            beside.addLayout(self._ways)
        self.turned()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Makes the poster as large as half the page is, or a little more of a tall one."""
        room = self.contentsRect().marginsRemoved(self.body.contentsMargins())
        if self.view.theme.tall:
            below = (self._versions, self._ways)
            rows = sum(each.heightForWidth(room.width()) + self.body.spacing() for each in below)
            share = 0.58 / self.view.theme.text_scale  # large words need the more room beside it
            width = min(int((room.height() - rows) / PROPORTION), int(room.width() * share))
            for half in (self.poster, self._page):
                half.setFixedHeight(int(width * PROPORTION))
        else:
            width = min(int(room.height() / PROPORTION), room.width() // 2)
        self.poster.setFixedWidth(width)

    def _choose(self, language: str) -> None:
        self.shown.language = language
        self.poster.show_version(self.version)
        self.turned()

    def turned(self) -> None:
        version = self.version
        poster = self.view.texts.posters[self.shown.number]
        language = self.view.language
        clear_layout(self._words)
        place = language.text("Poster {number} of {all}", number=self.shown.number + 1, all=len(self.posters))
        self._words.addWidget(label(place, "small"))
        self._words.addWidget(screen_heading(poster.title))
        self.setAccessibleName(poster.title)
        if version.language != language.tag and poster.lines:
            self._words.addWidget(label(language.text("What it says:"), "small"))
            self._words.addWidget(label("\n".join(poster.lines), "item"))
        if poster.note:
            self._words.addWidget(label(poster.note, "intro"))
        self._show_versions(version.language)
        if self.isVisible():  # else its size is still to come
            self._fit()

    def _show_versions(self, chosen: str) -> None:
        """A button for each version, named as its language names itself; they stay where they are."""
        languages = [version.language for version in self.posters[self.shown.number]]
        had_focus = any(each.hasFocus() for each in self.findChildren(QPushButton) if each.isChecked())
        clear_layout(self._versions)
        order = []
        for language in languages if len(languages) > 1 else []:
            choice = choice_button(own_name(language), f"version-{language}", partial(self._choose, language))
            choice.setChecked(language == chosen)
            self._versions.addWidget(choice)
            order.append(choice)
            if had_focus and choice.isChecked():
                choice.setFocus()
        for before, after in pairwise([*order, self.previous]):
            QWidget.setTabOrder(before, after)

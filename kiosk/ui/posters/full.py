"""One poster on the whole screen, as it hangs in the street; a swipe, an arrow or a button leads on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.campaign.poster_versions import poster_versions
from kiosk.ui.posters.view import PosterView, Shown
from kiosk.ui.screen import Screen, View
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_SIDE = 200
"""Units at each side of a screen that is wide, for the buttons."""


class FullPosterScreen(Screen):
    """The poster that `shown` says, as large as the screen; changes `shown` as the visitor goes on.

    Args:
        close: back to what is said about it; a tap on the poster leads there, too.
    """

    def __init__(self, view: View, shown: Shown, close: Callable[[], object]) -> None:
        super().__init__(view)
        px, text = view.theme.px, view.language.text
        self._posters = poster_versions(view.campaign)
        self._shown = shown
        self._poster = PosterView(shown.of(self._posters), view.theme)
        self._poster.setObjectName("full-poster")
        self._poster.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._poster.clicked.connect(lambda: close())
        self._poster.swiped.connect(self._go)
        self.setAccessibleName(self._poster.accessibleName())
        self.first_focus = self._poster
        previous = button(text("Previous poster"), "previous", partial(self._go, -1))
        following = button(text("Next poster"), "next", partial(self._go, 1))
        self.way_back = button(text("Go back"), "back", close)
        for each in (previous, following, self.way_back):
            each.installEventFilter(self)
        if view.theme.tall:
            self.body.setContentsMargins(0, 0, 0, px(20))
            self.body.addWidget(self._poster, 1)
            row = QHBoxLayout()
            row.setContentsMargins(px(20), 0, px(20), 0)
            row.setSpacing(view.theme.gap(16))
            for each in (previous, self.way_back, following):
                row.addWidget(each, 1)
            self.body.addLayout(row)
            order = [self._poster, previous, self.way_back, following]
        else:
            self.body.setContentsMargins(px(16), 0, px(16), 0)
            halves = QHBoxLayout()
            halves.setSpacing(px(16))
            halves.addSpacing(px(_SIDE))  # the poster hangs in the middle
            halves.addWidget(self._poster, 1)
            beside = QVBoxLayout()
            beside.setContentsMargins(0, px(16), 0, px(16))
            beside.setSpacing(view.theme.gap(16))
            beside.addWidget(self.way_back)
            beside.addStretch(1)
            beside.addWidget(previous)
            beside.addWidget(following)
            for each in (previous, self.way_back, following):
                each.setFixedWidth(px(_SIDE))
            halves.addLayout(beside)
            self.body.addLayout(halves, 1)
            order = [self._poster, self.way_back, previous, following]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The wall that it hangs on has the colour of its letters: many a sheet seems to go on there."""
        QPainter(self).fillRect(self.rect(), QColor(self._shown.of(self._posters).colours.ink))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() in steps:
            self._go(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On a button, too, an arrow leads to another poster, where Qt would go to another button."""
        if isinstance(event, QKeyEvent) and event.key() in _ARROWS:
            if event.type() == QEvent.Type.KeyPress:
                self._poster.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _go(self, steps: int) -> None:
        """`steps` posters on; after the last comes the first."""
        self._shown.number = (self._shown.number + steps) % len(self._posters)
        version = self._shown.of(self._posters)
        self._poster.show_version(version)
        self.setAccessibleName(version.slogan)
        announce(self, version.slogan)
        self.update()

"""One poster on the whole screen, as it hangs in the street; a swipe, an arrow or a button leads on."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.posters.one import OnePosterScreen
from kiosk.ui.posters.view import Shown
from kiosk.ui.screen import View
from kiosk.ui.widgets.equal_column import EqualColumn

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_SIDE = 200
"""Units at each side of a screen that is wide, for the buttons."""


class FullPosterScreen(OnePosterScreen):
    """One poster as large as the screen.

    Args:
        close: back to what is said about it; a tap on the poster leads there, too.
    """

    def __init__(self, view: View, shown: Shown, close: Callable[[], object]) -> None:
        super().__init__(view, shown, "full-poster", close, close)
        px = view.theme.px
        poster, previous, following, back = self.poster, self.previous, self.next, self.back
        self.setAccessibleName(poster.accessibleName())
        self.first_focus = poster
        for each in (previous, following, back):
            each.installEventFilter(self)
        if view.theme.tall:
            self.body.setContentsMargins(0, 0, 0, px(20))
            self.body.addWidget(poster, 1)
            row = QHBoxLayout()
            row.setContentsMargins(px(20), 0, px(20), 0)
            row.setSpacing(view.theme.gap(16))
            for each in (previous, back, following):
                row.addWidget(each, 1)
            self.body.addLayout(row)
            order = [poster, previous, back, following]
        else:
            self.body.setContentsMargins(px(16), 0, px(16), 0)
            halves = QHBoxLayout()
            halves.setSpacing(px(16))
            halves.addSpacing(px(_SIDE))  # the poster hangs in the middle
            halves.addWidget(poster, 1)
            beside = QVBoxLayout()
            beside.setContentsMargins(0, px(16), 0, px(16))
            beside.setSpacing(view.theme.gap(16))
            beside.addWidget(back)
            beside.addStretch(1)
            ways = EqualColumn()
            ways.setSpacing(view.theme.gap(16))
            ways.addWidget(previous)
            ways.addWidget(following)
            beside.addLayout(ways)
            for each in (previous, back, following):
                each.setFixedWidth(px(_SIDE))
            halves.addLayout(beside)
            self.body.addLayout(halves, 1)
            order = [poster, back, previous, following]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The wall that it hangs on has the colour of its letters: many a sheet seems to go on there."""
        QPainter(self).fillRect(self.rect(), QColor(self.version.colours.ink))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On a button, too, an arrow leads to another poster, where Qt would go to another button."""
        if isinstance(event, QKeyEvent) and event.key() in _ARROWS:
            if event.type() == QEvent.Type.KeyPress:
                self.poster.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def turned(self) -> None:
        self.setAccessibleName(self.version.slogan)
        self.update()

"""What the screens with one poster share: a swipe, a key or a button leads to the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kiosk.campaign.poster_versions import PosterVersion, poster_versions
from kiosk.ui.posters.view import PosterView, Shown
from kiosk.ui.screen import Screen, View
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button


class OnePosterScreen(Screen):
    """Has the poster that `shown` says, and changes `shown` as the visitor goes on.

    Args:
        name: the poster's object name.
        tapped: where a tap on it leads.
        back: away from here.
    """

    def __init__(
        self, view: View, shown: Shown, name: str, tapped: Callable[[], object], back: Callable[[], object]
    ) -> None:
        super().__init__(view)
        text = view.language.text
        self.posters = poster_versions(view.campaign)
        self.shown = shown
        self.poster = PosterView(self.version, view.theme)
        self.poster.setObjectName(name)
        self.poster.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.poster.clicked.connect(lambda: tapped())
        self.poster.swiped.connect(self._go)
        self.previous = button(text("Previous poster"), "previous", partial(self._go, -1))
        self.next = button(text("Next poster"), "next", partial(self._go, 1))
        if len(self.posters) == 1:
            self.previous.hide()
            self.next.hide()
        self.back = self.way_back = button(text("Go back"), "back", back)

    @property
    def version(self) -> PosterVersion:
        """The one that is shown."""
        return self.shown.of(self.posters)

    def turned(self) -> None:
        """Another poster is shown: says what there is to say about it, and is called by it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() in steps:
            self._go(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _go(self, steps: int) -> None:
        """`steps` posters on; after the last comes the first."""
        self.shown.number = (self.shown.number + steps) % len(self.posters)
        self.poster.show_version(self.version)
        self.turned()
        announce(self, self.accessibleName())
        self.renamed.emit()

"""What is to be known of the register on every page: that it is being checked, and that it was changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.desk.parts.progress_card import ProgressCard
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label

_LOOK_MS = 100
"""How often it is looked how far the check is."""


class RegisterNotice(QWidget):
    """How far a check of the register is; after it, that somebody has changed something, until that is shown.

    Args:
        show_changes: leads to the page that tells what was changed; None where the page below does.
    """

    def __init__(
        self, view: DeskView, session: Session, show_changes: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        text, px = view.language.text, view.theme.px
        self._view = view
        self._session = session
        self._told_below = show_changes is None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self._checking = ProgressCard(view, text("How far the check of the register is"))
        column.addWidget(self._checking)
        self._changed = QWidget()
        row = QHBoxLayout(self._changed)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(16))
        self._words = label(text("Somebody changed the register by hand."), "warning")
        row.addWidget(self._words, 1)
        row.addWidget(button(text("See what it was"), "see-changes", show_changes or (lambda: None)))
        column.addWidget(self._changed)
        self._checking.hide()
        self._changed.hide()
        self.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        QTimer.singleShot(0, self, self._look)  # once it is in its page: it would be a window of its own

    def _look(self) -> None:
        checking, changed = self._session.checking, len(self._session.changed)
        if self._told_below:
            self._session.told = changed
        is_new = self._session.told < changed
        if is_new and self._changed.isHidden():
            announce(self._words, self._words.text())
        self._changed.setVisible(is_new)
        self._checking.begin(checking is not None)
        if checking is not None:
            self._show_how_far(*checking)
        self.setVisible(is_new or checking is not None)

    def _show_how_far(self, done: int, of: int) -> None:
        text, number = self._view.language.text, self._view.language.number
        words = text("The register is being checked. One moment, please.")
        if of:
            words = text(
                "The register is being checked: {done} of {all} signatures.",
                done=number(done),
                all=number(of),
            )
        self._checking.show_progress(words, done, of)

"""What is open before something is handed over, each with the page on which it is settled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from kiosk.coordinator.reports.hand_over import before_hand_over
from kiosk.coordinator.reports.lists import public_list
from kiosk.coordinator.reports.open_matters import Matter
from kiosk.errors import KioskError
from kiosk.ui.desk.navigation import PageId
from kiosk.ui.desk.parts.matters import matter_words
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.today.page import PAGES
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout

_ACROSS = 2
"""Links beside each other."""


class HandOverCard(QFrame):
    """Looks what is open, off the UI thread, and lists it.

    Args:
        show_page: leads to another page.
    """

    def __init__(self, view: DeskView, session: Session, show_page: Callable[[PageId], object]) -> None:
        super().__init__()
        self._view, self._session, self._show_page = view, session, show_page
        px, text = view.theme.px, view.language.text
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(12), px(20), px(14))
        column.setSpacing(px(8))
        column.addWidget(label(text("Before you hand anything over"), "item"))
        self._place = QGridLayout()
        self._place.setSpacing(px(8))
        column.addLayout(self._place)
        column.addWidget(
            label(text("What is handed over all the same is in the log, with what was open then."), "small")
        )
        self._say(text("One moment, please."))
        self._is_asked = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_asked:  # it takes a while, and not everybody turns to it
            self._is_asked = True
            self._view.tasks.run(self._look, self._show, self._fail, asked_by=self)

    def _look(self) -> list[Matter]:
        session = self._session
        register = session.checked_register()
        if register is None:
            return []
        listed = public_list(register, session.keys)
        return before_hand_over(register, session.keys, session.folder, session.today(), listed)

    def _show(self, matters: list[Matter]) -> None:
        language = self._view.language
        if not matters:
            self._say(language.text("Nothing is open."))
            return
        clear_layout(self._place)
        for number, matter in enumerate(matters):
            self._place.addWidget(self._link(matter), *divmod(number, _ACROSS))

    def _link(self, matter: Matter) -> WrappingButton:
        name = f"before-{matter.kind.name.lower().replace('_', '-')}"
        words = matter_words(matter, self._view.language)
        return button(words, name, partial(self._show_page, PAGES[matter.kind]), role="chip")

    def _fail(self, error: KioskError) -> None:
        self._say(self._view.language.error(error))

    def _say(self, words: str) -> None:
        clear_layout(self._place)
        self._place.addWidget(label(words, "body"))

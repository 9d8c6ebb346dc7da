"""The column at the left: the campaign, its pages, the languages, and the lock."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from kiosk.catalogues import is_reviewed
from kiosk.languages import LANGUAGES, own_name
from kiosk.ui.desk.view import DeskView
from kiosk.ui.language import Language
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.scroll import ScrollPage


class PageId(StrEnum):
    """The pages, in the order in which they stand."""

    TODAY = "today"
    MERGE = "merge"
    KIOSKS = "kiosks"
    SIGNATURES = "signatures"
    DUPLICATES = "duplicates"
    REPORTS = "reports"
    WITHDRAW = "withdraw"
    RETENTION = "retention"
    CAMPAIGN = "campaign"


def page_names(language: Language) -> dict[PageId, str]:
    """What each page is called."""
    return {
        PageId.TODAY: language.text("Today"),
        PageId.MERGE: language.text("Merge"),
        PageId.KIOSKS: language.text("Kiosks"),
        PageId.SIGNATURES: language.text("Signatures"),
        PageId.DUPLICATES: language.text("Duplicates"),
        PageId.REPORTS: language.text("Reports"),
        PageId.WITHDRAW: language.text("Withdraw"),
        PageId.RETENTION: language.text("Retention"),
        PageId.CAMPAIGN: language.text("Campaign"),
    }


@dataclass(frozen=True)
class NavigationActions:
    """Where the column leads; without `lock` the campaign is not unlocked, and there are no pages."""

    show: Callable[[PageId], object]
    speak: Callable[[str], object]
    lock: Callable[[], object] | None


class Navigation(QFrame):
    """The column. Alt and a page's number lead to the page.

    Args:
        title: the campaign's, or the program's where none is open.
        here: the page that is shown.
        near: the languages that stand here themselves; the others are behind a button.
    """

    def __init__(
        self,
        view: DeskView,
        title: str,
        actions: NavigationActions,
        here: PageId | None,
        near: Collection[str],
    ) -> None:
        super().__init__()
        self._view, self._actions = view, actions
        self.setObjectName("navigation")
        px, text = view.theme.px, view.language.text
        self.setFixedWidth(px(216))
        self._short = False
        self._room = 0  # pixels of height that the column wants; in less it is short
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(24), px(14), px(18))
        column.setSpacing(px(4))
        column.addWidget(label(title, "campaign"))
        column.addSpacing(px(18))
        self._upper = QStackedWidget()
        self._upper.addWidget(self._page_buttons(here))
        column.addWidget(self._upper, 1)
        self._near = {tag: self._language_button(tag) for tag in LANGUAGES if tag in near}
        for made in self._near.values():
            column.addWidget(made)
        self._more = button(
            text("More languages"), "more-languages", self._toggle, role="tongue", checkable=True
        )
        self._more.setVisible(len(self._near) < len(LANGUAGES))
        column.addWidget(self._more)
        if actions.lock is not None:
            column.addSpacing(px(10))
            lock = button(text("Lock"), "lock", actions.lock, role="lock")
            lock.setShortcut("Ctrl+L")
            lock.setToolTip("Ctrl+L")
            column.addWidget(lock)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _page_buttons(self, here: PageId | None) -> QWidget:
        pages = QWidget()
        column = QVBoxLayout(pages)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._view.theme.px(4))
        if self._actions.lock is not None:
            for number, (page, name) in enumerate(page_names(self._view.language).items(), 1):
                show = partial(self._actions.show, page)
                made = button(name, f"page-{page}", show, role="page", checkable=True)
                made.setChecked(page is here)
                made.setShortcut(f"Alt+{number}")
                column.addWidget(made)
        column.addStretch(1)
        return pages

    def _language_buttons(self) -> QWidget:
        page = ScrollPage(self._view.language)
        page.content.setSpacing(self._view.theme.px(4))
        for tag in LANGUAGES:
            if self._short or tag not in self._near:
                page.content.addWidget(self._language_button(tag))
        if not all(map(is_reviewed, LANGUAGES)):
            words = self._view.language.text("* No person who speaks it has read these words yet.")
            page.content.addWidget(label(words, "aside"))
        page.content.addStretch(1)
        return page

    def _language_button(self, tag: str) -> WrappingButton:
        name = own_name(tag) if is_reviewed(tag) else f"{own_name(tag)} *"
        made = button(
            name, f"language-{tag}", partial(self._actions.speak, tag), role="tongue", checkable=True
        )
        made.setChecked(tag == self._view.language.tag)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._short:
            self._room = self._column.minimumHeightForWidth(event.size().width())
        short = event.size().height() < self._room
        if short is not self._short:
            self._shorten(short)

    def _shorten(self, short: bool) -> None:
        """Keeps the pages whole in a low window: all are smaller, and every language is behind the button."""
        self._short = short
        px = self._view.theme.px
        self._column.setContentsMargins(px(14), px(10 if short else 24), px(14), px(10 if short else 18))
        for made in self._near.values():
            made.setVisible(not short)
        self._more.setVisible(short or len(self._near) < len(LANGUAGES))
        self._more.setChecked(False)
        self._upper.setCurrentIndex(0)
        languages = self._upper.widget(1)
        if languages is not None:
            self._upper.removeWidget(languages)
            languages.deleteLater()
        self.setProperty("short", short)
        for made in self.findChildren(WrappingButton):
            self.style().unpolish(made)
            self.style().polish(made)

    def _toggle(self) -> None:
        """Between the pages and the other languages, which are seldom asked for: built only then."""
        if self._upper.count() == 1:
            self._upper.addWidget(self._language_buttons())
        self._upper.setCurrentIndex(int(self._more.isChecked()))

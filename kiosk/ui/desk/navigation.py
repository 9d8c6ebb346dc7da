"""The column at the left: the campaign, its pages, the languages, and the lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from kiosk.ui.desk.view import LANGUAGES, DeskView
from kiosk.ui.language import Language, own_name
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label


class PageId(StrEnum):
    """The pages, in the order in which they stand."""

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
    """

    def __init__(self, view: DeskView, title: str, actions: NavigationActions, here: PageId | None) -> None:
        super().__init__()
        self.setObjectName("navigation")
        px, text = view.theme.px, view.language.text
        self.setFixedWidth(px(216))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(24), px(14), px(18))
        column.setSpacing(px(4))
        column.addWidget(label(title, "campaign"))
        column.addSpacing(px(18))
        self._pages: dict[PageId, WrappingButton] = {}
        if actions.lock is not None:
            for number, (page, name) in enumerate(page_names(view.language).items(), 1):
                made = button(name, f"page-{page}", partial(actions.show, page), role="page", checkable=True)
                made.setChecked(page is here)
                made.setShortcut(f"Alt+{number}")
                self._pages[page] = made
                column.addWidget(made)
        column.addStretch(1)
        for tag in LANGUAGES:
            choice = button(
                own_name(tag), f"language-{tag}", partial(actions.speak, tag), role="tongue", checkable=True
            )
            choice.setChecked(tag == view.language.tag)
            column.addWidget(choice)
        if actions.lock is not None:
            column.addSpacing(px(10))
            lock = button(text("Lock"), "lock", actions.lock, role="lock")
            lock.setShortcut("Ctrl+L")
            lock.setToolTip("Ctrl+L")
            column.addWidget(lock)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

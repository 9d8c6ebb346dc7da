"""Thank you: shown only when the signature is durable. Goes back to the start by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.stall.shift import Tally
from kiosk.ui.screen import Screen, View
from kiosk.ui.stall.receipt import ReceiptCard
from kiosk.ui.stall.stamp import StampView
from kiosk.ui.stall.tally import goal_bar
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import heading_label, label
from kiosk.ui.widgets.qr import QrCode
from kiosk.ui.widgets.scroll import ScrollPage

SECONDS = 45
"""Long enough to take a picture of the receipt code, or to write it down; any touch or key begins anew."""
LAST_SECONDS = 20
"""How long before the end a screen reader says so (WCAG 2.2, 2.2.1: at least 20 seconds)."""
STAMP_SECONDS = 2.0
"""How long "Thank you" has the whole page, before the receipt."""
_PANEL, _MAIN = 2, 3
"""Shares of the window: "Thank you", and the page beside it or, where the window is tall, below it."""
_SIDE, _SCROLL_BAR = 44, 22
"""Units: a side of the page, and what a scroll bar takes of it."""
_MATERIALS = ("materials", "posters")
"""What a link is called that leads to posters to print."""


class ThanksScreen(Screen):
    """First a stamp on the whole page, once; then the receipt code, what happens next, and a countdown.

    Args:
        receipt: the six words.
        tally: how many have signed here, this one among them; None where it is not known.
        left: tells how many seconds are left if nobody touches anything.
        done: ends the visit.
        act: leads to what one can do; None where there is nothing.
    """

    def __init__(
        self,
        view: View,
        receipt: str,
        tally: Tally | None,
        left: Callable[[], float],
        done: Callable[[], object],
        act: Callable[[], object] | None,
    ) -> None:
        super().__init__(view)
        text, theme = view.language.text, view.theme
        px = theme.px
        self.clears_after = SECONDS
        self._left = left
        self._said = SECONDS
        self.body.setContentsMargins(0, 0, 0, 0)
        self._stamp = StampView(view, tally)
        self._stamp.passed_over.connect(self._show_receipt)
        self.body.addWidget(self._stamp)
        self._page = QWidget()
        self._page.hide()
        self.body.addWidget(self._page)
        sides = QBoxLayout(
            QBoxLayout.Direction.TopToBottom if theme.tall else QBoxLayout.Direction.LeftToRight, self._page
        )
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(0)
        sides.addWidget(self._panel(tally), _PANEL)
        main = QVBoxLayout()
        main.setContentsMargins(px(_SIDE), px(24), px(_SIDE), px(20))
        main.setSpacing(px(12))
        sides.addLayout(main, _MAIN)
        page = ScrollPage(view.language)
        main.addWidget(page, 1)
        page.content.setSpacing(px(12))
        page.content.addStretch(1)
        page.content.addWidget(self._receipt(receipt))
        page.content.addStretch(1)
        for step in view.texts.next_steps:
            page.content.addLayout(self._step(step))
        page.content.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.gap(12))
        # Neither lies, nor has the cursor, where "Sign now" was: who taps twice must not lose the receipt.
        row.addWidget(button(text("Finish"), "done", done, role="primary"))
        if act is not None:
            row.addWidget(button(text("See what you can do"), "act", act))
        row.addStretch(1)
        main.addLayout(row)
        self.first_focus = self._stamp
        self.setAccessibleName(self._stamp.accessibleName())
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self._show_left()
        if STAMP_SECONDS and not view.browsing.stamped:
            QTimer.singleShot(round(STAMP_SECONDS * 1000), self._stamp, self._show_receipt)
        else:
            self._show_receipt()
        view.browsing.stamped = True

    def showEvent(self, event: QShowEvent) -> None:
        if self._page.isHidden():
            self._stamp.fall()
        super().showEvent(event)

    def _show_receipt(self) -> None:
        """The stamp has been seen, or somebody is in a hurry."""
        if self._page.isHidden():
            has_cursor = self.window().focusWidget() is self._stamp  # and no card over it
            self._stamp.hide()
            self._page.show()
            self.first_focus = self._code
            if has_cursor:
                self._code.setFocus()
            self._timer.start()
            if self.isVisible():  # the stamp took its time; a screen that is being made has all of it
                self._tick()

    def _panel(self, tally: Tally | None) -> QFrame:
        px, text = self.view.theme.px, self.view.language.text
        panel = QFrame()
        panel.setObjectName("panel")
        column = QVBoxLayout(panel)
        # In large letters the code for posters would else be cut.
        apart, above, below = (14, 28, 22) if self.view.theme.text_scale == 1 else (6, 14, 12)
        column.setContentsMargins(px(40), px(above), px(40), px(below))
        column.setSpacing(px(apart))
        page = ScrollPage(self.view.language)
        page.content.setSpacing(px(apart))
        column.addWidget(page, 1)
        page.content.addStretch(1)
        page.content.addWidget(heading_label(text("Thank you!"), "thanks"))
        page.content.addWidget(label(text("Your signature is sealed and stored."), "panel-slogan"))
        if tally and tally.today:
            number = self.view.language.number(tally.today)
            page.content.addWidget(label(text("You are number {number} here today.", number=number), "item"))
        goal = goal_bar(self.view, tally)
        if goal is not None:
            page.content.addWidget(goal)
        page.content.addWidget(label(self.view.texts.thanks, "body"))
        page.content.addLayout(self._materials())
        page.content.addStretch(1)
        self._countdown = label("", "caption")
        column.addWidget(self._countdown)
        return panel

    def _materials(self) -> QHBoxLayout:
        """A code that leads to posters, where the campaign has such a link."""
        row = QHBoxLayout()
        theme, text = self.view.theme, self.view.language.text
        link = next((link for link in self.view.texts.links if link.id in _MATERIALS), None)
        if link is not None:
            row.setSpacing(theme.px(18))
            row.addWidget(QrCode(link.url, link.title, theme.px(110), public=True))
            row.addWidget(label(text("Take a poster home"), "item"), 1)
        return row

    def _receipt(self, receipt: str) -> ReceiptCard:
        """The receipt, in the room that the page has even beside a scroll bar."""
        theme = self.view.theme
        page = theme.width if theme.tall else theme.width * _MAIN // (_PANEL + _MAIN)
        card = ReceiptCard(self.view, receipt, page - 2 * theme.px(_SIDE) - theme.px(_SCROLL_BAR))
        self._code = card.code
        return card

    def _step(self, step: str) -> QHBoxLayout:
        """What happens next, as an item of a list: its second line stands below its first."""
        row = QHBoxLayout()
        row.setSpacing(self.view.theme.px(8))
        row.addWidget(label("•", "body"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(step, "body"), 1)
        return row

    def _tick(self) -> None:
        before, self._said = self._said, max(1, round(self._left()))
        self._show_left()
        if before > LAST_SECONDS >= self._said:
            announce(self._countdown, self._countdown.text())

    def _show_left(self) -> None:
        self._countdown.setText(
            self.view.language.plural(
                "This screen clears itself in {number} second.",
                "This screen clears itself in {number} seconds.",
                self._said,
            )
        )

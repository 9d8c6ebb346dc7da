"""Closing the stall for today: what there is to know first, then how the shift went."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout
from shiboken6 import isValid

from kiosk.errors import KioskError
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.shift import Summary, close_shift, summary
from kiosk.ui.screen import View
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.tasks import Tasks
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


class ShiftScreen(StaffPage):
    """The summary of the shift, and the button that closes it.

    Args:
        closed: told once it is closed.
        back: away from here.
    """

    def __init__(
        self,
        view: View,
        kiosk: Kiosk,
        tasks: Tasks,
        closed: Callable[[], object],
        back: Callable[[], object],
    ) -> None:
        text = view.language.text
        words = text("Until staff open it again, nobody can sign here.")
        super().__init__(view, text("Close the stall"), words, back)
        self._kiosk = kiosk
        self._alarm = "item" if kiosk.pack.manifest.training else "warning"
        self._tasks = tasks
        self._closed = closed
        self._words = QVBoxLayout()
        self._words.setSpacing(view.theme.px(10))
        self.content.addLayout(self._words)
        self._close = button(text("Close the stall"), "close-shift", self._close_it, role="primary")
        self.foot.addWidget(self._close)
        self._words.addWidget(label(text("One moment, please."), "intro"))
        tasks.run(partial(summary, kiosk), self._show, self._fail, asked_by=self)

    def _close_it(self) -> None:
        self.disable(self._close)
        self._tasks.run(partial(close_shift, self._kiosk), self._show_closed, self._fail)

    def _show_closed(self, shift: Summary) -> None:
        self._closed()
        if not isValid(self):  # somebody has gone on meanwhile
            return
        self._show(shift)
        assert self.way_back is not None
        self.way_back.setFocus()  # else, with the button gone, the cursor would go to the band above
        self._close.hide()
        self._words.insertWidget(0, label(self.view.language.text("The stall is closed."), "question"))

    def _show(self, shift: Summary) -> None:
        clear_layout(self._words)
        language = self.view.language
        text, plural = language.text, language.plural
        signed = plural(
            "{number} person signed since {day}.",
            "{number} people signed since {day}.",
            shift.signed,
            day=language.date(shift.day),
        )
        in_all = plural(
            "This laptop has taken {number} signature in all.",
            "This laptop has taken {number} signatures in all.",
            shift.in_all,
        )
        said = label(signed, "question")
        said.setObjectName("shift-signed")
        self._words.addWidget(said)
        self._words.addWidget(label(in_all, "intro"))
        if shift.waiting:
            waiting = plural(
                "{number} signature is on this laptop only. Sync to a stick.",
                "{number} signatures are on this laptop only. Sync to a stick.",
                shift.waiting,
            )
            self._words.addWidget(label(waiting, self._alarm))
        elif shift.in_all:
            self._words.addWidget(
                label(text("All of them are safe: on another device, too, or merged."), "item")
            )

    def _fail(self, error: KioskError) -> None:
        clear_layout(self._words)
        language = self.view.language
        words = language.text("That did not work. {why}", why=language.error(error))
        self._words.addWidget(label(words, "warning"))

"""Setting the clock, for this program only: a laptop that is locked lets nobody set its own."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout

from kiosk.errors import SettingsError
from kiosk.stall.findings import Finding
from kiosk.stall.said_time import read_date, read_time
from kiosk.ui.screen import View
from kiosk.ui.staff.findings import finding_label, finding_words
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.text_field import TextField


class ClockScreen(StaffPage):
    """What there is to say of the clock; today's date and the time to type, said again in full.

    Args:
        found: what there is to say of it now; None before that is known.
        own_may_be_right: whether the laptop's own clock can be right.
        set_clock: told the time, or None for the laptop's own; returns why it cannot be then.
        back: away from here.
    """

    def __init__(
        self,
        view: View,
        found: Finding | None,
        set_clock: Callable[[datetime.datetime | None], Finding | None],
        back: Callable[[], object],
        *,
        own_may_be_right: bool,
    ) -> None:
        text, theme = view.language.text, view.theme
        intro = text("For this program only, until the laptop is switched off. Its own clock stays as it is.")
        super().__init__(view, text("Set the clock"), intro, back)
        self._set_clock = set_clock
        if found is not None:
            self.content.addWidget(finding_label(found, view.language))
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        row = QBoxLayout(down if theme.tall else across)
        row.setSpacing(theme.gap(24))
        self._date = self._field(text("Today’s date"), "date", "2026-12-31")
        self._time = self._field(text("The time now"), "time", "14:05")
        row.addWidget(self._date, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._time, 2, Qt.AlignmentFlag.AlignTop)
        self.content.addLayout(row)
        self._said = label("", "question")
        self._said.setObjectName("said")
        self.content.addWidget(self._said)
        if own_may_be_right:
            own = button(text("The laptop’s clock is right"), "own-clock", lambda: self._go_by(None))
            self.foot.addWidget(own)
        self.foot.addWidget(button(text("Set the clock"), "set-clock", self._set, role="primary"))
        self.first_focus = self._date.line
        self.typed = True

    def _field(self, title: str, name: str, hint: str) -> TextField:
        field = self.make_field(title, name, "", lambda _: self._say_again(), hint)
        field.line.setInputMethodHints(field.line.inputMethodHints() | Qt.InputMethodHint.ImhPreferNumbers)
        field.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        field.line.returnPressed.connect(self._set)
        return field

    def _typed(self) -> datetime.datetime:
        """Raises SettingsError if it is no time."""
        return datetime.datetime.combine(read_date(self._date.line.text()), read_time(self._time.line.text()))

    def _say_again(self) -> None:
        """A slip is seen sooner in words: the day of the week does not fit."""
        for field in (self._date, self._time):
            field.remark("", stops=False)
        try:
            typed, language = self._typed(), self.view.language
            self._said.setText(f"{language.full_date(typed.date())}, {typed:%H:%M}")
        except SettingsError:
            self._said.clear()

    def _set(self) -> None:
        for field, read in ((self._date, read_date), (self._time, read_time)):
            try:
                read(field.line.text())
            except SettingsError as error:
                field.remark(self.view.language.error(error), stops=True)
                field.line.setFocus()
                return
        self._go_by(self._typed())

    def _go_by(self, now: datetime.datetime | None) -> None:
        fault = self._set_clock(now)
        if fault is not None:
            self._date.remark(finding_words(fault, self.view.language), stops=True)

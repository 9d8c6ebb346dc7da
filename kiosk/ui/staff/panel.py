"""The staff's panel: how the stall is doing, the one thing to do now, and everything that can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout

from kiosk.errors import KioskError
from kiosk.ui.screen import Screen, View, screen_heading
from kiosk.ui.staff.findings import finding_label, finding_words
from kiosk.ui.staff.needed import Need, needed
from kiosk.ui.staff.report import Report, Reporting
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage

_TILE = 230
"""Units that a fact needs across."""
_FINDING = 600
"""Units that a finding needs across."""
_GROUP = 290
"""Units that a group of buttons needs across."""


@dataclass(frozen=True)
class PanelActions:
    """Where the panel leads.

    `shift` opens the stall if `shift_is_closed`, else it leads to closing it. `set_up` leads to another
    pack if the laptop `is_set_up`, else to setting it up. `posters` is there where the campaign has some,
    `turn` and `switch_off` where the laptop lets the kiosk do that.
    """

    sync: Callable[[], object]
    shift: Callable[[], object]
    shift_is_closed: bool
    posters: Callable[[], object] | None
    display: Callable[[], object]
    rehearse: Callable[[], object]
    set_up: Callable[[], object] | None
    is_set_up: bool
    journal: Callable[[], object]
    lock: Callable[[], object]
    wipe: Callable[[], object]
    leave: Callable[[], object]
    clock: Callable[[], object]
    turn: Callable[[], object] | None
    switch_off: Callable[[], object] | None
    out: Callable[[], object]


_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_Button = tuple[str, str, Callable[[], object]]
"""What a button says, its name, and where it leads."""


class PanelScreen(Screen):
    """Facts, the one thing to do now, what else there is to know, and a button for each thing to do.

    Args:
        name: what the kiosk is called.
        synced_at: the time of the last sync, if it was today and since the program was started.
        fault: what could not be done just now.
    """

    def __init__(
        self,
        view: View,
        name: str,
        reporting: Reporting,
        synced_at: str,
        actions: PanelActions,
        fault: KioskError | None,
    ) -> None:
        super().__init__(view)
        text, gap = view.language.text, view.theme.gap
        self._reporting = reporting
        self._synced_at = synced_at
        self._actions = actions
        head = QHBoxLayout()
        head.addWidget(screen_heading(name), 1)
        self.way_back = button(text("Back to the visitors"), "back", actions.out)
        head.addWidget(self.way_back)
        self.body.addLayout(head)
        page = self._page = ScrollPage(view.language)
        page.content.setSpacing(gap(10))
        self.body.addWidget(page, 1)
        self._facts = QGridLayout()
        self._facts.setSpacing(gap(12))
        page.content.addLayout(self._facts)
        self._needed = QVBoxLayout()
        page.content.addLayout(self._needed)
        self._findings = QGridLayout()
        self._findings.setVerticalSpacing(view.theme.px(4))
        self._findings.setHorizontalSpacing(view.theme.px(24))
        page.content.addLayout(self._findings)
        if fault is not None:
            page.content.addWidget(
                label(text("That did not work. {why}", why=view.language.error(fault)), "warning")
            )
        page.content.addLayout(self._groups())
        page.content.addStretch(1)
        self.first_focus = self
        reporting.changed.connect(self._show)
        self._show()

    def _groups(self) -> QBoxLayout:
        text, actions = self.view.language.text, self._actions
        open_or_close = text("Open the stall") if actions.shift_is_closed else text("Close the stall")
        stall: list[_Button] = [
            (text("Sync to a stick"), "sync", actions.sync),
            (open_or_close, "shift", actions.shift),
            (text("Rehearse"), "rehearse", actions.rehearse),
            (text("See what happened"), "journal", actions.journal),
        ]
        laptop: list[_Button] = [(text("Language, screen and sound"), "display", actions.display)]
        if actions.turn is not None:
            laptop.append((text("Turn the screen"), "turn", actions.turn))
        laptop.append((text("Set the clock"), "clock", actions.clock))
        if actions.set_up is not None:
            words = text("Take a new pack") if actions.is_set_up else text("Set up this laptop")
            laptop.append((words, "set-up", actions.set_up))
        laptop.append((text("Leave the kiosk"), "leave", actions.leave))
        if actions.switch_off is not None:
            laptop.append((text("Switch the laptop off"), "switch-off", actions.switch_off))
        posters: list[_Button] = []
        if actions.posters is not None:
            posters.append((text("Save or print posters"), "posters", actions.posters))
        hurry: list[_Button] = [
            (text("Lock"), "lock", actions.lock),
            (text("Wipe this laptop"), "wipe", actions.wipe),
        ]
        columns = self.view.theme.columns(_GROUP, 4)
        across = 2 if columns == 4 else 1  # buttons of a group, side by side
        halves = [
            [(text("Stall"), stall), (text("Posters"), posters)],
            [(text("In a hurry"), hurry), (text("Laptop"), laptop)],
        ]
        row = QBoxLayout(_DOWN if columns == 1 else _ACROSS)
        row.setSpacing(self.view.theme.gap(16))
        for groups in halves:
            half = QVBoxLayout()
            half.setSpacing(self.view.theme.gap(10))
            for heading, buttons in groups:
                if not buttons:
                    continue
                half.addLayout(self._group(heading, buttons, across))
            half.addStretch(1)
            row.addLayout(half, 1)
        return row

    def _group(self, heading: str, buttons: list[_Button], columns: int) -> QVBoxLayout:
        """`buttons` in rows of so many `columns`, below their `heading`."""
        group, grid = QVBoxLayout(), QGridLayout()
        group.setSpacing(self.view.theme.px(6))
        group.addWidget(label(heading, "give"))
        group.addLayout(grid)
        grid.setSpacing(self.view.theme.gap(8))
        for number, (words, name, pressed) in enumerate(buttons):
            grid.addWidget(button(words, name, pressed, role="row"), number // columns, number % columns)
        for at in range(columns):
            grid.setColumnStretch(at, 1)
        return group

    def _show(self) -> None:
        was_on_it = self.hasFocus() or self.first_focus is self.focusWidget()
        for layout in (self._facts, self._needed, self._findings):
            clear_layout(layout)
        text, report, fault = self.view.language.text, self._reporting.report, self._reporting.error
        if fault is not None:
            self._findings.addWidget(label(self.view.language.error(fault), "warning"))
        if report is None:
            if fault is None:
                self._findings.addWidget(label(text("One moment, please."), "intro"))
            return
        columns = self.view.theme.columns(_TILE, 4)
        for number, (value, words) in enumerate(self._facts_of(report)):
            self._facts.addWidget(self._tile(value, words), number // columns, number % columns)
        need, why = needed(report, practice=not self._actions.is_set_up, closed=self._actions.shift_is_closed)
        words = finding_words(why, self.view.language) if why is not None else self._words_of(need)
        urgent = why is not None and why.state == "fault"
        do = self._button_of(need)
        self._needed.addWidget(self._large(words, do, urgent=urgent))
        if do is not None and self.way_back is not None:
            self.setTabOrder(self.way_back, do)
            self.first_focus = do
            if was_on_it:
                do.setFocus()
                # Once all has its place: what is needed stands at the top, below the numbers.
                QTimer.singleShot(0, self, partial(self._page.verticalScrollBar().setValue, 0))
        told = [finding_label(one, self.view.language) for one in report.findings if one is not why]
        if self._actions.shift_is_closed and need is not Need.OPEN:
            told.insert(0, label(self._words_of(Need.OPEN), "caption"))
        columns = self.view.theme.columns(_FINDING, 2)
        for number, each in enumerate(told):
            self._findings.addWidget(each, number // columns, number % columns)

    def _words_of(self, need: Need) -> str:
        text = self.view.language.text
        if need is Need.SET_UP:
            return text("This is practice: nothing that is signed here counts.")
        return text("The stall is closed.") if need is Need.OPEN else text("Nothing needs to be done now.")

    def _button_of(self, need: Need) -> QPushButton | None:
        text, actions = self.view.language.text, self._actions
        known: dict[Need, tuple[str, Callable[[], object] | None]] = {
            Need.SET_UP: (text("Set up this laptop"), actions.set_up),
            Need.SYNC: (text("Sync to a stick"), actions.sync),
            Need.OPEN: (text("Open the stall"), actions.shift),
            Need.CLOCK: (text("Set the clock"), actions.clock),
        }
        words, pressed = known.get(need, ("", None))
        return None if pressed is None else button(words, "needed", pressed, role="primary")

    def _large(self, words: str, do: QPushButton | None, *, urgent: bool) -> QFrame:
        px = self.view.theme.px
        frame = QFrame()
        frame.setProperty("role", "card")
        row = QBoxLayout(_DOWN if self.view.theme.tall else _ACROSS, frame)
        row.setContentsMargins(px(20), px(8), px(12), px(8))
        row.setSpacing(px(20))
        said = label(words, "urgent" if urgent else "item")
        said.setObjectName("needed-now")
        row.addWidget(said, 1)
        if do is not None:
            row.addWidget(do)
        return frame

    def _facts_of(self, report: Report) -> list[tuple[str, str]]:
        language = self.view.language
        status, signed = report.status, report.shift.signed
        in_all = status.signatures
        # One thing in English; in most languages there is a noun that follows the number.
        in_shift = language.plural("signed in this shift", "signed in this shift", signed)
        return [
            (language.number(signed), in_shift),
            (language.number(in_all), language.plural("signed in all", "signed in all", in_all)),
            (language.number(status.waiting), language.text("on this laptop only")),
            (self._last_sync(report), language.text("last sync")),
        ]

    def _last_sync(self, report: Report) -> str:
        language, day = self.view.language, report.status.last_sync
        if not day:
            return language.text("never")
        if day != report.today:
            return language.date(day)
        return (
            language.text("today {time}", time=self._synced_at) if self._synced_at else language.text("today")
        )

    def _tile(self, value: str, words: str) -> QFrame:
        px = self.view.theme.px
        tile = QFrame()
        tile.setProperty("role", "card")
        row = QHBoxLayout(tile)
        row.setContentsMargins(px(16), px(4), px(16), px(4))
        row.setSpacing(px(12))
        number = label(value, "question")
        number.setObjectName("fact")
        number.setWordWrap(False)
        row.addWidget(number)
        row.addWidget(label(words, "small"), 1)
        return tile

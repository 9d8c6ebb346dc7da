"""The staff's panel: how the stall is doing, and everything that can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from kiosk.errors import KioskError
from kiosk.ui.screen import Screen, View
from kiosk.ui.staff.findings import finding_label
from kiosk.ui.staff.report import Report, Reporting
from kiosk.ui.staff.warnings import warnings
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout

_TILE = 230
"""Units that a fact needs across."""
_BUTTON = 330
"""Units that a button needs across."""


@dataclass(frozen=True)
class PanelActions:
    """Where the panel leads.

    `shift` opens the stall if `shift_is_closed`, else it leads to closing it. `set_up` leads to another
    pack if the laptop `is_set_up`, else to setting it up. `turn` and `switch_off` are there where the
    laptop lets the kiosk do that.
    """

    sync: Callable[[], object]
    shift: Callable[[], object]
    shift_is_closed: bool
    posters: Callable[[], object]
    display: Callable[[], object]
    rehearse: Callable[[], object]
    set_up: Callable[[], object] | None
    is_set_up: bool
    journal: Callable[[], object]
    wipe: Callable[[], object]
    leave: Callable[[], object]
    turn: Callable[[], object] | None
    switch_off: Callable[[], object] | None
    out: Callable[[], object]


class PanelScreen(Screen):
    """Facts, warnings, and a button for each thing to do.

    Args:
        name: what the kiosk is called.
        fault: what could not be done just now.
    """

    def __init__(
        self, view: View, name: str, reporting: Reporting, actions: PanelActions, fault: KioskError | None
    ) -> None:
        super().__init__(view)
        text = view.language.text
        self._reporting = reporting
        self._actions = actions
        page = self.add_page(name)
        self._facts = QGridLayout()
        self._facts.setSpacing(view.theme.gap(12))
        page.content.addLayout(self._facts)
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(view.theme.px(6))
        page.content.addLayout(self._warnings)
        if fault is not None:
            page.content.addWidget(
                label(text("That did not work. {why}", why=view.language.error(fault)), "warning")
            )
        page.content.addSpacing(view.theme.px(6))
        page.content.addLayout(self._buttons())
        page.content.addStretch(1)
        foot = QHBoxLayout()
        self.way_back = button(text("Back to the visitors"), "back", actions.out)
        foot.addWidget(self.way_back)
        foot.addStretch(1)
        if actions.switch_off is not None:
            foot.addWidget(button(text("Switch the laptop off"), "switch-off", actions.switch_off))
        foot.addWidget(button(text("Leave the kiosk"), "leave", actions.leave))
        foot.addWidget(button(text("Wipe this laptop"), "wipe", actions.wipe, role="link"))
        self.body.addLayout(foot)
        self.first_focus = self._first
        reporting.changed.connect(self._show)
        self._show()

    def _buttons(self) -> QGridLayout:
        text, actions = self.view.language.text, self._actions
        open_or_close = text("Open the stall") if actions.shift_is_closed else text("Close the stall")
        grid = QGridLayout()
        grid.setSpacing(self.view.theme.gap(14))
        columns = self.view.theme.columns(_BUTTON, 3)
        buttons: list[tuple[str, str, Callable[[], object]]] = [
            (text("Sync to a stick"), "sync", actions.sync),
            (open_or_close, "shift", actions.shift),
            (text("Save or print posters"), "posters", actions.posters),
            (text("Language, text and sound"), "display", actions.display),
            (text("Rehearse"), "rehearse", actions.rehearse),
            (text("See what happened"), "journal", actions.journal),
        ]
        if actions.turn is not None:
            buttons.append((text("Turn the screen"), "turn", actions.turn))
        if actions.set_up is not None:
            words = text("Take a new pack") if actions.is_set_up else text("Set up this laptop")
            buttons.insert(len(buttons) if actions.is_set_up else 0, (words, "set-up", actions.set_up))
        for number, (words, name, pressed) in enumerate(buttons):
            made = button(words, name, pressed, role="choice")
            grid.addWidget(made, number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        first = grid.itemAt(0)
        assert first is not None
        self._first = first.widget()
        return grid

    def _show(self) -> None:
        clear_layout(self._facts)
        clear_layout(self._warnings)
        text, report, fault = self.view.language.text, self._reporting.report, self._reporting.error
        if fault is not None:
            self._warnings.addWidget(label(self.view.language.error(fault), "warning"))
        if report is None:
            if fault is None:
                self._warnings.addWidget(label(text("One moment, please."), "intro"))
            return
        columns = self.view.theme.columns(_TILE, 4)
        for number, (value, words) in enumerate(self._facts_of(report)):
            self._facts.addWidget(self._tile(value, words), number // columns, number % columns)
        for words in warnings(report, self.view.language):
            self._warnings.addWidget(label(words, "warning"))
        for finding in report.laptop:
            self._warnings.addWidget(finding_label(finding, self.view.language))

    def _facts_of(self, report: Report) -> list[tuple[str, str]]:
        language = self.view.language
        text, status = language.text, report.status
        return [
            (language.number(report.shift.signed), text("signed in this shift")),
            (language.number(status.signatures), text("signed in all")),
            (language.number(status.waiting), text("on this laptop only")),
            (language.date(status.last_sync) if status.last_sync else text("never"), text("last sync")),
        ]

    def _tile(self, value: str, words: str) -> QFrame:
        px = self.view.theme.px
        tile = QFrame()
        tile.setProperty("role", "card")
        column = QVBoxLayout(tile)
        column.setContentsMargins(px(20), px(12), px(20), px(12))
        column.setSpacing(0)
        number = label(value, "heading")
        number.setObjectName("fact")
        column.addWidget(number)
        column.addWidget(label(words, "small"))
        return tile

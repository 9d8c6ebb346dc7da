"""Sync: choose a stick or folder, see how far it is, and read plainly how it went."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QProgressBar, QVBoxLayout

from kiosk.ui.mounts import Mounts
from kiosk.ui.places import Stick
from kiosk.ui.staff.sync_work import Outcome, SyncWork
from kiosk.ui.stall.view import Screen, View
from kiosk.ui.tasks import Tasks
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


class SyncScreen(Screen):
    """What is plugged in, each by its name; a stick that comes or goes is noticed.

    Args:
        work: does it, and knows how it goes.
        find_places: what is plugged in now; called off the UI thread, for a network folder may be slow.
        back: away from here.
    """

    def __init__(
        self,
        view: View,
        work: SyncWork,
        find_places: Callable[[], list[Stick]],
        back: Callable[[], object],
    ) -> None:
        super().__init__(view)
        text = view.language.text
        self._work = work
        self._find = find_places
        self._found: list[Stick] | None = None
        self._looking = Tasks(self)
        self.add_heading(text("Sync to a stick"), text("Every signature stays sealed on it, too."))
        page = self.add_scroll()
        self._result = QVBoxLayout()
        self._result.setSpacing(view.theme.px(8))
        page.content.addLayout(self._result)
        self._places = QVBoxLayout()
        self._places.setSpacing(view.theme.gap(12))
        page.content.addLayout(self._places)
        page.content.addStretch(1)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text("How far the sync is"))
        self.body.addWidget(self._bar)
        self.way_back = button(text("Go back"), "back", back)
        self.body.addWidget(self.way_back)
        self.first_focus = self.way_back
        work.changed.connect(self._show)
        Mounts(self).changed.connect(self._look)
        self._look()
        self._show()

    def _look(self) -> None:
        self._looking.run(self._find, self._offer, lambda _: self._offer([]))

    def _offer(self, found: list[Stick]) -> None:
        if found != self._found:
            self._found = found
            self._show()

    def _show(self) -> None:
        work = self._work
        clear_layout(self._places)
        clear_layout(self._result)
        self._bar.setVisible(work.busy)
        self._bar.setRange(0, work.of)  # 0 to 0 is a bar that only moves
        self._bar.setValue(work.done)
        assert self.way_back is not None
        self.way_back.setEnabled(not work.busy)
        if work.busy:
            self._say_progress()
            return
        if work.outcome is not None:
            self._say_outcome(work.outcome)
        self._offer_places()

    def _say_progress(self) -> None:
        text, number = self.view.language.text, self.view.language.number
        words = text("Looking at what is on {place} …", place=self._work.place)
        if self._work.of:
            words = text(
                "Writing {done} of {all} to {place}. Do not remove it.",
                done=number(self._work.done),
                all=number(self._work.of),
                place=self._work.place,
            )
        self._result.addWidget(label(words, "question"))

    def _say_outcome(self, outcome: Outcome) -> None:
        text, plural = self.view.language.text, self.view.language.plural
        if outcome.error is not None:
            lines = [(text("The sync to {place} did not work.", place=outcome.place), "question")]
            lines.append((str(outcome.error), "warning"))
            lines.append((text("Nothing is lost: all signatures are still on this laptop."), "item"))
        else:
            result = outcome.result
            assert result is not None
            signatures = plural("{number} signature", "{number} signatures", result.total)
            safe = text(
                "Done: {signatures} are on {place}, read back and checked. You can remove it.",
                signatures=signatures,
                place=outcome.place,
            )
            lines = [(safe, "question")]
            if result.faults:
                lines.append(
                    (
                        text(
                            "Damaged in the vault: number {numbers}. Keep a copy of the whole data folder, "
                            "and ask the coordinator for help.",
                            numbers=", ".join(map(self.view.language.number, result.faults)),
                        ),
                        "warning",
                    )
                )
            if not result.noted:
                lines.append(
                    (
                        text("This laptop’s own disk is full or cannot be written to. Free some space."),
                        "warning",
                    )
                )
        for words, role in lines:
            self._result.addWidget(label(words, role))
        announce(self, lines[0][0])

    def _offer_places(self) -> None:
        text, locale = self.view.language.text, QLocale(self.view.language.tag)
        if self._found is None:
            self._places.addWidget(label(text("One moment, please."), "intro"))
        for number, stick in enumerate(self._found or ()):
            free = locale.formattedDataSize(stick.free, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
            card = CardButton(
                text("Sync to {place}", place=stick.name),
                text("{free} free", free=free),
                f"place-{number}",
                self.view.theme,
                partial(self._work.start, stick),
            )
            self._places.addWidget(card)
        if self._found == []:
            words = text("There is no stick yet. Plug one in: it appears here by itself.")
            self._places.addWidget(label(words, "question"))

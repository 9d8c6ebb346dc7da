"""Sync: choose a stick or folder, and see how far it is; how it went is told by `SyncedScreen`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QProgressBar, QVBoxLayout

from kiosk.stall.sync import SyncStoppedError
from kiosk.stall.targets import Target
from kiosk.ui.mounts import Mounts
from kiosk.ui.screen import View
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.staff.place_list import PlaceList
from kiosk.ui.staff.sync_work import SyncOutcome, SyncWork
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


class SyncScreen(StaffPage):
    """What is plugged in, each by its name; a stick that comes or goes is noticed.

    Args:
        work: does it, and knows how it goes.
        synced: told when one has come to its end.
        back: away from here.
    """

    def __init__(
        self, view: View, work: SyncWork, synced: Callable[[], object], back: Callable[[], object]
    ) -> None:
        text = view.language.text
        intro = text("Every signature stays sealed on it, too.")
        super().__init__(view, text("Sync to a stick"), intro, back, holds_still=True)
        self._work = work
        self._synced = synced
        self._says_copied = False
        self._result = QVBoxLayout()
        self._result.setSpacing(view.theme.px(8))
        self.content.addLayout(self._result)
        self._identity = QVBoxLayout()
        self._identity.setSpacing(view.theme.gap(12))
        self.content.addLayout(self._identity)
        self._places = PlaceList(view, work.start)
        self.content.addWidget(self._places)
        self._bar = QProgressBar()
        self._bar.setObjectName("how-far")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text("How far the sync is"))
        self._bar.hide()
        self.content.addWidget(self._bar)
        self._stop = button(text("Stop"), "stop-sync", self._stop_it)
        self.foot.addWidget(self._stop)
        work.changed.connect(self._follow)
        Mounts(self).changed.connect(self._look)
        self._look()
        self._show()

    def _look(self) -> None:
        self._work.looking.run(self._work.targets, self._offer, lambda _: self._offer([]), asked_by=self)

    def _offer(self, found: list[Target]) -> None:
        self._places.offer(found)
        if self._work.copied is not self._says_copied:  # found out while it was looked
            self._show()

    def _follow(self) -> None:
        if self._work.has_synced:
            self._synced()
        else:
            self._show()

    def _show(self) -> None:
        work = self._work
        clear_layout(self._identity)
        clear_layout(self._result)
        assert self.way_back is not None
        begins = work.busy and self._bar.isHidden()
        ends = not work.busy and (self._bar.hasFocus() or self._stop.hasFocus())
        self._bar.setRange(0, work.progress.of)  # 0 to 0 is a bar that only moves
        self._bar.setValue(work.progress.done)
        self.way_back.setEnabled(not work.busy)
        # The cursor stays off the buttons of the band: with what it was on gone, it would go to one of them.
        if begins:
            self._bar.show()
            self._bar.setFocus()
            self.first_focus = self._bar
        elif ends:
            self.way_back.setFocus()
        self._bar.setVisible(work.busy)
        self._stop.setVisible(work.busy and bool(work.place))
        self._stop.setEnabled(not work.stopping)
        self._places.setVisible(not work.busy and not work.copied)
        if work.busy:
            self._say_progress()
            return
        if work.outcome is not None:
            self._say_outcome(work.outcome)
        self._says_copied = work.copied
        if work.copied:
            self._offer_identity()

    def _stop_it(self) -> None:
        self._bar.setFocus()
        self._work.stop()

    def _say_progress(self) -> None:
        text, number = self.view.language.text, self.view.language.number
        words = text("Looking at what is on {place} …", place=self._work.place)
        if not self._work.place:
            words = text("One moment, please.")
        elif self._work.stopping:
            words = text("Stopping …")
        elif self._work.progress.of:
            words = text(
                "Writing {done} of {all} to {place}. Do not remove it.",
                done=number(self._work.progress.done),
                all=number(self._work.progress.of),
                place=self._work.place,
            )
        self._result.addWidget(label(words, "question"))

    def _say_outcome(self, outcome: SyncOutcome) -> None:
        text = self.view.language.text
        if outcome.life is not None:
            lines = [
                (text("This laptop has a new identity. All that it holds is kept."), "question"),
                (
                    text(
                        "Sync now, and tell the coordinator: its signatures come from what looks like a "
                        "new kiosk, {id}.",
                        id=outcome.life.kiosk.hex()[:8],
                    ),
                    "item",
                ),
            ]
        elif not outcome.place:
            assert outcome.error is not None
            lines = [
                (text("That did not work. {why}", why=self.view.language.error(outcome.error)), "warning")
            ]
        else:
            assert outcome.error is not None
            what = text("The sync to {place} did not work.", place=outcome.place)
            if isinstance(outcome.error, SyncStoppedError):
                what = text("The sync to {place} was stopped.", place=outcome.place)
            lines = [(what, "question")]
            if not self._work.copied:  # what is said of that says more
                lines.append((self.view.language.error(outcome.error), "warning"))
                lines.append((text("Nothing is lost: all signatures are still on this laptop."), "item"))
        for words, role in lines:
            self._result.addWidget(label(words, role))
        announce(self, lines[0][0])

    def _offer_identity(self) -> None:
        text = self.view.language.text
        words = text(
            "This laptop was put back from a copy, or copied: other signatures have the numbers that it "
            "would use again. It needs a new identity before it can sync. Nothing is lost, and people "
            "can go on signing."
        )
        self._identity.addWidget(label(words, "warning"))
        words = text("Give this laptop a new identity")
        self._identity.addWidget(button(words, "begin-again", self._work.begin_again, role="primary"))

"""Sync: choose a stick or folder, see how far it is, and read plainly how it went."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QProgressBar, QVBoxLayout

from kiosk.stall.device import DeviceStanding
from kiosk.stall.release import Released
from kiosk.stall.sync import SyncResult, SyncStoppedError
from kiosk.stall.targets import Target
from kiosk.ui.mounts import Mounts
from kiosk.ui.pull_out import not_out
from kiosk.ui.screen import View
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.staff.sync_work import SyncOutcome, SyncWork
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


class SyncScreen(StaffPage):
    """What is plugged in, each by its name; a stick that comes or goes is noticed.

    Args:
        work: does it, and knows how it goes.
        back: away from here.
    """

    def __init__(self, view: View, work: SyncWork, back: Callable[[], object]) -> None:
        text = view.language.text
        super().__init__(
            view, text("Sync to a stick"), text("Every signature stays sealed on it, too."), back
        )
        self._work = work
        self._found: list[Target] | None = None
        self._result = QVBoxLayout()
        self._result.setSpacing(view.theme.px(8))
        self.content.addLayout(self._result)
        self._places = QVBoxLayout()
        self._places.setSpacing(view.theme.gap(12))
        self.content.addLayout(self._places)
        self._bar = QProgressBar()
        self._bar.setObjectName("how-far")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text("How far the sync is"))
        self._bar.hide()
        self.content.addWidget(self._bar)
        self._stop = button(text("Stop"), "stop-sync", self._stop_it)
        self.foot.addWidget(self._stop)
        work.changed.connect(self._show)
        Mounts(self).changed.connect(self._look)
        self._look()
        self._show()

    def _look(self) -> None:
        self._work.looking.run(self._work.targets, self._offer, lambda _: self._offer([]), asked_by=self)

    def _offer(self, found: list[Target]) -> None:
        if found != self._found:
            self._found = found
            self._show()

    def _show(self) -> None:
        work = self._work
        clear_layout(self._places)
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
        if work.busy:
            self._say_progress()
            return
        if work.outcome is not None:
            self._say_outcome(work.outcome)
        if work.copied:
            self._offer_identity()
        else:
            self._offer_places()

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
        if outcome.result is not None and outcome.released is not None:
            lines = self._say_done(outcome, outcome.result, outcome.released)
        elif outcome.life is not None:
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

    def _say_done(
        self, outcome: SyncOutcome, result: SyncResult, released: Released
    ) -> list[tuple[str, str]]:
        text, number = self.view.language.text, self.view.language.number
        lines = self._say_where(outcome, result)
        if released.deleted:
            deleted = text(
                "The coordinator has merged numbers 1 to {upto}, so they were deleted from this laptop. "
                "Traces may remain on its disk, unreadable without the campaign’s key.",
                upto=number(released.upto),
            )
            lines.append((deleted, "item"))
        elif released.upto:
            lines.append(
                (text("The coordinator has merged numbers 1 to {upto}.", upto=number(released.upto)), "item")
            )
        if released.refused is not None:
            why = self.view.language.error(released.refused)
            lines.append((text("Nothing was deleted from this laptop. {why}", why=why), "warning"))
        if result.faults:
            damaged = text(
                "Damaged in the vault: number {numbers}. Keep a copy of the whole data folder, "
                "and ask the coordinator for help.",
                numbers=", ".join(map(number, result.faults)),
            )
            lines.append((damaged, "warning"))
        if not result.noted:
            full = text("This laptop’s own disk is full or cannot be written to. Free some space.")
            lines.append((full, "warning"))
        return lines

    def _say_where(self, outcome: SyncOutcome, result: SyncResult) -> list[tuple[str, str]]:
        """Where the signatures are now, whether they are safe there, and whether it can be pulled out."""
        text, plural, place = self.view.language.text, self.view.language.plural, outcome.place
        signatures = plural("{number} signature", "{number} signatures", result.total)
        if result.standing is not DeviceStanding.APART:
            copied = text(
                "Copied, read back and checked: {signatures} are on {place}.",
                signatures=signatures,
                place=place,
            )
            lines = [(copied, "question")]
            if outcome.waiting:
                lines.append((self._why_not_safe(result.standing), "warning"))
        elif outcome.out:
            safe = text(
                "Done: {signatures} are on {place}, read back and checked. You can remove it.",
                signatures=signatures,
                place=place,
            )
            return [(safe, "question")]
        else:
            safe = text(
                "Done: {signatures} are on {place}, read back and checked.",
                signatures=signatures,
                place=place,
            )
            lines = [(safe, "question")]
        if outcome.out is False:
            lines.append((not_out(self.view.language), "warning"))
        return lines

    def _why_not_safe(self, standing: DeviceStanding) -> str:
        text = self.view.language.text
        if standing is DeviceStanding.TOGETHER:
            return text(
                "That is not safe yet: it is on the very disk that they are on already. Is the stick plugged "
                "in? Sync to it."
            )
        if standing is DeviceStanding.MEMORY:
            return text(
                "That is not safe: it is in this laptop’s memory, and gone when the laptop goes off. Sync to "
                "a stick."
            )
        return text(
            "It cannot be told whether that is another device than this laptop’s disk, so they do not count "
            "as safe."
        )

    def _offer_identity(self) -> None:
        text = self.view.language.text
        words = text(
            "This laptop was put back from a copy, or copied: other signatures have the numbers that it "
            "would use again. It needs a new identity before it can sync. Nothing is lost, and people "
            "can go on signing."
        )
        self._places.addWidget(label(words, "warning"))
        words = text("Give this laptop a new identity")
        self._places.addWidget(button(words, "begin-again", self._work.begin_again, role="primary"))

    def _offer_places(self) -> None:
        text = self.view.language.text
        if self._found is None:
            self._places.addWidget(label(text("One moment, please."), "intro"))
        for number, target in enumerate(self._found or ()):
            problem = target.problem
            card = CardButton(
                text("Sync to {place}", place=target.name),
                self._about(target) if problem is None else self.view.language.error(problem),
                f"place-{number}",
                self.view.theme,
                partial(self._work.start, target),
            )
            self._places.addWidget(card)
        if self._found == []:
            words = text("There is no stick yet. Plug one in: it appears here by itself.")
            nothing = label(words, "question")
            nothing.setObjectName("no-place")
            self._places.addWidget(nothing)

    def _about(self, target: Target) -> str:
        text = self.view.language.text
        locale = QLocale(self.view.language.tag)
        free = locale.formattedDataSize(target.free, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        about = [text("{free} free", free=free)]
        if target.last is not None:
            about.append(text("last sync to here: {day}", day=self.view.language.date(target.last.day)))
        if target.standing is DeviceStanding.TOGETHER:
            about.append(text("on this laptop’s own disk: it goes where the laptop goes"))
        elif target.standing is DeviceStanding.MEMORY:
            about.append(text("in this laptop’s memory: gone when it goes off"))
        elif target.standing is DeviceStanding.UNKNOWN:
            about.append(text("not known to be another device than this laptop’s disk"))
        return " · ".join(about)

"""The end of a sync: where the signatures are now, whether the stick can be pulled out, and where to next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.stall.device import DeviceStanding
from kiosk.stall.release import Released
from kiosk.stall.sync import SyncResult
from kiosk.ui.language import Language
from kiosk.ui.pull_out import not_out
from kiosk.ui.screen import View
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.staff.sync_work import SyncOutcome
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.done_mark import DoneMark
from kiosk.ui.widgets.labels import label


class SyncedScreen(StaffPage):
    """How a sync went that came to its end. The green mark stands there only where nothing is to be done.

    Args:
        outcome: has a result.
        close: leads to closing the stall; None where it is closed.
        out: back to the visitors.
        back: to the staff's panel.
    """

    def __init__(
        self,
        view: View,
        outcome: SyncOutcome,
        close: Callable[[], object] | None,
        out: Callable[[], object],
        back: Callable[[], object],
    ) -> None:
        text, language = view.language.text, view.language
        super().__init__(
            view, text("Sync to a stick"), text("Every signature stays sealed on it, too."), back
        )
        assert outcome.result is not None
        where = label(_where(outcome, outcome.result, language), "slogan")
        where.setObjectName("synced")
        warnings = [*_not_safe(outcome, outcome.result, language), *_to_repair(outcome.result, language)]
        if outcome.out is False:
            warnings.append(not_out(language))
        told, refused = _merged(outcome.released or Released(), language)
        warnings += refused
        head = QHBoxLayout()
        head.setSpacing(view.theme.px(28))
        if not warnings:
            head.addWidget(DoneMark(view.theme), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(view.theme.px(14))
        words.addWidget(where)
        for line in (text("All of it was read back from there and checked."), *told):
            words.addWidget(label(line, "intro"))
        for line in warnings:
            words.addWidget(label(line, "warning"))
        head.addLayout(words, 1)
        self.content.addLayout(head)
        if close is not None:
            self.foot.addWidget(button(text("Close the stall"), "close-the-stall", close))
        self.foot.addWidget(button(text("Back to the visitors"), "out", out, role="primary"))
        announce(self, " ".join([where.text(), *warnings]))


def _where(outcome: SyncOutcome, result: SyncResult, language: Language) -> str:
    if outcome.out and result.standing is DeviceStanding.APART:
        return language.plural(
            "{number} signature is on {place}. Remove it.",
            "{number} signatures are on {place}. Remove it.",
            result.total,
            place=outcome.place,
        )
    return language.plural(
        "{number} signature is on {place}.",
        "{number} signatures are on {place}.",
        result.total,
        place=outcome.place,
    )


def _not_safe(outcome: SyncOutcome, result: SyncResult, language: Language) -> list[str]:
    """Why what was copied does not count as safe."""
    if result.standing is DeviceStanding.APART or not outcome.waiting:
        return []
    if result.standing is DeviceStanding.TOGETHER:
        return [
            language.text(
                "That is not safe yet: it is on the very disk that they are on already. Is the stick plugged "
                "in? Sync to it."
            )
        ]
    if result.standing is DeviceStanding.MEMORY:
        return [
            language.text(
                "That is not safe: it is in this laptop’s memory, and gone when the laptop goes off. Sync to "
                "a stick."
            )
        ]
    return [
        language.text(
            "It cannot be told whether that is another device than this laptop’s disk, so they do not count "
            "as safe."
        )
    ]


def _to_repair(result: SyncResult, language: Language) -> list[str]:
    found = []
    if result.faults:
        found.append(
            language.text(
                "Damaged in the vault: number {numbers}. Keep a copy of the whole data folder, "
                "and ask the coordinator for help.",
                numbers=", ".join(map(language.number, result.faults)),
            )
        )
    if not result.noted:
        found.append(
            language.text("This laptop’s own disk is full or cannot be written to. Free some space.")
        )
    return found


def _merged(released: Released, language: Language) -> tuple[list[str], list[str]]:
    """What the coordinator's receipt did; and why one was not followed."""
    told, upto = [], language.number(released.upto)
    if released.deleted:
        told.append(
            language.text(
                "The coordinator has merged numbers 1 to {upto}, so they were deleted from this laptop. "
                "Traces may remain on its disk, unreadable without the campaign’s key.",
                upto=upto,
            )
        )
    elif released.upto:
        told.append(language.text("The coordinator has merged numbers 1 to {upto}.", upto=upto))
    if released.refused is None:
        return told, []
    why = language.error(released.refused)
    return told, [language.text("Nothing was deleted from this laptop. {why}", why=why)]

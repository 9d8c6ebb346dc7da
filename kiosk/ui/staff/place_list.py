"""Where a sync can go: a row for each place. A row stays where it is while others come and go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.stall.device import DeviceStanding
from kiosk.stall.targets import Target
from kiosk.ui.screen import View
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.labels import label

_CARD = 130
"""Units of height that a place has at least: a hurried finger finds it."""


@dataclass
class _Row:
    """A place as it was last seen, whether it is there now, and what shows it."""

    target: Target
    there: bool
    card: CardButton

    def shows(self, target: Target, *, there: bool) -> bool:
        same = replace(target, problem=None) == replace(self.target, problem=None)
        return same and str(target.problem) == str(self.target.problem) and there is self.there


class PlaceList(QWidget):
    """The places as they were found. What is new comes last; what is gone keeps its row, not to be chosen.

    Args:
        choose: told the one that is tapped.
    """

    def __init__(self, view: View, choose: Callable[[Target], object]) -> None:
        super().__init__()
        self._view = view
        self._choose = choose
        self._rows: dict[Path, _Row] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(view.theme.gap(12))
        self._note = label(view.language.text("One moment, please."), "intro")
        self._column.addWidget(self._note)

    def offer(self, found: list[Target]) -> None:
        """Shows what is there now."""
        there = {target.folder: target for target in found}
        for folder in [*self._rows, *(folder for folder in there if folder not in self._rows)]:
            row = self._rows.get(folder)
            target = there.get(folder) or self._rows[folder].target
            if row is None or not row.shows(target, there=folder in there):
                self._put(folder, target, there=folder in there)
        self._note.setVisible(not there)
        if not there:
            self._note.setObjectName("no-place")
            text = self._view.language.text
            self._note.setText(text("There is no stick yet. Plug one in: it appears here by itself."))

    def _put(self, folder: Path, target: Target, *, there: bool) -> None:
        old = self._rows.get(folder)
        at = len(self._rows) if old is None else self._column.indexOf(old.card)
        least = self._view.theme.px(_CARD)
        if old is not None:
            least = old.card.heightForWidth(self.width())  # none below moves
        card = self._card(target, at, least, there=there)
        self._rows[folder] = _Row(target, there, card)
        self._column.insertWidget(at, card)
        if old is not None:
            had_focus = old.card.hasFocus()
            self._column.removeWidget(old.card)
            old.card.hide()
            old.card.setParent(None)
            old.card.deleteLater()
            if had_focus:
                card.setFocus()

    def _card(self, target: Target, number: int, least: int, *, there: bool) -> CardButton:
        text = self._view.language.text
        if not there:
            about = text("It is not plugged in any more.")
        elif target.problem is not None:
            about = self._view.language.error(target.problem)
        else:
            about = self._about(target)
        card = CardButton(
            text("Sync to {place}", place=target.name),
            about,
            f"place-{number}",
            self._view.theme,
            partial(self._choose, target),
            least=least,
        )
        card.setEnabled(there)
        return card

    def _about(self, target: Target) -> str:
        text = self._view.language.text
        about = [text("{free} free", free=self._view.language.size(target.free))]
        if target.last is not None:
            about.append(text("last sync to here: {day}", day=self._view.language.date(target.last.day)))
        if target.standing is DeviceStanding.TOGETHER:
            about.append(text("on this laptop’s own disk: it goes where the laptop goes"))
        elif target.standing is DeviceStanding.MEMORY:
            about.append(text("in this laptop’s memory: gone when it goes off"))
        elif target.standing is DeviceStanding.UNKNOWN:
            about.append(text("not known to be another device than this laptop’s disk"))
        return " · ".join(about)

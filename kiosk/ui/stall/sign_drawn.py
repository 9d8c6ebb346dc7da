"""A page of the form: a signature drawn by hand, or the typed name in its stead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout

from kiosk.signing.findings import FieldFinding
from kiosk.signing.visit import Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.ink_pad import InkPad
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.tick import Tick


class DrawnScreen(FormScreen):
    """A sheet to draw on; the last stroke or all of them can be taken back."""

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(view, visit, moves, text("Your signature"), scrolls=False)
        self._pad = InkPad(view.language, view.theme)
        self._pad.set_drawn(visit.draft.drawn)
        self._pad.changed.connect(self._take_drawn)
        self.form.addWidget(self._pad, 1)
        self._remark = label("", "warning")
        self._remark.setObjectName("remark-drawn")
        self._remark.hide()
        self.form.addWidget(self._remark)
        row = QHBoxLayout()
        row.setSpacing(view.theme.gap(12))
        typed = Tick(text("Take my typed name as my signature"), "typed-signature", view.theme)
        typed.setChecked(visit.draft.typed_signature)
        typed.toggled.connect(self._take_typed)
        row.addWidget(typed, 1)
        row.addWidget(button(text("Undo"), "undo-stroke", self._pad.undo))
        row.addWidget(button(text("Clear"), "clear-strokes", self._pad.clear))
        self.form.addLayout(row)
        self.first_focus = self._pad
        self.add_buttons()

    def _take_drawn(self) -> None:
        self.visit.draft.drawn = self._pad.drawn
        self.recheck()

    def _take_typed(self, on: bool) -> None:
        self.visit.draft.typed_signature = on
        self.recheck()

    def show_remarks(self, findings: Sequence[FieldFinding]) -> None:
        words = self.remark_text(findings[0]) if findings else ""
        self._remark.setText(words)
        self._remark.setVisible(bool(words))
        announce(self._pad, words)

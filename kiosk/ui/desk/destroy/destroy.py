"""The last word on destroying a campaign: its id typed out, and a button held."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.hold_button import HOLD_MS, HoldButton


class DestroyView(Card):
    """Calls `destroy` once the campaign's `id` stands in the field and the button was held to the end."""

    def __init__(self, view: DeskView, id: str, destroy: Callable[[], object]) -> None:
        text, plural = view.language.text, view.language.plural
        super().__init__(
            view,
            text("Destroy it"),
            (text("Nobody can undo this. The program locks itself and shows the certificate."), "body"),
        )
        self._id = id
        self._field = DeskField(text("Type the campaign’s id: {id}", id=id), "id")
        self._field.line.textChanged.connect(self._look)
        half = QHBoxLayout()  # an id is short; with a greatest width, a title of two lines would be cut
        half.addWidget(self._field, 1)
        half.addStretch(1)
        self.column.addLayout(half)
        seconds = HOLD_MS // 1000
        self._hold = HoldButton(
            plural("Hold for {number} second to destroy", "Hold for {number} seconds to destroy", seconds),
            "destroy",
            view.theme,
            lambda left: plural("Keep holding: {number} second", "Keep holding: {number} seconds", left),
        )
        self._hold.held.connect(destroy)
        self._hold.let_go.connect(lambda: self.remark(text("You let go: nothing was deleted.")))
        row = QHBoxLayout()
        row.addWidget(self._hold)
        row.addStretch(1)
        self.column.addLayout(row)
        self._look()

    def remark(self, words: str) -> None:
        """Tells why nothing was destroyed."""
        if self.isVisible():
            self._field.remark(words)

    def _look(self) -> None:
        self._hold.setEnabled(self._field.line.text().strip() == self._id)

"""How the campaign may reach the person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from kiosk.signing.fields import Compared
from kiosk.signing.signature import FIELDS, fields_on
from kiosk.signing.visit import Step, Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.widgets.tick import Tick

_HINTS = {
    Compared.EMAIL: Qt.InputMethodHint.ImhEmailCharactersOnly,
    Compared.PHONE: Qt.InputMethodHint.ImhDialableCharactersOnly,
}
"""Which keys the keyboard on the screen has, by what is typed."""


class ContactFormScreen(FormScreen):
    """E-mail, phone, city, postcode, as the campaign asks for them; and whether it may send news."""

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(view, visit, moves, text("How can we reach you?"))
        self.typed = True
        asked = [name for name in fields_on(Step.CONTACT) if visit.is_asked(name)]
        columns = 2 if len(asked) > 2 and not view.theme.tall else 1
        grid = QGridLayout()
        grid.setSpacing(view.theme.gap(14))
        place = 0
        for name in asked:
            is_email = FIELDS[name].compared is Compared.EMAIL
            wide = columns if is_email else 1  # an address is long, and must be seen in whole
            field = self.add_field(name)
            if hint := _HINTS.get(FIELDS[name].compared):
                field.line.setInputMethodHints(field.line.inputMethodHints() | hint)
            grid.addWidget(field, place // columns, place % columns, 1, wide, Qt.AlignmentFlag.AlignTop)
            place += wide
        self.first_focus = next((field.line for field in self.fields.values()), None)
        self.form.addLayout(grid)
        if visit.is_asked("updates"):
            tick = Tick(text("Send me news of this campaign"), "updates", view.theme)
            tick.setChecked(visit.draft.updates)
            tick.toggled.connect(lambda on: setattr(visit.draft, "updates", on))
            self.form.addWidget(tick)
        self.add_buttons()

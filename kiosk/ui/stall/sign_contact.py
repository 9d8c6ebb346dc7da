"""How the campaign may reach the person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from kiosk.signing.visit import Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.widgets.tick import Tick


class ContactFormScreen(FormScreen):
    """City, postcode, e-mail, phone, as the campaign asks for them; and whether it may send news."""

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(view, visit, moves, text("How can we reach you?"))
        self.typed = True
        titles = {
            "email": text("E-mail"),
            "phone": text("Phone"),
            "city": text("City"),
            "postcode": text("Postcode"),
        }
        asked = [name for name in titles if visit.is_asked(name)]
        columns = 2 if len(asked) > 2 and not view.theme.tall else 1
        grid = QGridLayout()
        grid.setSpacing(view.theme.gap(14))
        place = 0
        for name in asked:
            wide = columns if name == "email" else 1  # an address is long, and must be seen in whole
            field = self.add_field(name, titles[name])
            grid.addWidget(field, place // columns, place % columns, 1, wide, Qt.AlignmentFlag.AlignTop)
            place += wide
        self.first_focus = next((field.line for field in self.fields.values()), None)
        self._hint("email", Qt.InputMethodHint.ImhEmailCharactersOnly)
        self._hint("phone", Qt.InputMethodHint.ImhDialableCharactersOnly)
        self.form.addLayout(grid)
        if visit.is_asked("updates"):
            tick = Tick(text("Send me news of this campaign"), "updates", view.theme)
            tick.setChecked(visit.draft.updates)
            tick.toggled.connect(lambda on: setattr(visit.draft, "updates", on))
            self.form.addWidget(tick)
        self.add_buttons()

    def _hint(self, name: str, hint: Qt.InputMethodHint) -> None:
        if name in self.fields:
            line = self.fields[name].line
            line.setInputMethodHints(line.inputMethodHints() | hint)

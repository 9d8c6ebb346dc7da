"""What may be listed publicly."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout

from kiosk.signing.listing import initials
from kiosk.signing.signature import Public
from kiosk.signing.visit import Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.widgets.labels import breakable, label
from kiosk.ui.widgets.tick import Choice
from kiosk.ui.wording import listing_words


class ListingScreen(FormScreen):
    """The name, the initials, or only the count: which is what it is until somebody chooses."""

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(
            view,
            visit,
            moves,
            text("May we list you publicly?"),
            text("The list of those who signed can be read by everybody."),
        )
        name = visit.draft.texts["name"].strip()
        shown: dict[Public, str] = {
            "no": text("Your name is shown nowhere."),
            "initials": text("The list says your whole name: {words}", words=initials(name))
            if initials(name) == name
            else text("The list says: {words}", words=initials(name)),
            "name": text("The list says: {words}", words=name),
        }
        group = QButtonGroup(self)
        for value, words in listing_words(view.language).items():
            choice = Choice(words, f"public-{value}", view.theme)
            choice.setChecked(visit.draft.public == value)
            choice.toggled.connect(partial(self._list, value))
            group.addButton(choice)
            lines = QVBoxLayout()
            lines.setSpacing(view.theme.px(2))
            lines.addWidget(choice)
            hint = label(breakable(shown[value]), "intro")
            hint.setIndent(choice.text_starts_at)
            lines.addWidget(hint)
            self.form.addLayout(lines)
        self.first_focus = group.checkedButton()
        self.add_buttons()

    def _list(self, value: Public, on: bool) -> None:
        if on:
            self.visit.draft.public = value

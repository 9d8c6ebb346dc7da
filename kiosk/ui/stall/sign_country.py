"""Which country."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.signing.countries import country_code, find_countries
from kiosk.signing.visit import Visit
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.stall.view import View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.layouts import clear_layout

_SHOWN = 8


class CountryScreen(FormScreen):
    """A few letters find a country; a tap takes it and goes on.

    Before anything is typed, the countries of those who have signed already are offered.
    """

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(view, visit, moves, text("Which country do you live in?"))
        field = self.add_field(
            "country",
            text("Type the first letters, or choose"),
            shown=view.language.country(visit.draft.country),
            changed=self._typed,
        )
        self.first_focus = field.line
        self.form.addWidget(field)
        self._grid = QGridLayout()
        self._grid.setSpacing(view.theme.gap(10))
        self.form.addLayout(self._grid)
        self._offer(field.line.text())
        self.add_buttons()

    def _typed(self, typed: str) -> None:
        self.visit.draft.country = country_code(typed, self.view.language.tag)
        self._offer(typed)

    def _offer(self, typed: str) -> None:
        clear_layout(self._grid)
        found = find_countries(typed, self.view.language.tag, _SHOWN) if typed.strip() else self._usual()
        order: list[QWidget] = [self.fields["country"].line]
        for number, code in enumerate(found):
            choice = button(
                self.view.language.country(code),
                f"country-{code}",
                partial(self._take, code),
                role="choice",
            )
            self._grid.addWidget(choice, number // 2, number % 2)
            order.append(choice)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def _usual(self) -> list[str]:
        return list(dict.fromkeys(endorser.country for endorser in self.view.texts.endorsers))[:_SHOWN]

    def _take(self, code: str) -> None:
        self.fields["country"].line.setText(self.view.language.country(code))
        self.visit.draft.country = code
        self.moves.next()

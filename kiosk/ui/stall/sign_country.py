"""Which country."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.signing.countries import countries_named, country_code, find_countries, resolve_country
from kiosk.signing.visit import Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.layouts import clear_layout

_SHOWN = 8
_COLUMNS, _COLUMNS_OVER_KEYBOARD = 2, 4


class CountryScreen(FormScreen):
    """A few letters find a country; a tap takes it and goes on, and Enter takes the first.

    Before anything is typed, the countries of those who have signed already are offered.
    """

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(view, visit, moves, text("Which country do you live in?"), centred=False)
        field = self.add_field(
            "country",
            shown=view.language.country(visit.draft.texts["country"]),
            changed=self._typed,
        )
        self.first_focus = field.line
        self.form.addWidget(field)
        self._grid = QGridLayout()
        self._grid.setSpacing(view.theme.gap(10))
        self._columns = _COLUMNS
        self.form.addLayout(self._grid)
        self._offer(field.line.text())
        self.add_buttons()

    def make_room(self, *, keyboard: bool) -> None:
        super().make_room(keyboard=keyboard)
        columns = _COLUMNS_OVER_KEYBOARD if keyboard and not self.view.theme.tall else _COLUMNS
        if columns != self._columns:
            self._columns = columns
            self._offer(self.fields["country"].line.text())

    def entered(self) -> None:
        """Takes the first country that the letters find, unless they are the name of one or several."""
        typed = self.fields["country"].line.text()
        found = find_countries(typed, self.view.language.tag, 1)
        if found and not countries_named(typed) and not resolve_country(typed):
            self._take(found[0])
        else:
            super().entered()

    def _typed(self, typed: str) -> None:
        self.visit.draft.texts["country"] = country_code(typed)
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
            self._grid.addWidget(choice, number // self._columns, number % self._columns)
            order.append(choice)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        for column in range(_COLUMNS_OVER_KEYBOARD):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def _usual(self) -> list[str]:
        return list(dict.fromkeys(endorser.country for endorser in self.view.texts.endorsers))[:_SHOWN]

    def _take(self, code: str) -> None:
        self.fields["country"].line.setText(self.view.language.country(code))
        self.visit.draft.texts["country"] = code
        self.moves.next()

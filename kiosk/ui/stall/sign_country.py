"""Which country."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QSignalBlocker

from kiosk.signing.countries import countries_named, country_code, find_countries, resolve_country
from kiosk.signing.visit import Visit
from kiosk.ui.country_list import SHOWN, CountryList
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.widgets.announce import announce

_ALL = 300
"""More than there are countries."""
_COLUMNS, _COLUMNS_OVER_KEYBOARD = 2, 4


class CountryScreen(FormScreen):
    """A few letters find a country; a tap takes it and goes on, and Enter takes the first.

    Before anything is typed, the stall's own country is offered, then those of most who are known to have
    signed; of what is typed, they come first among what fits as well.
    """

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(view, visit, moves, text("Which country do you live in?"), centred=False)
        self._usual = _usual_countries(view)
        field = self.add_field(
            "country",
            shown=view.language.country(visit.draft.texts["country"]),
            changed=self._typed,
        )
        self._line = field.line
        self.first_focus = field.line
        self.form.addWidget(field)
        self._list = CountryList(view, self._take, _COLUMNS)
        self.form.addLayout(self._list)
        self._list.show(self._found(field.line.text()), field.line)
        self.add_buttons()

    def make_room(self, *, keyboard: bool) -> None:
        super().make_room(keyboard=keyboard)
        wide = keyboard and not self.view.theme.tall
        self._list.stand_in(_COLUMNS_OVER_KEYBOARD if wide else _COLUMNS, self._line)

    def entered(self) -> None:
        """Takes the first country that the letters find, unless they are the name of one or several."""
        typed = self._line.text()
        found = self._found(typed) if typed.strip() else []
        if found and not countries_named(typed) and not resolve_country(typed):
            self._take(found[0])
        else:
            super().entered()

    def _typed(self, typed: str) -> None:
        self.visit.draft.texts["country"] = country_code(typed)
        found = self._found(typed)
        self._list.show(found, self._line)
        if typed.strip():
            announce(self._line, self._found_words(found), at_once=False)

    def _found(self, typed: str) -> list[str]:
        if not typed.strip():
            return self._usual
        return find_countries(typed, self.view.language.tag, _ALL, first=self._usual)

    def _found_words(self, found: list[str]) -> str:
        """What who cannot see the countries is told of them: Enter takes the first."""
        language = self.view.language
        if not found:
            return language.text("We do not know this country. If it is right, just continue.")
        return language.plural(
            "{number} country found: {countries}",
            "{number} countries found: {countries}",
            len(found),
            countries=", ".join(map(language.country, found[:SHOWN])),
        )

    def _take(self, code: str) -> None:
        name = self.view.language.country(code)
        with QSignalBlocker(self._line):  # nothing is looked for any more
            self._line.setText(name)
        self.visit.draft.texts["country"] = code
        announce(self._line, name)
        self.moves.next()


def _usual_countries(view: View) -> list[str]:
    """The stall's own country, then those of who is known to have signed, the most frequent first."""
    signed = view.campaign.signed
    endorsers = [*view.texts.endorsers, *(signed.endorsers if signed else ())]
    named = Counter(endorser.country for endorser in endorsers if endorser.country)
    own = [view.country] if view.country else []
    return list(dict.fromkeys([*own, *(country for country, _ in named.most_common())]))

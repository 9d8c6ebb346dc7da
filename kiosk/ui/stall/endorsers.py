"""Who has signed: people and organisations with their role and country."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from kiosk.campaign.model import Endorser, Signed
from kiosk.ui.screen import Screen, View
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import WrappingButton, choice_button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.portrait import Portrait

_CARD = 460
"""Units that a card needs across."""


_COUNTRIES = "country"
"""What is wanted while the countries are there to choose from, and none is chosen."""


class EndorsersScreen(Screen):
    """A card for each; chips on top show people only, organisations only, or those of one country."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        text, signed = view.language.text, view.campaign.signed
        self._endorsers = [*view.texts.endorsers, *(signed.endorsers if signed else ())]
        endorsers = self._endorsers
        countries = list(dict.fromkeys(endorser.country for endorser in endorsers if endorser.country))
        if len(countries) == 1:
            countries = []  # nothing to choose
        kinds = {"all": text("All")}
        if len({endorser.kind for endorser in endorsers}) > 1:
            kinds |= {"person": text("People"), "organisation": text("Organisations")}
        if countries:
            kinds |= {_COUNTRIES: text("Country")}
        self._kinds = self._chips(kinds if len(kinds) > 1 else {})
        self._countries = self._chips({code: view.language.country(code) for code in countries})
        self._page = self.add_page(text("Who’s signed?"), view.texts.endorsers_intro)
        if signed:
            self._page.content.addWidget(label(_in_all(view, signed), "item"))
        self._page.content.addLayout(self._row(self._kinds))
        self._page.content.addLayout(self._row(self._countries))
        self._grid = QGridLayout()
        self._grid.setSpacing(view.theme.px(14))
        self._page.content.addLayout(self._grid)
        self._page.content.addStretch(1)
        self.show_only(view.browsing.endorsers)

    def _chips(self, choices: dict[str, str]) -> dict[str, WrappingButton]:
        return {
            name: choice_button(words, f"only-{name}", partial(self.show_only, name), role="chip")
            for name, words in choices.items()
        }

    def _row(self, chips: dict[str, WrappingButton]) -> FlowLayout:
        row = FlowLayout(self.view.theme.gap(8))
        for chip in chips.values():
            row.addWidget(chip)
        return row

    def show_only(self, wanted: str) -> None:
        """Shows those of one kind ("person", "organisation") or country (its code), or "all".

        The countries are there to choose from once "country" is wanted, or one of them.
        """
        self.view.browsing.endorsers = wanted
        by_country = wanted == _COUNTRIES or wanted in self._countries
        for name, chip in self._kinds.items():
            chip.setChecked(name == (_COUNTRIES if by_country else wanted))
        for name, chip in self._countries.items():
            chip.setChecked(name == wanted)
            chip.setVisible(by_country)
        clear_layout(self._grid)
        columns = self.view.theme.columns(_CARD, 3)
        found = [e for e in self._endorsers if wanted in ("all", _COUNTRIES, e.kind, e.country)]
        for number, endorser in enumerate(found):
            self._grid.addWidget(self._card(endorser), number // columns, number % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        self._page.verticalScrollBar().setValue(0)
        if self.isVisible():  # else the screen itself is announced
            countries = [chip.accessibleName() for chip in self._countries.values()]
            names = [endorser.name for endorser in found]
            announce(self, ", ".join(countries if wanted == _COUNTRIES else names))

    def _card(self, endorser: Endorser) -> QFrame:
        px = self.view.theme.px
        card = QFrame()
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(px(16), px(12), px(16), px(12))
        row.setSpacing(px(18))
        picture = self.view.campaign.pictures.get(endorser.picture)
        portrait = Portrait(endorser, picture, self.view.language.tag, self.view.theme)
        row.addWidget(portrait, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addStretch(1)
        words.addWidget(label(endorser.name, "item"))
        words.addWidget(label(endorser.role, "small"))
        words.addWidget(label(self.view.language.country(endorser.country), "small"))
        words.addStretch(1)
        row.addLayout(words, 1)
        return card


def _in_all(view: View, signed: Signed) -> str:
    """How many have signed at all stalls together, as of the day of the pack's figures."""
    return view.language.plural(
        "{number} signature so far, as of {day}.",
        "{number} signatures so far, as of {day}.",
        signed.number,
        day=view.language.date(signed.day.isoformat()),
    )

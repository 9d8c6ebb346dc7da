"""Countries as buttons that a few typed letters find: for a visitor's own, and for the stall's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.screen import View
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.layouts import clear_layout

SHOWN = 8
"""How many are shown at most."""


class CountryList(QGridLayout):
    """Rows of countries by their names in the language shown; what is there stays where it is.

    Args:
        take: told the code of the one that is tapped.
        columns: how many stand in a row.
    """

    def __init__(self, view: View, take: Callable[[str], object], columns: int) -> None:
        super().__init__()
        self._view = view
        self._take = take
        self._columns = columns
        self._codes: Sequence[str] = ()
        self.setSpacing(view.theme.gap(10))

    def stand_in(self, columns: int, after: QWidget) -> None:
        """Puts what is shown into so many columns, which Tab reaches from `after`."""
        if columns != self._columns:
            for column in range(self._columns):
                self.setColumnStretch(column, 0)
            self._columns = columns
            self.show(self._codes, after)

    def show(self, codes: Sequence[str], after: QWidget) -> None:
        """Shows the first of `codes`, which Tab reaches from `after`."""
        clear_layout(self)
        self._codes = codes[:SHOWN]
        order = [after]
        for number, code in enumerate(self._codes):
            name = self._view.language.country(code)
            choice = button(name, f"country-{code}", partial(self._take, code), role="choice")
            self.addWidget(choice, number // self._columns, number % self._columns)
            order.append(choice)
        for before, then in pairwise(order):
            QWidget.setTabOrder(before, then)
        for column in range(self._columns):
            self.setColumnStretch(column, 1)

"""How every visit begins, and when it ends: language, text, brightness, chime, the stall's country."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtWidgets import QButtonGroup

from kiosk.languages import own_name
from kiosk.signing.countries import find_countries
from kiosk.stall.backlight import LEVELS
from kiosk.stall.settings import Display
from kiosk.ui.country_list import CountryList
from kiosk.ui.screen import View
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.widgets.buttons import choice_button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.wording import text_size_words

_COLUMNS = 2
_IDLE_MINUTES = (1, 2, 5)


class DisplayScreen(StaffPage):
    """A few choices, each kept at once.

    Args:
        now: what is chosen.
        choose: told the new choice.
        brightness: how bright the screen is, in per cent; None where it cannot be set here.
        shine: told how bright it is to be.
        back: away from here.
    """

    def __init__(
        self,
        view: View,
        now: Display,
        choose: Callable[[Display], object],
        brightness: int | None,
        shine: Callable[[int], object],
        back: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(
            view, text("Language, screen and sound"), text("This is how every visit begins."), back
        )
        self._now = now
        self._choose = choose
        self._add_country()
        first = now.language or view.campaign.languages[0]
        self._add(
            text("The first language"),
            [
                (f"start-{tag}", own_name(tag), tag == first, partial(self._change, language=tag))
                for tag in view.campaign.languages
            ],
        )
        self._add(
            text("Size of the text"),
            [
                (f"size-{size}", words, size == now.text_size, partial(self._change, text_size=size))
                for size, words in text_size_words(view.language).items()
            ],
        )
        if brightness is not None:
            self._add(
                text("Brightness of the screen"),
                [
                    (
                        f"bright-{level}",
                        view.language.percent(level),
                        level == brightness,
                        partial(shine, level),
                    )
                    for level in LEVELS
                ],
            )
        self._add(
            text("Without a touch a visit ends after"),
            [
                (
                    f"idle-{minutes}",
                    view.language.plural("{number} minute", "{number} minutes", minutes),
                    minutes == now.idle_minutes,
                    partial(self._change, idle_minutes=minutes),
                )
                for minutes in _IDLE_MINUTES
            ],
        )
        self._add(
            text("A chime when a signature is stored"),
            [
                ("beep-off", text("Silent"), not now.beep, partial(self._change, beep=False)),
                ("beep-on", text("Ring once"), now.beep, partial(self._change, beep=True)),
            ],
        )

    def _add_country(self) -> None:
        """A line that finds a country; what is found is taken by a tap or by Enter."""
        view = self.view
        name = view.language.country(self._now.country)
        words = view.language.text("The country of this stall, which visitors find first")
        field = self.make_field(words, "stall-country", name, self._find)
        self._line = field.line
        self._line.returnPressed.connect(self._enter)
        self._countries = CountryList(view, self._take, _COLUMNS)
        self.content.addWidget(field)
        self.content.addLayout(self._countries)
        self.content.addSpacing(view.theme.px(10))

    def _find(self, typed: str) -> None:
        if not typed.strip():
            self._take("")
        self._countries.show(self._found(), self._line)

    def _found(self) -> list[str]:
        return find_countries(self._line.text(), self.view.language.tag)

    def _enter(self) -> None:
        if found := self._found():
            self._take(found[0])

    def _take(self, code: str) -> None:
        if code != self._now.country:
            self._change(country=code)

    def _add(self, heading: str, choices: list[tuple[str, str, bool, Callable[[], object]]]) -> None:
        column = self.content
        column.addWidget(label(heading, "item"))
        row = FlowLayout(self.view.theme.gap(12))
        group = QButtonGroup(self)
        for name, words, chosen, choose in choices:
            choice = choice_button(words, name, choose)
            choice.setChecked(chosen)
            group.addButton(choice)
            row.addWidget(choice)
        column.addLayout(row)
        column.addSpacing(self.view.theme.px(10))

    def _change(self, **change: object) -> None:
        self._choose(msgspec.structs.replace(self._now, **change))

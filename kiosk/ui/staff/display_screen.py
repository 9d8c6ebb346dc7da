"""How the kiosk shows itself to every new visitor: its first language, the size of the text, the bell."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtWidgets import QButtonGroup

from kiosk.languages import own_name
from kiosk.stall.settings import Display
from kiosk.ui.screen import View
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label
from kiosk.ui.wording import text_size_words


class DisplayScreen(StaffPage):
    """Three choices, each kept at once.

    Args:
        now: what is chosen.
        choose: told the new choice.
        back: away from here.
    """

    def __init__(
        self, view: View, now: Display, choose: Callable[[Display], object], back: Callable[[], object]
    ) -> None:
        text = view.language.text
        super().__init__(
            view, text("Language, text and sound"), text("This is how every visit begins."), back
        )
        self._now = now
        self._choose = choose
        first = now.language or view.campaign.languages[0]
        self._add(
            text("The first language"),
            [
                (f"start-{tag}", own_name(tag), tag == first, {"language": tag})
                for tag in view.campaign.languages
            ],
        )
        self._add(
            text("Size of the text"),
            [
                (f"size-{size}", words, size == now.text_size, {"text_size": size})
                for size, words in text_size_words(view.language).items()
            ],
        )
        self._add(
            text("The laptop’s bell when a signature is stored"),
            [
                ("beep-off", text("Silent"), not now.beep, {"beep": False}),
                ("beep-on", text("Ring once"), now.beep, {"beep": True}),
            ],
        )

    def _add(self, heading: str, choices: list[tuple[str, str, bool, dict[str, object]]]) -> None:
        column = self.content
        column.addWidget(label(heading, "item"))
        row = FlowLayout(self.view.theme.gap(12))
        group = QButtonGroup(self)
        for name, words, chosen, change in choices:
            choice = button(words, name, partial(self._change, change), role="choice", checkable=True)
            choice.setChecked(chosen)
            group.addButton(choice)
            row.addWidget(choice)
        column.addLayout(row)
        column.addSpacing(self.view.theme.px(10))

    def _change(self, change: dict[str, object]) -> None:
        self._choose(msgspec.structs.replace(self._now, **change))

"""Text and colours: what a visitor can change about the look, until the visit ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.campaign.palette import MODES, Mode, own_mode
from kiosk.ui.screen import View
from kiosk.ui.stall.over import Over
from kiosk.ui.theme import Appearance
from kiosk.ui.widgets.buttons import button, choice_button
from kiosk.ui.widgets.labels import label
from kiosk.ui.wording import text_size_words


class AppearanceOver(Over):
    """Three sizes of text and three sets of colours; a tap shows the choice at once, behind the card, too.

    Args:
        now: what is chosen.
        choose: told the new choice.
        done: called when the visitor is content.
    """

    shows_below = True

    def __init__(
        self,
        window: QWidget,
        view: View,
        now: Appearance,
        choose: Callable[[Appearance], object],
        done: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(window, view, text("Text and colours"), done)
        modes: dict[Mode, str] = {
            "light": text("Light"),
            "dark": text("Dark"),
            "contrast": text("Strong contrast"),
        }
        mode = now.mode or own_mode(view.campaign.colours)
        self._add_row(
            text("Size of the text"),
            [
                (f"text-{size}", words, size == now.text_size, replace(now, text_size=size))
                for size, words in text_size_words(view.language).items()
            ],
            choose,
        )
        self._add_row(
            text("Colours"),
            [(f"colours-{other}", modes[other], other == mode, replace(now, mode=other)) for other in MODES],
            choose,
        )
        finish = button(text("Done"), "appearance-done", self.answer(done), role="primary")
        self.column.addWidget(finish)
        self.appear(finish)

    def _add_row(
        self,
        heading: str,
        choices: list[tuple[str, str, bool, Appearance]],
        choose: Callable[[Appearance], object],
    ) -> None:
        self.column.addWidget(label(heading, "item"))
        row = QHBoxLayout()
        row.setSpacing(self.view.theme.gap(12))
        for name, words, chosen, appearance in choices:
            choice = choice_button(words, name, partial(choose, appearance))
            choice.setChecked(chosen)
            row.addWidget(choice, 1)
        self.column.addLayout(row)

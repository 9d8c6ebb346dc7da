"""All languages of a campaign to choose from, where the band has no room for a button each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.languages import own_name
from kiosk.ui.screen import View
from kiosk.ui.stall.over import Over
from kiosk.ui.widgets.buttons import WrappingButton, button, choice_button
from kiosk.ui.widgets.scroll import ScrollPage


class LanguagesOver(Over):
    """Every language by its own name; a tap chooses it.

    Args:
        speak: told the tag of the language.
        close: called when none is chosen.
    """

    def __init__(
        self, window: QWidget, view: View, speak: Callable[[str], object], close: Callable[[], object]
    ) -> None:
        super().__init__(window, view, view.language.text("Choose a language"), close)
        px = view.theme.px
        page = ScrollPage(view.language)
        grid = QGridLayout()
        grid.setSpacing(view.theme.gap(12))
        page.content.addLayout(grid)
        now: WrappingButton | None = None
        for number, tag in enumerate(view.campaign.languages):
            choice = choice_button(own_name(tag), f"language-{tag}", self.answer(partial(speak, tag)))
            choice.setChecked(tag == view.language.tag)
            now = choice if choice.isChecked() else now
            grid.addWidget(choice, number // 2, number % 2)
        rows = (len(view.campaign.languages) + 1) // 2
        page.setFixedHeight(min(rows * (view.theme.touched(76) + px(14)), view.theme.height - px(320)))
        self.column.addWidget(page)
        back = button(view.language.text("Go back"), "languages-back", self.answer(close))
        self.column.addWidget(back)
        self.appear(now or back)

"""The first step: in which languages the campaign speaks."""

from __future__ import annotations

from functools import partial

from kiosk.languages import LANGUAGES, own_name
from kiosk.ui.desk.start.beginning import Beginning
from kiosk.ui.desk.start.step import StartStep, StepMoves
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label


class LanguagesStep(StartStep):
    """Those that the program itself speaks; the first one chosen is the one that fills in for the others."""

    def __init__(self, view: DeskView, begun: Beginning, moves: StepMoves) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("In which languages?"),
            text("You write in the first one. Texts in the others can be added now or later."),
            begun,
            moves,
        )
        self._chosen = list(begun.answers.languages)
        flow = FlowLayout(view.theme.px(10))
        self._buttons = {}
        for tag in LANGUAGES:
            made = button(
                own_name(tag), f"speaks-{tag}", partial(self._toggle, tag), role="chip", checkable=True
            )
            made.setChecked(tag in self._chosen)
            self._buttons[tag] = made
            flow.addWidget(made)
        self.page.content.addLayout(flow)
        self._said = label("", "question")
        self._said.setObjectName("chosen")
        self.page.content.addWidget(self._said)
        self.close_column()
        self._say()

    def _toggle(self, tag: str) -> None:
        if tag in self._chosen:
            self._chosen.remove(tag)
        else:
            self._chosen.append(tag)
        self._say()
        if self._chosen:
            self.begun.answers.languages = list(self._chosen)
            self.changed()

    def _say(self) -> None:
        self._said.setText("  ·  ".join(map(own_name, self._chosen)))

    def lacks(self) -> bool:
        if not self._chosen:
            self.remark(self.view.language.text("Choose at least one."))
        return not self._chosen

"""The step in which it is chosen what the form asks for."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QGridLayout

from kiosk.signing.fields import Asked
from kiosk.signing.signature import FIELDS
from kiosk.ui.desk.start.beginning import Beginning
from kiosk.ui.desk.start.step import StartStep, StepMoves
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import asked_words
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.wording import title_words

_CHOICES: dict[str, tuple[Asked, ...]] = {
    "country": ("required", "asked", "off"),
    "city": ("required", "asked", "off"),
    "postcode": ("required", "asked", "off"),
    "email": ("required", "asked", "off"),
    "phone": ("required", "asked", "off"),
    "organisation": ("asked", "off"),
    "public": ("asked", "off"),
    "updates": ("asked", "off"),
    "signature": ("asked", "off"),
}
"""What a campaign may say of each field. Help is left out: it needs actions to help with."""
_NAMES = {field.form_key or name: name for name, field in FIELDS.items()}
"""What a signature calls what the form asks for."""


class FieldsStep(StartStep):
    """A row for each field: must it be filled in, may it, or is it not there?"""

    def __init__(self, view: DeskView, begun: Beginning, moves: StepMoves) -> None:
        text, px = view.language.text, view.theme.px
        super().__init__(
            view,
            text("What do you ask for?"),
            text("The fewer fields, the more people sign. The name is always asked for."),
            begun,
            moves,
            "form-name",
        )
        words = asked_words(view.language)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(0, 1)
        for row, (field, choices) in enumerate(_CHOICES.items()):
            title = title_words(_NAMES[field], view.language)
            grid.addWidget(label(title, "item"), row, 0)
            group = QButtonGroup(self)
            for how in choices:
                said = words[how]
                made = button(
                    said, f"{field}-{how}", partial(self._choose, field, how), role="chip", checkable=True
                )
                made.setAccessibleName(f"{title}: {said}")
                made.setChecked(begun.answers.form.get(field, "off") == how)
                group.addButton(made)
                grid.addWidget(made, row, 1 + list(words).index(how))
        self.page.content.addLayout(grid)
        self.close_column()

    def _choose(self, field: str, how: Asked) -> None:
        self.begun.answers.form[field] = how
        self.beside.want(f"form-{FIELDS[_NAMES[field]].page}", "form-extras", "form-name")
        self.changed()

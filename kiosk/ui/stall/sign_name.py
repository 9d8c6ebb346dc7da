"""Who signs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout

from kiosk.signing.signature import Kind
from kiosk.signing.visit import Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.widgets.buttons import choice_button


class NameScreen(FormScreen):
    """A name; and for an organisation, which one and in what role."""

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(view, visit, moves, text("What is your name?"))
        self.typed = True
        if visit.is_asked("organisation"):
            self.form.addLayout(self._kinds())
        name = self.add_field("name")
        self.first_focus = name.line
        self.form.addWidget(name)
        self._organisation = self.add_field("organisation")
        self._role = self.add_field("role")
        for_one = QBoxLayout(
            QBoxLayout.Direction.TopToBottom if view.theme.tall else QBoxLayout.Direction.LeftToRight
        )
        for_one.setSpacing(view.theme.gap(14))
        for_one.addWidget(self._organisation, 1, Qt.AlignmentFlag.AlignTop)
        for_one.addWidget(self._role, 1, Qt.AlignmentFlag.AlignTop)
        self.form.addLayout(for_one)
        self._show_kind()
        self.add_buttons()

    def _kinds(self) -> QHBoxLayout:
        text = self.view.language.text
        row = QHBoxLayout()
        row.setSpacing(self.view.theme.gap(12))
        group = QButtonGroup(self)
        kinds: list[tuple[Kind, str]] = [
            ("person", text("I sign as a person")),
            ("organisation", text("I sign for an organisation")),
        ]
        for kind, words in kinds:
            choice = choice_button(words, f"kind-{kind}", partial(self._choose, kind))
            choice.setChecked(self.visit.draft.kind == kind)
            group.addButton(choice)
            row.addWidget(choice, 1)
        return row

    def _choose(self, kind: Kind) -> None:
        self.visit.draft.kind = kind
        self._show_kind()
        named = bool(self.visit.draft.texts["name"]) and kind == "organisation"
        self.fields["organisation" if named else "name"].line.setFocus()

    def _show_kind(self) -> None:
        organisation = self.visit.draft.kind == "organisation"
        self._organisation.setVisible(organisation)
        self._role.setVisible(organisation)

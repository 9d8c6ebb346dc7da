"""The campaign's own fields: one decision a page, or up to three short lines to type in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout

from kiosk.signing.findings import FieldFinding
from kiosk.signing.own_fields import OwnField, own_values
from kiosk.signing.visit import Answer, Visit
from kiosk.ui.screen import View
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.tick import Choice, Tick
from kiosk.ui.wording import own_words

_TWO_COLUMNS_FROM = 5
"""Options from which on they stand in two columns."""


def own_lines(view: View, visit: Visit, fields: Iterable[OwnField]) -> list[tuple[str, str]]:
    """The titles of own fields and what was given for each, without those that were left out."""
    given = own_values(visit.own_fields, visit.draft.own)
    words = view.texts.fields
    return [
        (words[field.id].title, own_words(field, given[field.id], words[field.id], view.language))
        for field in fields
        if field.id in given
    ]


class OwnFieldsScreen(FormScreen):
    """The fields of the page that the visit is on."""

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        self._page = visit.own_pages[visit.step]
        words = view.texts.fields[self._page[0].id]
        alone = len(self._page) == 1
        heading = words.title if alone else view.language.text("A few more details")
        super().__init__(view, visit, moves, heading, words.note if alone else "")
        self._problem = label("", "warning")
        self._problem.setObjectName("problem")
        self._problem.hide()
        for field in self._page:
            if field.is_typed:
                self._add_line(field)
            else:
                self._add_options(field)
        self.form.addWidget(self._problem)
        self.add_buttons()

    def _add_line(self, field: OwnField) -> None:
        language, answers = self.view.language, self.visit.draft.own
        words = self.view.texts.fields[field.id]
        self.typed = True
        title = words.title
        if field.asked != "required":
            title = language.text("{field} (if you like)", field=title)
        example = field.example or ("2001-12-31" if field.kind == "date" else "")
        hint = language.text("for example {example}", example=example) if example else ""
        alone = len(self._page) == 1  # the heading asks it already
        line = self.keep_field(
            field.id,
            self.make_field(
                "" if alone else title,
                field.id,
                str(answers.get(field.id, "")),
                partial(self._answer, field.id),
                hint,
            ),
            required=field.asked == "required",
        )
        line.line.setAccessibleName(title)
        if field.kind != "text":
            hints = line.line.inputMethodHints()
            line.line.setInputMethodHints(hints | Qt.InputMethodHint.ImhPreferNumbers)
        self.first_focus = self.first_focus or line.line
        self.form.addWidget(line)

    def _add_options(self, field: OwnField) -> None:
        text, theme = self.view.language.text, self.view.theme
        options = {"yes": text("Yes"), "no": text("No")}
        if field.kind != "yes-no":
            words = self.view.texts.fields[field.id].options
            options = {option: words[option] for option in field.options}
        if field.kind != "choices" and field.asked != "required":
            options = {"": text("No answer"), **options}
        columns = 2 if len(options) >= _TWO_COLUMNS_FROM and not theme.tall else 1
        grid = QGridLayout()
        grid.setSpacing(theme.gap(10))
        group = QButtonGroup(self)
        group.setExclusive(field.kind != "choices")
        for number, (option, words_of_it) in enumerate(options.items()):
            kind = Tick if field.kind == "choices" else Choice
            button: QAbstractButton = kind(words_of_it, f"own-{field.id}-{option or 'none'}", theme)
            button.setChecked(self._is_chosen(field, option))
            button.toggled.connect(partial(self._choose, field, option))
            group.addButton(button)
            grid.addWidget(button, number // columns, number % columns)
            self.first_focus = self.first_focus or button
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.form.addLayout(grid)

    def _is_chosen(self, field: OwnField, option: str) -> bool:
        answer = self.visit.draft.own.get(field.id, "")
        if not option:
            return answer == ""
        if field.kind == "yes-no":
            return answer is (option == "yes")
        return answer == option or (isinstance(answer, frozenset) and option in answer)

    def _choose(self, field: OwnField, option: str, on: bool) -> None:
        answers = self.visit.draft.own
        if field.kind == "choices":
            before = answers.get(field.id)
            chosen = before if isinstance(before, frozenset) else frozenset()
            self._answer(field.id, chosen | {option} if on else chosen - {option})
        elif on:
            self._answer(field.id, option == "yes" if field.kind == "yes-no" and option else option)

    def _answer(self, id: str, answer: Answer) -> None:
        """Notes an answer; an empty one is none, so that whoever takes everything back has left nothing."""
        if answer in ("", frozenset()):
            self.visit.draft.own.pop(id, None)
        else:
            self.visit.draft.own[id] = answer
        self.recheck()

    def show_remarks(self, findings: Sequence[FieldFinding]) -> None:
        """Says next to a line what stops it, and above the buttons that nothing was chosen."""
        super().show_remarks(findings)
        unchosen = [finding for finding in findings if finding.field not in self.fields]
        words = self.view.language.text("Please choose one of these.") if unchosen else ""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        if words and self.first_focus is not None:
            announce(self.first_focus, words)

    def show_findings(self, findings: Sequence[FieldFinding]) -> None:
        super().show_findings(findings)
        if any(finding.field not in self.fields for finding in findings) and self.first_focus is not None:
            self.first_focus.setFocus()

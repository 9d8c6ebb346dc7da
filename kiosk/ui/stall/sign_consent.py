"""The form's last page: what may be listed, what one would help with, and the consent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout

from kiosk.signing.checks import Finding
from kiosk.signing.signature import Public
from kiosk.signing.visit import Step, Visit
from kiosk.ui.stall.form import FormScreen, Moves
from kiosk.ui.stall.view import View
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.scroll import ScrollPage
from kiosk.ui.widgets.tick import Choice, Tick


class ConsentScreen(FormScreen):
    """Nothing is ticked before the visitor ticks it, except that nothing is listed."""

    def __init__(self, view: View, visit: Visit, moves: Moves) -> None:
        text = view.language.text
        super().__init__(view, visit, Step.CONSENT, text("Do you agree?"), moves)
        px = view.theme.px
        self.body.setContentsMargins(px(100), px(14), px(100), px(14))
        self._consent = Tick(view.texts.consent, "consent", view.theme)
        self._consent.setChecked(visit.draft.consent)
        self._consent.toggled.connect(lambda on: setattr(visit.draft, "consent", on))
        self._problem = label("", "warning")
        self._problem.setObjectName("problem")
        self._problem.hide()
        self.form.addWidget(self._consent)
        self.form.addWidget(self._problem)
        page = ScrollPage()
        page.content.setSpacing(view.theme.px(6))
        self.form.addWidget(page, 1)
        if visit.is_asked("public"):
            page.content.addWidget(label(text("May we list you publicly?"), "item"))
            page.content.addLayout(self._listing())
        if visit.is_asked("help"):
            self._add_help(page)
        page.content.addStretch(1)
        self.add_buttons()

    def _listing(self) -> QHBoxLayout:
        text = self.view.language.text
        row = QHBoxLayout()
        group = QButtonGroup(self)
        choices: list[tuple[Public, str]] = [
            ("no", text("No, only count me")),
            ("initials", text("My initials")),
            ("name", text("My name")),
        ]
        for value, words in choices:
            choice = Choice(words, f"public-{value}", self.view.theme)
            choice.setChecked(self.visit.draft.public == value)
            choice.toggled.connect(partial(self._list, value))
            group.addButton(choice)
            row.addWidget(choice, 1)
        return row

    def _list(self, value: Public, on: bool) -> None:
        if on:
            self.visit.draft.public = value

    def _add_help(self, page: ScrollPage) -> None:
        helpful = [action for action in self.view.texts.actions if action.help]
        if not helpful:
            return
        page.content.addWidget(label(self.view.language.text("Would you help with something?"), "item"))
        grid = QGridLayout()
        grid.setSpacing(0)
        for number, action in enumerate(helpful):
            tick = Tick(action.title, f"help-{action.id}", self.view.theme)
            tick.setChecked(action.id in self.visit.draft.help)
            tick.toggled.connect(partial(self._help, action.id))
            grid.addWidget(tick, number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        page.content.addLayout(grid)

    def _help(self, id: str, on: bool) -> None:
        if on:
            self.visit.draft.help.add(id)
        else:
            self.visit.draft.help.discard(id)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        stopped = any(finding.field == "consent" for finding in findings)
        self.show_problem(self.view.language.text("Please tick this box to sign.") if stopped else "")
        if stopped:
            self._consent.setFocus()

    def show_problem(self, words: str) -> None:
        """Says `words` below the consent, or nothing."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        self._consent.setAccessibleDescription(words)

"""One question: two signatures side by side, and the coordinator's word on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kiosk.coordinator.counting.questions import CandidatePair, Line
from kiosk.coordinator.register.words import Verdict
from kiosk.languages import own_name
from kiosk.ui.desk.duplicates.work import DuplicatesWork
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import field_words, rule_words
from kiosk.ui.language import Language
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage


class QuestionView(QWidget):
    """The question that is looked at; S, D, L and U do what the buttons do."""

    def __init__(self, view: DeskView, work: DuplicatesWork) -> None:
        super().__init__()
        self._view = view
        self._work = work
        text, px = view.language.text, view.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        self._why = label("", "question")
        self._why.setObjectName("why")
        column.addWidget(self._why)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(px(18), px(12), px(10), px(12))
        self._page = ScrollPage(view.language)
        inside.addWidget(self._page)
        column.addWidget(card, 1)
        fields = QHBoxLayout()
        fields.setSpacing(px(12))
        self._who = DeskField(text("Who decides: a name or initials (needed)"), "who")
        self._who.line.setText(work.who)
        self._who.line.textChanged.connect(partial(setattr, work, "who"))
        self._reason = DeskField(text("Why, if you like (it is stored encrypted)"), "reason")
        fields.addWidget(self._who, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self._reason, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(fields)
        row = QHBoxLayout()
        row.setSpacing(px(10))
        ways: list[tuple[str, str, Qt.Key, Callable[[], object]]] = [
            (text("Same person: count once"), "same", Qt.Key.Key_S, partial(self._decide, Verdict.SAME)),
            (
                text("Different people: count both"),
                "different",
                Qt.Key.Key_D,
                partial(self._decide, Verdict.DIFFERENT),
            ),
            (text("Later"), "later", Qt.Key.Key_L, partial(work.go, 1)),
            (text("Undo"), "undo", Qt.Key.Key_U, self._undo),
        ]
        self._keys: dict[int, WrappingButton] = {}
        for words, name, key, clicked in ways:
            made = button(f"{words} ({chr(key.value)})", name, clicked)
            made.setAccessibleName(words)
            self._keys[key.value] = made
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        self.first_focus = self._keys[Qt.Key.Key_S.value]
        self._shown: tuple[CandidatePair | None, bool] | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        made = self._keys.get(event.key())
        if made is None or event.modifiers() or event.isAutoRepeat():
            super().keyPressEvent(event)
        else:
            made.click()

    def show_question(self) -> None:
        """Shows the question that `work` is at."""
        work = self._work
        question = work.question
        undo = self._keys[Qt.Key.Key_U.value]
        undo.setEnabled(self._newest() is not None)
        if question is None and self.first_focus.hasFocus():
            undo.setFocus()  # else the focus would go into a field, and the next key with it
        for key in (Qt.Key.Key_S, Qt.Key.Key_D, Qt.Key.Key_L):
            self._keys[key.value].setEnabled(question is not None)
        if self._shown == (question, bool(work.lines)):
            return
        self._shown = (question, bool(work.lines))
        clear_layout(self._page.content)
        if question is None or work.waiting is None:
            self._why.setText(self._view.language.text("No question is open."))
            return
        words = self._words(question, len(work.waiting.questions))
        self._why.setText(words)
        announce(self._why, words)
        if work.lines:
            self._page.content.addWidget(self._sides(question, work.lines))
            self._page.content.addStretch(1)
            if not isinstance(self.focusWidget(), QLineEdit):
                self.first_focus.setFocus()

    def _words(self, question: CandidatePair, of: int) -> str:
        language = self._view.language
        words = [
            language.text(
                "Question {number} of {all}",
                number=language.number(self._work.at + 1),
                all=language.number(of),
            )
        ]
        if question.percent is not None:
            percent = language.percent(question.percent)
            words.append(language.text("{percent} likely one person, by estimate", percent=percent))
        rules = rule_words(language)
        return " · ".join([*words, *(rules[rule] for rule in question.shared if rule in rules)])

    def _sides(self, question: CandidatePair, lines: list[Line]) -> QWidget:
        """The two signatures; what differs stands out by a sign and in bold."""
        language, px = self._view.language, self._view.theme.px
        own = self._view.own
        names = {**field_words(language), **{id: words.title for id, (_, words) in own.items()}}
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(7))
        for column, place in ((1, question.one), (3, question.other)):
            grid.addWidget(label(f"{place.name} · {language.number(place.seq)}", "item"), 0, column)
        for row, line in enumerate(lines, 1):
            differs = line.agrees is False
            sign = label({True: "=", False: "≠", None: ""}[line.agrees], "item" if differs else "body")
            if line.agrees is not None:
                sign.setAccessibleName(language.text("differs") if differs else language.text("the same"))
            sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(label(names.get(line.field, line.field), "small"), row, 0)
            grid.addWidget(sign, row, 2)
            for column, value in ((1, line.one), (3, line.other)):
                words = label(_value(line.field, value, language), "item" if differs else "body")
                words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
                grid.addWidget(words, row, column)
        for column, stretch in ((0, 3), (1, 7), (2, 1), (3, 7)):
            grid.setColumnStretch(column, stretch)
        return table

    def _decide(self, verdict: Verdict) -> None:
        if not self._work.lines or self._work.busy or not self._has_name():
            return
        self._work.decide(verdict, self._reason.line.text())
        self._reason.line.clear()

    def _undo(self) -> None:
        newest = self._newest()
        if newest is not None and self._has_name():
            self._work.take_back(newest)

    def _newest(self) -> int | None:
        """The number of the newest decision that stands and says something."""
        waiting = self._work.waiting
        decisions = waiting.decisions if waiting is not None else []
        return next((one.id for one in decisions if one.stands and one.verdict is not Verdict.OPEN), None)

    def _has_name(self) -> bool:
        if self._work.who.strip():
            self._who.remark("")
            return True
        self._who.remark(self._view.language.text("Please fill this in."))
        self._who.line.setFocus()
        return False


def _value(field: str, value: str, language: Language) -> str:
    if not value:
        return "—"
    if field == "country":
        return language.country(value)
    if field == "date":
        return language.date(value)
    if field == "language":
        return own_name(value)
    if field == "kind":
        return language.text("organisation") if value == "organisation" else language.text("person")
    return value

"""Questions and answers: a search, a card for each question, and the open one to read at arm's length."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout

from kiosk.campaign.model import Question
from kiosk.ui.screen import Screen, View
from kiosk.ui.widgets.accessible_role import Role
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import WrappingButton, choice_button
from kiosk.ui.widgets.figure import FigureView
from kiosk.ui.widgets.labels import heading_label, label, markdown, read_out
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage
from kiosk.wording import searchable


class QuestionsScreen(Screen):
    """One question is open at a time; a few letters find those that speak of them."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.is_read = True
        theme, text = view.theme, view.language.text
        columns = QBoxLayout(
            QBoxLayout.Direction.TopToBottom if theme.tall else QBoxLayout.Direction.LeftToRight
        )
        columns.setSpacing(theme.px(28))
        list_side = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        list_side.setSpacing(theme.gap(10))
        columns.addLayout(list_side, 2)
        self._search = self.make_field(
            "", "search", view.browsing.search, self.search, text("Search the questions")
        )
        list_side.addWidget(self._search)
        self._asked = ScrollPage(view.language)
        self._asked.content.setSpacing(theme.gap(8))
        self._heading = self.add_heading_of(
            self._asked, text("Questions and answers"), view.texts.questions_intro
        )
        list_side.addWidget(self._asked, 1)
        self.body.addLayout(columns, 1)
        self._none = label(text("No answer speaks of that. Ask us: we are right here."), "item")
        self._none.hide()
        self._asked.content.addWidget(self._none)
        self._rows = {question.id: self._row(question) for question in view.texts.questions}
        self._asked.content.addStretch(1)
        self._answer = ScrollPage(view.language)
        self._answer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._answer.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._answer.content.setSpacing(theme.gap(10))
        card = QFrame()
        card.setObjectName("answer")
        card.setProperty("role", "card")
        around = QVBoxLayout(card)
        around.setContentsMargins(theme.px(24), theme.px(18), theme.px(14), theme.px(14))
        around.addWidget(self._answer)
        columns.addWidget(card, 3)
        if view.texts.questions:
            asked = {question.id: question for question in view.texts.questions}
            self.open(asked.get(view.browsing.question, view.texts.questions[0]))
        self.search(view.browsing.search)

    def _row(self, question: Question) -> WrappingButton:
        row = choice_button(
            question.question,
            f"question-{question.id}",
            partial(self.open, question),
            role="asked",
            told=Role.PageTab,
        )
        self._asked.content.addWidget(row)
        return row

    def open(self, question: Question) -> None:
        """Shows the answer to `question`, and only that."""
        self.view.browsing.question = question.id
        for id, row in self._rows.items():
            row.setChecked(id == question.id)
        content = self._answer.content
        clear_layout(content)
        content.addWidget(heading_label(question.question, "question"))
        content.addWidget(markdown(question.answer, "reading"))
        for figure in question.figures:
            content.addWidget(FigureView(figure, self.view.language, self.view.theme))
        content.addStretch(1)
        self._answer.verticalScrollBar().setValue(0)
        if self.isVisible():  # else the screen itself is announced
            answer = [read_out(question.answer), *(figure.text for figure in question.figures)]
            announce(self, "\n".join(answer))

    def search(self, typed: str) -> None:
        """Lists the questions that have all typed words in them or in their answer; where none has, all."""
        self.view.browsing.search = typed
        words = searchable(typed).split()
        found = set()
        for question in self.view.texts.questions:
            searched = searchable(f"{question.question} {question.answer}")
            if all(word in searched for word in words):
                found.add(question.id)
        for id, row in self._rows.items():
            row.setVisible(id in found or not found)
        if not found and self._none.isHidden() and self.isVisible():
            announce(self._search.line, self._none.text(), at_once=False)
        self._none.setVisible(not found)
        passed_over = words and self.view.theme.short_of_height  # what is found, and not the heading
        self._asked.verticalScrollBar().setValue(self._heading[-1].geometry().bottom() if passed_over else 0)

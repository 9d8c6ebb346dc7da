"""Questions and answers: a search, a card for each question, and the open one to read at arm's length."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout

from kiosk.campaign.model import Question
from kiosk.ui.screen import Screen, View, screen_heading
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
        self._large = theme.text_scale > 1
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._add_head(down if theme.tall else across)
        columns = QBoxLayout(down if theme.tall else across)
        columns.setSpacing(theme.px(12 if theme.tall else 28))
        self._asked = ScrollPage(view.language)
        self._asked.content.setSpacing(theme.gap(8))
        columns.addWidget(self._asked, 5 if theme.tall else 3 if self._large else 2)
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
        for page in (self._asked, self._answer):
            page.setMinimumHeight(theme.px(30))  # Qt's own would push the keyboard out of the window
        if view.texts.questions:
            asked = {question.id: question for question in view.texts.questions}
            self.open(asked.get(view.browsing.question, view.texts.questions[0]))
        self.search(view.browsing.search)

    def _add_head(self, direction: QBoxLayout.Direction) -> None:
        """The heading and the search; what introduces them only where questions need not give way to it."""
        theme, text = self.view.theme, self.view.language.text
        side = self.body.contentsMargins().left()
        self.body.setContentsMargins(side, theme.px(12), side, theme.px(10))
        self.body.setSpacing(theme.px(10))
        head = QBoxLayout(direction)
        head.setSpacing(theme.px(10 if theme.tall else 28))
        head.addWidget(
            screen_heading(text("Questions and answers"), "question" if self._large else "heading"), 1
        )
        typed, hint = self.view.browsing.search, text("Search the questions")
        field = self._searched = self.make_field("", "search", typed, self.search, hint)
        field.line.setProperty("role", "search")
        head.addWidget(field, 1)
        self.body.addLayout(head)
        if self.view.texts.questions_intro and not self._large:
            self.body.addWidget(label(self.view.texts.questions_intro, "intro"))

    def _row(self, question: Question) -> WrappingButton:
        row = choice_button(
            question.question,
            f"question-{question.id}",
            partial(self.open, question),
            role="asked",
            told=Role.PageTab,
        )
        row.setProperty("large", self._large)
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
            announce(self._searched.line, self._none.text(), at_once=False)
        self._none.setVisible(not found)
        self._asked.verticalScrollBar().setValue(0)

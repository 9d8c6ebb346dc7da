"""Questions and answers: the list of questions on one side, the one chosen on the other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from kiosk.campaign.model import Question
from kiosk.ui.stall.view import Screen, View
from kiosk.ui.widgets.figure import FigureView
from kiosk.ui.widgets.labels import label, markdown
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage
from kiosk.ui.widgets.tap_row import TapRow


class QuestionsScreen(Screen):
    """One question is open at a time."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        px = view.theme.px
        self.add_heading(view.language.text("Questions and answers"), view.texts.questions_intro)
        columns = QHBoxLayout()
        columns.setSpacing(px(28))
        asked = ScrollPage()
        asked.content.setSpacing(px(8))
        asked.content.setContentsMargins(0, 0, px(8), 0)
        self._rows = []
        for number, question in enumerate(view.texts.questions):
            row = TapRow(
                question.question, f"question-{question.id}", view.theme, partial(self.open, question)
            )
            row.setChecked(number == 0)
            self._rows.append(row)
            asked.content.addWidget(row)
        asked.content.addStretch(1)
        self._answer = ScrollPage()
        self._answer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._answer.setAlignment(Qt.AlignmentFlag.AlignTop)
        columns.addWidget(asked, 2)
        columns.addWidget(self._answer, 3)
        self.body.addLayout(columns, 1)
        if view.texts.questions:
            self.open(view.texts.questions[0])

    def open(self, question: Question) -> None:
        """Shows the answer to `question`, and only that."""
        for row, asked in zip(self._rows, self.view.texts.questions, strict=True):
            row.setChecked(asked.id == question.id)
        content = self._answer.content
        clear_layout(content)
        content.addWidget(label(question.question, "question"))
        content.addWidget(markdown(question.answer))
        for figure in question.figures:
            content.addWidget(FigureView(figure, self.view.language, self.view.theme))
        content.addStretch(1)
        self._answer.verticalScrollBar().setValue(0)

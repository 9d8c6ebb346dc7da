"""Who signed again and chose more: the choices side by side, and the coordinator's word on them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.coordinator.rights.correcting import ChoiceQuestion
from kiosk.ui.desk.duplicates.work import DuplicatesWork
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import choice_words, other_choice_words
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage

_MOST = 50
"""Questions that are shown at once; when they are answered, the next ones come."""


class ChoicesView(QWidget):
    """A card for each who is asked about."""

    def __init__(self, view: DeskView, work: DuplicatesWork) -> None:
        super().__init__()
        text, px = view.language.text, view.theme.px
        self._view = view
        self._work = work
        self._shown: list[ChoiceQuestion] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        words = text(
            "These signed again and chose more than before. Somebody else may have signed in their name: "
            "until you decide, the narrower choice holds. Who chooses less gets that at once."
        )
        column.addWidget(label(words, "body"))
        self._page = ScrollPage(view.language)
        self._page.content.setSpacing(px(10))
        column.addWidget(self._page, 1)
        fields = QHBoxLayout()
        fields.setSpacing(px(12))
        self._who = DeskField(text("Who decides: a name or initials (needed)"), "who-choices")
        self._reason = DeskField(text("Why, if you like (it is stored encrypted)"), "reason-choices")
        fields.addWidget(self._who, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self._reason, 2, Qt.AlignmentFlag.AlignTop)
        self._undo = button(text("Undo"), "undo-answer", work.undo_answer)
        fields.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(fields)

    def show_choices(self) -> None:
        """Shows the questions that are open."""
        waiting = self._work.waiting
        self._undo.setEnabled(self._work.answered is not None and not self._work.busy)
        asked = waiting.choices if waiting is not None else []
        if asked == self._shown:
            return
        self._shown = asked
        if not self._who.line.text():
            self._who.line.setText(self._work.who)
        clear_layout(self._page.content)
        if not asked:
            self._page.content.addWidget(label(self._view.language.text("No question is open."), "question"))
        for place, one in enumerate(asked[:_MOST]):
            self._page.content.addWidget(self._card(place, one))
        self._page.content.addStretch(1)

    def _card(self, place: int, one: ChoiceQuestion) -> Card:
        language = self._view.language
        text = language.text
        card = Card(self._view, one.name)
        for signed, day, choices in one.signed:
            where = f"{signed.name} · {language.number(signed.seq)}"
            chosen = choice_words(choices, self._view)
            line = text("{what}: {value}", what=f"{language.date(day)} · {where}", value=chosen)
            card.add(line, "body")
        for words, role, take in (
            (
                text(
                    "Take the wider choice: {choices}",
                    choices=other_choice_words(one.wants, one.holds, self._view),
                ),
                "take",
                True,
            ),
            (
                text(
                    "Keep the narrower one: {choices}",
                    choices=other_choice_words(one.holds, one.wants, self._view),
                ),
                "keep",
                False,
            ),
        ):
            card.buttons.addWidget(button(words, f"{role}-{place}", partial(self._answer, one, take)))
        return card

    def _answer(self, one: ChoiceQuestion, take: bool) -> None:
        self._work.who = self._who.line.text()
        missing = not self._work.who.strip()
        self._who.remark(self._view.language.text("Please fill this in.") if missing else "")
        if missing:
            self._who.line.setFocus()
        elif not self._work.busy:
            self._work.answer(one, self._reason.line.text(), take=take)
            self._reason.line.clear()

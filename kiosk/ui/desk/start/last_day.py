"""The step in which it is said how long signatures are kept."""

from __future__ import annotations

import datetime

from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.start.beginning import Beginning
from kiosk.ui.desk.start.step import StartStep, StepMoves
from kiosk.ui.desk.view import DeskView
from kiosk.ui.widgets.labels import label


class LastDayStep(StartStep):
    """A day, written as 2027-07-31, and shown as this language writes it."""

    def __init__(self, view: DeskView, begun: Beginning, moves: StepMoves) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Until when are signatures kept?"),
            text("By this day you destroy all of them. The privacy notice promises it."),
            begun,
            moves,
            "privacy",
        )
        self._day = DeskField(text("Last day, such as 2027-07-31"), "last-day", self.go_on)
        self._day.line.setText(begun.answers.destroy_by.isoformat())
        self._day.line.textEdited.connect(self._typed)
        self.page.content.addWidget(self._day)
        self._said = label("", "question")
        self._said.setObjectName("said-day")
        self.page.content.addWidget(self._said)
        self.close_column()
        self.first_focus = self._day.line
        self._say()

    def _read(self) -> datetime.date | None:
        """The day that is typed, if it is one to come."""
        try:
            day = datetime.date.fromisoformat(self._day.line.text().strip())
        except ValueError:
            return None
        return day if day > self.begun.today else None

    def _typed(self) -> None:
        if day := self._read():
            self.begun.answers.destroy_by = day
            self._day.remark("")
            self.changed()
        self._say()

    def _say(self) -> None:
        day = self._read()
        self._said.setText(self.view.language.date(day.isoformat()) if day else "")

    def lacks(self) -> bool:
        lacking = self._read() is None
        words = self.view.language.text("Write a day to come, as 2027-07-31.")
        self._day.remark(words if lacking else "")
        return lacking

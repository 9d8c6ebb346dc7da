"""Putting right what a person typed or chose, at their wish, and what was put right before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.coordinator.records.corrections import FIELDS, Correction
from kiosk.coordinator.rights.correcting import Corrected, correct, read_record, undo_correction
from kiosk.errors import KioskError
from kiosk.signing.choices import choices_of
from kiosk.signing.signature import value_of
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.signatures.choice_chips import ChoiceChips
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.desk.wording import choice_words, field_words
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


class CorrectPage(DeskPage):
    """The fields and choices of one signature as they hold; who puts them right, and why.

    Args:
        digest: the record's.
        changed: told once something was put right.
        back: leads to where one came from.
    """

    def __init__(
        self,
        view: DeskView,
        session: Session,
        digest: bytes,
        changed: Callable[[], object],
        back: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Put something right"),
            text(
                "The signature stays as it was signed, and so does its receipt. What you put right is in "
                "every list from then on, and duplicates are looked for anew."
            ),
        )
        self._session = session
        self._digest = digest
        self._changed = changed
        self._do = self.add_primary(text("Put it right"), "put-right", self._put)
        self._do.setEnabled(False)
        self.add_back(back)
        self._said = label("", "item")
        self._said.setObjectName("said")
        self._said.hide()
        self.body.addWidget(self._said)
        self._who = DeskField(text("Who decides: a name or initials (needed)"), "who")
        self._reason = DeskField(text("Why, if you like (it is stored encrypted)"), "reason")
        row = QHBoxLayout()
        row.setSpacing(view.theme.px(12))
        row.addWidget(self._who, 1)
        row.addWidget(self._reason, 2)
        self.body.addLayout(row)
        self._shown = self.add_scroll().content
        self._fields: dict[str, DeskField] = {}
        self._chips: ChoiceChips | None = None
        self._read()

    def _read(self) -> None:
        session, digest = self._session, self._digest
        self.view.tasks.run(
            lambda: read_record(session.register(), session.keys, digest),
            self._show,
            self._fail,
            asked_by=self,
        )

    def _show(self, found: Corrected) -> None:
        clear_layout(self._shown)
        titles, px = self._titles(), self.view.theme.px
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        own = [id for id, (field, _) in self.view.own.items() if field.is_typed]
        self._fields = {name: DeskField(titles[name], name) for name in (*FIELDS, *own)}
        for place, (name, field) in enumerate(self._fields.items()):
            field.line.setText(self._value(name, str(value_of(found.holds, name))))
            grid.addWidget(field, place // 2, place % 2)
        self._shown.addWidget(holder)
        self._chips = ChoiceChips(self.view, choices_of(found.holds), [*found.holds.help, *found.signed.help])
        self._shown.addWidget(self._chips)
        if found.corrections:
            self._shown.addWidget(self._card(found.corrections))
        self._shown.addStretch(1)
        self._do.setEnabled(True)

    def _card(self, made: list[Correction]) -> QWidget:
        """What was put right before."""
        text = self.view.language.text
        card = Card(self.view, text("What was put right"))
        for one in reversed(made):
            card.add(self._told(one), "body")
            if one.stands:
                words = text("Take this back")
                taken = button(words, f"undo-{one.id}", partial(self._undo, one.id))
                holder = QWidget()
                row = QVBoxLayout(holder)
                row.setContentsMargins(0, 0, 0, 0)
                inner = QHBoxLayout()
                inner.addWidget(taken)
                inner.addStretch(1)
                row.addLayout(inner)
                card.column.addWidget(holder)
        return card

    def _told(self, one: Correction) -> str:
        language = self.view.language
        contents = one.contents
        if contents is None:
            return language.date(one.day)
        titles = self._titles()
        parts = [
            language.text(
                "{what}: {value}", what=titles.get(name, name), value=self._value(name, value) or "—"
            )
            for name, value in contents.fields.items()
        ]
        if contents.choices is not None:
            parts.append(choice_words(contents.choices, self.view))
        if one.takes_back is not None:
            parts = [language.text("taken back")]
        elif not one.stands:
            parts.append(f"({language.text('taken back')})")
        return " · ".join(filter(None, (language.date(one.day), contents.who, *parts, contents.reason)))

    def _titles(self) -> dict[str, str]:
        own = {id: words.title for id, (_, words) in self.view.own.items()}
        return {**field_words(self.view.language), **own}

    def _value(self, name: str, value: str) -> str:
        """What a field holds, in words."""
        return self.view.language.country(value) if value and name == "country" else value

    def _put(self) -> None:
        if self._chips is None or not self._has_name():
            return
        fields = {name: field.line.text() for name, field in self._fields.items()}
        choices, session, digest = self._chips.choices(), self._session, self._digest
        who, reason = self._who.line.text(), self._reason.line.text()
        own = [field for field, _ in self.view.own.values()]
        self._act(
            lambda: correct(
                session.register(), session.keys, digest, fields, choices, who, reason, session.today(), own
            )
        )

    def _undo(self, number: int) -> None:
        if self._has_name():
            session, who = self._session, self._who.line.text()
            self._act(lambda: undo_correction(session.register(), session.keys, number, who, session.today()))

    def _act(self, work: Callable[[], int]) -> None:
        self._do.setEnabled(False)
        self.view.tasks.run(work, self._done, self._fail, asked_by=self)

    def _done(self, number: int) -> None:
        self._reason.line.clear()
        self._say(self.view.language.text("Done. It is in every list from now on."))
        self._changed()
        self._read()

    def _fail(self, error: KioskError) -> None:
        self._do.setEnabled(self._chips is not None)
        self._say(self.view.language.error(error))

    def _has_name(self) -> bool:
        missing = not self._who.line.text().strip()
        self._who.remark(self.view.language.text("Please fill this in.") if missing else "")
        if missing:
            self._who.line.setFocus()
        return not missing

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()
        announce(self._said, words)

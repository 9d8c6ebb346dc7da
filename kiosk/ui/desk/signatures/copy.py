"""A copy of one person's data: whose signatures go into it is shown before it is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from kiosk.coordinator.rights.person_data import person_data, write_person_data
from kiosk.coordinator.rights.withdrawals import Held, Plan, plan_by_digest
from kiosk.errors import KioskError
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.signatures.person_sheet import write_person_sheet
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.desk.wording import state_words
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout

READ, PROGRAMS = ".html", ".json"


class CopyPage(DeskPage):
    """Lists the person's signatures, then writes what the register has of them.

    Args:
        digest: the record's from which one came here.
        back: leads there.
    """

    def __init__(self, view: DeskView, session: Session, digest: bytes, back: Callable[[], object]) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("A copy for the person"),
            text(
                "Everything that the register has of them, and nothing of anybody else. Make sure that it is "
                "the person who asks."
            ),
        )
        self._session = session
        self._plan: Plan | None = None
        self._with_copies = True
        self._read = self.add_primary(text("Save a page to read …"), "save-read", partial(self._save, READ))
        self.add_back(back)
        self._choices = {
            True: button(text("All of them"), "with-copies", partial(self._choose, True), role="chip"),
            False: button(text("Only this one"), "alone", partial(self._choose, False), role="chip"),
        }
        row = QHBoxLayout()
        row.setSpacing(view.theme.px(10))
        for chip in self._choices.values():
            chip.setCheckable(True)
            chip.hide()
            row.addWidget(chip)
        row.addStretch(1)
        self.body.addLayout(row)
        self._said = label("", "item")
        self._said.setObjectName("said")
        self.body.addWidget(self._said)
        self._shown = self.add_scroll().content
        foot = QHBoxLayout()
        self._programs: WrappingButton = button(
            text("Save data for programs …"), "save-programs", partial(self._save, PROGRAMS)
        )
        foot.addWidget(self._programs)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self._let_save(False)
        self._say(text("One moment, please."))
        view.tasks.run(
            lambda: plan_by_digest(session.register(), session.keys, digest),
            self._take,
            self._fail,
            asked_by=self,
        )

    def _take(self, plan: Plan) -> None:
        self._plan = plan
        for chip in self._choices.values():
            chip.setVisible(bool(plan.copies))
        self._say("")
        self._let_save(True)
        self._choose(True)

    def _choose(self, with_copies: bool) -> None:
        self._with_copies = with_copies
        for choice, chip in self._choices.items():
            chip.setChecked(choice is with_copies)
        clear_layout(self._shown)
        language = self.view.language
        if self._plan is not None and self._plan.copies:
            words = language.text(
                "Look at the kiosk of each. If you do not know it, somebody may have signed in this person’s "
                "name to learn what they left: then save only the one."
            )
            self._shown.addWidget(label(words, "body"))
        for held in self._records():
            self._shown.addWidget(self._card(held))
        self._shown.addStretch(1)

    def _records(self) -> list[Held]:
        plan = self._plan
        if plan is None:
            return []
        return [*plan.asked, *(plan.copies if self._with_copies else ())]

    def _card(self, held: Held) -> Card:
        language = self.view.language
        where = language.text("{kiosk}, number {number}", kiosk=held.place.name, number=held.place.seq)
        what = [state_words(language)[held.status]]
        if held.day:
            what.insert(0, language.text("signed on {day}", day=language.date(held.day)))
        return Card(self.view, where, (" · ".join(what), "body"))

    def _save(self, ending: str) -> None:
        session, language = self._session, self.view.language
        suggested = str(Path.home() / f"copy{ending}")
        chosen, _ = FileDialog.save(self, language.text("Save as …"), suggested, f"*{ending}")
        if not chosen:
            return
        path = Path(chosen)
        file = path if path.suffix.lower() == ending else path.with_name(path.name + ending)
        places = [held.place for held in self._records()]
        own = self.view.own
        self._let_save(False)

        def work() -> Path:
            campaign, today = session.folder.public.campaign, session.today()
            data = person_data(session.register(), session.keys, campaign, places, today)
            if ending == PROGRAMS:
                write_person_data(file, data)
            else:
                write_person_sheet(file, data, language, own)
            return file

        self.view.tasks.run(work, self._written, self._fail, asked_by=self)

    def _written(self, file: Path) -> None:
        self._let_save(True)
        self._say(
            self.view.language.text(
                "It is in {file}. It is not encrypted: delete it once the person has it.", file=file
            )
        )

    def _fail(self, error: KioskError) -> None:
        self._let_save(self._plan is not None)
        self._say(self.view.language.error(error))

    def _let_save(self, allowed: bool) -> None:
        self._read.setEnabled(allowed)
        self._programs.setEnabled(allowed)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
        if words:
            announce(self._said, words)

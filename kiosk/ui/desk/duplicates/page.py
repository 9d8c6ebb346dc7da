"""Duplicates: the open questions one by one, the log of what was decided, and the rules."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.coordinator.counting.decisions import Decision
from kiosk.coordinator.register.words import Verdict
from kiosk.ui.desk.duplicates.choices import ChoicesView
from kiosk.ui.desk.duplicates.question import QuestionView
from kiosk.ui.desk.duplicates.rules import RulesView
from kiosk.ui.desk.duplicates.work import SEARCHING, SETTLING, DuplicatesWork, Waiting
from kiosk.ui.desk.parts.progress_card import ProgressCard
from kiosk.ui.desk.parts.table import FITTING, DeskTable, TextTable
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


class DuplicatesPage(DeskPage):
    """Looking for those who are alike, then the questions, the log, or the rules."""

    def __init__(self, view: DeskView, work: DuplicatesWork) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Duplicates"),
            text(
                "Who surely signed twice counts once already. Here are those who may have: until you "
                "decide, both count."
            ),
        )
        self._work = work
        self._find = self.add_primary(text("Look for duplicates"), "find-duplicates", work.find)
        self._progress = ProgressCard(view, text("How far the search is"), work.stop)
        self.body.addWidget(self._progress)
        self._said = label("", "warning")
        self._said.setObjectName("said")
        self.body.addWidget(self._said)
        chips = QHBoxLayout()
        chips.setSpacing(view.theme.px(8))
        self._chips = [
            button("", f"part-{part}", partial(self._turn_to, number), role="chip", checkable=True)
            for number, part in enumerate(("questions", "choices", "decisions", "rules"))
        ]
        for chip in self._chips:
            chips.addWidget(chip)
        chips.addStretch(1)
        self.body.addLayout(chips)
        self._stack = QStackedWidget()
        self._question = QuestionView(view, work)
        self._stack.addWidget(self._question)
        self._choices = ChoicesView(view, work)
        self._stack.addWidget(self._choices)
        log = QWidget()
        self._log = QVBoxLayout(log)
        self._log.setContentsMargins(0, 0, 0, 0)
        self._log.setSpacing(view.theme.px(10))
        self._stack.addWidget(log)
        self._rules = RulesView(view, work)
        self._stack.addWidget(self._rules)
        self.body.addWidget(self._stack, 1)
        self._logged: list[Decision] | None = None
        self._turn_to(0)
        work.changed.connect(self._show)
        self._show()
        work.read()

    def _turn_to(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        for other, chip in enumerate(self._chips):
            chip.setChecked(other == number)

    def _show(self) -> None:
        work, text, number = self._work, self.view.language.text, self.view.language.number
        waiting = work.waiting
        open_ones = number(len(waiting.questions)) if waiting else "0"
        wider = number(len(waiting.choices)) if waiting else "0"
        decided = number(len(waiting.decisions)) if waiting else "0"
        self._chips[0].say(text("Questions: {number}", number=open_ones))
        self._chips[1].say(text("Wider choices: {number}", number=wider))
        self._chips[2].say(text("Decisions: {number}", number=decided))
        self._chips[3].say(text("Rules"))
        self._find.setEnabled(not work.busy and waiting is not None)
        self._progress.begin(work.busy and bool(work.stage))
        self._show_progress()
        self._say_what_there_is(waiting)
        self._stack.setVisible(waiting is not None)
        self._question.show_question()
        self._choices.show_choices()
        self._rules.show_rules()
        if waiting is not None and waiting.decisions != self._logged:
            self._logged = waiting.decisions
            self._show_log(waiting)

    def _show_progress(self) -> None:
        work, text = self._work, self.view.language.text
        done, of = work.progress.done, work.progress.of
        if work.stage == SETTLING:
            self._progress.show_progress(text("Settling who counts …"), done, of)
        elif work.stage == SEARCHING and of and done >= of:
            self._progress.show_progress(text("Comparing them: this takes a while …"), 0, 0)
        elif work.stage == SEARCHING:
            self._progress.show_progress(text("Reading the signatures …"), done, of)

    def _say_what_there_is(self, waiting: Waiting | None) -> None:
        text, number = self.view.language.text, self.view.language.number
        lines = [self.view.language.remark(one) for one in self._work.changed_by_hand]
        if self._work.error is not None:
            lines.insert(0, text("That did not work. {why}", why=self.view.language.error(self._work.error)))
        elif waiting is None and self._work.is_read:
            lines.append(text("Nothing has been merged yet."))
        elif self._work.stopped:
            lines.append(text("Stopped: everything is as it was."))
        elif self._work.before is not None and waiting is not None and not self._work.busy:
            before = self._work.before
            lines.append(
                text(
                    "The rules are applied. Signatures that count: {before} before, {after} now; questions: "
                    "{asked} before, {asked_now} now.",
                    before=number(before.counted),
                    after=number(waiting.counted),
                    asked=number(len(before.questions)),
                    asked_now=number(len(waiting.questions)),
                )
            )
        words = "\n".join(lines)
        if words != self._said.text():
            self._said.setText(words)
            announce(self._said, words)
        self._said.setVisible(bool(words))

    def _show_log(self, waiting: Waiting) -> None:
        clear_layout(self._log)
        text, language = self.view.language.text, self.view.language
        verdicts = {
            Verdict.SAME: text("the same person"),
            Verdict.DIFFERENT: text("different people"),
            Verdict.OPEN: text("open again"),
        }
        rows = [
            [
                language.number(one.id),
                language.date(one.day),
                one.who,
                *self._called(one, waiting),
                verdicts[one.verdict],
                one.reason,
                self._standing(one),
            ]
            for one in waiting.decisions
        ]
        one, other = text("One signature"), text("The other")
        columns = [text("Number"), text("Day"), text("Who"), one, other, text("Decision"), text("Why"), ""]
        table = DeskTable(
            TextTable(columns, rows, (0,)),
            "decisions",
            text("Decisions"),
            self.view.theme,
            (FITTING, FITTING, FITTING, 0, 0, FITTING, 0, FITTING),
        )
        for kiosk_and_number in (3, 4):
            table.keep_ends(kiosk_and_number)
        self._log.addWidget(table, 1)
        back = button(text("Take the chosen one back"), "take-back", partial(self._take_back, table, waiting))
        back.setEnabled(bool(rows))
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(back)
        foot.addStretch(1)
        holder = QWidget()
        holder.setLayout(foot)
        self._log.addWidget(holder)

    def _take_back(self, table: DeskTable, waiting: Waiting) -> None:
        chosen = table.currentIndex()
        if chosen.isValid():
            if not self._work.who.strip():
                self._work.who = waiting.decisions[chosen.row()].who
            self._work.take_back(waiting.decisions[chosen.row()].id)

    def _called(self, decision: Decision, waiting: Waiting) -> list[str]:
        """The two records by kiosk and number, in that order."""
        language = self.view.language
        places = sorted(
            waiting.called[one] for one in (decision.one, decision.other) if one in waiting.called
        )
        known = [f"{name} · {language.number(number)}" for name, number in places]
        return known + [language.text("not here yet")] * (2 - len(known))

    def _standing(self, decision: Decision) -> str:
        return "" if decision.stands else self.view.language.text("taken back")

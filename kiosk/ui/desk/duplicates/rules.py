"""The rules of exact duplicates: what it means that two signatures agree, and what else it may mean."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.coordinator.counting.rules import RULES
from kiosk.coordinator.records.fingerprints import EXACT, Rule
from kiosk.coordinator.register.words import Meaning
from kiosk.ui.desk.duplicates.work import DuplicatesWork
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import rule_words
from kiosk.ui.language import Language
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.scroll import ScrollPage


class RulesView(QWidget):
    """A line for each rule, with what it may mean; what is chosen is applied by a button."""

    def __init__(self, view: DeskView, work: DuplicatesWork) -> None:
        super().__init__()
        self._view = view
        self._work = work
        self._chosen: dict[str, Meaning] = {}
        text, px = view.language.text, view.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        page = ScrollPage(view.language)
        page.content.setSpacing(px(12))
        page.content.addWidget(self._make_rules())
        words = text(
            "A record that was copied whole is always a duplicate, and what you decided of two signatures "
            "stands, whatever the rules are."
        )
        page.content.addWidget(label(words, "body"))
        page.content.addWidget(self._make_foot())
        page.content.addStretch(1)
        column.addWidget(page, 1)

    def show_rules(self) -> None:
        """Shows the rules as they stand, and what is chosen instead."""
        rules = self._work.waiting.rules if self._work.waiting is not None else {}
        self._chosen = {rule: meaning for rule, meaning in self._chosen.items() if rules.get(rule) != meaning}
        for rule, ways in self._ways.items():
            for meaning, chip in ways.items():
                chip.setChecked(self._chosen.get(rule, rules.get(rule)) == meaning)
        self._foot.setVisible(bool(self._chosen))
        self._apply.setEnabled(not self._work.busy)
        self._changes.setText(self._change_words())

    def _make_foot(self) -> QWidget:
        """What the chosen rules change, and the button that applies them."""
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._view.theme.px(16))
        self._changes = label("", "item")
        self._changes.setObjectName("changes")
        words = self._view.language.text("Apply the rules")
        self._apply = button(words, "apply-rules", self._start, role="primary")
        row.addWidget(self._changes, 1)
        row.addWidget(self._apply, 0, Qt.AlignmentFlag.AlignTop)
        return self._foot

    def _make_rules(self) -> QFrame:
        language, px = self._view.language, self._view.theme.px
        words, meanings = rule_words(language), meaning_words(language)
        card = QFrame()
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(px(20), px(14), px(20), px(16))
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(12))
        grid.addWidget(label(language.text("When two signatures have …"), "small"), 0, 0)
        self._ways: dict[str, dict[Meaning, WrappingButton]] = {}
        told_apart = any(field.identifies for field, _ in self._view.own.values())
        shown = {name: rule for name, rule in RULES.items() if rule is not Rule.OWN or told_apart}
        for row, (name, rule) in enumerate(shown.items(), 1):
            grid.addWidget(label(words[rule], "item"), row, 0, Qt.AlignmentFlag.AlignVCenter)
            self._ways[name] = {}
            for place, (meaning, says) in enumerate(meanings.items(), 1):
                if meaning is Meaning.DUPLICATE and rule not in EXACT:
                    why = language.text("families share one")
                    said = label(why, "small")
                    said.setAlignment(Qt.AlignmentFlag.AlignCenter)
                    grid.addWidget(said, row, place)
                    continue
                chosen = partial(self._choose, name, meaning)
                chip = button(says, f"rule-{name}-{meaning}", chosen, role="chip", checkable=True)
                chip.setAccessibleName(f"{words[rule]}: {says}")
                self._ways[name][meaning] = chip
                grid.addWidget(chip, row, place)
        grid.setColumnStretch(0, 1)
        return card

    def _choose(self, rule: str, meaning: Meaning) -> None:
        self._chosen[rule] = meaning
        self.show_rules()

    def _change_words(self) -> str:
        """What the rules that are chosen change, before they are applied."""
        language = self._view.language
        names = rule_words(language)
        says = {
            Meaning.DUPLICATE: language.text("{rule}: of those who agree in it, only the first will count."),
            Meaning.QUESTION: language.text("{rule}: they will all count, and each pair becomes a question."),
            Meaning.NOTHING: language.text("{rule}: they will all count, and nothing is asked."),
        }
        lines = (says[meaning].format(rule=names[RULES[rule]]) for rule, meaning in self._chosen.items())
        return "\n".join(line[:1].upper() + line[1:] for line in lines)

    def _start(self) -> None:
        self._work.apply(dict(self._chosen))


def meaning_words(language: Language) -> dict[Meaning, str]:
    """What it may mean that two signatures agree."""
    return {
        Meaning.DUPLICATE: language.text("the same person"),
        Meaning.QUESTION: language.text("a question for me"),
        Meaning.NOTHING: language.text("ignored"),
    }

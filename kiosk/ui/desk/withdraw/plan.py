"""The second step of a withdrawal: exactly what will go, and the last word."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.coordinator.register.register import State
from kiosk.coordinator.rights.withdrawals import Held, Plan
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.view import DeskView
from kiosk.ui.desk.wording import state_words
from kiosk.ui.language import Language
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.ui.widgets.scroll import ScrollPage


class WithdrawPlan(QWidget):
    """Lists the records of `plan`, and asks whether to do it.

    Args:
        name: the person's, where it is known.
        confirmed: told whether the person's other signatures go, too.
        back: leads to the first step.
    """

    def __init__(
        self,
        view: DeskView,
        plan: Plan,
        name: str,
        confirmed: Callable[[bool], object],
        back: Callable[[], object],
    ) -> None:
        super().__init__()
        text, px = view.language.text, view.theme.px
        self._view = view
        self._plan = plan
        self._with_copies = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(label(_heading(plan, name, view.language), "question"))
        self._choices: dict[bool, WrappingButton] = {}
        if plan.copies:
            column.addLayout(self._make_choices())
        self._page = ScrollPage(view.language)
        self._page.content.setSpacing(px(10))
        column.addWidget(self._page, 1)
        self._remark = label("", "warning")
        self._remark.setObjectName("remark-withdraw")
        self._remark.hide()
        column.addWidget(self._remark)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        self.back = button(text("Back"), "back", back)
        row.addWidget(self.back)
        row.addStretch(1)
        self._do = button("", "withdraw", lambda: confirmed(self._with_copies), role="primary")
        row.addWidget(self._do)
        column.addLayout(row)
        self._show()

    def remark(self, words: str) -> None:
        """Tells why it did not work, and lets it be tried again."""
        self.setEnabled(True)
        self._remark.setText(words)
        self._remark.show()
        announce(self._remark, words)

    def _make_choices(self) -> QHBoxLayout:
        text = self._view.language.text
        row = QHBoxLayout()
        row.setSpacing(self._view.theme.px(10))
        for all_of_them, words in ((True, text("All of them")), (False, text("Only this one"))):
            name = "with-copies" if all_of_them else "alone"
            choice = button(words, name, partial(self._choose, all_of_them), role="chip", checkable=True)
            self._choices[all_of_them] = choice
            row.addWidget(choice)
        row.addStretch(1)
        return row

    def _choose(self, with_copies: bool) -> None:
        self._with_copies = with_copies
        self._show()

    def _show(self) -> None:
        language, content, plan = self._view.language, self._page.content, self._plan
        for choice, chip in self._choices.items():
            chip.setChecked(choice is self._with_copies)
        clear_layout(content)
        for held in plan.asked:
            content.addWidget(self._card(held))
        if plan.copies:
            title = language.text("The same person’s other signatures")
            if not self._with_copies:
                title = language.text("The same person’s other signatures stay, and one of them counts")
            content.addWidget(label(title, "item"))
            for held in plan.copies:
                content.addWidget(self._card(held))
        for title, words in _consequences(plan, language):
            content.addWidget(Card(self._view, title, (words, "body")))
        content.addStretch(1)
        going = plan.asked + (plan.copies if self._with_copies else [])
        number = sum(held.status is not State.WITHDRAWN for held in going)
        if plan.is_awaited:
            words = language.text("Note the six words")
        elif plan.is_done and not number:
            words = language.text("Make the certificate again")
        else:
            words = language.plural(
                "Withdraw {number} signature for good", "Withdraw {number} signatures for good", number
            )
        self._do.say(words)
        self._do.updateGeometry()

    def _card(self, held: Held) -> Card:
        language = self._view.language
        where = language.text("{kiosk}, number {number}", kiosk=held.place.name, number=held.place.seq)
        what = [state_words(language)[held.status]]
        if held.day:
            what.insert(0, language.text("signed on {day}", day=language.date(held.day)))
        return Card(self._view, where, (" · ".join(what), "body"))


def _heading(plan: Plan, name: str, language: Language) -> str:
    if plan.is_awaited:
        return language.text("The signature with these six words has not come yet")
    if plan.is_done and not plan.copies:
        return language.text("This is withdrawn already")
    if name:
        return language.text("This will be withdrawn: {name}", name=name)
    return language.text("This will be withdrawn")


def _consequences(plan: Plan, language: Language) -> list[tuple[str, str]]:
    """What will be and what stays, by what there is to withdraw: titles and sentences."""
    text = language.text
    if plan.is_awaited:
        return [
            (
                text("The words are right"),
                text(
                    "The file with the signature has not been merged here, or it was signed for another "
                    "campaign."
                ),
            ),
            (
                text("Noted now, done when it comes"),
                text(
                    "When the file is merged, the signature enters as withdrawn and nothing of it is kept. "
                    "The person gets a certificate of that now, and one that names the signature later."
                ),
            ),
        ]
    if plan.is_done and not plan.copies:
        return [
            (
                text("Nothing of it is left"),
                text(
                    "It cannot be told any more what it was. A certificate can be made again, with the day "
                    "of today."
                ),
            )
        ]
    return [
        (
            text("Nobody can bring it back"),
            text(
                "What was entered is deleted, and its drawing, and the marks by which duplicates are found. "
                "What stays is that this number is withdrawn, so that it stays out when it comes again."
            ),
        ),
        (
            text("What was handed over before"),
            text("A list that was exported, printed or published before today cannot be called back."),
        ),
    ]

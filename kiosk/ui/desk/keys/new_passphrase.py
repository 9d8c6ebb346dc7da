"""A passphrase is typed: alone, or twice with the strength meter. Nothing of it stays in the fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from kiosk.coordinator.campaign import passphrases
from kiosk.coordinator.campaign.drawn_words import draw_passphrase
from kiosk.coordinator.campaign.strength import GOOD, Advice, Lasts, Strength, strength
from kiosk.errors import PassphraseError
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.view import DeskView
from kiosk.ui.language import Language
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label


def show_button(view: DeskView, lines: Iterable[QLineEdit]) -> WrappingButton:
    """A button that shows what is typed in `lines` while it is down."""
    lines = list(lines)

    def toggle() -> None:
        hidden = QLineEdit.EchoMode.Password
        for line in lines:
            line.setEchoMode(QLineEdit.EchoMode.Normal if made.isChecked() else hidden)

    made = button(view.language.text("Show what is typed"), "show-typed", toggle, role="link", checkable=True)
    return made


class NewPassphrase(QWidget):
    """Asks for a new passphrase twice, and says how long it would hold.

    A weak one is taken when it is given a second time: whoever chooses it has read what it means.

    Args:
        known: what somebody would try first, such as the campaign's name.
        entered: called when Enter is pressed.
    """

    def __init__(self, view: DeskView, known: Iterable[str], entered: Callable[[], object]) -> None:
        super().__init__()
        self._view = view
        self._known = [word for name in known for word in re.split(r"[\W_]+", name) if word]
        self._accepted = ""
        px, text = view.theme.px, view.language.text
        self.first = DeskField(text("New passphrase"), "new-passphrase", entered, secret=True)
        self._again = DeskField(text("The same again"), "again", entered, secret=True)
        self.first.line.textChanged.connect(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        fields = QHBoxLayout()
        fields.setSpacing(px(16))
        fields.addWidget(self.first)
        fields.addWidget(self._again)
        column.addLayout(fields)
        row = QHBoxLayout()
        row.addWidget(show_button(view, (self.first.line, self._again.line)))
        row.addWidget(button(text("Draw six words for me"), "draw-words", self._draw_words))
        row.addStretch(1)
        column.addLayout(row)
        self._drawn = label("", "words")
        self._drawn.setObjectName("drawn-words")
        self._write_down = label(text("Write these words on paper, then type them once more above."), "body")
        for drawn in (self._write_down, self._drawn):
            drawn.hide()
            column.addWidget(drawn)
        self._meter = QProgressBar()
        self._meter.setObjectName("meter")
        self._meter.setRange(0, 5)
        self._meter.setTextVisible(False)
        self._meter.setAccessibleName(text("How strong it is"))
        column.addWidget(self._meter)
        self._verdict = label("", "item")
        self._verdict.setObjectName("strength")
        self._advice = label("", "body")
        column.addWidget(self._verdict)
        column.addWidget(self._advice)
        self._look()

    def take(self) -> str | None:
        """The passphrase as it is kept, and forgets it; None, and says why, while it cannot be taken."""
        text = self._view.language.text
        self.first.remark("")
        self._again.remark("")
        try:
            typed = passphrases.chosen(self.first.line.text())
        except PassphraseError as error:
            self.first.remark(self._view.language.error(error))
            self.first.line.setFocus()
            return None
        if typed != passphrases.read(self._again.line.text()):
            self._again.remark(text("This is not the same. Type it once more."))
            self._again.line.clear()
            self._again.line.setFocus()
        elif strength(typed, self._known).level < GOOD and typed != self._accepted:
            self._accepted = typed
            self.first.remark(
                text("This passphrase is weak. Choose another, or go on once more to take it all the same.")
            )
            self.first.line.setFocus()
        else:
            self.forget()
            return typed
        return None

    def forget(self) -> None:
        """Empties the fields."""
        self._accepted = ""
        self.first.line.clear()
        self._again.line.clear()
        self._show_drawn("")

    def _draw_words(self) -> None:
        """Fills the first line; the second is typed, which shows that the words were noted."""
        words = draw_passphrase()
        self.first.line.setText(words)
        self._again.line.clear()
        self._again.line.setFocus()
        self._show_drawn(words)

    def _show_drawn(self, words: str) -> None:
        self._drawn.setText(words)
        for drawn in (self._write_down, self._drawn):
            drawn.setVisible(bool(words))

    def _look(self) -> None:
        typed, language = passphrases.read(self.first.line.text()), self._view.language
        if typed != self._drawn.text():
            self._show_drawn("")
        if not typed:
            self._meter.setValue(0)
            self._verdict.setText(language.text("How long it would hold is shown here as you type."))
            self._advice.setText(advice_text(language, Advice.RANDOM_WORDS))
            return
        found = strength(typed, self._known)
        self._meter.setValue(found.level + 1)
        self._meter.setProperty("weak", found.level < GOOD)
        self._meter.style().polish(self._meter)
        self._verdict.setText(strength_text(language, found))
        self._advice.setText("\n".join(advice_text(language, one) for one in found.advice))


def strength_text(language: Language, found: Strength) -> str:
    """How long it would hold, as a sentence."""
    text = language.text
    time = {
        Lasts.MINUTES: text("minutes at most"),
        Lasts.HOURS: text("hours"),
        Lasts.DAYS: text("days"),
        Lasts.MONTHS: text("months"),
        Lasts.YEARS: text("a few years"),
        Lasts.DECADES: text("decades"),
        Lasts.CENTURIES: text("centuries"),
        Lasts.LONGER: text("longer than a thousand years"),
    }[found.lasts]
    return text("Against a thousand graphics cards it would hold: {time}", time=time)


def advice_text(language: Language, advice: Advice) -> str:
    """A piece of advice, as a sentence."""
    text = language.text
    return {
        Advice.RANDOM_WORDS: text(
            "Six words drawn by chance, with dice or from a list, are strong and can be learnt."
        ),
        Advice.COMMON_WORD: text("Words and passwords that many people use are tried first."),
        Advice.DATE: text("Years and dates are tried early."),
        Advice.KEYBOARD: text("Rows of keys are tried early."),
        Advice.REPEATED: text("Repeating something, or counting on, adds next to nothing."),
        Advice.ONLY_BY_LENGTH: text(
            "This is estimated from its length alone: whether it is a saying, a lyric or a name in that "
            "script cannot be seen."
        ),
    }[advice]

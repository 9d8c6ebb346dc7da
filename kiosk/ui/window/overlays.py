"""The one card that lies over the window, if any: a question, the languages, text and colours."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from kiosk.ui.screen import Screen, View
from kiosk.ui.stall.appearance import AppearanceOver
from kiosk.ui.stall.languages import LanguagesOver
from kiosk.ui.stall.over import Over
from kiosk.ui.stall.question import QuestionOver
from kiosk.ui.theme import Appearance


class Answers(msgspec.Struct, frozen=True):
    """What the cards lead to.

    Attributes:
        stay: back to the screen below.
        leave: ends the visit.
        speak: given the tag of the language that was chosen.
        look_like: given the look that was chosen.
    """

    stay: Callable[[], object]
    leave: Callable[[], object]
    speak: Callable[[str], object]
    look_like: Callable[[Appearance], object]


class Overlays:
    """Lays a card over `window`, in place of the one that is there.

    Attributes:
        shown: the card; None while there is none.
    """

    def __init__(self, window: QWidget, answers: Answers) -> None:
        self._window = window
        self._answers = answers
        self.shown: Over | None = None

    @property
    def asks(self) -> bool:
        """Whether a question waits for its answer."""
        return isinstance(self.shown, QuestionOver)

    def ask(self, view: View, question: str, seconds: int) -> None:
        """Lays a question over everything; without an answer in `seconds`, the visit ends."""
        self.close()
        stay, leave = self._answers.stay, self._answers.leave
        self.shown = QuestionOver(self._window, view, question, stay, leave, seconds)

    def ask_again(self, view: View, before: Over | None) -> None:
        """Asks what was asked `before`, if that was a question: it waits on a turned screen, too."""
        if isinstance(before, QuestionOver):
            self.ask(view, before.question, before.left)

    def offer_languages(self, view: View) -> None:
        """Shows all languages to choose from."""
        self.close()
        self.shown = LanguagesOver(self._window, view, self._answers.speak, self._answers.stay)

    def offer_looks(self, view: View, now: Appearance) -> None:
        """Shows the sizes of text and the colours; `now` is what is chosen."""
        self.close()
        look_like, stay = self._answers.look_like, self._answers.stay
        self.shown = AppearanceOver(self._window, view, now, look_like, stay)

    def go_on(self, screen: Screen) -> None:
        """Takes the card away; the cursor is where it was on `screen`, or else where it was at first."""
        before = self.shown.before if self.shown is not None else None
        self.close()
        if before is None or not isValid(before) or not screen.isAncestorOf(before) or before.isHidden():
            before = screen.first_focus  # not at the band's button that led to the card: people type on
        if before is not None:
            before.setFocus()

    def close(self) -> None:
        """Takes the card away, unanswered."""
        if self.shown is not None:
            self.shown.close_over()
            self.shown = None

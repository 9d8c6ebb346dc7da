"""Someone who signs on a stall's window, by clicking and typing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from kiosk.app import application
from kiosk.errors import KioskError
from kiosk.signing.countries import country_name
from kiosk.signing.fields import Compared
from kiosk.signing.own_fields import OwnField
from kiosk.signing.signature import FIELDS, fields_on
from kiosk.signing.visit import Step
from kiosk.ui.screen import Screen
from kiosk.ui.stall.bands import MOST_LANGUAGES
from kiosk.ui.stall.stamp import StampView
from kiosk.ui.window.window import StallWindow

Kind = TypeVar("Kind", bound=QWidget)

_PATIENCE_SECONDS = 180.0
_REQUIRED = {Compared.POSTCODE: "12345", Compared.PHONE: "+85225550100"}
"""What is typed where a campaign insists on it; into a text of another kind "Riverside"."""
_ANSWERS = {"text": "Rehearsal", "number": "7", "date": "2001-02-03"}
"""What is typed into its own fields, where it gives no example."""


class RehearsalError(KioskError):
    """Something in the rehearsal did not go as it must."""


@dataclass(frozen=True)
class Person:
    """Someone who signs in the rehearsal, with what is expected to come out at the other end."""

    language: str
    name: str
    country: str
    email: str


class Visitor:
    """Clicks and types on a stall's window as a visitor does; finds everything by its object name.

    Args:
        look: told the name of each page of the form just before it is left.
    """

    def __init__(self, window: StallWindow, look: Callable[[str], None] = lambda page: None) -> None:
        self.window = window
        self._look = look

    def tap(self, name: str) -> None:
        """Clicks the button `name`, which must be on the screen and enabled."""
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)
        self._settle()

    def button(self, name: str) -> QAbstractButton:
        """The button `name`, once it is on the screen and enabled."""
        button = self.find(QAbstractButton, name)
        self._until(button.isEnabled, f"the button {name!r} can be pressed")
        return button

    def read(self, section: str) -> None:
        """To a section, from the start or from another."""
        if not self._visible(QAbstractButton, f"section-{section}"):
            self.touch_elsewhere()
        self.tap(f"section-{section}")

    def touch_elsewhere(self) -> None:
        """Touches the start where there is no button; reads on in the window's language, not the slogan's."""
        language = self.window.visit.language
        screen = self.find(Screen, "screen")
        QTest.mouseClick(screen, Qt.MouseButton.LeftButton, pos=QPoint(3, screen.height() // 2))
        if self.window.visit.language != language:
            self.window.speak(language)
        self._settle()

    def type_into(self, name: str, text: str) -> None:
        """Clicks into the field `name` and types `text`."""
        line = self.find(QLineEdit, f"field-{name}")
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
        for character in text:
            if character.isascii():
                QTest.keyClicks(line, character)
            else:
                _commit(line, character)
        if line.text() != text:
            raise RehearsalError(
                "The field {name} did not take what was typed.", "Report this.", name=repr(name)
            )

    def compare_words(self) -> None:
        """Says of every row of a pack's ten words that it is the coordinator's, and then of all."""
        for number in range(1, 6):
            self.tap(f"words-{number}")
        self.tap("same")

    def sign(self, person: Person) -> None:
        """From any section to "Thank you", as `person`: wants news and the initials listed, where asked."""
        self.begin(person)
        for page in self.window.visit.pages[1:]:
            self.fill(page, person)
        self._until(lambda: self.window.visit.step is Step.THANKS, "the signature is stored")
        for stamp in self._visible(StampView, "stamp"):
            QTest.mouseClick(stamp, Qt.MouseButton.LeftButton)
        self._look("thanks")

    def begin(self, person: Person) -> None:
        """To the form, in the person's language, and past its first page."""
        self.speak(person.language)
        self.tap("sign")
        self.type_into("name", person.name)
        self._go_on("name", "next")

    def speak(self, language: str) -> None:
        """Chooses a language, where there is a choice."""
        if len(self.window.campaign.languages) > MOST_LANGUAGES:
            self.tap("languages")
        if len(self.window.campaign.languages) > 1:
            self.tap(f"language-{language}")

    def fill(self, page: str, person: Person) -> None:
        """Fills one page of the form and goes on, from the last one by signing."""
        visit = self.window.visit
        if page is Step.COUNTRY:
            if not self._visible(QAbstractButton, f"country-{person.country}"):
                self.type_into("country", country_name(person.country, person.language))
            self._go_on("country", f"country-{person.country}")
            return
        if page is Step.EXTRAS:
            self._look("extras")
            for extra in visit.extras:
                if extra in (Step.CONTACT, Step.LISTING):
                    self.tap(f"extra-{extra}")
                    self.fill(extra, person)
            self.tap("next")
            return
        for own in visit.own_pages.get(page, ()):
            self.answer(own, person)
        if page is Step.CONTACT:
            self._fill_contact(person)
        taps: dict[str, str] = {
            Step.LISTING: "public-initials",
            Step.DRAWN: "typed-signature",
            Step.CONSENT: "consent",
        }
        if page in taps:
            self.tap(taps[page])
        self._go_on(page, "submit" if page is Step.CONSENT else "next")

    def _fill_contact(self, person: Person) -> None:
        visit = self.window.visit
        for name in filter(visit.is_asked, fields_on(Step.CONTACT)):
            compared = FIELDS[name].compared
            if compared is Compared.EMAIL:
                self.type_into(name, person.email)
            elif visit.is_required(name):
                self.type_into(name, _REQUIRED.get(compared, "Riverside"))
        if visit.is_asked("updates"):
            self.tap("updates")

    def answer(self, field: OwnField, person: Person) -> None:
        """Gives one of the campaign's own fields an answer that fits."""
        if field.is_typed:
            self.type_into(field.id, _typed_answer(field, person))
        else:
            self.tap(f"own-{field.id}-{field.options[0] if field.options else 'yes'}")

    def _go_on(self, page: str, button: str) -> None:
        self._look(page)
        self.tap(button)

    def find(self, kind: type[Kind], name: str) -> Kind:
        """The widget `name`, once it is on the screen."""
        self._until(lambda: bool(self._visible(kind, name)), f"{name!r} is on the screen")
        return self._visible(kind, name)[0]

    def _settle(self) -> None:
        """Lets happen what is due, as the program's own loop does: old screens are deleted, too."""
        QTest.qWait(0)

    def _visible(self, kind: type[Kind], name: str) -> list[Kind]:
        return [widget for widget in self.window.findChildren(kind, name) if widget.isVisible()]

    def _until(self, true: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + _PATIENCE_SECONDS
        while not true():
            if time.monotonic() > end:
                raise RehearsalError("It was not reached that: {goal}.", "Report this.", goal=what)
            QTest.qWait(10)


def _typed_answer(field: OwnField, person: Person) -> str:
    """What `person` types: the example, or where it tells people apart, one like it of their own."""
    example = field.example or _ANSWERS[field.kind]
    at = [place for place, char in enumerate(example) if char.isdecimal()][-3:]
    if not field.identifies or not at:
        return example
    own = sum(person.name.encode()) % 1000
    for number in range(own, own + 1000):
        answer = list(example)
        for place, digit in zip(at, f"{number % 1000:03d}"[-len(at) :], strict=True):
            answer[place] = digit
        if not field.findings("".join(answer), required=True):
            return "".join(answer)
    return example


def _commit(line: QLineEdit, character: str) -> None:
    """What an input method does when a character is chosen."""
    event = QInputMethodEvent()
    event.setCommitString(character)
    application().sendEvent(line, event)

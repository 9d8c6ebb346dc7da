"""The whole chain on this laptop with a throw-away key, through the real widgets and both sides.

Signs in every language by clicking and typing, seals, syncs to a folder, merges,
exports, and compares what comes out with what was typed in.
"""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from kiosk import paths
from kiosk.app import Training, application, make_training, stall_window
from kiosk.coordinator.books import Books
from kiosk.coordinator.csv_export import export_csv
from kiosk.coordinator.merge import merge
from kiosk.coordinator.register import Register
from kiosk.errors import KioskError
from kiosk.signing.visit import Step
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.sync import sync
from kiosk.ui.stall.view import Screen
from kiosk.ui.stall.window import StallWindow

_SECTIONS = ("demands", "endorsers", "actions", "questions", "posters", "contact")
_NAMES = {"en": "Rosa Álvarez-O’Neill", "zh-Hant": "陳大文", "zh-Hans": "刘小明"}
Kind = TypeVar("Kind", bound=QWidget)

_PATIENCE_SECONDS = 20.0
_SIZE = (1366, 768)


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
        button = self.find(QAbstractButton, name)
        self._until(button.isEnabled, f"the button {name!r} can be pressed")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self._settle()

    def read(self, section: str) -> None:
        """To a section, from the start or from another."""
        if not self._visible(QAbstractButton, f"section-{section}"):
            self.touch_elsewhere()
        self.tap(f"section-{section}")

    def touch_elsewhere(self) -> None:
        """Touches the start where there is no button."""
        screen = self.find(Screen, "screen")
        QTest.mouseClick(screen, Qt.MouseButton.LeftButton, pos=QPoint(3, screen.height() // 2))
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
            raise RehearsalError(f"The field {name!r} did not take what was typed.", "Report this.")

    def sign(self, person: Person) -> None:
        """From the demands to "Thank you", as `person`: wants news and the initials listed."""
        self.tap(f"language-{person.language}")
        self.tap("sign")
        self.type_into("name", person.name)
        self._go_on("name", "next")
        self._go_on("country", f"country-{person.country}")
        self._go_on("extras", "extra-contact")
        self.type_into("email", person.email)
        self.tap("updates")
        self._go_on("contact", "next")
        self.tap("extra-listing")
        self.tap("public-initials")
        self._go_on("listing", "next")
        self.tap("next")
        self.tap("consent")
        self._go_on("consent", "submit")
        self._until(lambda: self.window.visit.step is Step.THANKS, "the signature is stored")
        self._look("thanks")

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
                raise RehearsalError(f"It was not reached that {what}.", "Report this.")
            QTest.qWait(10)


def _commit(line: QLineEdit, character: str) -> None:
    """What an input method does when a character is chosen."""
    event = QInputMethodEvent()
    event.setCommitString(character)
    application().sendEvent(line, event)


def rehearse(screenshots: Path | None, say: Callable[[str], None]) -> bool:
    """Plays the rehearsal; returns whether everything went well.

    Args:
        screenshots: where to put a picture of every screen; a new folder without it.
        say: told each step, a line at a time.
    """
    pictures = screenshots or Path(tempfile.mkdtemp(prefix="kiosk-rehearsal-"))
    pictures.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="kiosk-") as folder:
            _play(Path(folder), pictures, say)
    except KioskError as error:
        say(f"✗ {error.what}")
        say(f"→ {error.todo}")
        return False
    say(f"All is well. The pictures of the screens are in {pictures}")
    return True


def _play(folder: Path, pictures: Path, say: Callable[[str], None]) -> None:
    training = make_training(folder, paths.bundled_campaign())
    kiosk = training.kiosk
    say(f"✓ A training kiosk was set up: {kiosk.campaign.texts[kiosk.campaign.languages[0]].title}")
    people = _people(kiosk)
    _sign_all(kiosk, people, pictures)
    say(f"✓ {len(people)} people signed through the real screens, in {', '.join(kiosk.campaign.languages)}")
    kiosk.vault.check()
    _check_unreadable(kiosk, people)
    say("✓ Their signatures are sealed: nothing of them can be read on this laptop")
    stick = folder / "stick"
    stick.mkdir()
    result = sync(kiosk, stick)
    say(f"✓ {result.total} signatures were synced, read back and verified")
    books = _merge_and_compare(training, folder, result.file, people)
    total = books.total
    say(f"✓ They were merged and came out as typed: collected {total.collected} = counted {total.counted}")


def _people(kiosk: Kiosk) -> list[Person]:
    countries = [endorser.country for endorser in kiosk.campaign.texts[kiosk.campaign.languages[0]].endorsers]
    return [
        Person(
            language,
            _NAMES.get(language, f"Test {language}"),
            countries[number],
            f"person{number}@rehearsal.example",
        )
        for number, language in enumerate(kiosk.campaign.languages)
    ]


def _sign_all(kiosk: Kiosk, people: list[Person], pictures: Path) -> None:
    application()
    window = stall_window(kiosk)

    def picture(name: str) -> None:
        application().processEvents()
        window.grab().save(str(pictures / f"{name}-{window.visit.language}.png"))

    try:
        window.resize(*_SIZE)
        window.show()
        visitor = Visitor(window, picture)
        for person in people:
            visitor.tap(f"language-{person.language}")
            picture("attract")
            for section in _SECTIONS:
                visitor.read(section)
                picture(section)
            visitor.tap("home")
            visitor.sign(person)
            visitor.tap("done")
    finally:
        window.close()
        window.deleteLater()
        application().processEvents()


def _check_unreadable(kiosk: Kiosk, people: list[Person]) -> None:
    for path in kiosk.data.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        for person in people:
            if person.name.encode() in data or person.email.encode() in data:
                raise RehearsalError(
                    f"A name can be read in {path.name}.", "Do not use this kiosk. Report this."
                )


def _merge_and_compare(training: Training, folder: Path, export: Path, people: list[Person]) -> Books:
    register = Register(folder / "register.sqlite", training.keys.key_id)
    books = merge(register, training.keys, [export]).books
    export_csv(register, training.keys, folder / "list.csv")
    with (folder / "list.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = [(p.name, p.country, p.email, p.language, "yes", "initials", "counted") for p in people]
    came = [
        tuple(row[c] for c in ("name", "country", "email", "language", "updates", "public", "status"))
        for row in rows
    ]
    if came != wanted:
        raise RehearsalError("What came out is not what was typed in.", "Do not use this kiosk. Report this.")
    return books

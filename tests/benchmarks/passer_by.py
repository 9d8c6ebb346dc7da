"""Somebody who walks up to a stall and does what people do there: by chance, through the real widgets."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from shiboken6 import isValid

from kiosk.campaign.palette import MODES
from kiosk.rehearsal import Visitor
from kiosk.signing.visit import Step
from kiosk.stall.clock import seconds_since_start
from kiosk.ui import idle
from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.theme import TEXT_SIZES
from kiosk.ui.widgets.ink_pad import InkPad
from kiosk.ui.window.sections import SECTIONS
from kiosk.ui.window.window import StallWindow
from tests.people import CITIES, NAMES
from tests.ui.onscreen import Finger

SIZES = ((1366, 768), (1024, 600), (1920, 1080), (1080, 1920))
ODD_NAMES = (
    "X", "😀 Smiley 👩‍👩‍👧", "Z̷̢̛a̴l̵g̶o̸ Ħ", "אבג Latin العربية", "  spaces  ", "W" * 300, "é" * 120, "ก็ ำ",
    "𝒜𝓃𝓃𝒶", "O'Neill; DROP TABLE", "<b>Bold</b> &amp;", "李" * 80, "-1", "\u200bzero\u200b",
)  # fmt: skip
WRITTEN = {
    "en": ("English", [*"mei", " ", *"chan"], "", "Mei chan"),
    "zh-Hant": ("注音", ["ㄔ", "ㄣ", "´"], "陳", "陳"),
    "zh-Hans": ("拼音", [*"chen"], "陈", "陈"),
}
"""What is written on the on-screen keyboard: its method, the keys, the candidate, and what comes of it."""

_PATIENCE_SECONDS = 20.0


class PasserBy:
    """One visit, the same for the same seed.

    Attributes:
        did: everything tapped and typed into so far, to be read when something goes wrong.
        name: what was signed with; empty where nobody signed.
    """

    def __init__(self, window: StallWindow, seed: str) -> None:
        self._window = window
        self._visitor = Visitor(window)
        self._random = random.Random(seed)
        self.did: list[str] = []
        self.name = ""

    def visit(self) -> None:
        """From walking up to the screen for the next one."""
        self._maybe(0.1, self._turn_the_screen)
        self._maybe(0.6, self._speak)
        self._maybe(0.2, self._change_look)
        sections = self._random.sample(list(SECTIONS), self._random.randrange(4))
        for section in sections:
            self.did.append(f"section {section}")
            self._visitor.read(section)
            self._use(section)
        if self._random.random() < 0.75:
            self._sign()
        elif sections and self._random.random() < 0.5:
            self._walk_away()
        else:
            self._go_home()

    # ------------------------------------------------------------------- reading

    def _use(self, section: str) -> None:
        """What can be done in a section."""
        if section == "endorsers":
            self._tap_one("only-")
        elif section == "actions":
            self._maybe(0.3, lambda: self._tap_one("help-"))
        elif section == "questions":
            self._tap_one("question-")
            self._maybe(
                0.5, lambda: self._type("search", self._random.choice(("why", "選舉", "xyzzy", "😀")))
            )
        elif section == "posters":
            self._tap_one("poster-")
            for _ in range(self._random.randrange(3)):
                self._tap(self._random.choice(("next", "previous")))
            self._tap_one("version-")
            self._maybe(0.5, lambda: self._tap("back"))

    def _speak(self) -> None:
        self._tap_one("language-")

    def _change_look(self) -> None:
        self._tap("appearance")
        self._tap(f"text-{self._random.choice(list(TEXT_SIZES))}")
        self._tap(f"colours-{self._random.choice(MODES)}")
        self._tap("appearance-done")

    def _turn_the_screen(self) -> None:
        size = self._random.choice(SIZES)
        self.did.append(f"window {size}")
        self._window.resize(*size)
        QTest.qWait(0)

    # ------------------------------------------------------------------- signing

    def _sign(self) -> None:
        """Through the form to "Thank you", unless it is given up on the way."""
        self._tap("sign")
        for page in (self._name, self._country, self._extras):
            page()
            self._maybe(0.15, self._hesitate)
            if self._random.random() < 0.06:
                return self._random.choice((self._walk_away, self._go_home))()
        self._tap("consent")
        name = self._window.visit.draft.texts["name"]
        self._tap("submit")
        self._visitor.find(QLabel, "receipt")
        self.name = name
        self._random.choice((self._finish, self._finish, self._walk_away, self._act, self._go_home))()

    def _name(self) -> None:
        if self._random.random() < 0.2:
            self._tap("kind-organisation")
            self._type("organisation", self._random.choice(NAMES))
            self._maybe(0.5, lambda: self._type("role", self._random.choice(NAMES)))
        if self._random.random() < 0.1:
            self._write_on_the_screen()
        else:
            odd = self._random.random() < 0.3
            number = self._random.randrange(10**6)
            self._type("name", self._random.choice(ODD_NAMES) if odd else self._some(NAMES, number))
        self._go_on()

    def _country(self) -> None:
        typed = self._random.choice(("", "", "", "Ger", "香港", "Atlantis", "لبنان"))
        if typed:
            self._type("country", typed)
        if not typed or (self._named("country-") and self._random.random() < 0.5):
            self._tap_one("country-")
        else:
            self._go_on()

    def _extras(self) -> None:
        fill = {
            Step.CONTACT: self._contact,
            Step.LISTING: lambda: self._tap_one("public-"),
            Step.HELP: lambda: self._tap_one("help-"),
            Step.DRAWN: self._draw,
        }
        for extra in self._window.visit.extras:
            if self._random.random() < 0.35:
                self._tap(f"extra-{extra}")
                fill[extra]()
                self._go_on()
        self._go_on()

    def _contact(self) -> None:
        number = self._random.randrange(10**6)
        self._type("email", self._random.choice((f"n{number}@example.org", "no,address")))
        self._maybe(0.5, lambda: self._type("phone", self._random.choice(("+852 2345 6789", "12"))))
        self._maybe(0.5, lambda: self._type("city", self._random.choice(CITIES)))
        self._maybe(0.5, lambda: self._tap("updates"))

    def _draw(self) -> None:
        pad = self._visitor.find(InkPad, "ink-pad")
        for _ in range(self._random.randint(1, 5)):
            self.did.append("a stroke")
            place = QPoint(self._random.randrange(pad.width()), self._random.randrange(pad.height()))
            QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=place)
            for _ in range(self._random.randrange(60)):
                place += QPoint(self._random.randint(-9, 12), self._random.randint(-9, 9))
                QTest.mouseMove(pad, place)
            QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=place)
        self._maybe(0.2, lambda: self._tap("undo-stroke"))
        self._maybe(0.1, lambda: self._tap("typed-signature"))

    def _hesitate(self) -> None:
        """Something that loses nothing of what was typed."""
        self._random.choice(
            (
                self._speak,
                self._change_look,
                self._turn_the_screen,
                lambda: self._tap("back", "next"),
                lambda: self._tap("home", "go-on"),
                lambda: self._tap("read-petition", "close-reading"),
                lambda: self._tap("read-privacy", "close-reading"),
            )
        )()

    def _write_on_the_screen(self) -> None:
        """A name on the on-screen keyboard, which is then put away, or stays for the next page."""
        method, keys, candidate, text = WRITTEN[self._window.visit.language]
        self._tap("key-name")
        self.did.append(f"on-screen keyboard {method}")
        finger = Finger(self._window.findChild(Keyboard))
        finger.tap(method, *keys)
        if candidate:
            finger.pick(candidate)
        line = self._visitor.find(QLineEdit, "field-name")
        assert line.text() == text, f"the keyboard wrote {line.text()!r}"
        self._maybe(0.5, lambda: finger.tap("HideKeyboardKey"))

    def _go_on(self) -> None:
        """To the next page; a doubt is waved away."""
        page = self._window.visit.step
        self._tap("next")
        if self._window.visit.step is page:
            self._tap("next")

    # ------------------------------------------------------------------- the end

    def _finish(self) -> None:
        self._tap("done")

    def _act(self) -> None:
        self._tap("act")
        self._go_home()

    def _go_home(self) -> None:
        asked = not self._window.visit.is_blank()
        self._tap("home")
        if asked:
            self._tap("start-anew")

    def _walk_away(self) -> None:
        """Leaves everything as it is until the kiosk has cleared itself, which takes no time here."""
        self.did.append("walks away")
        left, end = self._window.visit, time.monotonic() + _PATIENCE_SECONDS
        with _hurry(self._window) as hurry:
            while self._window.visit is left:
                assert time.monotonic() < end, "the kiosk did not clear itself"
                hurry()
                QTest.qWait(5)

    # ------------------------------------------------------------------- by hand and by chance

    def _tap(self, *names: str) -> None:
        for name in names:
            self.did.append(name)
            self._visitor.tap(name)

    def _tap_one(self, beginning: str) -> None:
        """Taps one of the buttons whose names begin like this; none where there is none."""
        names = self._named(beginning)
        if names:
            self._tap(self._random.choice(names))

    def _named(self, beginning: str) -> list[str]:
        buttons = self._window.findChildren(QAbstractButton)
        return [b.objectName() for b in buttons if b.isVisible() and b.objectName().startswith(beginning)]

    def _type(self, field: str, text: str) -> None:
        """Types on the laptop's own keys, which the on-screen keyboard would take for its own."""
        keyboard = self._window.findChild(Keyboard)
        while keyboard.isVisible():  # the key moves while a layout is being changed
            Finger(keyboard).tap("HideKeyboardKey")
            QTest.qWait(1)
        self.did.append(f"{field}: {text!r}")
        self._visitor.type_into(field, text)

    def _some(self, texts: tuple[str, ...], number: int) -> str:
        return f"{self._random.choice(texts)} {number}"

    def _maybe(self, chance: float, act: Callable[[], object]) -> None:
        if self._random.random() < chance:
            act()


@contextmanager
def _hurry(window: StallWindow) -> Iterator[Callable[[], None]]:
    """Skips waiting: the clock is an hour ahead, and timers that run at a call tick in no time."""
    intervals: dict[QTimer, int] = {}

    def hurry() -> None:
        for timer in window.findChildren(QTimer):
            if timer.isActive() and timer not in intervals:
                intervals[timer] = timer.interval()
                timer.setInterval(max(1, timer.interval() // 1000))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(idle, "seconds_since_start", lambda: seconds_since_start() + 3600)
        yield hurry
    for timer, interval in intervals.items():
        if isValid(timer):
            timer.setInterval(interval)

"""Staff give their PIN, then take posters away on a stick or on paper."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.app import application
from kiosk.campaign.content import parse_content, read_folder
from kiosk.stall.pin import PinGuard, make_pin
from kiosk.ui.language import Language
from kiosk.ui.places import Printer, Stick
from kiosk.ui.posters import copies as poster_copies
from kiosk.ui.posters.navigator import PosterNavigator
from kiosk.ui.screen import Screen, View
from kiosk.ui.staff.pin import PinLock
from kiosk.ui.tasks import Tasks
from kiosk.ui.theme import Theme
from tests import patience
from tests.conftest import CAMPAIGNS, TODAY
from tests.ui.conftest import OpenStall

PIN = "246810"


class Counter(QWidget):
    """A laptop on the table with the section of posters open, and whatever is plugged into it."""

    def __init__(self, qtbot: QtBot, pin: str | None, folder: Path) -> None:
        super().__init__()
        self._qtbot = qtbot
        self.language = "en"
        self.sticks: list[Stick] = []
        self.find_sticks = lambda: self.sticks
        self.printers: list[Printer] = []
        campaign = parse_content(read_folder(CAMPAIGNS / "stop-repression-hong-kong"))
        theme = Theme.make(campaign.colours, 1366, 768, "en")
        self._view = lambda: View(campaign, Language(self.language), theme, lambda: None, lambda: TODAY)
        self._layout = QVBoxLayout(self)
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._shown: Screen | None = None
        self.tasks = Tasks(self)
        guard = None if pin is None else PinGuard(folder, make_pin(pin))
        lock = None if guard is None else PinLock(guard, self.tasks, self)
        self.room = PosterNavigator(
            campaign, self.tasks, lock, self.build, self, lambda: self.find_sticks(), lambda: self.printers
        )
        self.setStyleSheet(theme.style_sheet())
        self.resize(1366, 768)
        self.build()
        self.show()

    def build(self) -> None:
        if self._shown is not None:
            self._layout.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = self.room.screen(self._view())
        self._layout.addWidget(self._shown)
        self._shown.show()
        if self._shown.first_focus is not None:
            self._shown.first_focus.setFocus()

    def button(self, name: str) -> QPushButton:
        (found,) = [b for b in self.findChildren(QPushButton, name) if b.isVisible()]
        return found

    def tap(self, *names: str) -> None:
        for name in names:
            self._qtbot.waitUntil(lambda name=name: self.has(name) and self.button(name).isEnabled())
            QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def wait_for(self, name: str) -> None:
        self._qtbot.waitUntil(lambda: self.has(name))

    def has(self, name: str) -> bool:
        return any(b.isVisible() for b in self.findChildren(QPushButton, name))

    def read(self) -> str:
        return "\n".join(label.text() for label in self.findChildren(QLabel) if label.isVisible())

    def wait_to_read(self, words: str) -> None:
        self._qtbot.waitUntil(lambda: words in self.read())

    def dots(self) -> str:
        (dots,) = [w for w in self.findChildren(QWidget, "pin-dots") if w.isVisible()]
        return dots.accessibleName()


OpenCounter = Callable[..., Counter]


@pytest.fixture
def open_counter(qtbot: QtBot, tmp_path: Path) -> OpenCounter:
    application()

    def start(pin: str | None = None) -> Counter:
        counter = Counter(qtbot, pin, tmp_path)
        qtbot.addWidget(counter, before_close_func=lambda closed: closed.tasks.wait())
        return counter

    return start


@pytest.fixture
def counter(open_counter: OpenCounter) -> Counter:
    """A kiosk without a PIN, at the staff's page of the first poster."""
    counter = open_counter()
    counter.tap("poster-shame-release-prisoners", "staff")
    return counter


def test_the_right_pin_typed_by_touch_opens_the_staff_s_page(open_counter: OpenCounter) -> None:
    counter = open_counter(PIN)
    counter.tap("poster-shame-release-prisoners", "staff")
    assert counter.room.staff_only
    counter.tap(*(f"digit-{digit}" for digit in PIN))
    assert counter.dots() == "6 digits"
    assert PIN not in counter.read()
    counter.tap("enter-pin")
    counter.wait_to_read("Save or print posters")


def test_the_pin_can_be_typed_on_a_keyboard(open_counter: OpenCounter) -> None:
    counter = open_counter(PIN)
    counter.tap("poster-shame-release-prisoners", "staff")
    QTest.keyClicks(counter.button("digit-1"), "9x")
    QTest.keyClick(counter.button("digit-1"), Qt.Key.Key_Backspace)
    assert counter.dots() == "0 digits"
    QTest.keyClicks(counter.button("digit-1"), PIN)
    QTest.keyClick(counter.button("digit-1"), Qt.Key.Key_Return)
    counter.wait_to_read("Save or print posters")


def test_a_wrong_pin_says_so_and_makes_one_wait_longer_each_time(open_counter: OpenCounter) -> None:
    counter = open_counter(PIN)
    counter.tap("poster-shame-release-prisoners", "staff")
    for seconds in ("1 second", "1 second", "2 seconds"):
        counter.tap("digit-1", "digit-2", "digit-3", "digit-4", "enter-pin")
        counter.wait_to_read(f"That is not the PIN. Try again in {seconds}.")
        assert not counter.button("digit-1").isEnabled()
        assert counter.dots() == "0 digits"
    counter.tap("back", "staff")
    assert not counter.button("digit-1").isEnabled(), "going away does not shorten the wait"
    counter.tap(*(f"digit-{digit}" for digit in PIN), "enter-pin")
    counter.wait_to_read("Save or print posters")


def test_more_than_twelve_digits_are_not_taken(open_counter: OpenCounter) -> None:
    counter = open_counter(PIN)
    counter.tap("poster-shame-release-prisoners", "staff", *["digit-7"] * 14)
    assert counter.dots() == "12 digits"
    counter.tap("delete-digit")
    assert counter.dots() == "11 digits"


def test_who_left_before_the_pin_was_checked_is_not_led_in(open_counter: OpenCounter) -> None:
    counter = open_counter(PIN)
    counter.tap("poster-shame-release-prisoners", "staff", *(f"digit-{digit}" for digit in PIN), "enter-pin")
    counter.room.leave()
    counter.build()
    counter.tasks.wait()
    patience.settle()
    assert "Posters and leaflets" in counter.read()


def test_staff_are_asked_again_after_the_visit(open_counter: OpenCounter) -> None:
    counter = open_counter(PIN)
    counter.tap("poster-shame-release-prisoners", "staff", *(f"digit-{digit}" for digit in PIN), "enter-pin")
    counter.wait_to_read("Save or print posters")
    counter.room.leave()
    counter.build()
    counter.tap("poster-shame-release-prisoners", "staff")
    assert counter.has("enter-pin")


def test_without_a_stick_or_a_printer_staff_are_told_what_to_do(counter: Counter) -> None:
    counter.wait_to_read("There is no stick. Plug one in")
    counter.wait_to_read("This laptop knows no printer.")
    assert not counter.button("print").isEnabled()


def test_a_stick_that_answers_late_keeps_nobody_waiting(open_counter: OpenCounter, stick: Path) -> None:
    counter = open_counter()
    answered = threading.Event()

    def look() -> list[Stick]:
        answered.wait(patience.SECONDS)
        return [Stick("SLOW", stick, 10**9)]

    counter.find_sticks = look
    counter.tap("poster-shame-release-prisoners", "staff")
    assert not answered.is_set()
    assert "One moment, please." in counter.read()
    assert not counter.has("stick-0")
    counter.tap("back", "staff")
    answered.set()
    counter.wait_for("stick-0")
    assert "One moment, please." not in counter.read()


@pytest.mark.parametrize(
    ("out", "words"),
    [
        (True, "You can remove it."),
        (False, "Do not pull it out yet: eject it in the system first, or switch this laptop off."),
    ],
)
def test_a_stick_that_is_plugged_in_later_is_found_and_gets_every_poster(
    counter: Counter, stick: Path, monkeypatch: pytest.MonkeyPatch, out: bool, words: str
) -> None:
    monkeypatch.setattr(poster_copies, "eject", lambda folder: out)
    counter.sticks = [Stick("KINGSTON & CO", stick, 14_200_000_000)]
    counter.tap("look-again")
    counter.wait_for("stick-0")
    assert "There is no stick" not in counter.read()
    QApplication.processEvents()
    assert " ".join(counter.button("stick-0").text().split()) == "Save to KINGSTON && CO (14.2 GB free)"
    counter.tap("stick-0")
    counter.wait_to_read(f"Done: 42 files on KINGSTON & CO, in the folder “posters”. {words}")
    saved = list((stick / "posters").iterdir())
    assert len(saved) == 42
    assert all(path.read_bytes().startswith(b"%PDF") for path in saved)


def test_the_screen_may_be_built_anew_while_it_saves(counter: Counter, stick: Path) -> None:
    counter.sticks = [Stick("KINGSTON", stick, 10**9)]
    counter.tap("look-again", "stick-0")
    assert not counter.button("back").isEnabled()
    counter.language = "zh-Hant"
    counter.build()
    counter.wait_to_read("完成：42 個檔案已存入 KINGSTON")
    counter.tap("back", "staff")
    assert "完成" not in counter.read()


def test_a_full_stick_is_said_and_can_be_tried_again(counter: Counter, small_disk) -> None:
    small_disk.fill()
    counter.sticks = [Stick("FULL", small_disk.path, 0)]
    counter.tap("look-again", "stick-0")
    counter.wait_to_read("That did not work.")
    assert "full" in counter.read()
    assert not list(small_disk.path.rglob("*.pdf"))
    small_disk.free()
    counter.tap("stick-0")
    counter.wait_to_read("Done: 42 files")


def test_a_stick_that_was_pulled_out_is_said(counter: Counter, stick: Path) -> None:
    counter.sticks = [Stick("GONE", stick, 10**9)]
    counter.tap("look-again")
    counter.wait_for("stick-0")
    stick.rmdir()
    counter.tap("stick-0")
    counter.wait_to_read("That did not work.")
    assert "stick is plugged in" in counter.read()


def _paper_printer(name: str, out: Path) -> Printer:
    """A real printer of Qt whose paper is a file."""

    def begin() -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        return printer

    return Printer(name, begin)


def test_one_poster_is_printed_as_staff_choose_it(counter: Counter, tmp_path: Path) -> None:
    out, other = tmp_path / "out.pdf", tmp_path / "other.pdf"
    counter.printers = [_paper_printer("Office copier", other), _paper_printer("LaserJet", out)]
    counter.tap("look-again", "printer-1", "choice-A3", "choice-en", "print")
    counter.wait_to_read("The poster is on its way to LaserJet.")
    printed = out.read_bytes()
    assert b"842" in printed
    assert b"1191" in printed
    assert not other.exists()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_no_job_is_said(counter: Counter, tmp_path: Path) -> None:
    counter.printers = [_paper_printer("LaserJet", tmp_path / "no such folder" / "out.pdf")]
    counter.tap("look-again", "print")
    counter.wait_to_read("That did not work.")


def test_the_kiosk_s_own_window_asks_for_the_kiosk_s_pin(open_stall: OpenStall) -> None:
    """Through the real window, where no band leads on from the staff's screens."""
    stall = open_stall(pin=PIN)
    stall.visitor.read("posters")
    stall.visitor.tap("poster-history-repeats")
    stall.visitor.tap("staff")
    for name in ("sign", "section-posters"):
        assert not [b for b in stall.window.findChildren(QPushButton, name) if b.isVisible()]
    for digit in PIN:
        stall.visitor.tap(f"digit-{digit}")
    stall.visitor.tap("home")
    stall.visitor.read("posters")
    stall.visitor.tap("poster-history-repeats")
    stall.visitor.tap("staff")
    (dots,) = [w for w in stall.window.findChildren(QObject, "pin-dots") if w.isVisible()]
    assert dots.accessibleName() == "0 digits"

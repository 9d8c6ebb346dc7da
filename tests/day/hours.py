"""Some hours at the stall, as a process of its own: `python -m tests.day.hours DATA ACTION...`.

The actions, one after the other: `sign:FIRST:NUMBER` (so many people, each said once they were thanked),
`sync:FOLDER` and `close` (by staff, behind the PIN), `typing` (somebody begins, and nothing more happens:
the process waits to be killed).
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QLabel

from kiosk.app import application, stall_window
from kiosk.memory import keep_out_of_files
from kiosk.rehearsal import Person, Visitor
from kiosk.stall.kiosk import Kiosk
from kiosk.ui.places import Stick
from tests import patience

PIN = "2468"
LANGUAGES = ("en", "zh-Hant", "zh-Hans")
NAMES = ("Rosa Álvarez", "陳大文", "刘小明")


def name_of(number: int) -> str:
    """What the visitor with this number is called."""
    return f"{NAMES[number % 3]} {number}"


class Hours:
    """The stall's open window, and who stands before it."""

    def __init__(self, data: Path) -> None:
        self._plugged_in: list[Stick] = []
        self.window = stall_window(Kiosk.open(data), find_sticks=lambda: self._plugged_in)
        self.window.resize(1366, 768)
        self.window.show()
        self.visitor = Visitor(self.window)

    def sign(self, first: int, number: int) -> None:
        for visit in range(first, first + number):
            self.visitor.sign(self._person(visit))
            print(name_of(visit), flush=True)
            self.visitor.tap("done")

    def typing(self) -> None:
        self.visitor.begin(self._person(999_999))
        print("typing", flush=True)
        application().exec()

    def sync(self, folder: Path) -> None:
        self._plugged_in = [Stick(folder.name, folder, 10**9)]
        self._come_in()
        self.visitor.tap("sync")
        self.visitor.tap("place-0")
        self._read("read back from there and checked")
        self.window.new_visit()

    def close(self) -> None:
        self._come_in()
        self.visitor.tap("shift")
        self.visitor.tap("close-shift")
        self._read("The stall is closed.")

    def _person(self, number: int) -> Person:
        return Person(LANGUAGES[number % 3], name_of(number), "HK", f"person{number}@day.example")

    def _come_in(self) -> None:
        self.window.speak("en")
        self.window.staff.enter()
        for digit in PIN:
            self.visitor.tap(f"digit-{digit}")
        self.visitor.tap("enter-pin")
        self._read("signed in this shift")

    def _read(self, words: str) -> None:
        patience.until(lambda: any(words in label.text() for label in self.window.findChildren(QLabel)))


def main() -> None:
    """Plays the actions of the command line."""
    keep_out_of_files()
    application()
    hours = Hours(Path(sys.argv[1]))
    for action in sys.argv[2:]:
        what, *rest = action.split(":")
        if what == "sign":
            hours.sign(int(rest[0]), int(rest[1]))
        elif what == "sync":
            hours.sync(Path(rest[0]))
        elif what == "close":
            hours.close()
        else:
            hours.typing()
    hours.window.close()


if __name__ == "__main__":
    main()

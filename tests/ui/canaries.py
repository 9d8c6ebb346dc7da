"""A visitor who leaves a canary in everything, and a search for whatever is left of it.

`python -m tests.ui.canaries DIR` plays it as a program, with a new kiosk in the folder DIR: two visits for
each way to end one. It prints a line for each trace that it finds.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtQuickWidgets import QQuickWidget
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea

from kiosk.app import application, make_training, stall_window
from kiosk.rehearsal import Visitor
from kiosk.ui.keyboard.widget import Keyboard
from kiosk.ui.widgets.ink_pad import InkPad
from kiosk.ui.window.window import StallWindow
from tests import patience
from tests.conftest import CAMPAIGNS
from tests.ui.heard import heard
from tests.ui.onscreen import Finger

CANARY = "Zanzibar Quux"
COMPOSED = "ㄗㄤㄗ"
"""Begun on the on-screen keyboard, in Zhuyin, and not chosen."""

Walk = Callable[[Visitor], None]


def drawn_content(folder: Path) -> Path:
    """The bundled campaign's content, copied into `folder`, with a drawn signature that is optional."""
    content = Path(shutil.copytree(CAMPAIGNS / "stop-repression-hong-kong", folder / "content"))
    top = content / "campaign.toml"
    text = top.read_text(encoding="utf-8").replace("[form]", '[form]\nsignature = "asked"')
    top.write_text(text, encoding="utf-8")
    return content


def _look(visitor: Visitor) -> None:
    visitor.tap("language-zh-Hant")
    visitor.tap("appearance")
    visitor.tap("text-largest")
    visitor.tap("colours-dark")
    visitor.tap("appearance-done")


def _search(visitor: Visitor) -> None:
    visitor.read("questions")
    visitor.type_into("search", CANARY)


def _offer_help(visitor: Visitor) -> None:
    visitor.read("actions")
    visitor.tap("help-union-motion")
    for page in visitor.window.findChildren(QScrollArea):
        page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())


def _posters(visitor: Visitor) -> None:
    visitor.read("posters")
    poster = visitor.window.campaign.texts["en"].posters[2].id
    visitor.tap(f"poster-{poster}")
    visitor.tap("next")


def _name(visitor: Visitor) -> None:
    visitor.tap("home")
    if visitor.window.findChildren(QLineEdit) == [] and not visitor.window.visit.is_blank():
        visitor.tap("go-on")
    visitor.read("demands")
    visitor.tap("sign")
    visitor.tap("kind-organisation")
    for field in ("name", "organisation", "role"):
        visitor.type_into(field, CANARY)
    line = visitor.find(QLineEdit, "field-name")
    QTest.mouseDClick(line, Qt.MouseButton.LeftButton, pos=QPoint(30, line.height() // 2))
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    line.copy()  # no key does it; it stands for whatever else might


def _country(visitor: Visitor) -> None:
    visitor.tap("next")
    visitor.type_into("country", CANARY)


def _extras(visitor: Visitor) -> None:
    line = visitor.find(QLineEdit, "field-country")
    line.clear()
    visitor.tap("country-HK")


def _contact(visitor: Visitor) -> None:
    visitor.tap("extra-contact")
    for field in ("email", "phone", "city"):
        visitor.type_into(field, CANARY)
    visitor.tap("updates")
    visitor.tap("next")
    visitor.tap("next")


def _listing(visitor: Visitor) -> None:
    visitor.tap("extra-listing")
    visitor.tap("public-name")


def _drawn(visitor: Visitor) -> None:
    visitor.tap("next")
    visitor.tap("extra-drawn")
    pad = visitor.find(InkPad, "ink-pad")
    scribble(pad)


def _consent(visitor: Visitor) -> None:
    visitor.tap("next")
    visitor.tap("next")
    visitor.tap("consent")


def _reading(visitor: Visitor) -> None:
    visitor.tap("read-privacy")


def _compose(visitor: Visitor) -> None:
    """Begins a character on the on-screen keyboard, and chooses none."""
    visitor.tap("close-reading")
    for _ in range(2):
        visitor.tap("back")
    visitor.tap("back")
    visitor.window.activateWindow()  # Qt without a screen forgets it when a window's content is replaced
    visitor.tap("key-name")
    finger = Finger(visitor.find(Keyboard, ""))
    finger.tap("注音", *COMPOSED)
    assert finger.candidates(), "there is something to choose"


STEPS: dict[str, Walk] = {
    "look": _look,
    "questions": _search,
    "actions": _offer_help,
    "posters": _posters,
    "name": _name,
    "country": _country,
    "extras": _extras,
    "contact": _contact,
    "listing": _listing,
    "drawn": _drawn,
    "consent": _consent,
    "reading": _reading,
    "composing": _compose,
}
"""What the visitor does, in order; a visit may end after each."""


def leave_canaries(visitor: Visitor, until: str) -> None:
    """Does everything up to the step `until`."""
    for name, walk in STEPS.items():
        walk(visitor)
        if name == until:
            return


def scribble(pad: InkPad) -> None:
    """A stroke to the right and up."""
    start = pad.rect().center()
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=start)
    for n in range(30):
        QTest.mouseMove(pad, start + QPoint(4 * n, -n * n // 10))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=start + QPoint(120, -90))


# ------------------------------------------------------------------------- the search


def kept() -> str:
    """All text in the program: on widgets, for screen readers, on the keyboard, on the clipboards."""
    return "\n".join([*_widgets(), *_clipboards()])


def _widgets() -> Iterator[str]:
    for widget in QApplication.allWidgets():
        for read in (
            "text",
            "accessibleName",
            "accessibleDescription",
            "placeholderText",
            "toolTip",
            "windowTitle",
        ):
            if hasattr(widget, read):
                yield str(getattr(widget, read)())
        if (told := heard(widget)) is not None:
            yield from (told.name, told.value, told.description)
        if isinstance(widget, QLineEdit):
            assert widget.completer() is None
        if isinstance(widget, QQuickWidget) and widget.rootObject() is not None:
            for item in widget.rootObject().findChildren(QQuickItem):
                yield str(item.property("text") or "")
                yield str(item.property("displayText") or "")


def _clipboards() -> Iterator[str]:
    clipboard = QGuiApplication.clipboard()
    modes = [QClipboard.Mode.Clipboard]
    if clipboard.supportsSelection():
        modes.append(QClipboard.Mode.Selection)
    for mode in modes:
        data = clipboard.mimeData(mode)
        for kind in data.formats() if data is not None else ():
            yield bytes(data.data(kind).data()).decode("utf-8", "replace")
        yield clipboard.text(mode)


def what_keys_bring_back(window: StallWindow) -> str:
    """What undo, redo, pasting and the middle button put into the fields that are shown."""
    lines = [line for line in window.findChildren(QLineEdit) if line.isVisible()]
    control = Qt.KeyboardModifier.ControlModifier
    for line in lines:
        line.setFocus()
        for key in (Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_V):
            QTest.keyClick(line, key, control)
        QTest.keyClick(line, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(line, Qt.Key.Key_Insert, Qt.KeyboardModifier.ShiftModifier)
        QTest.mouseClick(line, Qt.MouseButton.MiddleButton)
    return "".join(line.text() + line.displayText() for line in lines)


def files_with(text: str, folder: Path) -> list[str]:
    """The files below `folder` that hold `text`, in UTF-8 or UTF-16."""
    wanted = [text.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [
        str(path)
        for path in files
        if any(part in path.read_bytes() or part in str(path).encode() for part in wanted)
    ]


# ------------------------------------------------------------------------ as a program


def main(folder: Path) -> None:
    application()
    training = make_training(folder, drawn_content(folder.parent))
    window = stall_window(training.kiosk)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    visitor = Visitor(window)
    for until, ways in {
        "composing": ("home", "start-anew"),
        "name": ("home", "start-anew"),
        "consent": ("submit", "done"),
    }.items():
        leave_canaries(visitor, until)
        assert CANARY in kept(), "the canary sings"
        for way in ways:
            visitor.tap(way)
        patience.settle()
        found = kept()
        visitor.tap("sign")
        found += what_keys_bring_back(window)
        visitor.tap("home")
        for trace in (CANARY, COMPOSED):
            if trace in found:
                print(f"after {until} and {ways[-1]}: {trace}")
        print(f"played {until}")
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

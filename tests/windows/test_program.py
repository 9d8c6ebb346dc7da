"""Stall and desk as people start them on Windows, on a real screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk import paths
from tests import patience
from tests.conftest import MakeKiosk
from tests.lacking import need_windows
from tests.program import COMMAND, ENVIRONMENT

if sys.platform == "win32":
    from tests.windows.shown import Shown, close, screen, shown

pytestmark = need_windows
ON_SCREEN = {**ENVIRONMENT, "QT_QPA_PLATFORM": "windows"}
_ABORTED = 3
"""The exit code of abort(), which Qt and Python call where they cannot go on."""


@contextmanager
def running(*arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    program = subprocess.Popen(
        [*COMMAND, *map(str, arguments)], env=ON_SCREEN, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    try:
        yield program
    finally:
        program.kill()
        program.communicate()


def the_window(*, not_of: int = 0) -> Shown:
    """The largest window that is shown, once there is one; of another process than `not_of`."""

    def there() -> list[Shown]:
        return [one for one in shown() if one.process != not_of and one.size > 600 * 400]

    patience.until(there)
    return max(there(), key=lambda one: one.size)


def test_a_stall_covers_the_screen_and_is_back_after_a_crash_until_it_is_told_to_end(
    make_kiosk: MakeKiosk,
) -> None:
    with running("run", "--data", make_kiosk("圖書館 é").data) as program:
        first = the_window()
        patience.until(lambda: the_window().rectangle == screen())
        close(first)  # a kiosk cannot be closed from outside
        os.kill(first.process, _ABORTED)
        second = the_window(not_of=first.process)
        program.kill()
        patience.until(lambda: not any(one.process == second.process for one in shown()))


def test_the_desk_opens_and_its_cross_closes_it(desk_folder: Path) -> None:
    with running("desk", "--campaign", desk_folder) as program:
        close(the_window())
        assert program.wait(patience.SECONDS) == 0


def printed(script: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", script], env=ON_SCREEN, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_systems_input_method_is_in_no_window_of_the_kiosk() -> None:
    """It would keep the words that are typed. Qt alone leaves it in, the kiosk's windows have none."""
    look = """
from {where} import {application}
app = {application}({arguments})
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from kiosk.windows.input_method import is_in
for hints in (Qt.InputMethodHint.ImhNone, Qt.InputMethodHint.ImhSensitiveData):
    field = QLineEdit()
    field.setInputMethodHints(hints)
    field.show()
    field.setFocus()
    for _ in range(20):
        app.processEvents()
    print(is_in(int(field.winId())))
"""
    qt = look.format(where="PySide6.QtWidgets", application="QApplication", arguments="[]")
    kiosk = look.format(where="kiosk.app", application="application", arguments="")
    assert printed(kiosk) == ["False", "False"]
    assert printed(qt)[0] == "True", "or this test shows nothing"


def test_pinyin_keeps_no_dictionary() -> None:
    typed = """
from pathlib import Path
from PySide6.QtCore import QStandardPaths
from kiosk.app import application
app = application()
from PySide6.QtWidgets import QLineEdit
from kiosk.ui.keyboard.widget import Keyboard
place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)
print(place.replace(" ", "_"))
try:
    (Path(place) / "qtvirtualkeyboard").mkdir(parents=True)
except OSError:
    print("no such folder can be made")
"""
    place, *answer = printed(typed)
    assert " ".join(answer) == "no such folder can be made", place
    words = paths.words_typed()
    assert words is not None
    assert not words.exists()

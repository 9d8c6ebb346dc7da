"""Which kiosk `kiosk run` opens: never training in the place of one that has lost a file."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kiosk.app import run_kiosk
from kiosk.errors import KioskError
from tests.conftest import MakeKiosk
from tests.program import ENVIRONMENT


@pytest.mark.parametrize("lost", ["kiosk.json", "campaign.kioskpack"])
def test_a_kiosk_that_lost_a_file_does_not_open_as_training(make_kiosk: MakeKiosk, lost: str) -> None:
    data = make_kiosk().data
    (data / lost).unlink()
    with pytest.raises(KioskError):
        run_kiosk(data, (800, 600))


def test_a_stall_loads_nothing_that_only_the_desk_needs() -> None:
    """It starts sooner without, and the bundle does not even have it."""
    of_the_desk = ("duckdb", "pyarrow", "splink", "sqlglot", "psycopg", "xlsxwriter", "zxcvbn")
    look = f"import kiosk.app, kiosk.rehearsal, sys; print([m for m in {of_the_desk} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_who_asks_the_window_to_end_ends_it_in_good_order(name: str) -> None:
    """Ctrl+C in a terminal, and the supervisor; on every system."""
    asked = f"""
import signal, threading
from kiosk.app import interruptible, application
app = application()
with interruptible():
    threading.Timer(0.1, signal.raise_signal, [signal.{name}]).start()
    print(app.exec())
print(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, env=ENVIRONMENT, text=True)
    assert done.stdout.split() == ["0", "True"], done.stderr


def test_a_window_that_was_asked_to_end_ends_once() -> None:
    """A second end, which comes when the loop is over, would stop every loop after it."""
    asked = """
import signal, threading
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget
from kiosk.app import interruptible, application
app = application()
window = QWidget()
window.show()
with interruptible():
    threading.Timer(0.1, signal.raise_signal, [signal.SIGTERM]).start()
    print(app.exec())
window.close()
app.processEvents()
loop = QEventLoop()
QTimer.singleShot(10, lambda: loop.exit(7))
print(loop.exec())
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, env=ENVIRONMENT, text=True)
    assert done.stdout.split() == ["0", "7"], done.stderr


@pytest.mark.parametrize(("system", "wanted"), [("linux", "xcb"), ("win32", "None"), ("darwin", "None")])
def test_a_display_variable_means_x_on_linux_alone(system: str, wanted: str) -> None:
    look = f"""
import os, sys, PySide6.QtCore
sys.platform = {system!r}
from kiosk.ui.keyboard.platform import prepare
prepare()
print(os.environ.get("QT_QPA_PLATFORM"))
"""
    environment = {**os.environ, "PYTHONPATH": ENVIRONMENT["PYTHONPATH"], "DISPLAY": ":99"}
    environment.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, env=environment, text=True)
    assert done.stdout.strip() == wanted, done.stderr

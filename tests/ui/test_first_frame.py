"""The first frame of the stall stands before anything is loaded that only the next touch needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import MakeKiosk
from tests.program import ENVIRONMENT, ROOT

_FIRST_FRAME = """
import sys
from pathlib import Path
import kiosk.cli
from PySide6.QtCore import QEvent, QObject
from kiosk.app import application, run_kiosk

class FirstFrame(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            application().removeEventFilter(self)
            print(*sys.modules)
            application().quit()
        return False

watching = FirstFrame()
application().installEventFilter(watching)
run_kiosk(Path(sys.argv[1]), (800, 600))
"""
_LATER = {
    *(
        "sqlalchemy",
        "psutil",
        "phonenumbers",
        "email_validator",
        "segno",
        "babel",
        "cryptography",
        "markdown_it",
        "kiosk.cli.desk",
    ),
    *("kiosk.ui.desk", "kiosk.ui.staff.panel", "kiosk.ui.stall.sign_name", "kiosk.ui.posters.gallery"),
    *("kiosk.signing.countries", "kiosk.coordinator"),
}


def test_the_first_frame_waits_for_no_database_and_nothing_else_that_can_wait(make_kiosk: MakeKiosk) -> None:
    data: Path = make_kiosk().data
    told = subprocess.run(
        [sys.executable, "-c", _FIRST_FRAME, str(data)],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "kiosk.ui.window.window" in told.stdout.split()
    assert _LATER & set(told.stdout.split()) == set()


_STARTED = """
import gc, sys
from pathlib import Path
import kiosk.cli.stall as stall
from PySide6.QtCore import QTimer
import kiosk.app
from kiosk.ui.stall.attract import AttractScreen

stall.has_display = lambda: True
built = []
make = AttractScreen.__init__
AttractScreen.__init__ = lambda self, *rest: (built.append(gc.isenabled()), make(self, *rest))[1]
opened = kiosk.app.StallWindow._open_behind

def open_behind(window):
    opened(window)
    print(built, gc.isenabled(), "kiosk.ui.stall.sign_name" in sys.modules)
    kiosk.app.application().quit()

kiosk.app.StallWindow._open_behind = open_behind
from kiosk.cli import kiosk as command
command.main(["run", "--windowed", "800x600", "--data", sys.argv[1]], standalone_mode=False)
"""


def test_the_start_is_built_once_and_what_the_next_touch_needs_comes_right_behind_it(
    make_kiosk: MakeKiosk,
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _STARTED, str(make_kiosk().data)],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split("\n")[0] == "[False] True True"

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
_LATER = {"sqlalchemy", "psutil", "phonenumbers", "email_validator", "segno", "kiosk.ui.desk"}


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
    assert not _LATER & set(told.stdout.split())

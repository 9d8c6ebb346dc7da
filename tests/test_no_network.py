"""The program has no network code and opens no socket, not even in a whole rehearsal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import patience

_WATCHED = """
import os, sys
seen = []
def watch(event, args):
    if event.startswith("socket."):
        seen.append((event, repr(args)))
sys.addaudithook(watch)
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from kiosk.rehearsal import rehearse
from kiosk.memory import keep_out_of_files
keep_out_of_files()  # as the program's start does
faults = [finding.sentence for finding in rehearse(Path(sys.argv[1])) if finding.state == "fault"]
assert not faults, faults
never = {"PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtPrintSupport"}
loaded = never & set(sys.modules)
assert not loaded, loaded
opened = [entry for entry in seen if entry[0] != "socket.gethostname"]
assert not opened, opened
print("no socket")
"""


@pytest.mark.long
def test_a_whole_rehearsal_opens_no_socket(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=patience.LONG_SECONDS,
        check=False,
    )
    assert done.stdout.strip() == "no socket", done.stderr

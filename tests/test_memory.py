"""A crash leaves no file with what was in memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CRASH = """
import ctypes, resource
from kiosk.memory import keep_out_of_files
keep_out_of_files()
print(resource.getrlimit(resource.RLIMIT_CORE))
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_a_core_dump_is_ruled_out() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _CRASH], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    assert told[0].startswith("(0, 0)")
    assert told[1] == "0", "the process is not dumpable"


def test_every_command_rules_it_out() -> None:
    probe = (
        "import sys, resource; sys.argv = ['kiosk', '--version']\n"
        "import atexit; atexit.register(lambda: print(resource.getrlimit(resource.RLIMIT_CORE)))\n"
        "from kiosk.cli import main; main()"
    )
    told = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout
    assert "(0, 0)" in told

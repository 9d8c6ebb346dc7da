"""What a machine may lack: a test that needs it is skipped, and the end of a run says what is missing."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest


def need(*programs: str, brought_by: str = "make install-dev") -> None:
    """Skips the test where one of `programs` is not installed, and says what brings it."""
    if missing := [program for program in programs if shutil.which(program) is None]:
        pytest.skip(f"not installed: {', '.join(missing)} ({brought_by} brings it)")


def need_strace() -> None:
    """Skips the test where strace is missing, or may not watch a program."""
    need("strace")
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode:
        pytest.skip("this system does not let strace watch a program")


need_windows = pytest.mark.skipif(
    sys.platform != "win32", reason="not Windows (make wine runs this under Wine)"
)
"""Marks a test of what only Windows has."""

need_posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and modes are POSIX")
"""Marks a test of what Windows has not, or only for administrators."""

"""The program as people start it: `kiosk ...` in its own process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests import patience

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "kiosk")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def kiosk(
    *arguments: object, cwd: Path | None = None, timeout: float = patience.LONG_SECONDS
) -> subprocess.CompletedProcess[str]:
    """Runs `kiosk` with `arguments` to its end; nobody sits at the keyboard."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
    )


def done(*arguments: object, cwd: Path | None = None) -> str:
    """Runs `kiosk`, which must succeed, and returns what it printed."""
    result = kiosk(*arguments, cwd=cwd)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def refused(*arguments: object, cwd: Path | None = None, saying: tuple[str, ...] = ()) -> str:
    """Runs `kiosk`, which must refuse in a sentence or two that have `saying` in them. Returns stderr."""
    result = kiosk(*arguments, cwd=cwd)
    said = result.stderr
    assert result.returncode == 1, f"exit code {result.returncode}\n{result.stdout}\n{said}"
    assert "Traceback" not in said + result.stdout
    assert "has a fault" not in said, said
    lines = [line for line in said.splitlines() if line]
    assert 1 <= len(lines) <= 3, said
    assert all(len(line) < 400 for line in lines), said
    for words in saying:
        assert words in said, said
    return said

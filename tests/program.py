"""The program as people start it: `kiosk ...` in its own process."""

from __future__ import annotations

import io
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests import patience

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "kiosk")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
_READ_BEFORE = [
    "kiosk.cli",
    "kiosk.coordinator.merge.merge",
    "kiosk.coordinator.register.server",
    "kiosk.coordinator.reports.hand_over",
    "kiosk.stall.sync",
    "sqlalchemy.dialects.sqlite",
]
"""What most commands need. Reading it takes longer than what a command does, and tests start hundreds."""


def kiosk(
    *arguments: object, cwd: Path | None = None, timeout: float = patience.LONG_SECONDS
) -> subprocess.CompletedProcess[str]:
    """Runs `kiosk` with `arguments` to its end; nobody sits at the keyboard."""
    words = list(map(str, arguments))
    if sys.platform == "win32":  # no process is forked there
        return subprocess.run(
            [*COMMAND, *words],
            cwd=cwd,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
        )
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))  # for the process from which the others are forked
        said = [Path(folder) / "stdout", Path(folder) / "stderr"]
        forked = multiprocessing.get_context("forkserver")
        forked.set_forkserver_preload(_READ_BEFORE)
        process = forked.Process(target=_main, args=(words, cwd or Path.cwd(), ENVIRONMENT, *said))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(words, timeout)
        return subprocess.CompletedProcess(
            words, process.exitcode, *(path.read_text(encoding="utf-8") for path in said)
        )


def _main(
    words: Sequence[str], cwd: Path, environment: Mapping[str, str], stdout: Path, stderr: Path
) -> None:
    """What the forked process does: it becomes `kiosk`, with nobody at the keyboard."""
    for path, number in ((stdout, 1), (stderr, 2)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), number)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    sys.argv = ["kiosk", *words]
    from kiosk.cli import main

    main()


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

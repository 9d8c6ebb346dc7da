"""A pytest plugin that notes which test runs which lines: `pytest -p tests.mutants.watching FILE`.

Writes what it saw into the file of JSON that the variable KIOSK_WATCHED names; a test file that is skipped
whole has no tests, and nothing is written where one cannot be read.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).parent.parent.parent
_running = ""
_notes: dict[str, dict[str, object]] = {}
_watch = coverage.Coverage(data_file=None, source=["kiosk"], config_file=False)


def _note_programs(event: str, arguments: tuple[object, ...]) -> None:
    """A test that starts this program in a process of its own may run any line of it."""
    if event == "subprocess.Popen" and _running and "kiosk" in str(arguments[1]):
        _notes[_running]["starts_programs"] = True


def pytest_sessionstart() -> None:
    sys.addaudithook(_note_programs)
    _watch.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    global _running
    _running = item.nodeid
    _notes[_running] = {"starts_programs": False, "failed": False}
    _watch.switch_context(_running)
    began = time.perf_counter()
    result = yield
    _notes[_running]["seconds"] = time.perf_counter() - began
    _running = ""
    _watch.switch_context("")
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _notes[report.nodeid]["failed"] = True


def pytest_sessionfinish(exitstatus: int) -> None:
    _watch.stop()
    data = _watch.get_data()
    lines: dict[str, dict[str, list[int]]] = {}
    for file in data.measured_files():
        module = Path(file).relative_to(ROOT).as_posix()
        for line, tests in data.contexts_by_lineno(file).items():
            for test in filter(None, tests):
                lines.setdefault(test, {}).setdefault(module, []).append(line)
    told = {test: {**note, "lines": lines.get(test, {})} for test, note in _notes.items()}
    if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        Path(os.environ["KIOSK_WATCHED"]).write_text(json.dumps(told))

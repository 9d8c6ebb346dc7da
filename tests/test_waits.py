"""No test waits a time for something to happen: on a busy machine it would not have happened yet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
TIMED = ("benchmarks", "mutants", "patience.py", "spoken.py")
"""Programs beside the tests, some of which measure time itself or have only the system's Python, and the one
place that knows how to wait."""


def fixed_waits(source: str) -> Iterator[int]:
    """The lines on which a program waits a time, whatever has happened by then."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        whole = ast.unparse(node.func)
        name = whole.rpartition(".")[2]
        starts_a_timer = name == "singleShot" and ast.unparse(node.args[0]) != "0"
        if name in ("qWait", "qSleep", "sleep") or whole.endswith("bot.wait") or starts_a_timer:
            yield node.lineno


def test_a_wait_of_a_fixed_time_is_found() -> None:
    waits = "time.sleep(0.1)\nQTest.qWait(5)\nself._qtbot.wait(9)\nQTimer.singleShot(300, mend)\nsleep(1)\n"
    assert list(fixed_waits(waits)) == [1, 2, 3, 4, 5]
    assert not list(fixed_waits("QTimer.singleShot(0, mend)\ngo_on.wait(9)\npatience.until(ready)\n"))


def test_no_test_waits_a_fixed_time() -> None:
    found = [
        f"{path.relative_to(TESTS)}:{line}"
        for path in sorted(TESTS.rglob("*.py"))
        if path.relative_to(TESTS).parts[0] not in TIMED
        for line in fixed_waits(path.read_text("utf-8"))
    ]
    assert found == [], "wait for the thing: see tests/patience.py"

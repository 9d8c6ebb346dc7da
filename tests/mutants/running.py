"""Runs tests against mutants: each in a process of its own, in a copy of the tree that has just this mutant.

Processes are forked from one that has loaded the libraries, which takes longer than most tests.
"""

from __future__ import annotations

import importlib
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from tests.mutants.operators import Mutant
from tests.mutants.selecting import Selection

_LIBRARIES = (
    "PySide6.QtWidgets", "PySide6.QtQuickWidgets", "PySide6.QtPrintSupport", "PySide6.QtTest",
    "alembic.command", "babel.dates", "click", "cryptography.hazmat.primitives.asymmetric.ed25519",
    "filelock", "email_validator", "markdown_it", "msgspec", "openpyxl", "phonenumbers", "psutil",
    "psycopg", "pypdf", "rich.console", "segno", "shamir_mnemonic", "sqlalchemy.dialects.postgresql",
    "xlsxwriter", "zxcvbn",
)  # fmt: skip
_LEFT_OUT = (".git", ".venv", ".hypothesis", "build", "dist", "screenshots")
_NOT_TESTED = 99
_MEMORY = 8 << 30
"""Bytes that tests may take; a mutant that never stops collecting is ended there.

DuckDB keeps some 80 MB of addresses for every search, so fifty tests of it alone ask for 4 GiB.
"""


@dataclass(frozen=True)
class Tried:
    """What became of a mutant: "killed", "survived", or "timed out", which is killed, too."""

    mutant: Mutant
    outcome: str
    seconds: float


def copy_tree(root: Path, to: Path) -> Path:
    """Copies the project to `to` without what nobody tests; what is compiled stays valid."""
    shutil.copytree(root, to, ignore=shutil.ignore_patterns(*_LEFT_OUT), symlinks=True)
    return to


def load_libraries() -> None:
    """Loads what most tests load, once for all."""
    for name in _LIBRARIES:
        importlib.import_module(name)


def try_all(
    work: Iterable[tuple[Mutant, Selection]],
    trees: list[Path],
    tried: Callable[[Tried], None],
) -> None:
    """Tries every mutant with its tests, as many at a time as there are `trees`."""
    waiting = iter(work)
    free = list(trees)
    running: dict[int, tuple[Mutant, Path, float, float]] = {}
    more = True
    try:
        while more or running:
            while more and free:
                following = next(waiting, None)
                if following is None:
                    more = False
                    break
                mutant, selection = following
                if not selection.names:
                    tried(Tried(mutant, "survived", 0))
                    continue
                tree = free.pop()
                now = time.monotonic()
                running[_start(tree, mutant, selection)] = (
                    mutant,
                    tree,
                    now,
                    now + 60 + 10 * selection.seconds,
                )
            time.sleep(0.05)
            for process, (mutant, tree, began, deadline) in list(running.items()):
                ended, status = os.waitpid(process, os.WNOHANG)
                late = not ended and time.monotonic() > deadline
                if not ended and not late:
                    continue
                _end_group(process)
                if late:
                    os.waitpid(process, 0)
                del running[process]
                free.append(tree)
                shutil.copy2(trees[0].parent / "whole" / mutant.module, tree / mutant.module)
                code = os.waitstatus_to_exitcode(status) if ended else None
                if code == _NOT_TESTED:
                    raise RuntimeError(f"The tests were not run: {(tree / 'output').read_text()}")
                survived = code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
                outcome = "timed out" if late else "survived" if survived else "killed"
                tried(Tried(mutant, outcome, time.monotonic() - began))
    finally:
        for process in running:
            _end_group(process)


def _start(tree: Path, mutant: Mutant, selection: Selection) -> int:
    file = tree / mutant.module
    file.write_bytes(mutant.applied(file.read_bytes()))
    if process := os.fork():
        return process
    _test(tree, selection)


def _test(tree: Path, selection: Selection) -> NoReturn:
    """In a process of its own: runs the tests and ends with pytest's exit code."""
    code = _NOT_TESTED
    try:
        os.setsid()
        os.chdir(tree)
        output = os.open(tree / "output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
        for name in list(sys.modules):
            if name.partition(".")[0] in ("kiosk", "tests"):
                del sys.modules[name]
        sys.path.insert(0, str(tree))
        sys.dont_write_bytecode = True
        os.environ.update(PYTHONPATH=str(tree), PYTHONDONTWRITEBYTECODE="1", QT_QPA_PLATFORM="offscreen")
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(tree / ".hypothesis")
        code = int(pytest.main(["-x", "-p", "no:randomly", f"--basetemp={tree}-tmp", *selection.names]))
    except BaseException:  # noqa: BLE001  # it must not go on as a second parent
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_group(process: int) -> None:
    try:
        os.killpg(process, signal.SIGKILL)
    except ProcessLookupError:
        return

"""Which tests a mutant is shown to, and in what order; what runs which lines is seen once, and kept."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing.pool import ThreadPool
from pathlib import Path

from tests.mutants.operators import Mutant


@dataclass(frozen=True)
class Watched:
    """A test as it ran without any mutant."""

    name: str
    seconds: float
    starts_programs: bool
    lines: dict[str, list[int]]

    @property
    def file(self) -> str:
        return self.name.partition("::")[0]


@dataclass(frozen=True)
class Selection:
    """Tests by their names in the order in which they are tried, and how long they took when all was well."""

    names: list[str]
    seconds: float


class Tests:
    """The tests of `modules`, watched in the tree `tree`, which is a copy.

    They are those of the modules' folders, and where a module has no test file of its name there, those
    of all test files that import it.

    Args:
        kept: the folder with what was seen before; a test file is watched anew after any change to it,
            to what tests share, or to the program.
        jobs: how many test files are watched at a time.
    """

    def __init__(self, tree: Path, modules: set[str], kept: Path, jobs: int) -> None:
        kept.mkdir(parents=True, exist_ok=True)
        self._by_file: dict[Path, list[Watched]] = {}
        self._files = {module: _files_of(module, tree / "tests") for module in modules}
        self.red: list[str] = []
        program = _digest(
            *sorted((tree / "kiosk").rglob("*.py")),
            *sorted((tree / "resources").rglob("*.po")),
            *(tree / "tests").glob("*.py"),
            *(tree / "tests").glob("*/conftest.py"),
        )
        files = {
            file: kept / f"{_digest(file)}-{program}.json"
            for file in sorted(set().union(*self._files.values()))
        }
        stale = [file for file, note in files.items() if not note.exists()]
        with ThreadPool(jobs) as pool:
            pool.starmap(_watch, [(tree, file, files[file]) for file in stale], chunksize=1)
        for file, note in files.items():
            for name, seen in json.loads(note.read_text()).items():
                if seen["failed"]:
                    self.red.append(name)
                else:
                    self._by_file.setdefault(file, []).append(
                        Watched(name, seen["seconds"], seen["starts_programs"], seen["lines"])
                    )

    def selected(self, mutant: Mutant, *, thorough: bool) -> Selection:
        """The tests of the mutant's module: those that run its line, with those of its own test file first.

        Then those of the same files that run something of its module, as what is kept in a cache is run by
        the first of them alone. Where none is known to run the line, or it runs at import, all of the files
        in which any runs something of its module. Then those that start the program, which may run it; and,
        if `thorough`, the others.
        """
        path = Path(mutant.module)
        tests = [one for file in self._files[mutant.module] for one in self._by_file.get(file, ())]
        first = [one for one in tests if mutant.line in one.lines.get(mutant.module, ())]
        near = [one for one in tests if mutant.module in one.lines]
        if not first or mutant.at_import:
            files = {one.file for one in near}
            first = near = [one for one in tests if one.file in files]
        else:
            files = {one.file for one in first}
            near = [one for one in near if one.file in files]
        programs = [one for one in tests if one.starts_programs]
        mirror = f"/test_{path.stem}"
        first.sort(key=lambda one: (mirror not in one.name, one.seconds))
        near.sort(key=lambda one: one.seconds)
        programs.sort(key=lambda one: one.seconds)
        ordered = {one.name: one for one in [*first, *near, *programs, *(tests if thorough else [])]}
        return Selection(list(ordered), sum(one.seconds for one in ordered.values()))


def _files_of(module: str, tests: Path) -> list[Path]:
    """The test files of a module, given by its path."""
    path = Path(module)
    own = sorted((tests / path.parts[1]).rglob("test_*.py"))
    if f"test_{path.stem}.py" in {file.name for file in own}:
        return own
    imported = f"from {'.'.join(path.with_suffix('').parts)} import"
    others = sorted(set(tests.rglob("test_*.py")) - set(own))
    return own + [file for file in others if imported in file.read_text(encoding="utf-8")]


def _watch(tree: Path, file: Path, note: Path) -> None:
    name = str(file.relative_to(tree))
    seen = tree / f"watched-{note.name}"
    subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.mutants.watching", "-p", "no:randomly", name],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "KIOSK_WATCHED": str(seen)},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if not seen.exists():
        raise RuntimeError(f"{name} did not run; look with: pytest {name}")
    seen.rename(note)


def _digest(*files: Path) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:16]

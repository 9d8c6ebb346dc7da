"""Breaks the program in small ways and sees whether a test notices; see docs/testing.md."""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from tests.mutants.operators import Mutant, mutants_of
from tests.mutants.running import Tried, copy_tree, load_libraries, try_all
from tests.mutants.selecting import Tests
from tests.program import ROOT

FOLDERS = ("signing", "exchange", "stall", "coordinator")
GOAL = 0.95
_NEEDS = {"spark.py": "pyspark"}
"""Modules without which their tests are skipped."""
_DOCUMENT = ROOT / "docs" / "testing.md"


def explained() -> dict[tuple[str, str, str], str]:
    """Mutants that no test can tell, by module, code before and after, with why: from docs/testing.md."""
    reasons: dict[tuple[str, str, str], str] = {}
    module = ""
    for line in _DOCUMENT.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"### `(.+)`", line):
            module = heading[1]
        elif item := re.fullmatch(r"- `(.+?)` → `(.+?)`: (.+)", line):
            reasons[module, item[1], item[2]] = item[3]
    return reasons


def main() -> int:
    """Tries a sample; exit code 0 if enough of it is killed or explained."""
    options = _options()
    left_out = _left_out()
    modules = [
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in sorted((ROOT / "kiosk" / folder).rglob("*.py"))
        if "migrations" not in path.parts
        if path.name not in left_out
        if not options.only or any(word in path.relative_to(ROOT).as_posix() for word in options.only)
    ]
    mutants = [mutant for module in modules for mutant in mutants_of(ROOT, module)]
    chance = random.Random(options.seed)
    sample = chance.sample(mutants, min(options.count or len(mutants), len(mutants)))
    sources = {module: (ROOT / module).read_bytes() for module in modules}
    reasons = explained()
    because = {
        mutant: reasons.get((mutant.module, *mutant.change(sources[mutant.module]))) for mutant in sample
    }
    work = Path(tempfile.mkdtemp(prefix="kiosk-mutants-"))
    try:
        whole = copy_tree(ROOT, work / "whole")
        sampled = {mutant.module for mutant in sample}
        tests = Tests(whole, sampled, ROOT / "build" / "mutants", options.jobs)
        for name in sorted(left_out):
            print(f"Left out, as {_NEEDS[name]} is not installed: {name}")
        for name in tests.red:
            print(f"Left out, as it is red without a mutant: {name}")
        trees = [copy_tree(whole, work / f"tree-{n}") for n in range(options.jobs)]
        load_libraries()
        results: list[Tried] = []

        def tried(result: Tried) -> None:
            results.append(result)
            if result.outcome == "survived":
                print(f"\n{result.mutant.diff(sources[result.mutant.module])}", flush=True)
            elif sys.stderr.isatty():
                print(f"\r{len(results)}", end="", file=sys.stderr)

        chosen = [
            (mutant, tests.selected(mutant, thorough=not options.quick))
            for mutant in sample
            if not because[mutant]
        ]
        with suppress(KeyboardInterrupt):  # what has been tried so far is told
            try_all(chosen, trees, tried)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return _tell(results, [mutant for mutant in sample if because[mutant]])


def _left_out() -> set[str]:
    """Files of which no test can tell anything here, for want of a library."""
    return {name for name, library in _NEEDS.items() if find_spec(library) is None}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="draws another sample")
    parser.add_argument("--count", type=int, default=60, help="mutants that are tried; 0: all")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="how many at a time")
    parser.add_argument(
        "--only", action="append", metavar="WORD", help="modules whose path has it, e.g. stall/pin"
    )
    parser.add_argument(
        "--quick", action="store_true", help="leave out tests that are not known to run the line"
    )
    return parser.parse_args()


def _tell(results: list[Tried], explained: list[Mutant]) -> int:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        table[result.mutant.module][result.outcome] += 1
    for mutant in explained:
        table[mutant.module]["explained"] += 1
    columns = ("killed", "timed out", "explained", "survived")
    print(f"\n{'module':40}" + "".join(f"{column:>11}" for column in columns))
    total: Counter[str] = Counter()
    for module, counts in sorted(table.items()):
        print(f"{module:40}" + "".join(f"{counts[column]:11}" for column in columns))
        total += counts
    print(f"{'together':40}" + "".join(f"{total[column]:11}" for column in columns))
    share = 1 - total["survived"] / max(1, total.total())
    print(f"{share:.1%} of {total.total()} killed or explained")
    return 0 if share >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())

"""What the two plays share as commands: what they need, what they say, how they end."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.boot.machine import MachineError


def say(words: str) -> None:
    """Prints what held."""
    print(f"--- {words}", flush=True)


def is_all_here(programs: tuple[str, ...], packages: str, files: tuple[Path, ...] = ()) -> bool:
    """Whether a play can begin; prints what it lacks, and in which list under packaging/ the packages are."""
    lacking = [name for name in programs if not shutil.which(name)]
    lacking += [str(file) for file in files if not file.exists()]
    if lacking:
        print(f"Not here: {', '.join(lacking)}.", file=sys.stderr)
        print(f"Install the packages in packaging/{packages}.", file=sys.stderr)
    return not lacking


def played(acts: Callable[[], None], keep: Path) -> int:
    """Plays `acts`, whose pictures of the screen are in `keep`; returns the exit code."""
    try:
        acts()
    except (AssertionError, MachineError, subprocess.CalledProcessError) as broken:
        print(f"{broken}\nWhat was on the screen is in {keep}.", file=sys.stderr)
        return 1
    say("All is well.")
    return 0

"""Which ends of the kiosk are crashes: all but those that it tells its supervisor itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import COMMAND, ENVIRONMENT

_STANDING_IN = """
import sys
from pathlib import Path
log, *codes = sys.argv[1:]
starts = len(Path(log).read_text()) if Path(log).exists() else 0
Path(log).write_text("s" * (starts + 1))
sys.exit(int(codes[starts]))
"""
"""A program that ends each time with the next of the codes it is given."""


def supervised(log: Path, *codes: int) -> tuple[int, int]:
    """What the supervisor ends with, of a kiosk that ends with `codes`; and how often that was started."""
    arguments = ["kiosk", "-c", _STANDING_IN, str(log), *map(str, codes)]
    # A bundle starts itself again; this one is Python, with a program of its own.
    run = f"import sys; sys.frozen, sys.argv = True, {arguments}; "
    run += "from kiosk.supervisor import supervise; sys.exit(supervise())"
    done = subprocess.run([sys.executable, "-c", run], env=ENVIRONMENT)
    return done.returncode, len(log.read_text())


@pytest.mark.parametrize("crash", [3, 1, 15, 70, 120], ids=lambda code: f"code {code}")
def test_a_code_that_the_kiosk_did_not_tell_itself_is_a_crash(tmp_path: Path, crash: int) -> None:
    """abort() on Windows, somebody's Task Manager, a fault of the program."""
    assert supervised(tmp_path / "log", crash, crash, 100) == (0, 3)


@pytest.mark.parametrize("code", [0, 1, 2])
def test_what_the_kiosk_tells_is_handed_on(tmp_path: Path, code: int) -> None:
    assert supervised(tmp_path / "log", 100 + code) == (code, 1)


def test_only_under_a_supervisor_it_tells_it_that_way() -> None:
    for option, wanted in (("--supervised", 102), ("--windowed=1x1", 2)):
        done = subprocess.run(
            [*COMMAND, "run", option, "--windowed=huge"], env=ENVIRONMENT, capture_output=True
        )
        assert done.returncode == wanted, done.stderr


def test_a_pack_that_was_opened_is_no_wish_of_who_comes_after_a_crash(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = f"import sys; open({str(log)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n'); sys.exit("
    program += f"100 if open({str(log)!r}).read().count('\\n') == 2 else 70)"
    arguments = ["kiosk", "-c", program, "some.kioskpack", "--data"]
    run = f"import sys; sys.frozen, sys.argv = True, {arguments}; "
    run += "from kiosk.supervisor import supervise; sys.exit(supervise(['some.kioskpack']))"
    assert subprocess.run([sys.executable, "-c", run], env=ENVIRONMENT).returncode == 0
    assert log.read_text().splitlines() == ["some.kioskpack --data --supervised", "--data --supervised"]

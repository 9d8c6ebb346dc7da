"""The books of a whole day balance to the last signature, and the program touched nothing it should not.

`KIOSK_DAY=200` in the environment plays so many visits.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from tests.conftest import PASSPHRASE
from tests.day.hours import PIN, name_of
from tests.lacking import need_strace
from tests.program import ENVIRONMENT, ROOT, done

VISITS = int(os.environ.get("KIOSK_DAY", "12"))
_WRITING = re.compile(r'(?:openat|open|creat)\((?:AT_FDCWD, )?"([^"]*)", [^)\n]*(?:O_WRONLY|O_RDWR|O_CREAT)')
_CHANGING = re.compile(r'(?:rename\w*|unlink\w*|mkdir\w*|symlink\w*|link\w*)\((?:AT_FDCWD, )?"([^"]*)"')
_CALLS = "socket,open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,symlink,link"
_SOCKET = re.compile(r"\bsocket\((\w+)")


@dataclass
class Day:
    """A kiosk's data folder, what its visitors were thanked for, and what the program asked of the system."""

    data: Path
    folder: Path
    thanked: list[str] = field(default_factory=list)
    traces: list[Path] = field(default_factory=list)

    def open(self, *actions: str) -> subprocess.Popen[str]:
        trace = self.folder / f"trace-{len(self.traces)}"
        self.traces.append(trace)
        traced = [
            "strace",
            "-f",
            "--seccomp-bpf",
            "-qq",
            "-s",
            "300",
            "-e",
            f"trace={_CALLS}",
            "-o",
            str(trace),
        ]
        return subprocess.Popen(
            [*traced, sys.executable, "-m", "tests.day.hours", str(self.data), *actions],
            cwd=ROOT,
            env={**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(self.folder / "temporary")},
            stdout=subprocess.PIPE,
            text=True,
        )

    def hours(self, *actions: str) -> None:
        """Opens the stall, and closes it in good order after the actions."""
        with self.open(*actions) as stall:
            assert stall.stdout is not None
            self.thanked += stall.stdout.read().splitlines()
        assert stall.returncode == 0

    def crash(self, *actions: str) -> None:
        """The same, but the program is killed while somebody is typing."""
        with self.open(*actions, "typing") as stall:
            assert stall.stdout is not None
            for line in stall.stdout:
                if line.strip() == "typing":
                    break
                self.thanked.append(line.strip())
            for traced in psutil.Process(stall.pid).children(recursive=True):
                traced.kill()


@pytest.mark.long
def test_a_day_at_the_stall(tmp_path: Path) -> None:
    need_strace()
    day = Day(tmp_path / "data", tmp_path)
    for folder in ("stick", "temporary"):
        (tmp_path / folder).mkdir()
    stick, desk = tmp_path / "stick", tmp_path / "desk"
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    (tmp_path / "pin").write_text(PIN)
    key = ("--passphrase-file", tmp_path / "passphrase")
    content = ROOT / "resources" / "campaigns" / "stop-repression-hong-kong"
    done("campaign", "new", desk, "--content", content, *key)
    (pack,) = desk.glob("*.kioskpack")
    done("setup", pack, "--name", "Library steps", "--pin-file", tmp_path / "pin", "--data", day.data)

    quarter = VISITS // 4
    day.crash(f"sign:0:{quarter}")
    day.hours(f"sign:{quarter}:{quarter}", f"sync:{stick}")
    done("merge", *stick.glob("*.signatures"), "--campaign", desk, *key)
    done("receipts", stick, "--campaign", desk, *key)
    day.crash(f"sign:{2 * quarter}:{quarter}")
    day.crash(f"sync:{stick}", f"sign:{3 * quarter}:{quarter}")
    day.hours(f"sync:{stick}", "close")

    done("merge", *stick.glob("*.signatures"), "--campaign", desk, *key)
    assert day.thanked == [name_of(number) for number in range(4 * quarter)]
    done("export", tmp_path / "list.csv", "--campaign", desk, *key)
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] == "counted"]
    assert [row["name"] for row in rows] == day.thanked
    _touched_nothing_else(day, stick)


def _touched_nothing_else(day: Day, stick: Path) -> None:
    asked = "\n".join(trace.read_text(errors="replace") for trace in day.traces)
    assert set(_SOCKET.findall(asked)) <= {"AF_UNIX"}
    own = (day.data, stick, day.folder / "temporary")
    allowed = (*map(str, own), "/dev/null", "/dev/shm", "/proc/self")
    written = {*_WRITING.findall(asked), *_CHANGING.findall(asked)}
    assert [path for path in sorted(written) if not path.startswith(allowed)] == []
    assert list((day.folder / "temporary").iterdir()) == [], "nothing is left in the temporary folder"
    assert not list(day.folder.rglob("core*"))

"""From the command to the first painted window, beside a window of Qt alone.

Each start is a process of its own, and the two kinds take turns, so that what else the machine does falls on
both. What is compared is processor time, all threads together, and memory, once the first frame stands.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.program import ENVIRONMENT, ROOT, done

MOST_TIME, MOST_MEMORY = 3.0, 1.8
"""How many times what the bare window takes the kiosk may take."""
_CAMPAIGN = ROOT / "resources" / "campaigns" / "stop-repression-hong-kong"


@dataclass(frozen=True)
class Start:
    """What a start took up to its first frame: seconds of processor time, and MiB of memory."""

    seconds: float
    mebibytes: float


def compared(pairs: int) -> tuple[Start, Start]:
    """The medians of so many pairs: a bare window's, and the kiosk's."""
    with tempfile.TemporaryDirectory(prefix="kiosk-start-") as folder:
        data = str(_set_up(Path(folder)))
        _started(), _started(data)  # reads everything from the disk, and keeps what Python compiles
        both = [(_started(), _started(data)) for _ in range(pairs)]
    return _median([bare for bare, _ in both]), _median([kiosk for _, kiosk in both])


def _median(starts: list[Start]) -> Start:
    return Start(
        statistics.median(one.seconds for one in starts), statistics.median(one.mebibytes for one in starts)
    )


def _set_up(folder: Path) -> Path:
    (folder / "words").write_text("correct horse battery staple wood\n")
    (folder / "pin").write_text("4711\n")
    campaign, data = folder / "campaign", folder / "data"
    done("campaign", "new", campaign, "--content", _CAMPAIGN, "--passphrase-file", folder / "words")
    (pack,) = campaign.glob("*.kioskpack")
    done("setup", pack, "--name", "Start", "--pin-file", folder / "pin", "--data", data)
    return data


def _started(*data: str) -> Start:
    command = [sys.executable, "-m", "tests.benchmarks.one_start", *data]
    told = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    return Start(*map(float, told.stdout.split()))
